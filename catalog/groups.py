"""Level-1 groups follow their matters."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Min, Q

from . import tree
from .models import CatalogItem, ItemKind


def settle(touched: Iterable[CatalogItem], domain_codes: Iterable[str], today: date) -> None:
    """Groups are in force while one of their matters is, and stand where the first of them stands.

    Looks at the domains of `touched` and those named.
    """
    domains = Q(domain__in={item.domain_id for item in touched}) | Q(domain__code__in=set(domain_codes))
    groups = CatalogItem.objects.filter(domains, kind=ItemKind.GROUP).annotate(
        first=Min("children__sequence", filter=Q(children__ended_on__isnull=True)), matters=Count("children")
    )
    changed = []
    for group in groups:
        before = group.sequence, group.ended_on
        if group.first is not None:
            group.sequence, group.ended_on = group.first, None
        elif group.matters:
            group.ended_on = group.ended_on or today
        if (group.sequence, group.ended_on) != before:
            changed.append(group)
    if changed:
        tree.update(changed, ["sequence", "ended_on"])


def by_name() -> dict[tuple[str, str], CatalogItem]:
    """Every group by (domain code, name); where an ended one and one in force share it, the one in force."""
    groups = CatalogItem.objects.filter(kind=ItemKind.GROUP).select_related("domain")
    in_force_last = sorted(groups, key=lambda group: group.ended_on is None)
    return {(group.domain.code, group.name): group for group in in_force_last}
