from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from portal.ledger import checking, exporting, sentences
from portal.ledger.models import LedgerEntry
from portal.organizations.models import Organization
from portal.pages import ledger_reading
from portal.pages.caching import cacheable
from portal.pages.listing import Choice, Filters, KeysFirstPaginator
from portal.pages.page import Column, Crumb, public_page

LEDGER = Column(
    "公开台账",
    "每一次发布、撤回、更正都记入台账，首尾相连，任何人都可以核验。",
    "公开台账,哈希链,核验",
    "信息公开目录",
)
PAGE_SIZE = 50
KEY_DIGITS = 18
PROGRAM = Path(settings.BASE_DIR) / "static" / "verify" / "verify_ledger.py"


@require_safe
def ledger(request):
    """公开台账: the newest public entries, whether the chain holds, and how anyone can verify it."""
    organizations = {o.code: o for o in Organization.objects.order_by("tree_id", "lft")}
    filters = _filters(request, organizations)
    entries = filters.narrow(LedgerEntry.objects.public())
    page = KeysFirstPaginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    return public_page(
        request,
        "pages/ledger.html",
        door="",
        crumbs=[Crumb(LEDGER.name)],
        column=LEDGER,
        page_obj=page,
        lines=ledger_reading.lines(page.object_list, organizations),
        head=LedgerEntry.objects.head(),
        check=checking.latest(),
        program=PROGRAM.read_text(encoding="utf-8"),
        **filters.as_context(),
    )


def _filters(request, organizations: dict[str, Organization]) -> Filters:
    names = [(code, organization.short_name) for code, organization in organizations.items()]
    return Filters(
        reverse("ledger"),
        request.GET,
        [
            Choice(
                "organization", "单位", lambda rows, code: rows.filter(organization=code), names, "全部单位"
            ),
            Choice(
                "verb",
                "事项",
                lambda rows, verb: rows.filter(verb=verb),
                sentences.labels(public_only=True),
                "全部事项",
            ),
        ],
    )


def _etag(request) -> str:
    head = LedgerEntry.objects.order_by("-sequence").values_list("sequence", "hash").first() or (0, "")
    return f'"{head[0]}-{head[1]}-{_after(request)}"'


def _after(request) -> int:
    said = request.GET.get("after", "")
    return int(said) if said.isdecimal() and len(said) <= KEY_DIGITS else 0


@cacheable
@require_safe
@condition(etag_func=_etag)
def entries(request):
    """The whole chain as JSON lines, or what follows entry `?after=`; streamed, the head at the end."""
    body = exporting.parts(LedgerEntry.objects.head(), _after(request), ledger_reading.readable)
    response = StreamingHttpResponse(body, content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ledger-entries.jsonl"'
    return response


@cacheable
@require_safe
@condition(etag_func=_etag)
def head(request):
    """The last entry's number, hash and time, to be written down and compared later."""
    return JsonResponse(exporting.head_of(LedgerEntry.objects.head()))


@cacheable
@require_safe
def program(request):
    """The verifying program as plain text."""
    return HttpResponse(PROGRAM.read_bytes(), content_type="text/plain; charset=utf-8")
