"""Two wordings side by side, clause by clause: what went and what came. Pure."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_CLAUSE = re.compile(r"[^；;。，,、\n]*[；;。，,、\n]?")


class Piece(NamedTuple):
    text: str
    is_changed: bool


def pieces(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """The clauses of both wordings, each marked when the other does not have it. Joined, they are the wordings."""
    old, new = _clauses(before), _clauses(after)
    matcher = SequenceMatcher(None, [_bare(c) for c in old], [_bare(c) for c in new], autojunk=False)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        _add(left, "".join(old[a:b]), tag != "equal")
        _add(right, "".join(new[c:d]), tag != "equal")
    return left, right


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.findall(text) if clause]


def _bare(clause: str) -> str:
    """A clause that only moved to the end, and lost its comma, has not changed."""
    return clause.strip().rstrip("；;。，,、")


def _add(into: list[Piece], text: str, is_changed: bool) -> None:
    if text:
        into.append(Piece(text, is_changed))
