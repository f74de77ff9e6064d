"""Tables of word processors: without widths, with their merged cells, header rows marked as such."""

import re

from .dom import drop, new, strip_ends, text_of, unwrap

_CAPTION = re.compile(r"^附?表\s*[\d一二三四五六七八九十]+")
CAPTION_MAX = 60


def tidy(root) -> None:
    for table in list(root.iter("table")):
        _drop_measures(table)
        rows = [row for row in table.iter("tr") if _table_of(row) is table]
        if not any(text_of(row) or row.find(".//img") is not None for row in rows):
            drop(table)
            continue
        for cell in (cell for row in rows for cell in row if cell.tag in ("td", "th")):
            _tidy_cell(cell)
        _take_caption(table)
        _mark_header(table, rows)


def _table_of(row):
    return next(row.iterancestors("table"), None)


def _drop_measures(table) -> None:
    """Columns without content, and the rows of no height by which Word keeps misaligned columns."""
    for element in list(table.iter("colgroup", "col")):
        drop(element)
    for row in list(table.iter("tr")):
        if row.get("height") == "0" and not text_of(row):
            drop(row)


def _tidy_cell(cell) -> None:
    for name in ("colspan", "rowspan"):
        if cell.get(name) in ("0", "1", ""):
            del cell.attrib[name]
    blocks = [child for child in cell if child.tag == "p"]
    if len(blocks) == 1 and len(cell) == 1:
        unwrap(blocks[0])
    strip_ends(cell)


def _take_caption(table) -> None:
    """The line before the table that names it ("表1 …") becomes its caption."""
    before = table.getprevious()
    if before is None or before.tag != "p" or table.find("caption") is not None:
        return
    text = text_of(before)
    if len(text) <= CAPTION_MAX and _CAPTION.match(text) and not text.endswith(("。", "：", "；")):
        drop(before)
        table.insert(0, new("caption", text))


def _mark_header(table, rows: list) -> None:
    """The first row is a header when it was marked as one or is all bold, with the rows its merged cells reach into."""
    if table.find("thead") is not None or len(rows) < 2 or not _is_header(rows[0]):
        for cell in table.iterfind("thead/tr/*"):
            _as_header(cell)
        return
    deep = max(int(cell.get("rowspan") or 1) for cell in rows[0])
    head = new("thead")
    for row in rows[: max(1, min(deep, len(rows) - 1))]:
        head.append(row)
        for cell in row:
            _as_header(cell)
    table.insert(1 if table.find("caption") is not None else 0, head)


def _is_header(row) -> bool:
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    filled = [cell for cell in cells if text_of(cell)]
    if len(filled) < 2 or len(filled) < len(cells) - 1:
        return False
    return row.get("data-header") == "1" or all(_is_marked(cell) for cell in filled)


def _is_marked(cell) -> bool:
    return cell.tag == "th" or cell.get("data-strong") == "1" or is_all_strong(cell)


def is_all_strong(element) -> bool:
    """Whether every character of `element` is strong."""
    if (element.text or "").strip() or not text_of(element):
        return False
    return all(
        (child.tag in ("strong", "br") or is_all_strong(child) or not text_of(child))
        and not (child.tail or "").strip()
        for child in element
    )


def _as_header(cell) -> None:
    cell.tag = "th"
    cell.set("scope", "col")
    for strong in list(cell.iter("strong")):
        unwrap(strong)
