import secrets
from collections.abc import Iterator
from datetime import UTC

from django.db import transaction
from django.utils import timezone

from portal.locks import lock_until_commit

from .chain import GENESIS, Link, broken_links, digest_of, next_hash
from .models import LedgerEntry


@transaction.atomic
def append(
    verb: str, subject: str, *, actor="", organization="", payload: dict | None = None, is_public=True
) -> LedgerEntry:
    """Append one act (past-tense code, e.g. "published") to the chain, inside the caller's transaction.

    `subject` names the thing ("publication:12"), `payload` is JSON. Public entries are shown to anyone, so
    `actor` and `payload` of a public one must hold no personal data. A private one is salted: its digest is
    public, and must not be found by trying out what the content may be.
    """
    lock_until_commit("ledger")
    last = LedgerEntry.objects.order_by("-sequence").values_list("sequence", "hash").first() or (0, GENESIS)
    entry = LedgerEntry(
        sequence=last[0] + 1,
        at=timezone.now().astimezone(UTC),
        actor=actor,
        organization=organization,
        verb=verb,
        subject=subject,
        payload=(payload or {}) if is_public else {**(payload or {}), "salt": secrets.token_hex(16)},
        is_public=is_public,
    )
    entry.digest = digest_of(entry.content())
    entry.hash = next_hash(last[1], entry.digest)
    entry.save(force_insert=True)
    return entry


def verify() -> Iterator[tuple[int, str]]:
    """Yield (sequence, what is wrong) for every entry that was changed, removed or put in between."""
    entries = LedgerEntry.objects.order_by("sequence").iterator()

    def links():
        for entry in entries:
            if not entry.has_true_digest():
                tampered.append((entry.sequence, "内容与摘要不符"))
            yield Link(entry.sequence, entry.digest, entry.hash)

    tampered: list[tuple[int, str]] = []
    yield from broken_links(links())
    yield from tampered
