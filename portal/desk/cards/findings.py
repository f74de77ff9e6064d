"""最近检查发现: what the nightly consistency checks found and nobody has cleared yet."""

from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from disclosure.models import ConsistencyFinding
from portal.organizations.scope import organizations_in_scope, sees_every_organization

from .base import SHOWN, Card, Line


def card(user, today: date) -> Card | None:
    """Newest first, within the user's scope. Two queries."""
    if not user.has_perm("disclosure.view_consistencyfinding"):
        return None
    rows = ConsistencyFinding.objects.filter(resolved_at__isnull=True)
    if not sees_every_organization(user):
        rows = rows.filter(organization__in=organizations_in_scope(user).values("pk"))
    lines = tuple(_line(row) for row in rows.select_related("organization")[:SHOWN])
    return Card(
        "findings",
        "最近检查发现",
        "每夜的一致性检查没有发现问题。",
        count=rows.count() if len(lines) == SHOWN else len(lines),
        lines=lines,
        more=_more(),
        unit="处",
    )


def _line(row) -> Line:
    facts = [f"{timezone.localtime(row.first_seen_at):%m月%d日}发现"]
    if row.organization:
        facts.insert(0, row.organization.short_name)
    return Line(row.text, row.url, tuple(facts))


def _more() -> tuple[str, str] | None:
    try:
        return "全部发现", reverse("admin:disclosure_consistencyfinding_changelist")
    except NoReverseMatch:  # no list of them is registered
        return None
