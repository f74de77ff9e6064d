"""Which row of a table is its header. Chinese forms put a title, a unit and a date above it, and may use two rows."""

import re

LOOK_AT = 10
LABEL_MAX = 30

_VALUE = re.compile(r"[\d\s,.%￥¥+-]+|.*\d{6}.*|.*\d{4}-\d{1,2}-\d{1,2}.*", re.DOTALL)


def header_of(rows: list[list[str]]) -> tuple[str, ...]:
    """The labels of the columns, as wide as the widest of the first rows; () when the table has no header."""
    first = [[cell.strip() for cell in row] for row in rows[:LOOK_AT]]
    width = max(map(len, first), default=0)
    for number, row in enumerate(first):
        if not _is_caption(row, width):
            return _labels(row, first[number + 1 : number + 2], width)
    return ()


def _is_caption(row: list[str], width: int) -> bool:
    """A title in one merged cell, or a line such as 填报单位：…  单位：万元."""
    filled = [cell for cell in row if cell]
    return (
        (len(filled) < 2 and width > 1) or any("：" in cell or ":" in cell for cell in filled) or not filled
    )


def _labels(row: list[str], following: list[list[str]], width: int) -> tuple[str, ...]:
    if not _are_labels(row):
        return ()
    row = row + [""] * (width - len(row))
    below = following[0] + [""] * (width - len(following[0])) if following else []
    if not below or not _continues(row, below):
        return tuple(row)
    return tuple(_joined(row, below))


def _are_labels(row: list[str]) -> bool:
    return all(len(cell) <= LABEL_MAX and not _VALUE.fullmatch(cell) for cell in row if cell)


def _continues(row: list[str], below: list[str]) -> bool:
    """A second row of labels: it fills what a cell merged across left empty, and is empty under one merged down."""
    pairs = list(zip(row, below, strict=True))
    fills = any(low and not high for high, low in pairs)
    merged_down = bool(row[0]) and not below[0]
    return fills and merged_down and _are_labels(below)


def _joined(row: list[str], below: list[str]) -> list[str]:
    labels, across = [], ""
    for high, low in zip(row, below, strict=True):
        across = high or (across if low else "")
        labels.append("".join(filter(None, (across, low))))
    return labels
