"""The inspectors' pages: coverage of the catalog by domain, organisation and matter (mission row O1)."""

from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from catalog import coverage
from catalog.models import CatalogItem, Obligation
from catalog.states import LABELS, MEANINGS, RATE_DEFINITION, State, merge
from portal.organizations.models import Organization

from . import exports, reports
from .access import Scope, inspectors_only
from .explanations import days_overdue, explain_obligation, rule_in_words
from .filters import Filters, chosen_domains, chosen_organizations, fields_for, filtered, states_of
from .tables import Cell, Matrix, MatrixBuilder

MATRIX_FIELDS = ("scheme", "tier", "kind", "state")
STATE_ONLY = ("state",)
LIST_FIELDS = ("scheme", "tier", "domain", "organization", "kind", "town", "state", "q")
PER_PAGE = 100


@inspectors_only
def start(request, scope: Scope):
    today = timezone.localdate()
    domains = reports.domain_tallies(scope, reports.all_domains())
    organizations = reports.organization_tallies(scope)
    obligations = scope.obligations()
    context = {
        "overall": Cell(merge(cell.tally for _, cell in domains), ""),
        "domains": domains,
        "organization_count": len(organizations),
        "worst": reports.worst(organizations),
        "longest": _explained(_related(coverage.overdue(obligations))[:10], today),
        "freshness": reports.freshness(scope, today),
        "outdated": _outdated_sentence(coverage.outdated(obligations, today).count()),
    }
    return _page(request, scope, "start", "公开情况督查", context)


@inspectors_only
def matrix(request, scope: Scope):
    domains = reports.all_domains()
    filters = _filters(request, scope, domains, MATRIX_FIELDS)
    expanded = request.GET.getlist("expand")
    context = {
        "matrix": _matrix(scope, domains, filters, expanded),
        "filters": filters,
        "all_open": "all" in expanded,
        "shown_label": filters.label("state"),
    }
    return _page(request, scope, "matrix", "领域和单位对照表", context)


@inspectors_only
def matrix_export(request, scope: Scope, extension: str) -> HttpResponse:
    domains = reports.all_domains()
    filters = _filters(request, scope, domains, MATRIX_FIELDS)
    table = _matrix(scope, domains, filters, ["all"])
    filename = f"公开情况对照表-{timezone.localdate()}"
    if extension == "csv":
        return exports.as_csv(exports.matrix_lines(table), filename)
    return exports.as_xlsx(exports.matrix_sheets(table), filename)


@inspectors_only
def organization(request, scope: Scope, code: str):
    organization = get_object_or_404(Organization, code=code, pk__in=[o.pk for o in scope.organizations])
    rows = Obligation.objects.for_organization(organization)
    tally = coverage.tally(rows)
    filters = _filters(request, scope, [], STATE_ONLY)
    chosen = _related(_in_state(rows, filters)).order_by("domain__tree_id", "domain__lft", "matter__lft")
    lines = _explained(chosen, timezone.localdate())
    context = {
        "organization": organization,
        "total": Cell(tally, ""),
        "filters": filters,
        "tabs": _state_tabs(tally, filters),
        "groups": [
            (d, list(of_domain)) for d, of_domain in groupby(lines, key=lambda line: line["row"].domain)
        ],
        "count": len(lines),
        "below": [o for o in scope.organizations if o.parent_id == organization.pk and o.is_active],
    }
    return _page(request, scope, "organization", f"{organization.short_name}公开情况", context)


@inspectors_only
def matter(request, scope: Scope, code: str):
    matter = get_object_or_404(CatalogItem.objects.matters().select_related("domain", "parent"), code=code)
    rows = scope.obligations().for_matter(matter)
    tally = coverage.tally(rows)
    filters = _filters(request, scope, [], STATE_ONLY)
    chosen = _related(_in_state(rows, filters)).order_by("organization__tree_id", "organization__lft")
    context = {
        "matter": matter,
        "rule": rule_in_words(matter.time_limit),
        "total": Cell(tally, ""),
        "filters": filters,
        "tabs": _state_tabs(tally, filters),
        "lines": _explained(chosen, timezone.localdate()),
    }
    return _page(request, scope, "matter", f"{matter.name}公开情况", context)


@inspectors_only
def domain(request, scope: Scope, code: str):
    domain = get_object_or_404(CatalogItem.objects.domains(), code=code)
    matters = reports.matter_tallies(domain, scope.obligations())
    stages = reports.stages(domain, scope)
    context = {
        "domain": domain,
        "matters": matters,
        "owed": [pair for pair in matters if pair[1]],
        "unowed": [item for item, cell in matters if not cell],
        "total": Cell(merge(cell.tally for _, cell in matters), ""),
        "stages": stages[:-1],
        "unstaged": stages[-1]["count"],
        "empty_stages": [stage["label"] for stage in stages[:-1] if not stage["count"]],
    }
    return _page(request, scope, "domain", f"{domain.name}公开情况", context)


@inspectors_only
def obligations(request, scope: Scope):
    domains = reports.all_domains()
    filters = _filters(request, scope, domains, LIST_FIELDS)
    tally = coverage.tally(filtered(filters, scope, domains, with_state=False))
    rows = _related(coverage.by_urgency(filtered(filters, scope, domains)))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page_obj": page,
        "lines": _explained(page.object_list, timezone.localdate()),
        "total": Cell(tally, ""),
        "tabs": _state_tabs(tally, filters),
        "query": filters.query(),
    }
    return _page(request, scope, "obligations", "公开责任清单", context)


@inspectors_only
def obligations_export(request, scope: Scope, extension: str) -> HttpResponse:
    domains, today = reports.all_domains(), timezone.localdate()
    filters = _filters(request, scope, domains, LIST_FIELDS)
    rows = _related(coverage.by_urgency(filtered(filters, scope, domains)))
    sheet = exports.obligation_sheet(rows, today)
    filename = f"公开责任清单-{today}"
    return exports.as_csv(sheet, filename) if extension == "csv" else exports.as_xlsx([sheet], filename)


def _page(request, scope: Scope, name: str, title: str, context: dict):
    common = {
        "scope": scope,
        "section": name,
        "heading": title,
        "today": timezone.localdate(),
        "rate_definition": RATE_DEFINITION,
        "state_meanings": [(state.value, LABELS[state], MEANINGS[state]) for state in State],
        "breadcrumbs": _breadcrumbs(name, title),
    }
    return render(request, f"oversight/{name}.html", {**common, **context})


def _outdated_sentence(number: int) -> str:
    if not number:
        return ""
    return f"有 {number} 项的状态还停留在以前的日期，每晚的重算可能没有运行。请系统管理员检查定时任务。"


def _breadcrumbs(name: str, title: str) -> list[dict]:
    own = [] if name == "start" else [{"label": title, "url": ""}]
    return [{"label": "公开情况督查", "url": reverse("oversight")}, *own]


def _filters(request, scope: Scope, domains: list[CatalogItem], names: tuple[str, ...]) -> Filters:
    fields = fields_for(scope, domains)
    return Filters(request.GET, [fields[name] for name in names])


def _matrix(scope: Scope, domains: list[CatalogItem], filters: Filters, expanded: list[str]) -> Matrix:
    counts = coverage.count_by_domain_and_organization(filtered(filters, scope, domains, with_state=False))
    builder = MatrixBuilder(counts, filters, expanded)
    return builder.build(chosen_domains(filters, domains), chosen_organizations(filters, scope))


def _in_state(rows: QuerySet[Obligation], filters: Filters) -> QuerySet[Obligation]:
    """The obligations in force, of the state asked for if one was, each with `due_on`."""
    rows = coverage.with_due_day(rows.current())
    return rows.filter(state__in=states_of(filters.get("state"))) if filters.get("state") else rows


def _state_tabs(tally: dict[str, int], filters: Filters) -> list[dict]:
    current = filters.get("state")
    tabs = [("", "全部", sum(tally.values()))]
    tabs += [(state.value, LABELS[state], tally.get(state, 0)) for state in State]
    return [
        {"label": label, "url": f"?{filters.query(state=state)}", "current": state == current, "count": count}
        for state, label, count in tabs
        if count or state in ("", current)
    ]


def _related(rows):
    return rows.select_related("matter__parent", "organization", "domain")


def _explained(rows, today) -> list[dict]:
    return [
        {"row": row, "days": days_overdue(row, today), "parts": explain_obligation(row, today)}
        for row in rows
    ]
