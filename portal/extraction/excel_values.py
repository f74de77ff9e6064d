"""What a cell shows: shared strings, numbers, dates; and the formats that make it show nothing."""

import math
from typing import NamedTuple

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from . import limits
from .colors import is_white
from .package import Package
from .safe_xml import attribute, child, descendants, local, stream

TINY_POINTS = 2
WHITE_THEME = "0"
CHINESE_DATES = {
    *range(27, 37),
    *range(50, 59),
}  # built-in formats of Chinese Excel, ISO/IEC 29500-1, 18.8.30


class Format(NamedTuple):
    is_date: bool = False
    is_invisible: bool = False


class Strings:
    """The table of strings that cells share, and which of them any cell still uses."""

    def __init__(self, package: Package, main: str):
        self._texts: list[str] = []
        for name in package.related(main, "sharedStrings"):
            data = package.read(name, limits.STREAMED_XML_MAX_BYTES)
            self._texts += [text_of(item) for item in stream(data, {"si"})]
        self._used = bytearray(len(self._texts))

    def at(self, index: str) -> str:
        number = int(index) if index.isdigit() else len(self._texts)
        if number >= len(self._texts):
            return ""
        self._used[number] = 1
        return self._texts[number]

    def unused(self) -> list[str]:
        return [text for text, used in zip(self._texts, self._used, strict=True) if not used]


class Formats:
    """Cell formats by number."""

    def __init__(self, package: Package, main: str):
        self._formats: list[Format] = []
        for name in package.related(main, "styles"):
            self._read(package.xml(name))

    def at(self, index: str) -> Format:
        number = int(index) if index.isdigit() else 0
        return self._formats[number] if number < len(self._formats) else Format()

    def _read(self, root: etree._Element) -> None:
        codes = {e.get("numFmtId", ""): e.get("formatCode", "") for e in descendants(root, "numFmt")}
        fonts = [_is_invisible_font(font) for font in _items(root, "fonts")]
        hidden_fonts = {str(number): look for number, look in enumerate(fonts)}
        filled = {str(number): _is_filled(fill) for number, fill in enumerate(_items(root, "fills"))}
        for form in _items(root, "cellXfs"):
            number = form.get("numFmtId", "0")
            code = codes.get(number) or BUILTIN_FORMATS.get(int(number) if number.isdigit() else 0, "")
            white, tiny = hidden_fonts.get(form.get("fontId", "0"), (False, False))
            unseen = tiny or (white and not filled.get(form.get("fillId", "0"), False))
            is_date = is_date_format(code) or (number.isdigit() and int(number) in CHINESE_DATES)
            self._formats.append(Format(is_date, unseen or code.replace(" ", "") == ";;;"))


class Values:
    """Turns cells into text."""

    def __init__(self, strings: Strings, formats: Formats, from_1904: bool = False):
        self.strings, self.formats = strings, formats
        self._epoch = MAC_EPOCH if from_1904 else WINDOWS_EPOCH

    def read(self, cell: etree._Element) -> tuple[str, bool]:
        """What a cell holds, and whether its format makes it invisible."""
        kind, style = cell.get("t", "n"), self.formats.at(cell.get("s", "0"))
        if kind == "inlineStr":
            return "".join(text_of(inner) for inner in cell if local(inner) == "is"), style.is_invisible
        value = child(cell, "v")
        text = (value.text or "") if value is not None else ""
        if kind == "s":
            text = self.strings.at(text.strip())
        elif kind == "n" and text:
            text = self._date(text) if style.is_date else number_text(text)
        return text.strip(), style.is_invisible

    def _date(self, text: str) -> str:
        try:
            moment = from_excel(float(text), self._epoch)
        except (ValueError, OverflowError, TypeError):
            return number_text(text)
        shown = moment.isoformat(" ", "minutes") if hasattr(moment, "date") else str(moment)
        return shown.removesuffix(" 00:00")


def text_of(item: etree._Element) -> str:
    """Plain or rich text, without the reading aids (pinyin) beside it."""
    texts = (t for t in descendants(item, "t") if t.getparent() is None or local(t.getparent()) != "rPh")
    return "".join(t.text or "" for t in texts)


def number_text(text: str) -> str:
    """A number as people write it: 13800000000, not 1.38E10; 0.3, not 0.30000000000000004."""
    try:
        number = float(text)
    except ValueError:
        return text
    if text.lstrip("-").isdigit() or not math.isfinite(number):
        return text
    return str(int(number)) if number.is_integer() and abs(number) < 1e18 else format(number, ".15g")


def _items(root: etree._Element, name: str) -> list[etree._Element]:
    group = child(root, name)
    return list(group) if group is not None else []


def _is_invisible_font(font: etree._Element) -> tuple[bool, bool]:
    """(white, too small to read)"""
    color, size = child(font, "color"), child(font, "sz")
    white = color is not None and _is_white(color)
    try:
        tiny = size is not None and float(attribute(size, "val", "11")) <= TINY_POINTS
    except ValueError:
        tiny = False
    return white, tiny


def _is_filled(fill: etree._Element) -> bool:
    """Whether white letters can be read on it."""
    pattern = child(fill, "patternFill")
    if pattern is None:
        return child(fill, "gradientFill") is not None
    color = child(pattern, "fgColor")
    if pattern.get("patternType", "none") == "none" or color is None:
        return False
    return not _is_white(color)


def _is_white(color: etree._Element) -> bool:
    by_theme = color.get("theme") == WHITE_THEME and not color.get("tint")
    return by_theme or is_white(color.get("rgb", "")[-6:])
