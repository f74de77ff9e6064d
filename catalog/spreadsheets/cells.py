"""Reading the cells of one line, each field by its own rule."""

from collections.abc import Sequence

from catalog.spreadsheets.channels import boxed, has_boxes, parse_channels
from catalog.spreadsheets.grid import Grid
from catalog.spreadsheets.header import label_of
from catalog.spreadsheets.rows import EVERYONE, GROUP, ON_REQUEST, PROACTIVE, TIERS
from catalog.spreadsheets.text import is_blank, is_tick, one_line, shorten, split_list

MAX_LENGTH = 4_000
MAX_NAME_LENGTH = 300
_SINGLE_LINE = ("序号", "一级事项", "二级事项", "公开对象", "公开方式", "公开层级")
_SHORT = ("序号", "一级事项", "二级事项", "公开对象")
_EXAMPLES = {
    "一级事项": "请填写，或与上一行的一级事项合并单元格",
    "二级事项": "请填写事项名称，如“办事指南”",
    "公开内容": "请写明公开哪些要素，用“；”分隔",
    "公开时限": "请按标准目录填写，如“信息形成或者变更之日起20个工作日内”",
    "公开主体": "请填写负责公开的机关，如“县财政局”",
}

Columns = Sequence[tuple[int, str | None]]


class CellError(ValueError):
    """A cell the clerk has to put right: the message says how, `value` is what stands there."""

    def __init__(self, value: str, message: str):
        super().__init__(message)
        self.value = value


def read_text(grid: Grid, line: int, field: str, columns: Columns) -> str:
    """The text of the field; CellError when a mandatory one is empty or any is too long."""
    text = _text(grid, line, field, columns)
    if not text and field in _EXAMPLES:
        raise CellError("", f"“{field}”为空，{_EXAMPLES[field]}。")
    return text


def read_channels(grid: Grid, line: int, field: str, columns: Columns) -> tuple[str, ...]:
    """The chosen channels, from a list, a cell of boxes or one tick column per channel."""
    chosen = []
    for label, text in _labelled(grid, line, field, columns):
        if label and (is_tick(text) or is_blank(text)):
            chosen += [label] if is_tick(text) else []
        elif label:
            chosen.append(f"{label}（{one_line(text)}）")
        else:
            chosen += _marked(parse_channels, field, text)
    return tuple(dict.fromkeys(chosen))


def _marked(parse, field: str, text: str):
    try:
        return parse(text)
    except ValueError as error:
        message = f"“{field}”无法识别。请用“■”表示选用、“□”表示不选，符号写在名称前面。"
        raise CellError(text, message) from error


def read_audience(grid: Grid, line: int, field: str, columns: Columns) -> str:
    """全社会, 特定群体（…） or both; empty when the sheet leaves it open."""
    parts = []
    for label, text in _labelled(grid, line, field, columns):
        if label is None:
            parts += _audiences(field, text)
        elif is_tick(text) or (label_of(text, field) == (field, label) and not text.startswith(GROUP)):
            parts.append(label)
        elif label == GROUP and not is_blank(text):
            parts.append(_group(one_line(text)))
        elif not is_blank(text):
            raise _no_tick(text, label)
    audience = "、".join(dict.fromkeys(parts))
    _check_length(audience, field)
    return audience


def _group(text: str) -> str:
    return text if text.startswith(GROUP) else f"{GROUP}（{text}）"


def _audiences(field: str, text: str) -> list[str]:
    parts = _marked(boxed, field, text) if has_boxes(text) else split_list(one_line(text))
    parts = [one_line(part).removesuffix("（请写明）") for part in parts]
    if all(part == EVERYONE or part.startswith(GROUP) for part in parts):
        return parts
    raise CellError(text, f"“{field}”应为“{EVERYONE}”或“{GROUP}（写明是谁）”，请修改。")


def read_method(grid: Grid, line: int, field: str, columns: Columns) -> str:
    """主动公开 or 依申请公开; CellError when there is none, both, or another word."""
    found = _choices(grid, line, field, columns)
    if not found:
        raise CellError("", f"“{field}”没有选择，请在“主动”“依申请”中选一项打“√”。")
    if len(found) > 1:
        raise CellError("、".join(found), f"“{field}”同时选了“{PROACTIVE}”和“{ON_REQUEST}”，请只保留一项。")
    return found[0]


def read_tiers(grid: Grid, line: int, field: str, columns: Columns) -> tuple[str, ...]:
    """The tiers that disclose, from county to village; CellError when there is none or another word."""
    found = _choices(grid, line, field, columns)
    if not found:
        raise CellError("", f"“{field}”没有选择，请在县级、乡级、村级中至少选一项打“√”。")
    return tuple(tier for tier in TIERS if tier in found)


def _choices(grid, line, field, columns) -> list[str]:
    found = []
    for label, text in _labelled(grid, line, field, columns):
        if label is None:
            found += [_choice(word, text, field) for word in _words(field, text)]
        elif is_tick(text) or label_of(text, field) == (field, label):
            found.append(label)
        elif not is_blank(text):
            raise _no_tick(text, label)
    return list(dict.fromkeys(found))


def _words(field: str, text: str) -> list[str]:
    return _marked(boxed, field, text) if has_boxes(text) else split_list("\n".join(text.split()))


def _choice(word: str, text: str, field: str) -> str:
    known = label_of(word, field)
    if known is None:
        allowed = "、".join(
            f"“{word}”" for word in ((PROACTIVE, ON_REQUEST) if field == "公开方式" else TIERS)
        )
        raise CellError(text, f"“{field}”中的“{shorten(word, 20)}”无法识别，应为{allowed}，请修改。")
    return known[1]


def _no_tick(text: str, label: str) -> CellError:
    return CellError(text, f"“{label}”栏只能打“√”或留空，现为“{shorten(text, 20)}”，请修改。")


def _text(grid, line, field, columns) -> str:
    texts = [text for _, text in _labelled(grid, line, field, columns)]
    text = "\n".join(dict.fromkeys(texts))
    return one_line(text) if field in _SINGLE_LINE else text


def _labelled(grid, line, field, columns) -> list[tuple[str | None, str]]:
    """Label and text of the field's filled cells; CellError for a broken formula or an over-long text."""
    found = []
    for column, label in columns:
        fault = grid.broken.get(grid.anchor(line, column))
        if fault:
            raise CellError("", f"“{field}”{fault}")
        text = grid.text(line, column)
        _check_length(text, field)
        if text:
            found.append((label, text))
    return found


def _check_length(text: str, field: str) -> None:
    limit = MAX_NAME_LENGTH if field in _SHORT else MAX_LENGTH
    if len(text) > limit:
        message = f"“{field}”有 {len(text)} 个字，超过 {limit} 个字的上限，请精简或拆成几行。"
        raise CellError(text, message)
