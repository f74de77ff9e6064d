"""Cleaning and splitting the text of cells. Every function here leaves its own output unchanged."""

import re
import unicodedata

SEPARATORS = "、，,；;\n"
TICKS = frozenset("√✓✔☑■●是VvＶ") | {"√√", "有"}
BLANKS = frozenset("□☐否/—-－无") | {"——", "--", ""}

_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LINE_ENDS = re.compile("_x000D_\r?\n?|\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_WRAP_BESIDE_WIDE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def tidy(text: str) -> str:
    """Text of a cell: lines trimmed, empty lines and invisible characters dropped, line breaks kept."""
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)


def one_line(text: str) -> str:
    """Text that a narrow cell has wrapped, joined again: no space beside Chinese, single spaces elsewhere."""
    return " ".join(_WRAP_BESIDE_WIDE.sub("", tidy(text)).split())


def bare(text: str) -> str:
    """A header text without width variants, spaces, brackets and other decoration, for comparing."""
    return re.sub(r"[\s()/:\-—_*、,.]", "", unicodedata.normalize("NFKC", tidy(text)))


def split_list(text: str, separators: str = SEPARATORS) -> list[str]:
    """The entries of a list; a separator inside brackets does not separate: 其他（微信、抖音）."""
    parts, depth = [""], 0
    balanced = text.count("（") + text.count("(") == text.count("）") + text.count(")")
    for character in text:
        depth += balanced * ((character in "（(") - (character in "）)"))
        if character in separators and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in map(one_line, parts) if part]


def is_tick(text: str) -> bool:
    """Whether a cell of a tick column is ticked."""
    return text in TICKS


def is_blank(text: str) -> bool:
    """Whether a cell of a tick column is left open, be it with an empty box or a dash."""
    return text in BLANKS


def shorten(text: str, length: int = 60) -> str:
    """The beginning of a long value, for quoting it in a message."""
    return text if len(text) <= length else text[:length] + "……"
