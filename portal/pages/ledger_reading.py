"""Ledger entries as the public reads them: a sentence, the organisation's name, a way to the thing itself."""

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse

from catalog.models import CatalogItem
from disclosure.models import Publication
from portal.ledger.models import LedgerEntry
from portal.ledger.sentences import label_of, say
from portal.organizations.models import Organization

HASH_SHOWN = 12
PUBLICATION = "publication:"
OBLIGATION = "obligation:"


class Line(NamedTuple):
    entry: LedgerEntry
    label: str
    sentence: str
    organization: Organization | None
    url: str
    short_hash: str


def publication_key(entry: LedgerEntry) -> int | None:
    """The key of the publication an entry is about; None when it is about something else."""
    kind, _, key = entry.subject.partition(":")
    return int(key) if f"{kind}:" == PUBLICATION and key.isdecimal() else None


def readable(entries: list[LedgerEntry]) -> set[int]:
    """Sequences of those whose content may be read: not of those about a publication that is not public now."""
    about = {entry.sequence: publication_key(entry) for entry in entries}
    public = set(Publication.objects.public().filter(pk__in=_keys(about)).values_list("pk", flat=True))
    return {sequence for sequence, key in about.items() if key is None or key in public}


def lines(entries: Iterable[LedgerEntry], organizations: dict[str, Organization]) -> list[Line]:
    """What a list of public entries shows. Three queries at most."""
    entries = list(entries)
    keys = _keys({entry.sequence: publication_key(entry) for entry in entries})
    publications = {
        p.pk: p for p in Publication.objects.addressable().filter(pk__in=keys).only("pk", "status")
    }
    told = readable(entries)
    matters = _matters(entries)
    return [
        Line(
            entry,
            label_of(entry.verb),
            say(entry.verb, _named(entry, matters), without=() if entry.sequence in told else ("title",)),
            organizations.get(entry.organization),
            _url(entry, publications, matters),
            entry.hash[:HASH_SHOWN],
        )
        for entry in entries
    ]


def _keys(about: dict[int, int | None]) -> set[int]:
    return {key for key in about.values() if key is not None}


def _matters(entries: list[LedgerEntry]) -> dict[str, CatalogItem]:
    codes = {str(e.payload.get("matter", "")) for e in entries if e.subject.startswith(OBLIGATION)}
    found = CatalogItem.objects.matters().current().filter(code__in=codes) if codes else []
    return {matter.code: matter for matter in found}


def _named(entry: LedgerEntry, matters: dict[str, CatalogItem]) -> dict:
    """The payload, with the name of the matter in place of its code."""
    matter = entry.subject.startswith(OBLIGATION) and matters.get(entry.payload.get("matter"))
    return {**entry.payload, "matter": f"“{matter.name}”"} if matter else entry.payload


def _url(entry: LedgerEntry, publications: dict, matters: dict) -> str:
    if publication := publications.get(publication_key(entry)):
        return publication.get_absolute_url()
    if entry.subject.startswith(OBLIGATION) and (matter := matters.get(entry.payload.get("matter"))):
        return matter.get_absolute_url()
    return reverse("catalog") if entry.subject == "catalog" else ""
