"""Verifying the whole chain, a piece at a time, and keeping the result (`ChainCheck`)."""

import time

from django.db import transaction
from django.utils import timezone

from .chain import Link, broken_links
from .models import ChainCheck, LedgerEntry

BATCH = 1000
KEPT_CHECKS = 400
"""A little more than a year of nightly results."""


def begin() -> ChainCheck:
    """A new check of the chain as it stands now; entries appended later are left to the next one."""
    head = LedgerEntry.objects.head()
    target = head.sequence if head else 0
    total = LedgerEntry.objects.filter(sequence__lte=target).count()
    return ChainCheck.objects.create(started_at=timezone.now(), target=target, total=total)


def go_on(check: ChainCheck, seconds: float = 2.0) -> ChainCheck:
    """Verify on for about `seconds`; the check returned says how far it came."""
    until = time.monotonic() + seconds
    while True:
        check = _step(check.pk)
        if check.is_finished or time.monotonic() >= until:
            return check


def run() -> ChainCheck:
    """Verify the chain from its start to its head."""
    return go_on(begin(), seconds=float("inf"))


def latest() -> ChainCheck | None:
    """The newest check that came to its end. One query."""
    return ChainCheck.objects.filter(finished_at__isnull=False).order_by("-finished_at").first()


@transaction.atomic
def _step(pk: int) -> ChainCheck:
    check = ChainCheck.objects.select_for_update().get(pk=pk)
    if check.is_finished:
        return check
    rows = LedgerEntry.objects.in_order().filter(sequence__gt=check.last_sequence, sequence__lte=check.target)
    entries = list(rows[:BATCH])
    _note(check, problems_of(entries, check.last_hash, check.last_sequence))
    if entries:
        check.checked += len(entries)
        check.last_sequence, check.last_hash = entries[-1].sequence, entries[-1].hash
    if len(entries) < BATCH:
        _finish(check)
    check.save()
    return check


def problems_of(entries: list[LedgerEntry], previous: str, after: int) -> list[tuple[int, str]]:
    """(sequence, what is wrong) in `entries`, which follow entry `after` with hash `previous`."""
    links = [Link(e.sequence, e.digest, e.hash) for e in entries]
    changed = [(e.sequence, "内容与摘要不符") for e in entries if not e.has_true_digest()]
    return sorted([*broken_links(links, previous, after), *changed])


def _finish(check: ChainCheck) -> None:
    if check.checked != check.total:
        _note(check, [(0, f"应有 {check.total} 条，实际核验 {check.checked} 条")])
    _note(check, _lost_since_last_time(check))
    check.finished_at = timezone.now()
    old = ChainCheck.objects.order_by("-pk").values_list("pk", flat=True)[KEPT_CHECKS:]
    ChainCheck.objects.filter(pk__in=list(old)).delete()


def _lost_since_last_time(check: ChainCheck) -> list[tuple[int, str]]:
    """A chain cut off or written anew from some point on fits in itself: it is found by the head seen last time."""
    sound = ChainCheck.objects.filter(finished_at__isnull=False, problem_count=0, last_sequence__gt=0)
    before = sound.order_by("-finished_at").first()
    if before is None:
        return []
    there = LedgerEntry.objects.filter(sequence=before.last_sequence, hash=before.last_hash).exists()
    if there:
        return []
    day = timezone.localtime(before.finished_at)
    return [(before.last_sequence, f"{day:%Y年%m月%d日} 核验时的这一条已经不在，或者链值改变了")]


def _note(check: ChainCheck, problems: list[tuple[int, str]]) -> None:
    check.problem_count += len(problems)
    room = ChainCheck.KEPT_PROBLEMS - len(check.problems)
    check.problems = [*check.problems, *([s, t] for s, t in problems[:room])]
