"""What could not be read from the official wording, for administrators to settle by hand."""

from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet

from .assignment import county_directory
from .models import CatalogItem, Evidence, ItemKind


def unreadable_time_limits() -> Iterator[tuple[CatalogItem, list[str]]]:
    """Yield (matter, the clauses not read) for matters in force without any usable rule."""
    for matter in _matters().filter(is_rule_readable=False):
        yield matter, list(matter.time_limit_reading.unread) or [matter.time_limit]


def unreadable_responsible() -> Iterator[tuple[CatalogItem, list[str]]]:
    """Yield (matter, the wording not assignable) for matters in force that no organisation of the county owes."""
    directory = county_directory()
    for matter in _matters():
        reading = matter.responsible_reading
        if not directory.organs_that_owe(reading):
            yield matter, list(directory.not_assignable(reading))


def unverified() -> QuerySet[CatalogItem]:
    """Domains with matters in force not seen in any published county catalog, each with `compiled` and `name_seen`:
    how many were put together from guideline and law, and of how many only the name was seen."""
    in_force = Q(
        domain_items__kind=ItemKind.MATTER,
        domain_items__ended_on__isnull=True,
    )

    def number(evidence: Evidence) -> Count:
        return Count("domain_items", filter=in_force & Q(domain_items__evidence=evidence))

    domains = CatalogItem.objects.domains().current().in_order()
    return domains.annotate(compiled=number(Evidence.COMPILED), name_seen=number(Evidence.NAME_SEEN)).exclude(
        compiled=0, name_seen=0
    )


def _matters() -> QuerySet[CatalogItem]:
    return CatalogItem.objects.matters().current().in_order().select_related("domain")
