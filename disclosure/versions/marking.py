"""What was taken out of a text and what was put in, sentence by sentence and then character by character. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, REMOVED, ADDED = "same", "removed", "added"
ALIKE = 0.35
"""Share of common characters from which two passages are one that was changed."""
MOST_PAIRS = 2500
MOST_CELLS = 250_000
"""Beyond this a table of comparisons would take too long: what differs is then shown whole."""

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+")
_TOKEN = re.compile(r"[0-9A-Za-z.,%]+|\s+|.", re.DOTALL)


class Piece(NamedTuple):
    kind: str
    text: str


Sides = tuple[list[Piece], list[Piece]]


def mark(old: str, new: str) -> Sides:
    """The pieces of `old` (same, removed) and of `new` (same, added). Joined, each side is its text."""
    if old == new:
        return _whole(SAME, old), _whole(SAME, new)
    left: list[Piece] = []
    right: list[Piece] = []
    for before, after in aligned(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        one, other = _mark_sentence(before or "", after or "")
        left += one
        right += other
    return _joined(left), _joined(right)


def aligned(old: Sequence[str], new: Sequence[str], key: Callable = str) -> Iterator[tuple]:
    """Pairs (old, new) in order; None on the side where there is nothing like it. `key`: the text of an item."""
    head = _common(old, new, key)
    tail = _common(old[head:][::-1], new[head:][::-1], key)
    yield from zip(old[:head], new[:head], strict=True)
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = SequenceMatcher(None, [key(x) for x in a], [key(x) for x in b])
    for op, i1, i2, j1, j2 in matcher.get_opcodes():
        if op == "equal":
            yield from zip(a[i1:i2], b[j1:j2], strict=True)
        else:
            yield from _paired(a[i1:i2], b[j1:j2], key)
    yield from zip(old[len(old) - tail :], new[len(new) - tail :], strict=True)


def _common(old, new, key) -> int:
    number = 0
    for one, other in zip(old, new, strict=False):
        if key(one) != key(other):
            break
        number += 1
    return number


def _paired(old, new, key) -> Iterator[tuple]:
    """Put together what is alike; the order of both sides is kept."""
    if len(old) * len(new) > MOST_PAIRS:
        return _by_place(old, new, key)
    return _by_likeness(old, new, key)


def _by_place(old, new, key) -> Iterator[tuple]:
    shorter = min(len(old), len(new))
    for one, other in zip(old, new, strict=False):
        if _likeness(Counter(key(one)), Counter(key(other))) > ALIKE:
            yield one, other
        else:
            yield one, None
            yield None, other
    yield from ((one, None) for one in old[shorter:])
    yield from ((None, other) for other in new[shorter:])


def _by_likeness(old, new, key) -> Iterator[tuple]:
    """The pairing with the greatest sum of likeness (a longest common subsequence with weights)."""
    a, b = [Counter(key(x)) for x in old], [Counter(key(x)) for x in new]
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    alike = [[_likeness(x, y) for y in b] for x in a]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            together = alike[i][j] + best[i + 1][j + 1] if alike[i][j] > ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    i = j = 0
    while i < len(a) and j < len(b):
        if alike[i][j] > ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1
    yield from ((one, None) for one in old[i:])
    yield from ((None, other) for other in new[j:])


def _likeness(one: Counter, other: Counter) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _mark_sentence(old: str, new: str) -> Sides:
    if old == new:
        return _whole(SAME, old), _whole(SAME, new)
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if not (a and b) or len(a) * len(b) > MOST_CELLS:
        return _but_for_the_ends(a, b)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.ratio() < ALIKE:
        return _whole(REMOVED, old), _whole(ADDED, new)
    left, right = [], []
    for op, i1, i2, j1, j2 in _without_islands(matcher.get_opcodes()):
        before, after = "".join(a[i1:i2]), "".join(b[j1:j2])
        left += _whole(SAME if op == "equal" else REMOVED, before)
        right += _whole(SAME if op == "equal" else ADDED, after)
    return left, right


def _but_for_the_ends(a: list[str], b: list[str]) -> Sides:
    """Too long to be compared in full: what both begin and end with is the same."""
    head = _common(a, b, str)
    tail = _common(a[head:][::-1], b[head:][::-1], str)
    first, last = "".join(a[:head]), "".join(a[len(a) - tail :])
    left = _whole(REMOVED, "".join(a[head : len(a) - tail]))
    right = _whole(ADDED, "".join(b[head : len(b) - tail]))
    return (
        [*_whole(SAME, first), *left, *_whole(SAME, last)],
        [*_whole(SAME, first), *right, *_whole(SAME, last)],
    )


def _without_islands(opcodes: list[tuple]) -> list[tuple]:
    """A single character that happens to be the same between two changes is part of the change."""
    last = len(opcodes) - 1
    return [
        ("replace", *rest) if op == "equal" and rest[1] - rest[0] == 1 and 0 < place < last else (op, *rest)
        for place, (op, *rest) in enumerate(opcodes)
    ]


def _whole(kind: str, text: str) -> list[Piece]:
    return [Piece(kind, text)] if text else []


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined
