"""Real attachments in pdf, docx and xlsx, written from the few lines that a fixture gives."""

import io
from datetime import date

from django.core.files.base import ContentFile
from docx import Document as Word
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from .errors import DemoDataError
from .placeholders import fill

PDF_FONT = "STSong-Light"
WORD_FONT = "宋体"
WIDEST_COLUMN = 40


def make(wanted: dict, formed: date) -> ContentFile:
    """The file that {"name", "format", "text" or "table"} describes, named with its extension.

    Raises DemoDataError for a format or content that it does not know.
    """
    write = WRITERS.get(wanted.get("format"))
    if write is None or "name" not in wanted:
        raise DemoDataError(f"附件应当有 name，format 是 pdf、docx 或者 xlsx：{wanted}")
    name = fill(wanted["name"], formed).removesuffix(f".{wanted['format']}")
    table = [[fill(str(cell), formed) for cell in row] for row in wanted.get("table", [])]
    lines = fill(wanted.get("text", ""), formed).splitlines() or ["　".join(row) for row in table]
    if not lines:
        raise DemoDataError(f"附件“{name}”既没有 text 也没有 table")
    return ContentFile(write(name, lines, table), f"{name}.{wanted['format']}")


def _pdf(name: str, lines: list[str], table: list[list[str]]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(PDF_FONT))
    text = ParagraphStyle(
        "text", fontName=PDF_FONT, fontSize=12, leading=22, firstLineIndent=24, wordWrap="CJK"
    )
    heading = ParagraphStyle(
        "heading",
        fontName=PDF_FONT,
        fontSize=18,
        leading=30,
        alignment=TA_CENTER,
        spaceAfter=12,
        wordWrap="CJK",
    )
    story = [Paragraph(lines[0], heading), *(Paragraph(line, text) for line in lines[1:])]
    output = io.BytesIO()
    margins = {"leftMargin": 28 * mm, "rightMargin": 26 * mm, "topMargin": 37 * mm, "bottomMargin": 35 * mm}
    SimpleDocTemplate(output, pagesize=A4, title=name, lang="zh-CN", **margins).build(story)
    return output.getvalue()


def _docx(name: str, lines: list[str], table: list[list[str]]) -> bytes:
    document = Word()
    document.core_properties.title = name
    document.core_properties.author = ""
    style = document.styles["Normal"]
    style.font.name, style.font.size = WORD_FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), WORD_FONT)
    heading = document.add_paragraph()
    heading.alignment = 1
    heading.add_run(lines[0]).font.size = Pt(18)
    for line in [] if table else lines[1:]:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=0, cols=max(map(len, table)), style="Table Grid")
        for row in table:
            for cell, value in zip(grid.add_row().cells, row, strict=False):
                cell.text = value
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _xlsx(name: str, lines: list[str], table: list[list[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    line = Side(style="thin", color="999999")
    for number, row in enumerate(table or [[text] for text in lines], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, _number(value))
            cell.border = Border(line, line, line, line)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.font = Font(name=WORD_FONT, bold=number == 1)
    for column, cells in enumerate(sheet.columns, start=1):
        widest = max(2 * len(str(cell.value or "")) for cell in cells)
        sheet.column_dimensions[get_column_letter(column)].width = min(widest + 4, WIDEST_COLUMN)
    sheet.freeze_panes = "A2"
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _number(value: str) -> str | int | float:
    """Amounts become numbers, so that citizens can count with them; codes with leading zeros stay text."""
    if value.startswith("0") and value not in ("0",) and not value.startswith("0."):
        return value
    try:
        return int(value) if value.lstrip("-").isdigit() and len(value) < 12 else float(value)
    except ValueError:
        return value


WRITERS = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}
