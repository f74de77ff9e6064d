"""One worksheet, row by row: what is shown, and what is hidden by row, column, filter or format."""

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from lxml import etree
from openpyxl.utils import get_column_letter

from . import limits
from .collector import Collector, Row
from .excel_values import Values
from .ooxml import link_of
from .package import Package
from .parts import ExtractionFailed
from .safe_xml import DAMAGED, all_text, is_on, local, reference, stream
from .tables import LOOK_AT, header_of

COLUMNS_MAX = 16_384
NAMED_MAX = 20
MARKS = {"hidden": "（隐藏）", "veryHidden": "（深度隐藏）"}
WANTED = {"col", "row", "autoFilter", "hyperlink", "dataValidation", "headerFooter"}
_REFERENCE = re.compile(r"([A-Z]{1,3})\d*")
_ADDRESS = re.compile(r"""HYPERLINK\s*\(\s*"([^"]+)\"""", re.IGNORECASE)


class Line(NamedTuple):
    """One row: all its cells (for finding the header), and the same told apart by what is seen."""

    cells: list[str]
    rows: list[Row]


class Sheet:
    """Reads one sheet into a collector. `state` is visible, hidden or veryHidden."""

    def __init__(
        self, package: Package, part: str, name: str, state: str, values: Values, collector: Collector
    ):
        self._package, self._part, self._values, self._collector = package, part, values, collector
        self._label = f"工作表“{name}”{MARKS.get(state, '')}"
        self._is_hidden = state in MARKS
        self._relationships = package.relationships(part)
        self._hidden_columns: list[tuple[int, int]] = []
        self._columns_found: set[int] = set()
        self._rows_found: list[int] = []
        self._is_filtered = False
        self._number = 0

    @property
    def label(self) -> str:
        return self._label

    def read(self) -> None:
        lines = self._lines()
        first = list(islice(lines, LOOK_AT))
        header = header_of([line.cells for line in first])
        for line in chain(first, lines):
            for row in line.rows:
                self._collector.row(self._label, row, header)
        self._warn()

    def _lines(self) -> Iterator[Line]:
        data = self._package.read(self._part, limits.STREAMED_XML_MAX_BYTES)
        for element in stream(data, WANTED):
            if local(element) == "row":
                line = self._line(element)
                if line.rows:
                    yield line
            else:
                self._beside(element)

    def _line(self, element: etree._Element) -> Line:
        number = element.get("r", "")
        self._number = int(number) if number.isdigit() else self._number + 1
        cells: dict[int, str] = {}
        unseen: set[int] = set()
        for cell in element:
            self._cell(cell, cells, unseen)
        is_hidden = is_on(element, "hidden") if element.get("hidden") else element.get("ht") == "0"
        if is_hidden and cells:
            self._rows_found.append(self._number)
        place = f"{self._label}第{self._number}行" + ("（隐藏）" if is_hidden else "")
        return Line(self._spread(cells, cells), list(self._split(place, cells, unseen, is_hidden)))

    def _cell(self, cell: etree._Element, cells: dict[int, str], unseen: set[int]) -> None:
        column = _column(cell.get("r", ""), default=max(cells, default=0) + 1)
        text, is_invisible = self._values.read(cell)
        if text:
            cells[column] = text
        if text and is_invisible:
            unseen.add(column)
        for formula in (inner.text or "" for inner in cell if local(inner) == "f"):
            for address in _ADDRESS.findall(formula):
                self._collector.link(
                    f"{self._label}第{self._number}行的链接", address, hidden=self._is_hidden
                )

    def _split(self, place: str, cells: dict[int, str], unseen: set[int], is_hidden: bool) -> Iterator[Row]:
        folded = {column for column in cells if self._is_folded(column)}
        self._columns_found |= folded
        hidden = is_hidden or self._is_hidden
        seen = cells.keys() - folded - unseen
        if seen:
            yield Row(place, self._spread(cells, seen), hidden)
        if folded:
            yield Row(f"{place}（隐藏的{_columns(folded)}）", self._spread(cells, folded), True)
        if unseen - folded:
            shown = _columns(unseen - folded)
            yield Row(f"{place}（{shown}看不见的内容）", self._spread(cells, unseen - folded), True)
            self._collector.warn(
                f"{self._label}含有看不见的内容（{shown}）。请改为看得见的格式，或者删除后另存。"
            )

    def _spread(self, cells: dict[int, str], wanted) -> list[str]:
        width = max(wanted, default=0)
        self._collector.budget.spend("cells", width)
        return [cells.get(column, "") if column in wanted else "" for column in range(1, width + 1)]

    def _is_folded(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self._hidden_columns)

    def _beside(self, element: etree._Element) -> None:
        name, label, collector = local(element), self._label, self._collector
        if name == "col" and (element.get("hidden") in ("1", "true") or element.get("width") == "0"):
            self._hidden_columns.append((_whole(element.get("min")), _whole(element.get("max"))))
        elif name == "autoFilter":
            self._is_filtered = True
        elif name == "hyperlink":
            address = link_of(self._relationships, reference(element))
            place = f"{label}{element.get('ref', '')}的链接"
            collector.link(place, address, hidden=self._is_hidden)
        elif name == "headerFooter":
            collector.text(f"{label}的页眉页脚", all_text(element), hidden=self._is_hidden)
        elif name == "dataValidation":
            texts = [
                element.get("promptTitle"),
                element.get("prompt"),
                element.get("error"),
                _choices(element),
            ]
            collector.text(f"{label}的填写提示", "\n".join(filter(None, texts)), hidden=self._is_hidden)

    def _warn(self) -> None:
        advice = "请取消隐藏核对，不需要公开的删除后另存。"
        if self._columns_found:
            self._collector.warn(f"{self._label}含有隐藏的{_columns(self._columns_found)}。{advice}")
        if not self._rows_found:
            return
        shown = "、".join(map(str, self._rows_found[:NAMED_MAX]))
        rest = f"等{len(self._rows_found)}行" if len(self._rows_found) > NAMED_MAX else "行"
        how = "被筛选隐去" if self._is_filtered else "被隐藏"
        self._collector.warn(f"{self._label}的第{shown}{rest}{how}。{advice}")


def _choices(validation: etree._Element) -> str:
    """The list to choose from, when it stands in the rule itself."""
    formulas = (inner.text or "" for inner in validation if local(inner) == "formula1")
    return "\n".join(formula.strip('"') for formula in formulas if formula.startswith('"'))


def _columns(numbers: set[int]) -> str:
    names = [get_column_letter(number) for number in sorted(numbers)]
    more = f"等{len(names)}" if len(names) > NAMED_MAX else ""
    return f"第{'、'.join(names[:NAMED_MAX])}{more}列"


def _column(reference: str, default: int) -> int:
    found = _REFERENCE.fullmatch(reference)
    number = default
    if found:
        number = 0
        for letter in found[1]:
            number = number * 26 + ord(letter) - ord("A") + 1
    if number > COLUMNS_MAX:
        raise ExtractionFailed(DAMAGED)
    return number


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
