"""The relations of a document as a drawing: boxes in columns, arrows from left to right. Pure.

Lengths are in pixels at a text of 14 px; the page gives the drawing its size in em, so that it follows the reader's
own text size and the elderly mode.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

BOX_WIDTH, BOX_HEIGHT = 176, 76
GAP_X, GAP_Y = 58, 18
MARGIN = 4
MOST_NODES = 12
LEVELS = 2
LINE = 12
"""Characters of a title in one line of a box."""
EM = 14

_MATTER = re.compile(r"关于(?:印发|公布|发布|转发)?(.+?)的?(?:通知|公告|通告|决定)?")
_WHOLE_NAME = re.compile(r"《([^《》]+)》")


class Node(NamedTuple):
    title: str
    url: str
    lines: list[str]
    note: str
    is_here: bool
    x: int
    y: int

    @property
    def text_x(self) -> int:
        return self.x + BOX_WIDTH // 2


class Edge(NamedTuple):
    path: str
    label: str
    label_x: int
    label_y: int


class Graph(NamedTuple):
    nodes: list[Node]
    edges: list[Edge]
    sentences: list[dict]
    width: int
    height: int
    is_cut: bool

    @property
    def width_em(self) -> str:
        return f"{self.width / EM:g}em"

    @property
    def height_em(self) -> str:
        return f"{self.height / EM:g}em"


def draw(here, relations: Iterable[tuple]) -> Graph | None:
    """The drawing of `here` with what it names to the right and what names it to the left, two levels deep.

    `relations`: (from, word, to) of publications, the nearest first. None when there is none of `here`.
    """
    relations = [(a, word, b) for a, word, b in relations if a.pk != b.pk]
    levels, is_cut = _levels(here, relations)
    if len(levels) < 2:
        return None
    shown = {p.pk: p for row in relations for p in (row[0], row[2])} | {here.pk: here}
    places = _places(levels)
    nodes = [_node(shown[pk], *place, is_here=pk == here.pk) for pk, place in places.items()]
    drawn = [(a, word, b) for a, word, b in relations if _goes_right(a, b, levels)]
    edges = [_edge(word, places[a.pk], places[b.pk], levels[a.pk], levels[b.pk]) for a, word, b in drawn]
    told = [row for row in relations if row[0].pk in levels and row[2].pk in levels]
    width = max(x for x, _ in places.values()) + BOX_WIDTH + MARGIN
    height = max(y for _, y in places.values()) + BOX_HEIGHT + MARGIN
    return Graph(nodes, edges, [_sentence(*row) for row in told], width, height, is_cut)


def _levels(here, relations) -> tuple[dict[int, int], bool]:
    """{key: level}, at most MOST_NODES of them: positive for what is named, negative for what names it."""
    levels = {here.pk: 0}
    for distance in range(1, LEVELS + 1):
        for a, _, b in relations:
            if levels.get(a.pk) == distance - 1 and b.pk not in levels:
                if len(levels) == MOST_NODES:
                    return levels, True
                levels[b.pk] = distance
            elif levels.get(b.pk) == 1 - distance and a.pk not in levels:
                if len(levels) == MOST_NODES:
                    return levels, True
                levels[a.pk] = -distance
    return levels, False


def _goes_right(a, b, levels: dict[int, int]) -> bool:
    return a.pk in levels and b.pk in levels and levels[b.pk] - levels[a.pk] == 1


def _places(levels: dict[int, int]) -> dict[int, tuple[int, int]]:
    """{key: (x, y)}: a column for each level, the shorter ones in the middle."""
    columns: dict[int, list[int]] = {}
    for pk, level in levels.items():
        columns.setdefault(level, []).append(pk)
    tallest = max(len(column) for column in columns.values())
    first = min(columns)
    return {
        pk: (
            MARGIN + (level - first) * (BOX_WIDTH + GAP_X),
            MARGIN + (tallest - len(column)) * (BOX_HEIGHT + GAP_Y) // 2 + row * (BOX_HEIGHT + GAP_Y),
        )
        for level, column in sorted(columns.items())
        for row, pk in enumerate(column)
    }


def _node(publication, x: int, y: int, *, is_here: bool) -> Node:
    label = publication.validity_label
    note = label if label not in ("", "有效") else ""
    lines = _lines(short_title(publication.title))
    return Node(publication.title, publication.get_absolute_url(), lines, note, is_here, x, y)


def short_title(title: str) -> str:
    """What a document is about: without the organ in front, 关于印发, and 的通知 at the end."""
    found = _MATTER.fullmatch(title[title.find("关于") :]) if "关于" in title else None
    matter = (found[1] if found else title).strip()
    whole = _WHOLE_NAME.fullmatch(matter)
    return whole[1] if whole else matter


def _lines(title: str) -> list[str]:
    """Two lines at most, the rest is left out."""
    if len(title) <= LINE:
        return [title]
    second = title[LINE:]
    return [title[:LINE], second if len(second) <= LINE else f"{second[: LINE - 1]}…"]


def _edge(word: str, start: tuple[int, int], end: tuple[int, int], from_level: int, to_level: int) -> Edge:
    x1, y1 = start[0] + BOX_WIDTH, start[1] + BOX_HEIGHT // 2
    x2, y2 = end[0] - 2, end[1] + BOX_HEIGHT // 2
    middle = (x1 + x2) // 2
    # Boxes farther out have a height of their own: labels beside them never meet.
    label_y = y2 if abs(to_level) > abs(from_level) else y1
    return Edge(f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}", word, middle, label_y - 8)


def _sentence(a, word: str, b) -> dict:
    return {"from": a, "word": word, "to": b}
