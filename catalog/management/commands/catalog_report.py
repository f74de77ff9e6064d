from django.core.management.base import BaseCommand

from catalog.report import unreadable_responsible, unreadable_time_limits, unverified


class Command(BaseCommand):
    help = "列出需要人工核查的内容：公开时限无法换算、公开主体无法落实、尚未对照本省现行指引核对的事项。"

    def handle(self, *args, **options):
        for title, rows in (
            ("公开时限没有可用规则", unreadable_time_limits()),
            ("公开主体不能落实到单位", unreadable_responsible()),
        ):
            rows = list(rows)
            self.stdout.write(f"{title}：{len(rows)} 项")
            for matter, words in rows:
                self.stdout.write(f"  {matter.code} {matter.name}：{'；'.join(words)}")
        self.stdout.write("请对照本省现行指引核对：")
        for domain in unverified():
            self.stdout.write(
                f"  {domain.code} {domain.name}：依据指引和法律整理 {domain.compiled} 项，仅见事项名称 {domain.name_seen} 项"
            )
