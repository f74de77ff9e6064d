"""Numbered revisions of the catalog: every change of its matters leaves one, with what changed in which element."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.locks import lock_until_commit

from .comparison import Gap, compare
from .models import CatalogItem, ChangeRequest, EntryKind, Revision, RevisionEntry, RevisionSource

LOCK = "catalog.revisions"


@dataclass
class Entry:
    """What a revision did to one matter: {element: [before, after]} and on what ground."""

    matter: CatalogItem
    kind: EntryKind
    differences: dict[str, list] = field(default_factory=dict)
    basis: str = ""
    is_law_changed: bool = False
    explanation: str = ""


@transaction.atomic
def record(
    source: RevisionSource,
    title: str,
    effective_on: date,
    entries: Iterable[Entry],
    *,
    reason: str = "",
    request: ChangeRequest | None = None,
    proposed_by: str = "",
    decided_by: str = "",
    at: datetime | None = None,
) -> Revision:
    """Give the next number of the year and store what changed; call in the transaction that changed it.

    A number is given when a revision takes effect, so that none is skipped. The initial catalog stores its count alone.
    `at` is the moment, now by default.
    """
    lock_until_commit(LOCK)
    entries = list(entries)
    revision = Revision.objects.create(
        year=effective_on.year,
        number=_next_number(effective_on.year),
        source=source,
        title=title[:200],
        reason=reason,
        effective_on=effective_on,
        recorded_at=at or timezone.now(),
        request=request,
        proposed_by=proposed_by,
        decided_by=decided_by,
        **_counts(entries),
        **_standing(),
    )
    if source != RevisionSource.INITIAL:
        RevisionEntry.objects.bulk_create([_row(revision, entry) for entry in entries], batch_size=200)
    return revision


def _next_number(year: int) -> int:
    return (Revision.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1


def _counts(entries: list[Entry]) -> dict[str, int]:
    kinds = Counter(entry.kind for entry in entries)
    return {
        "added": kinds[EntryKind.ADD] + kinds[EntryKind.RESUME],
        "changed": kinds[EntryKind.CHANGE],
        "moved": kinds[EntryKind.MOVE],
        "ended": kinds[EntryKind.END],
    }


def _standing() -> dict[str, int]:
    """How many matters are in force, and how they stand against the national data."""
    comparison = compare()
    return {
        "in_force": CatalogItem.objects.matters().current().count(),
        "standard_total": comparison.total,
        "standard_missing": comparison.count(Gap.MISSING),
        "standard_different": comparison.count(Gap.DIFFERENT),
        "standard_extra": comparison.count(Gap.EXTRA),
    }


def _row(revision: Revision, entry: Entry) -> RevisionEntry:
    return RevisionEntry(
        revision=revision,
        matter=entry.matter,
        name=entry.matter.name,
        kind=entry.kind,
        differences=entry.differences,
        basis=entry.basis,
        is_law_changed=entry.is_law_changed,
        explanation=entry.explanation,
    )
