"""台账核验: whether the chain held when it was last verified."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from portal.ledger import checking

from .base import Card, Line

STALE_AFTER = timedelta(days=2)


def card(user, today: date) -> Card | None:
    """The newest result. One query."""
    if not user.has_perm("ledger.view_ledgerentry"):
        return None
    check, address = checking.latest(), reverse("admin:ledger_ledgerentry_changelist")
    more = ("台账", address)
    if check is None:
        line = Line("台账还没有核验过", address, note="每天夜里自动核验；也可以在台账页面点“核验全链”。")
    elif not check.is_unbroken:
        note = "请保留数据库现状，立即报告单位负责人，对照备份查明原因。"
        progress = reverse("admin:ledger_verify_progress", args=[check.pk])
        line = Line(f"台账有{check.problem_count}处不符", progress, (_when(check),), "有中断", note)
    elif timezone.now() - check.finished_at > STALE_AFTER:
        note = "每夜的核验没有运行，请检查定时服务。"
        line = Line(f"台账最近一次核验是{_when(check)}", address, note=note)
    else:
        calm = f"台账{_when(check)}核验通过，共{check.checked}条，链条完整。"
        return Card("ledger", "台账核验", calm, more=more)
    return Card(
        "ledger", "台账核验", "", count=1, lines=(line,), is_urgent=check is not None, more=more, unit=""
    )


def _when(check) -> str:
    return f"{timezone.localtime(check.finished_at):%m月%d日 %H:%M}"
