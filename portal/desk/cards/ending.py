"""即将到期的文件: documents whose validity ends within six months are re-assessed before it does (rule 8.21)."""

from datetime import date

from django.urls import reverse

from disclosure.admin.validity import ending_soon

from .base import SHOWN, Card, Line
from .scope import work_organizations

SOON_DAYS = 60


def card(user, today: date) -> Card | None:
    """Soonest first. Two queries."""
    if not user.has_perm("disclosure.submit_publication"):
        return None
    rows = ending_soon(work_organizations(user))
    shown = list(rows[:SHOWN])
    lines = tuple(_line(row, today) for row in shown)
    return Card(
        "ending",
        "即将到期的文件",
        "半年内没有到期的文件。",
        count=rows.count() if len(lines) == SHOWN else len(lines),
        lines=lines,
        is_urgent=any((row.ceases_on - today).days <= SOON_DAYS for row in shown[:1]),
        more=("有效性变动", reverse("admin:disclosure_validitychange_changelist")),
    )


def _line(row, today: date) -> Line:
    facts = (
        row.organization.short_name,
        f"{row.ceases_on:%Y年%m月%d日}到期，还有{(row.ceases_on - today).days}天",
    )
    return Line(
        row.title,
        reverse("admin:disclosure_policydocument_validity", args=[row.pk]),
        facts,
        row.get_validity_display(),
    )
