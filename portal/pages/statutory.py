"""The 政府信息公开 column in its five parts, for the county and, in the same form, for each organ (rules 5.2, 5.3)."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Count, Max, OuterRef, Q, Subquery, Sum
from django.urls import reverse

from catalog.models import CatalogItem, Obligation
from disclosure.models import Fulfilment, PolicyDocument, Publication, StatutoryPage, StatutoryPart
from disclosure.vocabulary import Validity
from portal.organizations.models import TOWN_KINDS, Kind, Organization

from .statutory_classes import CLASSES, COLUMN_GROUP, StatutoryClass

DOMAIN = "s1-statutory"
ORGAN_KINDS = (Kind.COUNTY_GOVERNMENT, Kind.DEPARTMENT, *TOWN_KINDS)


class Part(NamedTuple):
    slug: str
    name: str
    about: str
    view: str


PARTS = (
    Part("guide", "政府信息公开指南", "公开哪些信息、怎么编排、到哪里查、怎么申请", "disclosure_guide"),
    Part("rules", "政府信息公开制度", "国家的规定，县里和各单位的公开制度", "disclosure_rules"),
    Part("content", "法定主动公开内容", "依法应当主动公开的信息，按类别和单位查阅", "disclosure_content"),
    Part("reports", "政府信息公开年报", "每年公开了多少、办理了多少申请", "disclosure_reports"),
    Part("requests", "依申请公开", "没有主动公开的信息，怎样依法申请", "disclosure_requests"),
)


def part_tabs(current: str, organization: Organization | None = None) -> list[dict]:
    """The five parts as tabs: of `organization`, or of the county's column."""
    return [
        {"label": part.name, "url": part_url(part, organization), "current": part.slug == current}
        for part in PARTS
    ]


def part_url(part: Part, organization: Organization | None = None) -> str:
    if organization is None:
        return reverse(part.view)
    return reverse("organization_part", args=[organization.code, part.slug])


def county_organs() -> list[Organization]:
    """The county government and its competent authority (条例 Art. 3), who keep the county's column. One query."""
    keepers = Q(kind=Kind.COUNTY_GOVERNMENT) | Q(is_competent_authority=True)
    return list(Organization.objects.active().filter(keepers).order_by("tree_id", "lft"))


def organs():
    """Every organ that has the five parts (rule 5.11)."""
    return Organization.objects.directory().filter(kind__in=ORGAN_KINDS)


def guides_of(organizations: list[Organization]) -> list[StatutoryPage]:
    """The guides they have published, newest first: the first one holds. One query."""
    pages = StatutoryPage.objects.public().filter(organization__in=organizations, part=StatutoryPart.GUIDE)
    return list(pages.select_related("organization").newest()[:5])


def rules_of(organizations: list[Organization]) -> list[StatutoryPage]:
    """The rules on disclosure they have published, newest first. One query."""
    pages = StatutoryPage.objects.public().filter(organization__in=organizations, part=StatutoryPart.RULES)
    return list(pages.for_list().newest())


def classes_with_content(organization: Organization | None = None) -> list[dict]:
    """法定主动公开内容: each class of the law with its matters, counts and newest publications.

    With `organization`, only what it owes and has published. Three queries.
    """
    facts = _facts_by_matter(organization)
    matters = [
        matter for matter in _matters_with_newest(organization) if organization is None or matter.pk in facts
    ]
    newest = Publication.objects.public().for_list().in_bulk({m.newest_id for m in matters} - {None})
    by_group = defaultdict(list)
    for matter in matters:
        matter.published, matter.latest = facts.get(matter.pk, (0, None))
        matter.newest = newest.get(matter.newest_id)
        by_group[matter.parent.name].append(matter)
    entries = (_class_entry(cls, [m for name in cls.groups for m in by_group[name]]) for cls in CLASSES)
    return [entry for entry in entries if entry["matters"]]


def _class_entry(cls: StatutoryClass, matters: list[CatalogItem]) -> dict:
    publications = {m.newest.pk: m.newest for m in matters if m.newest}.values()
    return {
        "class": cls,
        "matters": matters,
        "published": sum(m.published for m in matters),
        "latest": max((m.latest for m in matters if m.latest), default=None),
        "newest": sorted(publications, key=lambda p: (p.published_at, p.pk), reverse=True)[:3],
    }


def _facts_by_matter(organization: Organization | None) -> dict:
    obligations = Obligation.objects.current().filter(domain__code=DOMAIN)
    if organization is not None:
        obligations = obligations.for_organization(organization)
    rows = (
        obligations.order_by()
        .values_list("matter")
        .annotate(Sum("published_count"), Max("latest_published_on"))
    )
    return {matter: (published, latest) for matter, published, latest in rows}


def _matters_with_newest(organization: Organization | None):
    answers = Fulfilment.objects.filter(matter=OuterRef("pk"), published_on__isnull=False)
    if organization is not None:
        answers = answers.filter(obligation__organization=organization)
    newest = answers.order_by("-published_on", "-publication_id").values("publication_id")[:1]
    return (
        CatalogItem.objects.matters()
        .current()
        .filter(domain__code=DOMAIN)
        .exclude(parent__name=COLUMN_GROUP)
        .select_related("parent")
        .only("name", "code", "kind", "parent__name")
        .annotate(newest_id=Subquery(newest))
        .in_order()
    )


def normative_counts(organization: Organization | None = None) -> list[dict]:
    """How many normative documents are in force, amended, expired, repealed (rule 5.7: all are kept). One query."""
    documents = PolicyDocument.objects.public().filter(is_normative=True)
    query = "?nature=normative"
    if organization is not None:
        documents = documents.by_organization(organization)
        query += f"&organ={organization.code}"
    counts = dict(documents.order_by().values_list("validity").annotate(Count("pk")))
    return [
        {
            "label": validity.label,
            "count": counts.get(validity.value, 0),
            "url": f"{reverse('documents')}{query}&validity={validity.value}",
        }
        for validity in Validity
    ]
