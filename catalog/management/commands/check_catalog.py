from django.core.management.base import BaseCommand, CommandError

from catalog import tree
from catalog.tree_repair import repair


class Command(BaseCommand):
    help = "检查目录树是否完好；--repair 把放错的事项移回所属领域，并重新编号。"

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="修复之后再检查一遍")

    def handle(self, *args, **options):
        if options["repair"]:
            for sentence in repair():
                self.stdout.write(sentence)
        problems = list(tree.problems())
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            advice = "请在管理后台改正。" if options["repair"] else "可以用 --repair 修复。"
            raise CommandError(f"目录树有 {len(problems)} 处问题，{advice}")
        self.stdout.write("目录树完好。")
