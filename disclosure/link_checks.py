"""Links of a body to the portal's own pages: does each lead to something that the public can read?"""

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import Resolver404, resolve

from catalog.models import CatalogItem
from portal.organizations.models import Organization
from portal.screening import Finding, Level
from portal.screening.findings import fingerprint, without_repeats

from .body_links import Link, links_in, own_path
from .models import Attachment, DocumentRelation, InterpretationPlan, Picture, Publication
from .vocabulary import RelationType, Status

DEAD, STAFF_ONLY = "internal_link", "staff_link"
LABELS = {DEAD: "站内链接打不开", STAFF_ONLY: "链接到工作人员的页面"}
STAFF_PATHS = ("/admin/", "/oversight/", "/preview/")
LARGEST_KEY = 2**63 - 1


class Target(NamedTuple):
    """What an address of the portal names: which kind of thing, by which key."""

    kind: str
    key: int | str


PAGES = {
    "publication": ("publication", "pk"),
    "publication_qr": ("publication", "pk"),
    "attachment": ("attachment", "pk"),
    "picture": ("picture", "pk"),
    "matter": ("matter", "code"),
    "domain": ("domain", "code"),
    "feed_domain": ("domain", "code"),
    "organization": ("organization", "code"),
    "organization_part": ("organization", "code"),
    "feed_organization": ("organization", "code"),
    "village": ("organization", "code"),
}
"""Addresses that name a row, by their name in portal/pages/urls.py; all others are there for everybody."""


def check(publication: Publication) -> list[Finding]:
    """Findings about links to own pages. The number of queries depends on how many kinds of pages are linked alone."""
    base = f"/publications/{publication.pk}/"
    own = [(link, path) for link in links_in(publication.body) if (path := own_path(link.href, base))]
    targets = {path: target_of(path) for _, path in own}
    missing = _missing({target for target in targets.values() if isinstance(target, Target)}, publication)
    found = (_finding(link, path, targets[path], missing) for link, path in own)
    return without_repeats(finding for finding in found if finding)


def target_of(path: str) -> Target | str | None:
    """What `path` names: a row, "nothing" when there is no such address, None for a page that is always there."""
    if path.startswith(settings.STATIC_URL):
        return None
    try:
        match = _resolved(path)
    except Resolver404:
        return "nothing"
    kind, argument = PAGES.get(match.url_name, ("", ""))
    if not kind:
        return None
    key = match.kwargs[argument]
    return "nothing" if isinstance(key, int) and key > LARGEST_KEY else Target(kind, key)


def _resolved(path: str):
    try:
        return resolve(path)
    except Resolver404:
        return resolve(f"{path}/")


def _finding(link: Link, path: str, target, missing: set[Target]) -> Finding | None:
    if path.startswith(STAFF_PATHS):
        proposal = "这个链接指向工作人员的页面，群众打不开，请改为网站上的网址，或者删除。"
        return _made(STAFF_ONLY, link, proposal)
    if target == "nothing" or target in missing:
        proposal = "这个站内链接打不开：网址有误，或者指向的内容没有公开、已经撤回。请改正或者删除。"
        return _made(DEAD, link, proposal)
    return None


def _made(code: str, link: Link, proposal: str) -> Finding:
    return Finding(code, Level.ANSWER, link.place, link.shown[:200], proposal, fingerprint(code, link.href))


def _missing(targets: set[Target], publication: Publication) -> set[Target]:
    """Those of `targets` that the public could not read once `publication` is out."""
    by_kind = defaultdict(set)
    for target in targets:
        by_kind[target.kind].add(target.key)
    partners = _goes_out_together(publication) if by_kind.keys() & READABLE_IN else set()
    missing = set()
    for kind, keys in by_kind.items():
        there = set(_there(kind, keys, partners))
        missing |= {Target(kind, key) for key in keys - there}
    return missing


READABLE_IN = {"publication": "pk", "attachment": "publication", "picture": "publication"}
_MODELS = {"publication": Publication, "attachment": Attachment, "picture": Picture}
_BY_CODE: dict[str, Callable[[], QuerySet]] = {
    "matter": lambda: CatalogItem.objects.matters(),
    "domain": lambda: CatalogItem.objects.domains(),
    "organization": lambda: Organization.objects.all(),
}


def _there(kind: str, keys: set, partners: set[int]):
    """The `keys` of a kind that can be read. One query."""
    if kind in _BY_CODE:
        return _BY_CODE[kind]().filter(code__in=keys).values_list("code", flat=True)
    owner = READABLE_IN[kind]
    status = "status" if owner == "pk" else f"{owner}__status"
    readable = Q(**{status: Status.PUBLISHED}) | Q(**{f"{owner}__in": partners})
    return _MODELS[kind].objects.filter(readable, pk__in=keys).values_list("pk", flat=True)


def _goes_out_together(publication: Publication) -> set[int]:
    """It, what it corrects, and what is published with it: a document and its interpretation. Two queries."""
    pairs = DocumentRelation.objects.filter(
        Q(publication=publication.pk) | Q(target=publication.pk), type=RelationType.INTERPRETS
    )
    plans = InterpretationPlan.objects.filter(
        Q(document=publication.pk) | Q(interpretation=publication.pk), interpretation__isnull=False
    )
    keys = {publication.pk, publication.corrects_id}
    for pair in [
        *pairs.values_list("publication", "target"),
        *plans.values_list("document", "interpretation"),
    ]:
        keys.update(pair)
    return keys - {None}
