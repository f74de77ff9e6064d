"""The inspectors' tables as files: CSV that Excel and WPS open as Chinese, and XLSX. No text becomes a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook

from catalog.models import Obligation
from catalog.states import LABELS, State
from portal.spreadsheet_cells import XLSX_TYPE, Value, add_sheet, guard

from .explanations import days_overdue, explain_obligation
from .tables import Cell, Matrix

CELL_COLUMNS = ["单位", "领域", "公开率（%）", "应公开", "已公开", *LABELS.values()]
OBLIGATION_COLUMNS = [
    "单位", "层级", "领域", "事项编码", "事项", "公开状态", "公开时限", "首次公开期限", "最近公开日期",
    "应更新日期", "超过天数", "已公开条数", "说明",
]  # fmt: skip


class Sheet(NamedTuple):
    name: str
    columns: list[str]
    rows: Iterable[list[Value]]


def matrix_sheets(matrix: Matrix) -> list[Sheet]:
    """Three matrices, then every cell with all its states as a line of its own."""
    return [
        _matrix_sheet("公开率（%）", matrix, lambda cell: cell.percent),
        _matrix_sheet("应公开", matrix, lambda cell: cell.due or None),
        _matrix_sheet("已公开", matrix, lambda cell: cell.covered if cell.due else None),
        _matrix_sheet("缺（未公开和需更新）", matrix, lambda cell: cell.overdue or None),
        matrix_lines(matrix),
    ]


def matrix_lines(matrix: Matrix) -> Sheet:
    """One line for each organisation and domain that has anything to publish."""
    return Sheet("明细", CELL_COLUMNS, _cell_lines(matrix))


def obligation_sheet(obligations: Iterable[Obligation], today: date) -> Sheet:
    """One line per obligation; `organization`, `domain` and `matter` are read."""
    return Sheet("公开责任", OBLIGATION_COLUMNS, (_obligation_line(o, today) for o in obligations))


def as_csv(sheet: Sheet, filename: str) -> HttpResponse:
    """The sheet as utf-8 with a byte order mark."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows([_plain(value) for value in row] for row in sheet.rows)
    return _download(buffer.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"{filename}.csv")


def as_xlsx(sheets: Iterable[Sheet], filename: str) -> HttpResponse:
    """The sheets as a workbook, headings in bold and fixed."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        add_sheet(book, *sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return _download(buffer.getvalue(), XLSX_TYPE, f"{filename}.xlsx")


def _plain(value: Value) -> Value:
    return guard(value.strip()) if isinstance(value, str) else value


def _matrix_sheet(name: str, matrix: Matrix, number) -> Sheet:
    def line(label: str, total: Cell, cells: list[Cell]) -> list[Value]:
        return [label, number(total), *(number(cell) for cell in cells)]

    rows = [line("合计", matrix.total, matrix.totals)]
    rows += [line(row.label, row.total, row.cells) for row in _organizations(matrix)]
    return Sheet(name, ["单位", "合计", *(d.name for d in matrix.domains)], rows)


def _cell_lines(matrix: Matrix) -> Iterator[list[Value]]:
    for row in _organizations(matrix):
        for domain, cell in zip(matrix.domains, row.cells, strict=True):
            if cell:
                numbers = [cell.percent, cell.due, cell.covered]
                yield [row.label, domain.name, *numbers, *(cell.tally.get(state, 0) for state in State)]


def _organizations(matrix: Matrix) -> Iterable:
    """The rows of single organisations: a file names each village, it does not sum them up."""
    return (row for row in matrix.rows if not row.is_group)


def _obligation_line(obligation: Obligation, today: date) -> list[Value]:
    matter = obligation.matter
    return [
        obligation.organization.short_name,
        obligation.organization.get_kind_display(),
        obligation.domain.name,
        matter.code,
        matter.name,
        LABELS[State(obligation.state)],
        matter.time_limit,
        obligation.first_due_on,
        obligation.latest_published_on,
        obligation.renew_by,
        days_overdue(obligation, today),
        obligation.published_count,
        "；".join(explain_obligation(obligation, today)),
    ]


def _download(content: bytes, content_type: str, filename: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, filename)
    return response
