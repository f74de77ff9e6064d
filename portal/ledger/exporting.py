"""The whole ledger as a file that anyone can verify: one JSON object in a line, the head at the end."""

import json
from collections.abc import Callable, Iterator

from .models import LedgerEntry

BATCH = 1000
Shown = Callable[[list[LedgerEntry]], set[int]]


def everything(entries: list[LedgerEntry]) -> set[int]:
    """Show the content of every public entry."""
    return {entry.sequence for entry in entries}


def head_of(entry: LedgerEntry | None) -> dict:
    """The head of the chain, for anyone who wants to pin it; sequence 0 while the ledger is empty."""
    if entry is None:
        return {"sequence": 0, "hash": "", "time": None}
    return {"sequence": entry.sequence, "hash": entry.hash, "time": entry.at.isoformat()}


def parts(head: LedgerEntry | None, after: int = 0, shown: Shown = everything) -> Iterator[bytes]:
    """The lines behind entry `after` up to `head`, a thousand in a piece, then the head.

    `shown` says which entries of a piece may be read; the others, and private ones, stand by digest and hash.
    """
    last = after
    while head is not None and last < head.sequence:
        rows = LedgerEntry.objects.in_order().filter(sequence__gt=last, sequence__lte=head.sequence)
        entries = list(rows[:BATCH])
        if not entries:
            break
        readable = shown(entries)
        yield "".join(_line(entry, entry.sequence in readable) for entry in entries).encode()
        last = entries[-1].sequence
    yield (_json({"head": head_of(head)}) + "\n").encode()


def _line(entry: LedgerEntry, is_readable: bool) -> str:
    links = {"digest": entry.digest, "hash": entry.hash}
    if not (entry.is_public and is_readable):
        return _json({"sequence": entry.sequence, **links}) + "\n"
    return _json({"sequence": entry.sequence, "content": entry.content(), **links}) + "\n"


def _json(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
