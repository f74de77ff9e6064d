from django.urls import reverse

from portal.organizations.models import TOWN_KINDS
from portal.pages import statutory
from portal.pages.page import Column, Crumb, public_page
from portal.pages.views import parts

START = Column(
    "政府信息公开",
    "政府信息公开指南、制度、法定主动公开内容、年报和依申请公开，全县各单位统一格式。",
    "政府信息公开,公开指南,公开年报,依申请公开",
    "信息公开目录",
)


def start(request):
    """政府信息公开: the five parts in the order of rule 5.3, and every organ with the same five (rule 5.11)."""
    organs = list(statutory.organs())
    groups = [
        ("县政府和县政府部门", [o for o in organs if o.kind not in TOWN_KINDS]),
        ("乡镇和街道", [o for o in organs if o.kind in TOWN_KINDS]),
    ]
    return public_page(
        request,
        "pages/disclosure_column.html",
        door="disclosure_column",
        crumbs=[Crumb(START.name)],
        column=START,
        parts=[{"title": p.name, "facts": p.about, "url": reverse(p.view)} for p in statutory.PARTS],
        part_names=[p.name for p in statutory.PARTS],
        groups=[
            {"title": title, "rows": [{"organization": o, "links": _links(o)} for o in members]}
            for title, members in groups
            if members
        ],
        count=len(organs),
        latest=max((o.updated_at for o in organs), default=None),
    )


def guide(request):
    return _part(request, "guide")


def rules(request):
    return _part(request, "rules")


def content(request):
    return _part(request, "content")


def reports(request):
    return _part(request, "reports")


def requests(request):
    return _part(request, "requests")


def _part(request, slug):
    part = next(p for p in statutory.PARTS if p.slug == slug)
    crumbs = [Crumb(START.name, reverse("disclosure_column")), Crumb(part.name)]
    return parts.VIEWS[slug](request, part, None, crumbs)


def _links(organ) -> list[dict]:
    return [
        {"label": label, "name": part.name, "url": statutory.part_url(part, organ)}
        for part, label in zip(statutory.PARTS, ("指南", "制度", "内容", "年报", "申请"), strict=True)
    ]
