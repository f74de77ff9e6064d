"""Cells of spreadsheets we write: no text in them ever becomes a formula."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT = 32_767
"""Characters that a cell can hold."""

Value = str | int | float | date | datetime | None

# A cell that a spreadsheet program would take for a formula is written with an apostrophe before it.
_GUARDED = re.compile(r"'+[=+\-@＝＋－＠]")
_RISKY = re.compile(r"'*[=+\-@＝＋－＠]")


def guard(text: str) -> str:
    """Text that no spreadsheet program takes for a formula; `unguard` gives it back."""
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text[1:] if _GUARDED.match(text) else text


def cell(sheet, value: Value, *, bold: bool = False):
    """A cell for a write-only sheet: numbers and dates as they are; text is marked as text, whatever it begins with."""
    if not isinstance(value, str):
        return value
    made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT])
    made.data_type = "s"
    made.quotePrefix = guard(value) != value
    if bold:
        made.font = Font(bold=True)
    return made


def add_sheet(book: Workbook, name: str, columns: list[str], rows: Iterable[list[Value]]):
    """A sheet of the write-only `book`: headings in bold and fixed, then `rows`."""
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 24
    sheet.append([cell(sheet, column, bold=True) for column in columns])
    for row in rows:
        sheet.append([cell(sheet, value) for value in row])
    return sheet
