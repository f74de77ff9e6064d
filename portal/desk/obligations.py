"""本单位应公开事项: publishing starts from a matter (mission C8)."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from catalog import coverage
from catalog.models import CatalogItem, Obligation
from catalog.states import LABELS, OVERDUE, State
from portal.organizations.models import Organization
from portal.spreadsheet_export import MOST_ROWS, xlsx_file

from .cards.scope import work_organizations
from .navigation import WRITTEN

PER_PAGE = 20
PERMISSION = "catalog.view_obligation"
LONGEST = 60
COLUMNS = [
    "单位", "领域", "一级事项", "二级事项", "编码", "公开状态", "应公开（更新）日期", "超过天数",
    "最近公开日期", "已公开条数", "公开内容", "公开依据", "公开时限",
]  # fmt: skip
STATES = [("overdue", "逾期（未公开和需更新）"), *((state.value, label) for state, label in LABELS.items())]


class Choices:
    """The filters of the page: what can be chosen, and what was. Two queries."""

    def __init__(self, request):
        self.organizations = list(work_organizations(request.user).active().order_by("tree_id", "lft"))
        keys = [organization.pk for organization in self.organizations]
        owed = Obligation.objects.current().filter(organization__in=keys)
        self.domains = list(
            CatalogItem.objects.filter(pk__in=owed.order_by().values("domain")).order_by("tree_id", "lft")
        )
        asked = request.GET
        own = str(request.user.organization.pk) if request.user.organization else ""
        self.organization = self._known(asked.get("organization", own), [str(key) for key in keys])
        self.domain = self._known(asked.get("domain"), [domain.code for domain in self.domains])
        self.state = self._known(asked.get("state"), [value for value, _ in STATES])
        self.words = asked.get("q", "").replace("\x00", "").strip()[:LONGEST]

    @staticmethod
    def _known(value: str | None, options: list[str]) -> str:
        return value if value in options else ""

    def narrow(self) -> QuerySet[Obligation]:
        """The obligations chosen, in force, overdue ones first."""
        keys = [o.pk for o in self.organizations if self.organization in ("", str(o.pk))]
        rows = Obligation.objects.filter(organization__in=keys)
        if self.domain:
            rows = rows.filter(domain__code=self.domain)
        if self.state:
            rows = rows.filter(state__in=OVERDUE if self.state == "overdue" else [self.state])
        for word in self.words.split()[:5]:
            rows = rows.filter(
                Q(matter__name__icontains=word)
                | Q(matter__code__iexact=word)
                | Q(matter__parent__name__icontains=word)
                | Q(matter__content__icontains=word)
            )
        return coverage.by_urgency(rows).select_related("organization", "matter__parent", "domain")

    def query(self) -> str:
        """The choices as a query string, without the page."""
        values = {
            "organization": self.organization,
            "domain": self.domain,
            "state": self.state,
            "q": self.words,
        }
        return urlencode({key: value for key, value in values.items() if value or key == "organization"})


def listing(request):
    """What the user's organisation owes the public, overdue first, each with the way to write it."""
    _refuse_others(request)
    choices, today = Choices(request), timezone.localdate()
    page = Paginator(choices.narrow(), PER_PAGE).get_page(request.GET.get("page"))
    kinds = [(m, label) for m, label in WRITTEN.items() if request.user.has_perm(f"disclosure.add_{m}")]
    context = {
        **admin.site.each_context(request),
        "title": "本单位应公开事项",
        "choices": choices,
        "states": STATES,
        "page_obj": page,
        "rows": [_row(obligation, kinds, today) for obligation in page.object_list],
        "tally": _tally(choices),
        "query": choices.query(),
        "export_url": f"{reverse('admin:desk_obligations_export')}?{choices.query()}",
        "most_rows": MOST_ROWS,
    }
    return TemplateResponse(request, "admin/desk/obligations.html", context)


def export(request):
    """The same list as XLSX, at most MOST_ROWS rows."""
    _refuse_others(request)
    today = timezone.localdate()
    rows = Choices(request).narrow()[:MOST_ROWS].iterator(chunk_size=500)
    return xlsx_file([("应公开事项", COLUMNS, (_line(row, today) for row in rows))], f"应公开事项-{today}")


def _refuse_others(request) -> None:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied


def _tally(choices: Choices) -> list[tuple[str, str, int]]:
    """(state, label, number) of the chosen organisation. One query."""
    keys: list[Organization] = [o for o in choices.organizations if choices.organization in ("", str(o.pk))]
    counted = coverage.tally(Obligation.objects.filter(organization__in=[o.pk for o in keys]))
    return [(state.value, LABELS[state], counted[state]) for state in State if counted.get(state)]


def _row(obligation: Obligation, kinds: list[tuple[str, str]], today) -> dict:
    return {
        "obligation": obligation,
        "matter": obligation.matter,
        "state": LABELS[State(obligation.state)],
        "is_overdue": obligation.state in OVERDUE,
        "days": _days_over(obligation, today),
        "starts": [
            (label, f"{reverse(f'admin:disclosure_{model}_add')}?obligation={obligation.pk}")
            for model, label in kinds
        ],
    }


def _days_over(obligation: Obligation, today) -> int | None:
    if obligation.state not in OVERDUE or obligation.due_on is None:
        return None
    return (today - obligation.due_on).days


def _line(obligation: Obligation, today) -> list:
    matter = obligation.matter
    return [
        obligation.organization.short_name,
        obligation.domain.name,
        matter.parent.name,
        matter.name,
        matter.code,
        LABELS[State(obligation.state)],
        obligation.due_on,
        _days_over(obligation, today),
        obligation.latest_published_on,
        obligation.published_count,
        matter.content,
        matter.legal_basis,
        matter.time_limit,
    ]
