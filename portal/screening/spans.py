"""Positions in a text, asked many times: does this overlap something, which paragraph is this."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable


class Spans:
    """Stretches of a text that do not overlap, in order."""

    def __init__(self, spans=()):
        self._spans: list[tuple[int, int]] = sorted(spans)

    def overlaps(self, start: int, end: int) -> bool:
        at = bisect_left(self._spans, (end, 0))
        return at > 0 and self._spans[at - 1][1] > start

    def add(self, start: int, end: int) -> None:
        insort(self._spans, (start, end))

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """Those that touch the stretch from `start` to `end`, in order."""
        last = bisect_left(self._spans, (end, 0))
        first = last
        while first > 0 and self._spans[first - 1][1] > start:
            first -= 1
        return self._spans[first:last]


def paragraphs_of(text: str, place: str) -> Callable[[int], str]:
    """Names the paragraph of a position, counting lines that are not blank; just `place` when there is only one."""
    starts, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(at)
        at += len(line) + 1
    if len(starts) < 2:
        return lambda start: place
    return lambda start: f"{place}第{max(1, bisect_right(starts, start))}段"
