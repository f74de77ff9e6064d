"""From the bytes of an .xlsx workbook to grids, one per sheet that holds anything."""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from xml.etree.ElementTree import XMLParser

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from catalog.spreadsheets.archive import (
    MAX_ROWS,
    MAX_SHEETS,
    TOO_MANY_ROWS,
    TOO_MANY_SHEETS,
    Unreadable,
    check_archive,
)
from catalog.spreadsheets.grid import MAX_COLUMNS, Grid, Merge
from catalog.spreadsheets.text import tidy

logger = logging.getLogger(__name__)

NO_RESULT = "单元格是公式，但没有保存计算结果。请复制后“选择性粘贴—数值”再上传。"
BAD_RESULT = "公式的计算结果出错。请改为直接填写文字。"
DAMAGED = "文件已损坏或不是 .xlsx 电子表格。请用 WPS 表格或 Excel 重新另存为 .xlsx 后再上传。"
_CHUNK = 1 << 16


class _Outline:
    """What openpyxl's streaming reader leaves out: merged ranges, and formulas without a result.

    A target for XMLParser, so that nothing of the sheet is kept in memory: openpyxl's full reader makes an
    object of every cell of a merged range, and one hostile `A1:XFD1048576` would take the machine down.
    """

    def __init__(self):
        self.merges: list[Merge] = []
        self.broken: dict[tuple[int, int], str] = {}
        self.last_line = 0
        self._line = self._column = 0
        self._formula = self._value = self._in_value = False
        self._type = ""

    def start(self, tag, attributes):
        name = tag.rpartition("}")[2]
        if name == "row":
            self._line, self._column = int(attributes.get("r", self._line + 1)), 0
        elif name == "c":
            self._start_cell(attributes)
        elif name == "f":
            self._formula = True
        elif name == "v":
            self._in_value = True
            # A text formula may well come to nothing; any other result without a figure was never computed.
            self._value = self._type == "str"
        elif name == "is":
            self._value = True
        elif name == "mergeCell":
            left, top, right, bottom = range_boundaries(attributes["ref"])
            self.merges.append(Merge(top, left, bottom, right))

    def _start_cell(self, attributes):
        self._formula = self._value = self._in_value = False
        self._type = attributes.get("t", "")
        if reference := attributes.get("r"):
            self._line, self._column = coordinate_to_tuple(reference)
        else:
            self._column += 1

    def data(self, text):
        self._value = self._value or (self._in_value and bool(text.strip()))

    def end(self, tag):
        name = tag.rpartition("}")[2]
        if name == "v":
            self._in_value = False
        elif name == "c":
            self._end_cell()

    def _end_cell(self):
        if self._value or self._formula:
            self.last_line = max(self.last_line, self._line)
        if self._formula and not self._value:
            self.broken[self._line, self._column] = NO_RESULT
        elif self._type == "e":
            self.broken[self._line, self._column] = BAD_RESULT


def read_xlsx(data: bytes) -> Iterator[Grid]:
    """The sheets of the workbook that are not empty, in order; Unreadable with a message for the clerk."""
    try:
        yield from _grids(data)
    except Unreadable:
        raise
    except Exception as error:  # a damaged workbook fails in many ways inside zipfile, expat and openpyxl
        logger.info("workbook could not be read", exc_info=True)
        raise Unreadable(DAMAGED) from error


def _grids(data: bytes) -> Iterator[Grid]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        check_archive(archive)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        if len(book.worksheets) > MAX_SHEETS:
            raise Unreadable(TOO_MANY_SHEETS)
        lines = 0
        for sheet in book.worksheets:
            # openpyxl has no public name for the part a sheet is stored in
            outline = _outline(archive, sheet._worksheet_path)
            lines += outline.last_line
            if lines > MAX_ROWS:
                raise Unreadable(TOO_MANY_ROWS)
            grid = _grid(sheet, outline)
            if grid:
                yield grid
        book.close()


def _outline(archive: zipfile.ZipFile, path: str) -> _Outline:
    outline = _Outline()
    parser = XMLParser(target=outline)  # noqa: S314 - check_archive has refused document types
    with archive.open(path) as part:
        while chunk := part.read(_CHUNK):
            parser.feed(chunk)
    return outline


def _grid(sheet, outline: _Outline) -> Grid:
    cells = {}
    rows = sheet.iter_rows(1, max(outline.last_line, 1), 1, MAX_COLUMNS, values_only=True)
    for line, values in enumerate(rows, start=1):
        texts = enumerate(map(as_text, values), start=1)
        cells.update({(line, column): text for column, text in texts if text})
    for place in outline.broken:
        cells.pop(place, None)
    return Grid(sheet.title, cells, outline.broken, outline.merges, sheet.sheet_state != "visible")


def as_text(value) -> str:
    """What a cell shows, as text: whole numbers without a decimal point, dates as 2024年5月1日."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return re.sub(r"\.0$", "", repr(value))
    if isinstance(value, date | datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return tidy(str(value))
