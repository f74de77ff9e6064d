"""公开渠道和载体: from a list or from a cell of boxes to names, and back to boxes."""

import re
from collections.abc import Iterable

from catalog.spreadsheets.rows import CHANNELS
from catalog.spreadsheets.text import one_line, split_list, tidy

CHOSEN, OPEN = "■", "□"
_MARKS_ON = "■☑√✓✔▣●"
_MARKS = _MARKS_ON + "□☐"
_AMBIGUOUS = re.compile("[○◎☒×✗✘]")
_BOX = re.compile(rf"([{_MARKS}][{_MARKS}\s]*)([^{_MARKS}]*)")
_BLANK_LINE = re.compile(r"_{2,}|＿+")
_GAP = re.compile(r"(?<=[^\x00-\x7f])[^\S\n]+(?=[^\x00-\x7f])")
_OTHER = re.compile(r"其[他它](?:[\s：:_]*[（(](.+)[）)]|[\s：:_]+(.+))", re.DOTALL)
_ALIASES = {
    "社区/企事业单位/村公示栏（电子屏）": "社区/企事业单位/村公示栏",
    "社区/企事业单位/村公示栏(电子屏)": "社区/企事业单位/村公示栏",
    "其它": "其他",
}


def has_boxes(text: str) -> bool:
    """Whether the cell is one of boxes: ■政府网站 □政府公报."""
    return bool(_BOX.search(text))


def boxed(text: str) -> list[str]:
    """The labels of the chosen boxes, in the order written.

    ValueError when text stands before the first box, or a mark may mean either chosen or not.
    """
    text = _BLANK_LINE.sub(" ", tidy(text))
    if text[0] not in _MARKS or _AMBIGUOUS.search(text):
        raise ValueError(text)
    # "□√政府网站": the empty box of the printed form, ticked by hand beside it.
    return [
        label.strip() for marks, label in _BOX.findall(text) if set(marks) & set(_MARKS_ON) and label.strip()
    ]


def parse_channels(text: str) -> tuple[str, ...]:
    """The chosen channels in the order written, each once; ValueError as for `boxed`."""
    if has_boxes(text):
        return _named(part for label in boxed(text) for part in _split_label(label))
    if _AMBIGUOUS.search(text):
        raise ValueError(text)
    return _named(split_list(_GAP.sub("、", _BLANK_LINE.sub(" ", tidy(text)))))


def _split_label(label: str) -> list[str]:
    return [label] if _OTHER.fullmatch(label) else split_list(one_line(label))


def _named(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_name, labels)))


def _name(label: str) -> str:
    other = _OTHER.fullmatch(label)
    return f"其他（{one_line(other[1] or other[2])}）" if other else _ALIASES.get(label, label)


def boxes(channels: tuple[str, ...]) -> str:
    """The cell of boxes as the official form prints it; channels the form does not name come last."""
    extra = [name for name in channels if name not in CHANNELS]
    form = _form_names(extra)
    if (*(name for name in CHANNELS if name in channels), *extra) == channels:
        names = [*form, *extra]
    else:
        names = [*channels, *(name for name in form if name not in channels)]
    marked = [(CHOSEN if name in channels else OPEN) + name for name in names]
    return "\n".join("　".join(marked[i : i + 2]) for i in range(0, len(marked), 2))


def _form_names(extra: list[str]) -> list[str]:
    is_specified = any(name.startswith("其他（") for name in extra)
    return [name for name in CHANNELS if name != "其他" or not is_specified]
