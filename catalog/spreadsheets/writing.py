"""Writing catalogs: plain CSV, and the official form with its two header lines."""

import csv
import io
import re
from collections.abc import Iterable
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from catalog.spreadsheets.channels import boxes
from catalog.spreadsheets.csv_source import guard
from catalog.spreadsheets.rows import (
    COLUMNS,
    EVERYONE,
    GROUP,
    ON_REQUEST,
    PROACTIVE,
    TIERS,
    CatalogRow,
    SheetRows,
)
from catalog.spreadsheets.text import is_blank, is_tick, split_list, tidy

TICK = "√"
TITLE = "基层政务公开标准目录"

# Upper text, lower texts, width in characters.
_FORM = (
    ("序号", ("",), 6),
    ("公开事项", ("一级事项", "二级事项"), 14),
    ("公开内容", ("",), 42),
    ("公开依据", ("",), 34),
    ("公开时限", ("",), 20),
    ("公开主体", ("",), 16),
    ("公开渠道和载体", ("",), 34),
    ("公开对象", ("全社会", "特定群体\n（请写明）"), 10),
    ("公开方式", ("主动", "依申请"), 7),
    ("公开层级", TIERS, 6),
)
_FIRST_ROW = 4
_LEVEL1_COLUMN = 2
_WRAPPED = Alignment(wrap_text=True, vertical="center")
_CENTERED = Alignment(wrap_text=True, vertical="center", horizontal="center")
_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADER_FILL = PatternFill("solid", fgColor="EDEDED")


def write_csv(sheet: SheetRows) -> bytes:
    """One sheet as CSV in utf-8 with a byte order mark, which Excel and WPS need to show Chinese."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guard(text) for text in _plain(row)] for row in sheet.rows)
    return buffer.getvalue().encode("utf-8-sig")


def _plain(row: CatalogRow) -> list[str]:
    texts = [*_wording(row), "、".join(row.channels), row.audience, row.method, "、".join(row.tiers)]
    return [tidy(text) for text in texts]


def _wording(row: CatalogRow) -> tuple[str, ...]:
    matter = (row.sequence, row.level1, row.name)
    return (*matter, row.content, row.legal_basis, row.time_limit, row.responsible)


def write_xlsx(sheets: Iterable[SheetRows]) -> bytes:
    """A workbook in the official form, a sheet per domain; ValueError without any sheet.

    Names that Excel does not allow are changed as little as possible.
    """
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write_sheet(book.create_sheet(_sheet_name(sheet.name, book.sheetnames)), sheet)
    if not book.sheetnames:
        raise ValueError("a workbook needs at least one sheet")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet_name(name: str, taken: list[str]) -> str:
    base = re.sub(r"[\[\]:*?/\\]", "-", tidy(name).replace("\n", "")).strip("'")[:31] or "目录"
    candidate, number = base, 1
    while candidate.lower() in map(str.lower, taken):
        number += 1
        candidate = f"{base[: 30 - len(str(number))]}_{number}"
    return candidate


def _write_sheet(target, sheet: SheetRows) -> None:
    _write_header(target, sheet.name)
    for line, row in enumerate(sheet.rows, start=_FIRST_ROW):
        for column, text in enumerate(_official(row), start=1):
            _put(target, line, column, text)
    _merge_level1(target, sheet.rows)
    _set_up_page(target)


def _official(row: CatalogRow) -> list[str]:
    choices = [row.method == PROACTIVE, row.method == ON_REQUEST, *(tier in row.tiers for tier in TIERS)]
    ticks = [TICK if chosen else "" for chosen in choices]
    return [
        tidy(text) for text in [*_wording(row), boxes(row.channels), *_audience_cells(row.audience)]
    ] + ticks


def _audience_cells(audience: str) -> tuple[str, str]:
    parts = split_list(audience)
    groups = [part for part in parts if part != EVERYONE]
    cell = _group_cell(groups[0]) if len(groups) == 1 else "、".join(groups)
    return TICK if EVERYONE in parts else "", cell


def _group_cell(group: str) -> str:
    if group == GROUP:
        return TICK
    who = group.removeprefix(f"{GROUP}（").removesuffix("）")
    is_safe = f"{GROUP}（{who}）" == group and not (is_tick(who) or is_blank(who) or who.startswith(GROUP))
    return who if is_safe else group


def _put(target, line: int, column: int, text: str, alignment: Alignment | None = None) -> None:
    cell = target.cell(line, column)
    if text:
        cell.value = text
        # Text stays text: nothing a clerk typed may run as a formula on another clerk's machine.
        cell.data_type = "s"
        cell.quotePrefix = guard(text) != text
    cell.alignment = alignment or (_CENTERED if len(text) < 12 else _WRAPPED)
    cell.border = _BORDER


def _write_header(target, name: str) -> None:
    column = 1
    for upper, lowers, width in _FORM:
        for offset, lower in enumerate(lowers):
            _put(target, 2, column + offset, upper if not offset else "")
            _put(target, 3, column + offset, lower)
            target.column_dimensions[get_column_letter(column + offset)].width = width
        target.merge_cells(None, 2, column, 2 if lowers[0] else 3, column + len(lowers) - 1)
        column += len(lowers)
    _put(target, 1, 1, tidy(f"{name} {TITLE}"), _CENTERED)
    target.merge_cells(None, 1, 1, 1, column - 1)
    _dress_header(target, column - 1)


def _dress_header(target, columns: int) -> None:
    target["A1"].font = Font(size=16, bold=True)
    target["A1"].border = Border()
    target.row_dimensions[1].height = 32
    for line in (2, 3):
        target.row_dimensions[line].height = 30
        for column in range(1, columns + 1):
            cell = target.cell(line, column)
            cell.fill = _HEADER_FILL
            cell.alignment = _CENTERED
            cell.font = Font(bold=True)


def _merge_level1(target, rows: tuple[CatalogRow, ...]) -> None:
    line = _FIRST_ROW
    for _, group in groupby(rows, key=lambda row: row.level1):
        count = len(list(group))
        if count > 1:
            target.merge_cells(None, line, _LEVEL1_COLUMN, line + count - 1, _LEVEL1_COLUMN)
        line += count


def _set_up_page(target) -> None:
    target.freeze_panes = target.cell(_FIRST_ROW, 4)
    target.print_title_rows = "2:3"
    target.page_setup.orientation = "landscape"
    target.page_setup.paperSize = target.PAPERSIZE_A3
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.page_margins.left = target.page_margins.right = 0.4
    target.oddFooter.center.text = "第 &P 页，共 &N 页"
