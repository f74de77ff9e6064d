"""Finding the header of a sheet, in one line or two, and what each column holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.spreadsheets.grid import MAX_COLUMNS, Grid
from catalog.spreadsheets.rows import CHANNELS, EVERYONE, GROUP, ON_REQUEST, PROACTIVE
from catalog.spreadsheets.text import bare, one_line

SEARCHED_LINES = 30
_LEAST_FIELDS = 3

# Header texts as `bare` leaves them, without brackets, spaces and slashes: 县（市、区）级 is 县市区级.
_FIELDS = {
    "序号": "序号|编号",
    "一级事项": "(公开事项)?一级(公开)?事项(名称)?|公开事项一级",
    "二级事项": "(公开事项)?二级(公开)?事项(名称)?|公开事项二级",
    "公开事项": "公开事项(名称)?",
    "公开内容": "(主要)?公开内容(([和及与])?(要素|标准|要求))?|公开要素",
    "公开依据": "(公开)?(法律|政策)?依据",
    "公开时限": "公开(时限|时间|期限)(要求)?|时限",
    "公开主体": "(公开)?(责任)?主体|(公开)?责任(单位|部门)|公开(单位|部门)",
    "公开渠道": "(公开)?(渠道|载体|途径)([和及与或]?(渠道|载体|途径|形式))?",
    "公开对象": "公开对象",
    "公开方式": "公开方式",
    "公开层级": "公开(层级|级别)|层级",
}
_LABELS = {
    ("公开对象", EVERYONE): "(面向)?全社会",
    ("公开对象", GROUP): "特定(群体|对象|人群).*",
    ("公开方式", PROACTIVE): "主动(公开)?",
    ("公开方式", ON_REQUEST): "依申请(公开)?",
    ("公开层级", "县级"): "(县|区|旗|县区|区县|县市区|市县区|县市)级?",
    ("公开层级", "乡级"): "(乡|镇|乡镇|镇街|街镇|街道|镇街道|乡镇街道|苏木)级?",
    ("公开层级", "村级"): "(村|社区|村社区|村居|居|嘎查)级?",
}
_CHANNEL_LABELS = {bare(name): name for name in CHANNELS}
OPTIONAL = ("序号",)
_GROUPS = ("公开事项", "公开渠道", "公开对象", "公开方式", "公开层级")


@dataclass(frozen=True)
class Header:
    """`columns` lists the columns of each field, with the label of a tick column or None for a text column."""

    last_line: int
    words: frozenset[str]
    columns: dict[str, list[tuple[int, str | None]]]

    def repeated_in(self, grid: Grid, line: int) -> bool:
        """Whether the line repeats the header, as printed forms do on each page."""
        texts = grid.own(line).values()
        return len(texts) >= 2 and self.words.issuperset(map(bare, texts))

    def missing(self) -> list[str]:
        """The mandatory fields without a column, in the official order."""
        names = [name for name in _FIELDS if name != "公开事项" and name not in OPTIONAL]
        return [name for name in names if name not in self.columns]


def classify(text: str) -> tuple[str, str | None] | None:
    """Field and tick label a header text stands for: 特定群体（请写明） is (公开对象, 特定群体); else None."""
    compared = bare(text)
    for field, pattern in _FIELDS.items():
        if re.fullmatch(pattern, compared):
            return field, None
    return label_of(text)


def label_of(text: str, field: str = "") -> tuple[str, str | None] | None:
    """Field and label of a tick-column header or of a word in a list, only of `field` when given."""
    compared = bare(text)
    for (owner, label), pattern in _LABELS.items():
        if field in ("", owner) and re.fullmatch(pattern, compared):
            return owner, label
    return None


def find_header(grid: Grid) -> Header | None:
    """The header of the sheet, or None when no line near the top has at least three known column names."""
    lines = range(1, min(grid.last_line, SEARCHED_LINES) + 1)
    line = max(lines, key=lambda line: (_known_fields(grid, line), -line), default=0)
    if not line or _known_fields(grid, line) < _LEAST_FIELDS:
        return None
    second = line + 1 if _is_second_line(grid, line + 1) else line
    words = frozenset(bare(text) for header in {line, second} for text in grid.own(header).values())
    return Header(second, words, _columns(grid, line, second))


def _known_fields(grid: Grid, line: int) -> int:
    found = filter(None, map(classify, grid.own(line).values()))
    return len({field for field, label in found if label is None})


def _is_second_line(grid: Grid, line: int) -> bool:
    """Whether the line after the first header line splits its groups, and is not already the first matter."""
    texts = grid.own(line)
    tops = filter(None, (classify(grid.text(line - 1, column)) for column in texts))
    if any(field not in _GROUPS for field, _ in tops):
        return False
    fields = [found[0] for found in map(_sub_heading, texts.values()) if found]
    return "二级事项" in fields or len(fields) > len(set(fields))


def _sub_heading(text: str) -> tuple[str, str | None] | None:
    channel = _CHANNEL_LABELS.get(bare(text))
    return ("公开渠道", channel) if channel else classify(text)


def _is_other(text: str) -> bool:
    return bare(text).startswith("其他")


def _columns(grid: Grid, first: int, second: int) -> dict[str, list[tuple[int, str | None]]]:
    columns: dict[str, list[tuple[int, str | None]]] = {}
    for column, top, sub in _captions(grid, first, second):
        found = _field_of(top, sub)
        if found:
            columns.setdefault(found[0], []).append((column, found[1]))
    _assign_bare_matter(columns)
    return columns


def _captions(grid: Grid, first: int, second: int) -> Iterator[tuple[int, str, str]]:
    """Column, upper and lower header text; an unmerged upper text reaches over empty cells to its right."""
    top = ""
    for column in range(1, min(grid.last_column, MAX_COLUMNS) + 1):
        sub = grid.text(second, column) if second != first else ""
        top = grid.text(first, column) or (top if sub else "")
        yield column, top, "" if sub == top else sub


def _field_of(top: str, sub: str) -> tuple[str, str | None] | None:
    upper = classify(top)
    if not sub:
        return upper
    if upper and upper[0] == "公开渠道":
        return upper[0], _CHANNEL_LABELS.get(bare(sub)) or ("其他" if _is_other(sub) else one_line(sub))
    return classify(sub) or upper


def _assign_bare_matter(columns) -> None:
    """公开事项 without a second line: the first and second matter where these have no column of their own."""
    spare = columns.pop("公开事项", [])
    for name in ("一级事项", "二级事项"):
        if spare and name not in columns:
            columns[name] = [spare.pop(0)]
