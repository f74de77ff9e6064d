"""The door for uploaded catalogs: any bytes in, rows and errors out."""

from typing import BinaryIO

from catalog.spreadsheets.archive import Unreadable, kind_of, read_limited
from catalog.spreadsheets.csv_source import read_csv
from catalog.spreadsheets.grid import Grid
from catalog.spreadsheets.parsing import parse_sheet
from catalog.spreadsheets.rows import ReadResult, RowError
from catalog.spreadsheets.xlsx_source import read_xlsx


def read_catalog(file: BinaryIO, filename: str) -> ReadResult:
    """Read a catalog from an .xlsx workbook or a CSV file, told apart by content; never raises on bad input.

    Everything wrong is collected, so that the clerk can put it right in one go. The file's name becomes the
    name of the one sheet of a CSV file.
    """
    try:
        grids = _grids(read_limited(file), filename)
    except Unreadable as error:
        return ReadResult((), (RowError("", 0, "", "", str(error)),))
    sheets, errors = [], []
    for grid in grids:
        sheet, faults = parse_sheet(grid)
        sheets += [sheet] if sheet else []
        errors += faults
    return ReadResult(tuple(sheets), tuple(errors))


def _grids(data: bytes, filename: str) -> list[Grid]:
    grids = list(read_xlsx(data)) if kind_of(data) == "xlsx" else [read_csv(data, filename)]
    if not any(grids):
        raise Unreadable("文件中没有内容。请检查是否选错了文件。")
    return grids
