"""目录修订记录: how the county's catalog has changed, on what ground, element by element."""

import re

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse

from catalog.changes.pieces import pieces
from catalog.changes.wording import LABELS, plain
from catalog.models import EntryKind, Revision, RevisionEntry
from portal.pages.listing import PAGE_SIZE
from portal.pages.page import Column, Crumb, public_page

from .catalog import TOPIC

REVISIONS = Column(
    "公开目录修订记录",
    "本县公开目录历次调整的编号、生效日期、理由和逐项差异。",
    "公开目录,目录修订,目录调整",
    "信息公开目录",
)
ENTRIES_ON_A_PAGE = 30
_NUMBER = re.compile(r"(\d{4})-(\d{1,6})")
_CODE = re.compile(r"[-\w]{1,60}")


def revisions(request):
    """Every revision, newest first, and how the catalog stands against the national data."""
    page = Paginator(Revision.objects.newest(), PAGE_SIZE).get_page(request.GET.get("page"))
    return public_page(
        request,
        "pages/catalog_revisions.html",
        door="catalog",
        crumbs=[Crumb(TOPIC, reverse("catalog")), Crumb("修订记录")],
        column=REVISIONS,
        page_obj=page,
        latest=Revision.objects.newest().first(),
        query="",
    )


def revision(request, number):
    """One revision: reason, who proposed and decided, and what changed in which matter; `?matter=` shows one alone."""
    item = _found(number)
    entries = item.entries.select_related("matter__domain", "matter__parent").order_by("pk")
    chosen = request.GET.get("matter", "") if _CODE.fullmatch(request.GET.get("matter", "")) else ""
    if chosen:
        entries = entries.filter(matter__code=chosen)
    page = Paginator(entries, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    return public_page(
        request,
        "pages/catalog_revision.html",
        door="catalog",
        crumbs=[
            Crumb(TOPIC, reverse("catalog")),
            Crumb("修订记录", reverse("catalog_revisions")),
            Crumb(item.label),
        ],
        column=REVISIONS._replace(name=item.label, description=f"{item.label}：{item.title}。"),
        revision=item,
        page_obj=page,
        entries=[{"entry": entry, "lines": _lines(entry)} for entry in page.object_list],
        chosen=chosen,
        query=f"matter={chosen}" if chosen else "",
    )


def _found(number: str) -> Revision:
    match = _NUMBER.fullmatch(number)
    found = match and Revision.objects.filter(year=int(match[1]), number=int(match[2])).first()
    if not found:
        raise Http404("没有这一号目录修订")
    return found


def _lines(entry: RevisionEntry) -> list[dict]:
    """Each changed element with its wording before and after, clause by clause. A new matter has no before."""
    lines = []
    for name in (name for name in LABELS if name in entry.differences):
        before, after = map(plain, entry.differences[name])
        if entry.kind == EntryKind.ADD:
            lines.append({"label": LABELS[name], "text": after})
        else:
            old, new = pieces(before, after)
            lines.append({"label": LABELS[name], "before": old, "after": new})
    return lines
