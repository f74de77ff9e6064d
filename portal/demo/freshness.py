"""Draws the newest written documents towards today, so that a new demo looks kept up."""

from collections import defaultdict
from dataclasses import replace

from .documents import Document

WINDOW = 40
"""Days before today in which documents are drawn closer."""

NEWEST_WRITTEN = 3
"""The fixtures end three days before today."""

POLICY_DAYS = (-4, -9, -14, -20, -27)
"""Where the newest policy documents are put, each with all that is related to it."""


def drawn(offset: int) -> int:
    """The day of publication, relative to today, for one written as `offset`; keeps the order of days."""
    if offset <= -WINDOW:
        return offset
    share = max(0, -offset - NEWEST_WRITTEN) / (WINDOW - NEWEST_WRITTEN)
    return -round(WINDOW * share**1.6)


def freshen(documents: list[Document]) -> list[Document]:
    """The documents, with those of the newest policies moved together to POLICY_DAYS, none past yesterday."""
    shifts: dict[str, int] = {}
    days = list(POLICY_DAYS)
    for family in _families(documents):
        if not days:
            break
        newest_policy = max(d.published for d in family if d.kind == "policy")
        shift = days[0] - newest_policy
        if shift > 0 and max(d.published for d in family) + shift < 0:
            days.pop(0)
            shifts.update({document.key: shift for document in family})
    return [_moved(document, shifts.get(document.key, 0)) for document in documents]


def _families(documents: list[Document]) -> list[list[Document]]:
    """Documents bound by relations, where there is a policy among them, newest policy first."""
    neighbours = defaultdict(set)
    for document in documents:
        for _, other in document.targets():
            neighbours[document.key].add(other)
            neighbours[other].add(document.key)
    by_key = {document.key: document for document in documents}
    seen: set[str] = set()
    families = []
    for policy in sorted((d for d in documents if d.kind == "policy"), key=lambda d: -d.published):
        if policy.key not in seen:
            keys = _reach(policy.key, neighbours)
            seen |= keys
            families.append([by_key[key] for key in sorted(keys)])
    return families


def _reach(start: str, neighbours: dict[str, set[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        new = neighbours[waiting.pop()] - reached
        reached |= new
        waiting.extend(new)
    return reached


def _moved(document: Document, shift: int) -> Document:
    days = {name: getattr(document, name) for name in ("formed", "published", "effective", "ceases")}
    return replace(document, **{name: day + shift for name, day in days.items() if day is not None})
