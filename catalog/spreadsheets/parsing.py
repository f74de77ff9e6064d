"""From a grid to catalog rows, naming everything that is wrong."""

import re
from dataclasses import dataclass, field

from catalog.spreadsheets.cells import (
    CellError,
    read_audience,
    read_channels,
    read_method,
    read_text,
    read_tiers,
)
from catalog.spreadsheets.grid import Grid
from catalog.spreadsheets.header import Header, find_header
from catalog.spreadsheets.rows import CatalogRow, RowError, SheetRows
from catalog.spreadsheets.text import one_line, shorten

_NOTE = re.compile(
    r"(备注|附注|注|(填表|填报)?说明|(填表|填报|审核|联系|负责)人|制表人?|填报(单位|日期|时间)|联系电话)"
    r"\s*\d*\s*[：:．.、]"
)

_READERS = {
    "sequence": ("序号", read_text),
    "level1": ("一级事项", read_text),
    "name": ("二级事项", read_text),
    "content": ("公开内容", read_text),
    "legal_basis": ("公开依据", read_text),
    "time_limit": ("公开时限", read_text),
    "responsible": ("公开主体", read_text),
    "channels": ("公开渠道", read_channels),
    "audience": ("公开对象", read_audience),
    "method": ("公开方式", read_method),
    "tiers": ("公开层级", read_tiers),
}


@dataclass
class _Sheet:
    grid: Grid
    header: Header
    rows: list[CatalogRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def fail(self, line: int, column: str, value: str, message: str) -> None:
        self.errors.append(RowError(self.grid.name, line, column, shorten(value), message))


def parse_sheet(grid: Grid) -> tuple[SheetRows | None, list[RowError]]:
    """Rows and errors of one sheet; no rows object when the sheet as a whole cannot be a catalog."""
    header = find_header(grid)
    message = _whole_sheet_fault(grid, header)
    if message:
        return None, [RowError(grid.name, 0, "", "", message)]
    missing = header.missing()
    if missing:
        return None, [RowError(grid.name, 0, name, "", _missing_column(name)) for name in missing]
    sheet = _Sheet(grid, header)
    for line in _table_lines(grid, header):
        _read_line(sheet, line)
    return SheetRows(grid.name, tuple(sheet.rows)), sheet.errors


def _whole_sheet_fault(grid: Grid, header: Header | None) -> str:
    if grid.hidden:
        return f"工作表“{grid.name}”是隐藏的。请取消隐藏并核对内容，或者删除后再上传。"
    if header is None:
        return (
            f"工作表“{grid.name}”中没有找到表头（一级事项、二级事项、公开内容等）。"
            "请补上标准目录的表头；如果不是目录，请删除这个工作表。"
        )
    return ""


def _missing_column(name: str) -> str:
    return f"缺少“{name}”列，请按标准目录补上这一列后再上传。"


def _table_lines(grid: Grid, header: Header):
    """The lines of the table proper: no empty lines, no repeated header, no notes below."""
    in_notes = False
    for line in range(header.last_line + 1, grid.last_line + 1):
        if line not in grid.lines or header.repeated_in(grid, line):
            continue
        in_notes = _is_note(grid, line, in_notes)
        if not in_notes:
            yield line


def _is_note(grid: Grid, line: int, in_notes: bool) -> bool:
    texts = list(grid.own(line).values())
    if not texts:
        return False
    begins = [bool(_NOTE.match(one_line(text))) for text in texts]
    return (begins[0] and (len(texts) <= 2 or all(begins))) or (in_notes and len(texts) == 1)


def _read_line(sheet: _Sheet, line: int) -> None:
    if _is_lone_text(sheet, line):
        text = next(iter(sheet.grid.own(line).values()))
        message = "这一行只有一格有文字，不像目录事项。如果是小标题或说明，请删除这一行；否则请补全各栏。"
        sheet.fail(line, "", text, message)
        return
    values, is_sound = {}, True
    for attribute, (column, reader) in _READERS.items():
        try:
            values[attribute] = reader(sheet.grid, line, column, sheet.header.columns.get(column, []))
        except CellError as error:
            sheet.fail(line, column, error.value, str(error))
            is_sound = False
    if _is_first(sheet, line, values) and is_sound:
        sheet.rows.append(CatalogRow(number=line, **values))


def _is_lone_text(sheet: _Sheet, line: int) -> bool:
    grid = sheet.grid
    columns = range(1, grid.last_column + 1)
    shown = {grid.anchor(line, column) for column in columns if grid.text(line, column)}
    return len(shown) == 1 and len(grid.own(line)) == 1


def _is_first(sheet: _Sheet, line: int, values: dict) -> bool:
    key = (values.get("level1"), values.get("name"))
    if None in key:
        return False
    first = sheet.seen.setdefault(key, line)
    if first != line:
        message = f"“{key[0]}—{key[1]}”与第 {first} 行重复。请合并为一行，或修改事项名称加以区分。"
        sheet.fail(line, "二级事项", key[1], message)
    return first == line
