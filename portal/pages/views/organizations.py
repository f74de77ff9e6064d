from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from disclosure.models import Publication
from portal.organizations.models import TOWN_KINDS, VILLAGE_KINDS, Kind, Organization
from portal.pages import organization_reading as reading
from portal.pages import statutory
from portal.pages.listing import clean_text, with_words
from portal.pages.page import Column, Crumb, public_page
from portal.pages.views import parts

DIRECTORY = Column(
    "机构和乡镇村",
    "县政府部门、乡镇街道和公共企事业单位的职能、地址、电话和公开的信息。",
    "机构职能,办公地址,联系电话,乡镇街道",
    "机构职能",
)
VILLAGES = Column(
    "村务公开",
    "各村、社区的财务、集体资产、补贴、工程和村民决定的事项。",
    "村务公开,居务公开,村级财务",
    "信息公开目录",
)
GROUPS = (
    ("县政府和县政府部门", (Kind.COUNTY_GOVERNMENT, Kind.DEPARTMENT)),
    ("乡镇和街道", TOWN_KINDS),
    ("公共企事业单位", (Kind.PUBLIC_BODY,)),
)
VILLAGE_SCHEME = "village"
FINANCE = "村级财务"
NEWEST = 10
FUNCTIONS = "机构职能"
BELOW = {
    Kind.COUNTY_GOVERNMENT: "县政府部门和乡镇街道",
    Kind.TOWN: "村和社区",
    Kind.STREET: "村和社区",
}
"""What stands below an organ. Village and residents' committees govern themselves: never 下属单位."""


def directory(request):
    """Every organisation by kind, found by name; abolished ones with who took over. Two queries."""
    text = clean_text(request.GET.get("q"))
    known = Organization.objects.exclude(kind__in=VILLAGE_KINDS).order_by("tree_id", "lft")
    known = list(with_words(known, text, "name", "short_name", "catalog_name").select_related("successor"))
    groups = [
        {"title": title, "cards": [_card(o) for o in known if o.is_active and o.kind in kinds]}
        for title, kinds in GROUPS
    ]
    villages = Organization.objects.active().villages()
    if text:
        villages = with_words(villages, text, "name", "short_name").select_related("parent")[:20]
    return public_page(
        request,
        "pages/organizations.html",
        door="organizations",
        crumbs=[Crumb(DIRECTORY.name)],
        column=DIRECTORY,
        text=text,
        groups=[group for group in groups if group["cards"]],
        abolished=[o for o in known if not o.is_active],
        villages=list(villages) if text else [],
        count=sum(o.is_active for o in known),
        latest=max((o.updated_at for o in known), default=None),
    )


def organization(request, code):
    """One organisation: functions, contacts, the five parts, its catalog with states, the newest, what is below it."""
    organ = get_object_or_404(Organization.objects.select_related("parent", "successor"), code=code)
    if organ.is_village:
        return redirect(organ)
    obligations = list(reading.obligations_of(organ))
    publications = Publication.objects.public().by_organization(organ)
    answering = reading.who_answers_for(organ)
    return public_page(
        request,
        "pages/organization.html",
        door="organizations",
        crumbs=[Crumb(DIRECTORY.name, reverse("organizations")), Crumb(organ.name)],
        column=column_of(organ),
        organization=organ,
        contact=reading.contact_of(answering),
        disclosure_contact=reading.disclosure_contact_of(answering),
        parts=[
            {"title": p.name, "facts": p.about, "url": statutory.part_url(p, organ)} for p in statutory.PARTS
        ],
        domains=reading.grouped_by_domain(obligations),
        states=reading.states_of(obligations),
        matters=len(obligations),
        newest=list(publications.for_list().newest()[:NEWEST]),
        published=publications.count(),
        content_url=reverse("organization_part", args=[organ.code, "content"]),
        has_functions_class=any(o.matter.parent.name == FUNCTIONS for o in obligations),
        below=list(organ.get_children().active().order_by("lft")),
        below_title=BELOW.get(organ.kind, "所属单位"),
        predecessors=list(organ.predecessors.order_by("-abolished_on")),
    )


def part(request, code, part):
    """One of the five parts of an organ's disclosure column, named and formed as everywhere (rule 5.2)."""
    organ = get_object_or_404(Organization.objects.select_related("parent", "successor"), code=code)
    found = next((p for p in statutory.PARTS if p.slug == part), None)
    if found is None or organ.is_village:
        raise Http404("没有这个栏目")
    crumbs = [
        Crumb(DIRECTORY.name, reverse("organizations")),
        Crumb(organ.name, organ.get_absolute_url()),
        Crumb(found.name),
    ]
    return parts.VIEWS[part](request, found, organ, crumbs)


def villages(request):
    """村务公开: every village and community by town, found by name. One query."""
    text = clean_text(request.GET.get("q"))
    known = Organization.objects.active().villages().select_related("parent")
    found = with_words(known, text, "name", "short_name", "parent__name", "parent__short_name")
    found = list(found.order_by("parent__tree_id", "parent__lft", "lft"))
    towns: dict[int, dict] = {}
    for village in found:
        towns.setdefault(village.parent_id, {"town": village.parent, "villages": []})["villages"].append(
            village
        )
    return public_page(
        request,
        "pages/villages.html",
        door="organizations",
        crumbs=[Crumb(DIRECTORY.name, reverse("organizations")), Crumb(VILLAGES.name)],
        column=VILLAGES,
        text=text,
        towns=list(towns.values()),
        count=len(found),
        latest=max((v.updated_at for v in found), default=None),
    )


def village(request, code):
    """One village or community: what it must make public, finance first, with the newest of each matter."""
    place = get_object_or_404(Organization.objects.select_related("parent"), code=code)
    if not place.is_village:
        return redirect(place)
    obligations = reading.with_newest(reading.obligations_of(place))
    own = [o for o in obligations if _is_village_matter(o)]
    publications = Publication.objects.public().by_organization(place)
    affairs = "居务" if place.kind == Kind.COMMUNITY else "村务"
    return public_page(
        request,
        "pages/village.html",
        door="organizations",
        crumbs=[
            Crumb(DIRECTORY.name, reverse("organizations")),
            Crumb(VILLAGES.name, reverse("villages")),
            Crumb(place.name),
        ],
        column=VILLAGES._replace(
            name=f"{place.name}{affairs}公开", description=f"{place.name}公开的{affairs}信息。"
        ),
        organization=place,
        affairs=affairs,
        contact=reading.contact_of(place),
        groups=sorted(reading.grouped_by_group(own), key=lambda entry: entry["group"].name != FINANCE),
        others=reading.grouped_by_domain([o for o in obligations if not _is_village_matter(o)]),
        states=reading.states_of(own),
        count=len(own),
        latest=max((o.latest_published_on for o in obligations if o.latest_published_on), default=None),
        newest=list(publications.for_list().newest()[:NEWEST]),
    )


def column_of(organ: Organization) -> Column:
    """The column tags of an organ's pages (rule 6.1)."""
    return Column(
        organ.name,
        f"{organ.name}的职能、联系方式、公开目录和公开的信息。",
        f"{organ.name},机构职能",
        "机构职能",
    )


def _is_village_matter(obligation) -> bool:
    return obligation.domain.parent.code == VILLAGE_SCHEME


def _card(organ: Organization) -> dict:
    facts = f"电话 {organ.phone}" if organ.phone else ""
    return {"title": organ.name, "url": organ.get_absolute_url(), "facts": facts}
