"""The sitemap for search engines, in sections that stay quick with a hundred thousand publications."""

import re
from collections.abc import Iterator

from django.db.models import F, Max
from django.urls import reverse
from django.utils import timezone

from catalog.models import CatalogItem
from disclosure.models import Publication
from portal.organizations.models import Organization

from .addresses import absolute, absolute_url

CHUNK = 5000
PAGES = (
    "home",
    "catalog",
    "catalog_organizations",
    "documents",
    "interpretations",
    "organizations",
    "villages",
    "disclosure_column",
    "disclosure_guide",
    "disclosure_rules",
    "disclosure_content",
    "disclosure_reports",
    "disclosure_requests",
    "site_map",
    "accessibility",
    "report_error",
)
_PUBLICATIONS = re.compile(r"^publications-(\d{1,9})$")


def index() -> list[dict]:
    """Every section with its address and newest day; publications in runs of 5,000 numbers. One query."""
    public = Publication.objects.public().order_by()
    newest = public.annotate(run=F("pk") / CHUNK).values_list("run").annotate(Max("published_at"))
    sections = [{"location": absolute_url("sitemap_section", name)} for name in SECTIONS]
    return sections + [
        {
            "location": absolute_url("sitemap_section", f"publications-{run}"),
            "last_mod": timezone.localdate(day),
        }
        for run, day in sorted(newest)
    ]


def section(name: str) -> list[dict] | None:
    """The addresses of one section with the day of the last change; None when there is no such section. One query."""
    if name in SECTIONS:
        return list(SECTIONS[name]())
    match = _PUBLICATIONS.match(name)
    return list(_publications(int(match[1]))) if match else None


def _pages() -> Iterator[dict]:
    return ({"location": absolute(reverse(name))} for name in PAGES)


def _catalog() -> Iterator[dict]:
    items = CatalogItem.objects.current().filter(kind__in=["domain", "matter"]).in_order()
    for item in items.only("kind", "code", "updated_at"):
        yield {"location": absolute(item.get_absolute_url()), "lastmod": timezone.localdate(item.updated_at)}


def _organizations() -> Iterator[dict]:
    for organ in Organization.objects.order_by("tree_id", "lft").only("kind", "code", "updated_at"):
        yield {
            "location": absolute(organ.get_absolute_url()),
            "lastmod": timezone.localdate(organ.updated_at),
        }


def _publications(run: int) -> Iterator[dict]:
    rows = Publication.objects.public().filter(pk__gte=run * CHUNK, pk__lt=(run + 1) * CHUNK).order_by("pk")
    for pk, published_at in rows.values_list("pk", "published_at"):
        yield {"location": absolute_url("publication", pk), "lastmod": timezone.localdate(published_at)}


SECTIONS = {"pages": _pages, "catalog": _catalog, "organizations": _organizations}
