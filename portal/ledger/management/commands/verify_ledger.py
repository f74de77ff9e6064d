from django.core.management.base import BaseCommand, CommandError

from portal.ledger import checking


class Command(BaseCommand):
    help = "核验台账的哈希链：逐条检查内容摘要和前后链接，结果记入台账核验。"

    def handle(self, *args, **options):
        check = checking.run()
        for sequence, problem in check.problems:
            self.stderr.write(f"第 {sequence} 条：{problem}")
        if check.problem_count > len(check.problems):
            self.stderr.write(f"以上是前 {len(check.problems)} 处。")
        if not check.is_unbroken:
            raise CommandError(f"台账核验未通过，共 {check.problem_count} 处问题。")
        self.stdout.write(f"台账核验通过，共 {check.checked} 条。最后一条的链值：{check.last_hash}")
