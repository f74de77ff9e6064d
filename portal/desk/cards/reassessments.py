"""限期复核: what is to be looked at again, published or withheld (条例 Art. 18)."""

from datetime import date, timedelta

from django.urls import reverse

from disclosure.documents.reassessments import to_reassess

from .base import SHOWN, Card, Line
from .scope import change_url, work_organizations

AHEAD = timedelta(days=14)


def card(user, today: date) -> Card | None:
    """Due ones, and those of the next fourteen days. Two queries."""
    if not user.has_perm("disclosure.add_reassessment"):
        return None
    own = work_organizations(user).values("pk")
    rows = to_reassess(today + AHEAD).filter(organization__in=own)
    lines = tuple(_line(row, today) for row in rows.select_related("organization").defer("body")[:SHOWN])
    return Card(
        "reassessments",
        "限期复核",
        "近期没有需要复核的信息。",
        count=rows.count() if len(lines) == SHOWN else len(lines),
        lines=lines,
        more=("已到期的清单", reverse("admin:disclosure_dueforreassessment_changelist")),
    )


def _line(row, today: date) -> Line:
    days = (today - row.reassess_on).days
    when = f"已超过{days}天" if days > 0 else "今天到期" if days == 0 else f"还有{-days}天"
    facts = (row.organization.short_name, f"应在{row.reassess_on:%Y年%m月%d日}前复核，{when}")
    action = ("复核", reverse("admin:disclosure_reassess", args=[row.pk]))
    return Line(row.title, change_url(row), facts, row.get_attribute_display(), "", action)
