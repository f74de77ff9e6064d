from django.core.management.base import BaseCommand, CommandError

from disclosure.models import Publication
from portal.demo import loading, people
from portal.demo.errors import DemoDataError, DemoRefused


class Command(BaseCommand):
    help = "装入演示县（明湖县）的机构、目录、人员和公开信息。只用于试用和测试。"

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="已经有公开信息时也装入")
        parser.add_argument("--if-empty", action="store_true", help="已经有公开信息时什么也不做")
        parser.add_argument("--show-logins", action="store_true", help="只显示演示账号")

    def handle(self, *args, force, if_empty, show_logins, **options):
        if show_logins:
            self.stdout.write("\n".join(people.login_lines()))
            return
        if if_empty and Publication.objects.exists():
            return
        try:
            count = loading.load(self.stdout.write, force=force)
        except (DemoDataError, DemoRefused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"演示数据已装入，共 {count} 条公开信息。")
