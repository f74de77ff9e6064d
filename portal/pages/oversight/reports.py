"""The numbers behind the inspectors' start page and the pages of a domain. Each function is one query, two at most."""

from datetime import date, timedelta

from django.db.models import Count, Max, QuerySet

from catalog import coverage
from catalog.models import CatalogItem, Obligation
from catalog.states import due, rate
from disclosure.models import Fulfilment
from disclosure.vocabulary import Stage
from portal.organizations.models import Organization

from .access import Scope
from .tables import Cell

RECENT = timedelta(days=30)
SILENT = timedelta(days=90)


def all_domains() -> list[CatalogItem]:
    """Domains in force with their schemes, in the order of the catalog."""
    return list(CatalogItem.objects.domains().current().select_related("parent").order_by("tree_id", "lft"))


def organization_tallies(scope: Scope) -> list[tuple[Organization, Cell]]:
    """Every organisation in scope that owes something, with its tally, in tree order."""
    tallies = coverage.tally(scope.obligations(), "organization_id")
    return [(o, Cell(tallies[o.pk], "")) for o in scope.organizations if o.pk in tallies]


def worst(tallies: list[tuple[Organization, Cell]], number: int = 10) -> list[tuple[Organization, Cell]]:
    """Lowest coverage rate first, and of equal rates the one that lacks more; complete ones are left out."""
    behind = [(o, cell) for o, cell in tallies if cell.overdue]
    return sorted(behind, key=lambda pair: (rate(pair[1].tally), -due(pair[1].tally)))[:number]


def domain_tallies(scope: Scope, domains: list[CatalogItem]) -> list[tuple[CatalogItem, Cell]]:
    """Every domain with its tally, also those nobody owes anything in."""
    tallies = coverage.tally(scope.obligations(), "domain_id")
    return [(d, Cell(tallies.get(d.pk, {}), "")) for d in domains]


def freshness(scope: Scope, today: date) -> dict:
    """When each organisation last published: the newest day of all, how many lately, and who has fallen silent."""
    rows = scope.obligations().order_by().values_list("organization_id")
    latest = dict(rows.annotate(latest=Max("latest_published_on")))
    days = [day for day in latest.values() if day]
    silent = [o for o in scope.organizations if o.pk in latest and _is_silent(latest[o.pk], today)]
    return {
        "newest": max(days, default=None),
        "recent": sum(day >= today - RECENT for day in days),
        "total": len(latest),
        "silent": sorted(
            ({"organization": o, "latest": latest[o.pk]} for o in silent),
            key=lambda row: row["latest"] or date.min,
        ),
    }


def stages(domain: CatalogItem, scope: Scope) -> list[dict]:
    """五公开: how many public publications of the domain show each stage, and how many name none."""
    links = Fulfilment.objects.filter(domain=domain, published_on__isnull=False)
    if not scope.is_whole_county:
        links = links.filter(obligation__organization__in=scope.organizations)
    rows = links.order_by().values_list("stage")
    numbers = dict(rows.annotate(number=Count("publication", distinct=True)))
    return [
        {"code": code, "label": label, "count": numbers.get(code, 0)} for code, label in Stage.choices
    ] + [{"code": "", "label": "未标明环节", "count": numbers.get("", 0)}]


def matter_tallies(domain: CatalogItem, obligations: QuerySet[Obligation]) -> list[tuple[CatalogItem, Cell]]:
    """Every matter of the domain in force with its tally, also those nobody owes."""
    tallies = coverage.tally(obligations.filter(domain=domain), "matter_id")
    matters = CatalogItem.objects.matters().current().filter(domain=domain)
    return [
        (m, Cell(tallies.get(m.pk, {}), ""))
        for m in matters.select_related("parent").order_by("tree_id", "lft")
    ]


def _is_silent(latest: date | None, today: date) -> bool:
    return latest is None or latest < today - SILENT
