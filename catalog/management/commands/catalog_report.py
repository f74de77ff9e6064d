from django.core.management.base import BaseCommand

from catalog.report import unreadable_responsible, unreadable_time_limits


class Command(BaseCommand):
    help = "列出公开时限无法换算成日期、公开主体无法落实到单位的事项。"

    def handle(self, *args, **options):
        for title, rows in (
            ("公开时限没有可用规则", unreadable_time_limits()),
            ("公开主体不能落实到单位", unreadable_responsible()),
        ):
            rows = list(rows)
            self.stdout.write(f"{title}：{len(rows)} 项")
            for matter, words in rows:
                self.stdout.write(f"  {matter.code} {matter.name}：{'；'.join(words)}")
