"""Workbooks and CSV files as county offices make them, for the tests of catalog.spreadsheets."""

import csv
import io

from openpyxl import Workbook

from catalog.spreadsheets import COLUMNS, ReadResult, read_catalog

UPPER = [
    "序 号",
    "公开事项",
    "",
    "公开内容\n（要素）",
    "公开依据",
    "公开\n时限",
    "公开主体",
    "公开渠道\n和载体",
]
UPPER += ["公开对象", "", "公开方式", "", "公开层级", "", ""]
LOWER = [
    "",
    "一级\n事项",
    "二级\n事项",
    "",
    "",
    "",
    "",
    "",
    "全社会",
    "特定群体\n（请写明）",
    "主动",
    "依申请",
]
LOWER += ["县级", "乡级", "村级"]
HEADER_SPANS = ("A{0}:A{1}", "B{0}:C{0}", "D{0}:D{1}", "E{0}:E{1}", "F{0}:F{1}", "G{0}:G{1}", "H{0}:H{1}")
HEADER_SPANS += ("I{0}:J{0}", "K{0}:L{0}", "M{0}:O{0}")

WORDING = {
    "序号": "1",
    "一级事项": "财政预决算",
    "二级事项": "部门预算",
    "公开内容": "收支总表；收入总表；支出总表",
    "公开依据": "《中华人民共和国预算法》",
    "公开时限": "批复后20日内",
    "公开主体": "县财政局",
    "公开渠道": "政府网站、公开查阅点",
    "公开对象": "全社会",
    "公开方式": "主动公开",
    "公开层级": "县级、乡级",
}
BOXES = "■政府网站 □政府公报\n□两微一端 ■公开查阅点 □其他____"


def matter(**changes: str) -> list[str]:
    """The eleven texts of a CSV line, some of them changed."""
    return list((WORDING | changes).values())


def official(**changes: str) -> list[str]:
    """The fifteen cells of a line of the official form; tick columns are named by their lower header."""
    ticks = {"全社会": "√", "特定群体": "", "主动": "√", "依申请": "", "县级": "√", "乡级": "√", "村级": ""}
    cells = {**dict(list(WORDING.items())[:7]), "公开渠道": BOXES, **ticks}
    assert changes.keys() <= cells.keys()
    return list((cells | changes).values())


def csv_bytes(*lines: list[str], header=COLUMNS, encoding="utf-8") -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([header, *lines])
    return buffer.getvalue().encode(encoding)


def add_official_sheet(book: Workbook, name: str, lines, merges=(), titles=("明湖县基层政务公开标准目录",)):
    """A sheet with title lines and the merged two-line header; the first matter is on line len(titles) + 3."""
    sheet = book.create_sheet(name)
    for title in titles:
        sheet.append([title])
    sheet.append(UPPER)
    sheet.append(LOWER)
    top = len(titles) + 1
    for line in lines:
        sheet.append([cell or None for cell in line])
    for span in (*(span.format(top, top + 1) for span in HEADER_SPANS), *merges):
        sheet.merge_cells(span)
    return sheet


def new_book() -> Workbook:
    book = Workbook()
    book.remove(book.active)
    return book


def official_book(*lines, **layout) -> Workbook:
    book = new_book()
    add_official_sheet(book, "财政预决算", lines, **layout)
    return book


def plain_book(*lines, name="目录") -> Workbook:
    """A workbook with one sheet holding these lines and nothing merged."""
    book = new_book()
    sheet = book.create_sheet(name)
    for line in lines:
        sheet.append([cell or None for cell in line])
    return book


def book_bytes(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(source: Workbook | bytes, filename="03-budget.csv") -> ReadResult:
    data = source if isinstance(source, bytes) else book_bytes(source)
    return read_catalog(io.BytesIO(data), filename)


def rows_of(source, filename="03-budget.csv"):
    """The rows of the only sheet, read without any error."""
    result = read(source, filename)
    assert not result.errors
    (sheet,) = result.sheets
    return sheet.rows


def errors_of(source, filename="03-budget.csv") -> list[tuple[int, str]]:
    """Line and column of every error; each message must be a Chinese sentence."""
    errors = read(source, filename).errors
    assert all(error.message.endswith("。") for error in errors)
    return [(error.row, error.column) for error in errors]


def the_error(source, filename="03-budget.csv"):
    (error,) = read(source, filename).errors
    return error
