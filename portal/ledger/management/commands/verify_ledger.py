from django.core.management.base import BaseCommand, CommandError

from portal.ledger.models import LedgerEntry
from portal.ledger.services import verify


class Command(BaseCommand):
    help = "核验台账的哈希链：逐条检查内容摘要和前后链接。"

    def handle(self, *args, **options):
        problems = list(verify())
        for sequence, problem in problems:
            self.stderr.write(f"第 {sequence} 条：{problem}")
        if problems:
            raise CommandError(f"台账核验未通过，共 {len(problems)} 处问题。")
        self.stdout.write(f"台账核验通过，共 {LedgerEntry.objects.count()} 条。")
