from django.core.management.base import BaseCommand

from disclosure.consistency import CHECKS, run
from disclosure.models import ConsistencyFinding


class Command(BaseCommand):
    help = "运行一致性检查并保存结果；可以只运行指定的项目。每晚自动运行一次。"

    def add_arguments(self, parser):
        parser.add_argument("codes", nargs="*", choices=[*CHECKS, []], help="检查项目，留空为全部")

    def handle(self, *args, codes, **options):
        for code, number in run(codes or None).items():
            self.stdout.write(f"{CHECKS[code][0]}：{number or '没有发现问题'}{'处' if number else ''}")
        for finding in ConsistencyFinding.objects.filter(resolved_at__isnull=True)[:50]:
            self.stdout.write(f"  - {finding.text}")
