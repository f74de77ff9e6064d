"""目录调整待办: requests to change the catalog that the user could move on."""

from datetime import date

from django.urls import reverse

from catalog.models import ChangeRequest

from .base import SHOWN, Card, Line


def card(user, today: date) -> Card | None:
    """Oldest first. Two queries."""
    if not user.has_perm("catalog.view_changerequest"):
        return None
    rows = ChangeRequest.objects.waiting_for(user)
    lines = tuple(_line(row) for row in rows.select_related("organization").order_by("pk")[:SHOWN])
    return Card(
        "catalog-changes",
        "目录调整待办",
        "没有等您办理的目录调整。",
        count=rows.count() if len(lines) == SHOWN else len(lines),
        lines=lines,
        more=("全部申请", reverse("admin:catalog_changerequest_changelist")),
    )


def _line(row) -> Line:
    url = reverse("admin:catalog_changerequest_change", args=[row.pk])
    return Line(row.title, url, (row.organization.short_name,), row.get_state_display())
