from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from catalog import tree


class Command(BaseCommand):
    help = "检查目录树是否完好；--repair 按上下层关系重新编号。"

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true")

    def handle(self, *args, repair, **options):
        if repair:
            with transaction.atomic():
                tree.lock_tree()
                self.stdout.write(f"重新编号 {tree.renumber()} 个节点。")
        problems = list(tree.problems())
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"目录树有 {len(problems)} 处问题。")
        self.stdout.write("目录树完好。")
