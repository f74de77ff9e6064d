from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from catalog.assignment import county_directory
from catalog.models import CatalogItem, Obligation, Revision
from catalog.models.item import Tier
from catalog.time_limits import explain
from portal.organizations.models import Kind, Organization
from portal.pages import catalog_reading
from portal.pages.page import Column, Crumb, public_page

TOPIC = "基层政务公开标准化规范化"
COLUMN = Column(
    TOPIC,
    "按照国家标准目录，公开各领域事项的内容、依据、时限、主体和渠道，并链接到已经公开的信息。",
    "基层政务公开,标准目录,公开事项",
    "信息公开目录",
)
TIER_TABS = ((Tier.COUNTY, "县级目录"), (Tier.TOWN, "乡镇街道目录"), (Tier.VILLAGE, "村（社区）目录"))
ORGANIZATION_GROUPS = (
    ("县政府及部门", (Kind.COUNTY_GOVERNMENT, Kind.DEPARTMENT)),
    ("乡镇和街道", (Kind.TOWN, Kind.STREET)),
    ("公共企事业单位", (Kind.PUBLIC_BODY,)),
)


def topic(request):
    """The topic 基层政务公开标准化规范化: every domain, on one tier."""
    tier = request.GET.get("level") or Tier.COUNTY
    if tier not in Tier.values:
        raise Http404("没有这一级目录")
    schemes = [
        {"scheme": scheme, "cards": catalog_reading.domain_cards(scheme.get_children().current(), tier)}
        for scheme in CatalogItem.objects.schemes().current().in_order()
    ]
    return public_page(
        request,
        "pages/topic.html",
        door="catalog",
        crumbs=[Crumb(TOPIC)],
        column=COLUMN,
        tabs=_tabs(tier),
        tier=Tier(tier),
        schemes=[entry for entry in schemes if entry["cards"]],
        revision=Revision.objects.newest().first(),
    )


def by_organization(request):
    """The same catalog, entered by who owes it."""
    organizations = catalog_reading.organizations_with_obligations(
        Organization.objects.directory().exclude(kind__in=[Kind.VILLAGE, Kind.COMMUNITY])
    )
    groups = [
        {"title": title, "organizations": [o for o in organizations if o.kind in kinds]}
        for title, kinds in ORGANIZATION_GROUPS
    ]
    return public_page(
        request,
        "pages/topic_organizations.html",
        door="catalog",
        crumbs=[Crumb(TOPIC, reverse("catalog")), Crumb("按单位查看")],
        column=COLUMN._replace(name="公开目录·按单位查看"),
        tabs=_tabs(None),
        groups=[group for group in groups if group["organizations"]],
    )


def domain(request, code):
    """A domain: what it covers, its matters by level-1 group, the newest publications, the five stages."""
    item = get_object_or_404(CatalogItem.objects.domains(), code=code.lower())
    if item.code != code:
        return redirect(item, permanent=True)
    tier = request.GET.get("level") if request.GET.get("level") in Tier.values else ""
    matters = CatalogItem.objects.matters().current().filter(domain=item).select_related("parent").in_order()
    if tier:
        matters = matters.at_tier(tier)
    matters = catalog_reading.matters_with_states(matters)
    return public_page(
        request,
        "pages/domain.html",
        door="catalog",
        crumbs=[Crumb(TOPIC, reverse("catalog")), Crumb(item.name)],
        column=Column(
            item.name, item.summary or f"{item.name}领域的公开事项。", f"{item.name},公开目录", "信息公开目录"
        ),
        domain=item,
        tier_tabs=_domain_tabs(item, tier),
        groups=_by_group(matters),
        count=len(matters),
        latest=max((m.latest for m in matters if m.latest), default=None),
        newest=catalog_reading.newest_in_domain(item, 8),
        stages=catalog_reading.stages_of(item),
    )


def matter(request, code):
    """A matter in plain words: its elements, what is published, who owes it, what is near it."""
    item = get_object_or_404(CatalogItem.objects.matters().select_related("parent", "domain"), code=code)
    obligations = list(
        Obligation.objects.current()
        .for_matter(item)
        .select_related("organization")
        .order_by("organization__tree_id", "organization__lft")
    )
    return public_page(
        request,
        "pages/matter.html",
        door="catalog",
        crumbs=[
            Crumb(TOPIC, reverse("catalog")),
            Crumb(item.domain.name, item.domain.get_absolute_url()),
            Crumb(item.name),
        ],
        column=Column(
            item.name,
            f"{item.domain.name}领域公开事项：{item.name}。",
            f"{item.name},{item.domain.name}",
            "信息公开目录",
        ),
        matter=item,
        limits=[explain(limit) for limit in item.time_limit_reading.limits],
        unread_limits=item.time_limit_reading.unread,
        legal_bases=catalog_reading.split_legal_bases(item.legal_basis),
        publications=catalog_reading.newest_of_matter(item, 20),
        published=sum(o.published_count for o in obligations),
        obligations=obligations,
        not_assignable=list(county_directory().not_assignable(item.responsible_reading)),
        related=CatalogItem.objects.matters()
        .current()
        .filter(parent=item.parent)
        .exclude(pk=item.pk)
        .in_order()[:8],
        revision_entries=item.revision_entries.select_related("revision").order_by("-revision_id")[:10],
    )


def _tabs(current: str | None) -> list[dict]:
    tabs = [
        {"label": label, "url": f"{reverse('catalog')}?level={tier.value}", "current": tier == current}
        for tier, label in TIER_TABS
    ]
    return [
        *tabs,
        {"label": "按单位查看", "url": reverse("catalog_organizations"), "current": current is None},
    ]


def _domain_tabs(item: CatalogItem, current: str) -> list[dict]:
    url = item.get_absolute_url()
    tabs = [{"label": "全部", "url": url, "current": not current}]
    return tabs + [
        {"label": tier.label, "url": f"{url}?level={tier.value}", "current": tier == current} for tier in Tier
    ]


def _by_group(matters: list[CatalogItem]) -> list[dict]:
    groups: dict[int, dict] = {}
    for item in matters:
        groups.setdefault(item.parent_id, {"group": item.parent, "matters": []})["matters"].append(item)
    return list(groups.values())
