"""The catalog back into the official form. What is exported and read in again changes nothing."""

import re
from collections.abc import Iterable

from .models import CatalogItem
from .plan import TEXTS, TIERS
from .spreadsheets import CatalogRow, SheetRows
from .spreadsheets.text import one_line, tidy

_SAFE_SHEET_NAME = re.compile(r"[^\[\]:*?/\\']{1,31}")


def sheets(domains: Iterable[CatalogItem]) -> list[SheetRows]:
    """One sheet per domain with the matters in force, in the catalog's order. Two queries.

    A sheet is called by the domain's name, or by its code where a workbook does not allow the name.
    """
    domains = list(domains)
    rows: dict[int, list[CatalogRow]] = {domain.pk: [] for domain in domains}
    matters = CatalogItem.objects.matters().current().filter(domain__in=rows).select_related("parent")
    for matter in matters.in_order():
        own = rows[matter.domain_id]
        own.append(_row(matter, len(own) + 2))
    return [SheetRows(_sheet_name(domain), tuple(rows[domain.pk])) for domain in domains]


def domains_in_order():
    """The domains that an export of everything holds."""
    return CatalogItem.objects.domains().current().in_order()


def _sheet_name(domain: CatalogItem) -> str:
    return domain.name if _SAFE_SHEET_NAME.fullmatch(domain.name) else domain.code


def _row(matter: CatalogItem, line: int) -> CatalogRow:
    return CatalogRow(
        number=line,
        sequence=str(matter.sequence),
        level1=one_line(matter.parent.name),
        name=one_line(matter.name),
        channels=tuple(matter.channels),
        tiers=tuple(tier for tier, column in TIERS.items() if getattr(matter, column)),
        **{name: tidy(getattr(matter, name)) for name in TEXTS},
    )
