"""What could not be read from the official wording, for administrators to settle by hand."""

from collections.abc import Iterator

from portal.organizations.models import Organization

from .assignment import Directory
from .models import CatalogItem


def unreadable_time_limits() -> Iterator[tuple[CatalogItem, list[str]]]:
    """Yield (matter, the clauses not read) for matters in force without any usable rule."""
    for matter in CatalogItem.objects.matters().current().filter(is_rule_readable=False).in_order():
        yield matter, list(matter.time_limit_reading.unread) or [matter.time_limit]


def unreadable_responsible() -> Iterator[tuple[CatalogItem, list[str]]]:
    """Yield (matter, the wording not assignable) for matters in force that no organisation of the county owes."""
    directory = Directory(Organization.objects.active())
    for matter in CatalogItem.objects.matters().current().in_order():
        reading = matter.responsible_reading
        if not directory.organs_that_owe(reading):
            yield matter, list(directory.not_assignable(reading))
