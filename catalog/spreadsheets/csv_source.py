"""From the bytes of a CSV file to a grid."""

import csv
import io
from pathlib import PurePath

from catalog.spreadsheets.archive import MAX_ROWS, TOO_MANY_ROWS, Unreadable
from catalog.spreadsheets.grid import MAX_COLUMNS, Grid
from catalog.spreadsheets.text import tidy
from portal.spreadsheet_cells import guard, unguard

__all__ = ["decode", "guard", "read_csv", "unguard"]


def read_csv(data: bytes, filename: str) -> Grid:
    """The one sheet of a CSV file, named after the file; utf-8 with or without mark, or gb18030."""
    reader = csv.reader(io.StringIO(decode(data), newline=""))
    cells = {}
    try:
        for line, record in enumerate(reader, start=1):
            if line > MAX_ROWS and any(record):
                raise Unreadable(TOO_MANY_ROWS)
            texts = enumerate((unguard(tidy(text)) for text in record[:MAX_COLUMNS]), start=1)
            cells.update({(line, column): text for column, text in texts if text})
    except csv.Error as error:
        message = f"第 {reader.line_num} 行附近无法按 CSV 解析，请检查引号是否成对，或另存为 .xlsx 后再上传。"
        raise Unreadable(message) from error
    return Grid(PurePath(filename).stem, cells)


def decode(data: bytes) -> str:
    """Text of the file in the first encoding that fits; Unreadable when none does."""
    if b"\x00" not in data:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise Unreadable("无法识别文件编码。请另存为“CSV UTF-8（逗号分隔）”或 .xlsx 后再上传。")
