"""待发布: what goes out by itself, and what could not."""

from datetime import date

from django.utils import timezone

from disclosure.vocabulary import Status

from .base import SHOWN, Card, Line
from .scope import change_url, listing, work


def card(user, today: date) -> Card | None:
    """Next one first. Two queries."""
    if not user.has_perm("disclosure.view_publication"):
        return None
    rows = work(user).filter(status=Status.SCHEDULED)
    lines = tuple(_line(row) for row in rows.order_by("publish_at", "pk")[:SHOWN])
    return Card(
        "scheduled",
        "待发布",
        "没有定了时间等待发布的信息。",
        count=rows.count() if len(lines) == SHOWN else len(lines),
        lines=lines,
        is_urgent=any(line.note for line in lines),
        more=("全部待发布", listing(status__exact=Status.SCHEDULED)),
    )


def _line(row) -> Line:
    at = timezone.localtime(row.publish_at)
    note = f"没有按时发布：{row.schedule_problem}" if row.schedule_problem else ""
    facts = (row.organization.short_name, f"{at:%Y年%m月%d日 %H:%M}发布")
    return Line(row.title, change_url(row), facts, "待发布", note)
