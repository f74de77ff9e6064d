"""What a detector returns, and the reading of text that all of them share."""

import re
from typing import NamedTuple


class Hit(NamedTuple):
    """`value` is what makes the finding the same one again; `proposal` and `level` replace the code's own."""

    code: str
    start: int
    end: int
    value: str
    proposal: str = ""
    level: str = ""


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Chinese commas, colons, brackets and semicolons keep their form: the detectors of wording look at them.
_KEPT = dict.fromkeys(map(ord, "，：；（）！？"))
_BLANKS = dict.fromkeys([0xA0, 0x3000, *range(0x2000, 0x2010), 0x202F, 0x205F, 0x2060, 0xFEFF, 0xAD], " ")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_TABLE = {code: char for code, char in _FULL_WIDTH.items() if code not in _KEPT} | _BLANKS | _DASHES


def fold(text: str) -> str:
    """`text` with full-width digits and letters, odd blanks and dashes made plain. The length stays the same."""
    return text.translate(_TABLE)


_LINE_END = re.compile(r"[\n\r。；;]")


def before(text: str, start: int, width: int = 24) -> str:
    """The end of what stands before `start` in the same sentence or cell, at most `width` characters."""
    return _LINE_END.split(text[max(0, start - width) : start])[-1]


def after(text: str, end: int, width: int = 12) -> str:
    """The beginning of what stands after `end` in the same sentence or cell."""
    return _LINE_END.split(text[end : end + width])[0]


def line_of(text: str, start: int) -> str:
    """The whole line around `start`, at most 200 characters on either side."""
    return text[max(0, start - 200) : start].rsplit("\n", 1)[-1] + text[start : start + 200].split("\n", 1)[0]


def digits(text: str) -> str:
    """The digits of `text`, and an X at the end of an identity number."""
    return re.sub(r"[^\dXx]", "", text).upper()
