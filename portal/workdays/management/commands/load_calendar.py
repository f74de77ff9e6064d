from django.core.management.base import BaseCommand

from portal.workdays.services import load_known_years


class Command(BaseCommand):
    help = "载入 2004—2026 年的节假日和调休安排；已有的年度保持不变。"

    def handle(self, *args, **options):
        self.stdout.write(f"载入 {load_known_years()} 个年度。")
