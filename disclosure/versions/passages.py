"""The body of a version as passages of text that can be laid side by side. Pure."""

from typing import NamedTuple

from lxml import html as lxml_html

CELLS = " │ "
LABELS = {
    "h2": "标题",
    "h3": "小标题",
    "h4": "小标题",
    "li": "列表项",
    "tr": "表格行",
    "caption": "表题",
    "figure": "图片",
    "figcaption": "图注",
}
BLOCKS = {*LABELS, "p", "div", "section", "blockquote", "ul", "ol", "table", "thead", "tbody", "tfoot", "hr"}
FORMATTING = {"strong", "b", "em", "i", "u", "sub", "sup"}


class Passage(NamedTuple):
    """One paragraph, heading, list item or table row. `look`: its markup, which may differ where the text does not."""

    tag: str
    text: str
    look: str = ""

    @property
    def label(self) -> str:
        return LABELS.get(self.tag, "")


def passages(html: str) -> list[Passage]:
    """The passages of cleaned HTML in reading order. Addresses of links and pictures are part of the text."""
    if not html.strip():
        return []
    found: list[Passage] = []
    _walk(lxml_html.fragment_fromstring(html, create_parent="div"), found)
    return found


def _walk(element, found: list[Passage]) -> None:
    if element.tag == "tr":
        cells = [_inline(cell) for cell in element if isinstance(cell.tag, str)]
        look = "|".join(f"{cell.tag}{sorted(cell.items())}" for cell in element if isinstance(cell.tag, str))
        _add(found, "tr", CELLS.join(text for text, _ in cells), look)
        return
    loose = [_with_text(element.text)]
    for child in element:
        if child.tag in BLOCKS:
            _flush(found, element, loose)
            _walk(child, found)
            loose = []
        else:
            loose.append(_inline(child))
        loose.append(_with_text(child.tail))
    _flush(found, element, loose)


def _flush(found, element, loose) -> None:
    look = f"{sorted(element.items())}{''.join(look for _, look in loose)}"
    _add(found, element.tag, "".join(text for text, _ in loose), look)


def _add(found, tag: str, text: str, look: str) -> None:
    text = " ".join(text.split())
    if text:
        found.append(Passage(tag, text, look))


def _with_text(text: str | None) -> tuple[str, str]:
    return text or "", ""


def _inline(element) -> tuple[str, str]:
    """Text and look of a piece of a line."""
    inner = [_with_text(element.text)]
    for child in element:
        inner += [_inline(child) if isinstance(child.tag, str) else ("", ""), _with_text(child.tail)]
    text, look = "".join(t for t, _ in inner), "".join(lk for _, lk in inner)
    if element.tag in FORMATTING:
        return text, f"<{element.tag}:{text}>{look}"
    if element.tag == "br":
        return " ", look
    if element.tag == "img":
        return f"【图片：{element.get('alt', '')}（{element.get('src', '')}）】", look
    if element.tag == "a" and element.get("href"):
        return f"{text}【链接：{element.get('href')}】", look
    return (f"{text} " if element.tag in BLOCKS else text), look
