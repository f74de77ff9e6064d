"""Organisations from a CSV file: all of them or none, every bad cell named."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django import forms
from django.db import transaction

from portal.form_fields import NameListField

from .models import Kind, Organization
from .tree import NotPossible, load_organizations, why_not_save

PLACES = {"parent_code": "上级单位", "successor_code": "职能承接单位"}
"""Columns that name another organisation by its code, with their label; `parent` and `successor` in the model."""

LABELS = PLACES | {
    field.name: str(field.verbose_name)
    for field in Organization._meta.concrete_fields
    if field.editable and field.name not in ("id", "parent", "successor")
}
NEEDED = ("code", "parent_code", "kind", "name", "short_name", "catalog_name", "credit_code")
NAMES_ONE = ("code", "catalog_name", "credit_code")
YES_NO = {"是": True, "否": False, "": False}
WRITE_A_DATE = "请写成 2026-01-31 这样的日期。"
NO_SUCH_CODE = "没有这个代码的单位，请核对机构代码。"
NO_TEXT = "无法识别文件编码。请另存为“CSV UTF-8（逗号分隔）”后再导入。"


@dataclass(frozen=True)
class Problem:
    """A cell that cannot be imported, and what to do. `row` counts from 1, the header being row 1."""

    row: int
    column: str
    value: str
    message: str


class ImportRefused(Exception):
    """Nothing was imported; `problems` names every bad cell."""

    def __init__(self, problems: list[Problem]):
        super().__init__(f"有 {len(problems)} 处错误，没有导入任何内容。")
        self.problems = problems


class Row(forms.ModelForm):
    """One row, checked as the admin checks it."""

    kind = forms.CharField()
    aliases = NameListField(required=False)
    is_competent_authority = forms.CharField(required=False)

    class Meta:
        model = Organization
        fields = [name for name in LABELS if name not in PLACES]
        error_messages = {
            "code": {"invalid": "只能用字母、数字和连字符，如 finance。"},
            "catalog_name": {"unique": "已经有单位使用这个名称，请核对。"},
            "credit_code": {"unique": "已经有单位使用这个代码，请核对。"},
            "established_on": {"invalid": WRITE_A_DATE},
            "abolished_on": {"invalid": WRITE_A_DATE},
        }

    def clean_kind(self) -> str:
        kinds = {name: kind.value for kind in Kind for name in (kind.value, kind.label)}
        if (kind := kinds.get(self.cleaned_data["kind"])) is None:
            raise forms.ValidationError(f"请填写以下之一：{'、'.join(Kind.labels)}。")
        return kind

    def clean_is_competent_authority(self) -> bool:
        answer = self.cleaned_data["is_competent_authority"]
        if answer not in YES_NO:
            raise forms.ValidationError("请填写“是”，或者留空。")
        return YES_NO[answer]


@transaction.atomic
def import_organizations(file: Path) -> tuple[int, int]:
    """Insert or update the organisations of `file` (parents first); returns (added, updated).

    Columns are field names or their Chinese labels. Columns left out, and organisations not in the file, stay as
    they are. Raises ImportRefused; then nothing was written.
    """
    table = read_table(file.read_bytes())
    known = {o.code: o for o in Organization.objects.all()}
    rows, problems = [], [*_repeated(table)]
    for number, cells in table:
        row = Row(cells, instance=known.get(cells["code"]))
        row.fields = {name: field for name, field in row.fields.items() if name in cells}
        problems += [*_form_problems(number, cells, row), *_place_problems(number, cells, known, table)]
        rows.append({name: row.cleaned_data.get(name) for name in row.fields} | _places(cells))
    if problems:
        raise ImportRefused(sorted(problems, key=lambda problem: problem.row))
    _load(table, rows)
    added = sum(cells["code"] not in known for _, cells in table)
    return added, len(table) - added


def read_table(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """(row number, cells by field name) of every row with content. Raises ImportRefused for a bad header or encoding."""
    reader = csv.reader(io.StringIO(_decode(data), newline=""))
    header = [_field(title.strip()) for title in next(reader, [])]
    if problems := [*_header_problems(header)]:
        raise ImportRefused(problems)
    table, problems = [], []
    for number, values in enumerate(reader, start=2):
        values = [value.strip() for value in values]
        if any(values[len(header) :]):
            extra = "、".join(filter(None, values[len(header) :]))
            problems.append(Problem(number, "", extra, "这一行比表头多出内容，请检查逗号和引号。"))
        elif any(values):
            values += [""] * (len(header) - len(values))
            table.append((number, dict(zip(header, values, strict=False))))
    if problems:
        raise ImportRefused(problems)
    return table


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030") if b"\x00" not in data else ():
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportRefused([Problem(1, "", "", NO_TEXT)])


def _field(title: str) -> str:
    return next((name for name, label in LABELS.items() if label == title), title)


def _header_problems(header: list[str]) -> Iterator[Problem]:
    for name in NEEDED:
        if name not in header:
            yield Problem(1, LABELS[name], "", f"缺少这一列，请在表头加上“{LABELS[name]}”（或者 {name}）。")
    for index, name in enumerate(header):
        if name not in LABELS:
            yield Problem(1, name, name, "不认识这一列，请改正列名或者删去这一列。")
        elif name in header[:index]:
            yield Problem(1, LABELS[name], name, "这一列出现了两次，请删去一列。")


def _repeated(table) -> Iterator[Problem]:
    for name in NAMES_ONE:
        first: dict[str, int] = {}
        for number, cells in table:
            if (value := cells[name]) and first.setdefault(value, number) != number:
                message = f"和第{first[value]}行重复，请核对。"
                yield Problem(number, LABELS[name], value, message)


def _form_problems(number: int, cells: dict[str, str], row: Row) -> Iterator[Problem]:
    for name, messages in row.errors.items():
        for message in messages:
            yield Problem(number, LABELS.get(name, ""), cells.get(name, ""), message)


def _place_problems(number: int, cells: dict[str, str], known, table) -> Iterator[Problem]:
    codes = [row["code"] for _, row in table]
    before = {row["code"] for other, row in table if other < number}
    parent, end = cells["parent_code"], _stored(cells, known) | cells
    if parent and parent not in before and parent not in known:
        message = "请把上级单位写在本行之前。" if parent in codes else NO_SUCH_CODE
        yield Problem(number, PLACES["parent_code"], parent, message)
    if (code := end["successor_code"]) and code not in codes and code not in known:
        yield Problem(number, PLACES["successor_code"], code, NO_SUCH_CODE)
    if code and not end["abolished_on"]:
        yield Problem(number, LABELS["abolished_on"], "", "有职能承接单位的，应当填写撤销日期。")


def _stored(cells: dict[str, str], known: dict[str, Organization]) -> dict[str, str]:
    """What the database says of end and succession, which holds where the file has no such column."""
    stored = known.get(cells["code"], Organization())
    by_key = {o.pk: code for code, o in known.items()}
    return {
        "abolished_on": str(stored.abolished_on or ""),
        "successor_code": by_key.get(stored.successor_id, "") if stored.successor_id else "",
    }


def _places(cells: dict[str, str]) -> dict[str, str]:
    return {name: cells[name] for name in PLACES if name in cells}


def _load(table, rows: list[dict]) -> None:
    """Write, then ask of every row what the admin asks of one: the place in the finished tree decides."""
    try:
        load_organizations(rows)
    except NotPossible as error:
        raise ImportRefused([Problem(1, "", "", message) for message in error.faults.values()]) from error
    written = Organization.objects.select_related("parent", "successor").in_bulk(
        [row["code"] for row in rows], field_name="code"
    )
    columns = defaultdict(lambda: "abolished_on", parent="parent_code", successor="successor_code")
    problems = [
        Problem(number, LABELS[columns[name]], cells.get(columns[name], ""), message)
        for number, cells in table
        for name, message in why_not_save(written[cells["code"]]).items()
    ]
    if problems:
        raise ImportRefused(problems)
