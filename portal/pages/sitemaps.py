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
    "catalog_revisions",
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
    "negative_list",
    "ledger",
    "accessibility",
    "report_error",
)
_PUBLICATIONS = re.compile(r"^publications-(\d{1,9})$")


def index() -> list[dict]:
    """Every section with its address and newest day; publications in runs of 5,000 numbers. Two queries."""
    public = Publication.objects.public().order_by().annotate(run=F("pk") / CHUNK).values_list("run")
    newest = dict(public.annotate(Max("published_at")))
    for run, day in public.filter(revised_at__isnull=False).annotate(Max("revised_at")):
        newest[run] = max(newest[run], day)
    sections = [{"location": absolute_url("sitemap_section", name)} for name in SECTIONS]
    return sections + [
        {
            "location": absolute_url("sitemap_section", f"publications-{run}"),
            "last_mod": timezone.localdate(day),
        }
        for run, day in sorted(newest.items())
    ]


def section(name: str) -> list[dict] | None:
    """The addresses of one section with the day of the last change; None when there is no such section."""
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
    """Two queries: the few that were corrected are found by an index of their own."""
    rows = Publication.objects.public().filter(pk__gte=run * CHUNK, pk__lt=(run + 1) * CHUNK).order_by("pk")
    revised = dict(rows.filter(revised_at__isnull=False).values_list("pk", "revised_at"))
    for pk, published_at in rows.values_list("pk", "published_at"):
        changed = timezone.localdate(revised.get(pk, published_at))
        yield {"location": absolute_url("publication", pk), "lastmod": changed}


SECTIONS = {"pages": _pages, "catalog": _catalog, "organizations": _organizations}
