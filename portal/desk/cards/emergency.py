"""紧急公开待补签: what went out before it was signed."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from disclosure.vocabulary import Status

from .base import SHOWN, Card, Line
from .scope import change_url, work

CONCERNED = (
    "disclosure.sign_publication",
    "disclosure.emergency_publication",
    "disclosure.view_consistencyfinding",
)


def card(user, today: date) -> Card | None:
    """Oldest first; overdue ones say so. Two queries."""
    if not any(user.has_perm(permission) for permission in CONCERNED):
        return None
    rows = work(user).filter(status=Status.PUBLISHED, emergency_at__isnull=False, signed_at__isnull=True)
    lines = tuple(
        _line(row, user) for row in rows.select_related("emergency_by").order_by("emergency_at")[:SHOWN]
    )
    return Card(
        "emergency",
        "紧急公开待补签",
        "没有等待补签的紧急公开信息。",
        count=rows.count() if len(lines) == SHOWN else len(lines),
        lines=lines,
        is_urgent=True,
    )


def _line(row, user) -> Line:
    at = timezone.localtime(row.emergency_at)
    latest = at + timedelta(hours=settings.EMERGENCY_SIGNATURE_HOURS)
    is_late = timezone.now() > latest
    facts = (row.organization.short_name, f"{at:%m月%d日 %H:%M}由{row.emergency_by}决定紧急公开")
    note = (
        f"已经超过补签期限（{latest:%m月%d日 %H:%M}），请马上补签或者撤回。"
        if is_late
        else f"请在{latest:%m月%d日 %H:%M}以前补签。"
    )
    may_sign = user.has_perm("disclosure.sign_publication") and row.emergency_by_id != user.pk
    return Line(
        row.title, change_url(row), facts, "待补签", note, ("补签", change_url(row)) if may_sign else None
    )
