"""The structure of an official document, read from how it is written: headings, articles, signature.

党政机关公文格式 GB/T 9704-2012, 7.3.3: levels are numbered 一、（一）1.（1）; rules and measures go by 第X条.
"""

import re

from .chinese import only_date
from .dom import cut_front, new, strip_ends, text_of, unwrap
from .tables import is_all_strong

NUMBER = "一二三四五六七八九十百零〇"
HEADING_MAX = 50
_LEVELS = [
    ("h2", re.compile(rf"^(第[{NUMBER}\d]+[编章]\s*|[{NUMBER}]+、)\S")),
    ("h3", re.compile(rf"^(第[{NUMBER}\d]+节\s*|[（(][{NUMBER}]+[）)])\S")),
]
_ARTICLE = re.compile(rf"^(第[{NUMBER}千\d]+条(?:之[{NUMBER}]+)?)(?:[\s\u3000\xa0]+|(?=[【（(]))")
_NOT_ORGAN = re.compile(r"[。；：，！？]|^附件|^抄送|^（")
ORGAN_MAX = 60
SIGNATURE_WITHIN = 8
_ORDER = ["h1", "h2", "h3", "h4", "h5", "h6"]


def shape(root) -> None:
    """Give the blocks of `root` their meaning; helping attributes (data-…) are used up."""
    _level_headings(root)
    for block in list(root):
        if block.tag == "p":
            _shape_paragraph(block)
    _close_gaps(root)
    sign(root)


def sign(root) -> tuple[str, object]:
    """Set organ and date at the end as the signature (落款). Returns the organ's name and the date, if found."""
    paragraphs = [block for block in root if block.tag == "p"][-SIGNATURE_WITHIN:]
    dated = [(n, only_date(text_of(p))) for n, p in enumerate(paragraphs)]
    place, day = next(((n, day) for n, day in reversed(dated) if day), (None, None))
    if place is None:
        _sign_right_aligned(paragraphs)
        return "", None
    date_line = paragraphs[place]
    lines = [text_of(date_line)]
    organ = paragraphs[place - 1] if place else None
    if organ is not None and organ is date_line.getprevious() and _is_organ(text_of(organ)):
        lines.insert(0, text_of(organ))
        root.remove(organ)
    _write_lines(date_line, lines)
    return (lines[0] if len(lines) == 2 else ""), day


def _is_organ(text: str) -> bool:
    return 2 <= len(text) <= ORGAN_MAX and not _NOT_ORGAN.search(text)


def _write_lines(paragraph, lines: list[str]) -> None:
    paragraph.attrib.clear()
    paragraph[:] = []
    paragraph.set("class", "signature")
    paragraph.text = lines[0]
    for line in lines[1:]:
        broken = new("br")
        broken.tail = line
        paragraph.append(broken)


def _sign_right_aligned(paragraphs: list) -> None:
    for paragraph in paragraphs:
        if paragraph.get("data-align") == "right" and _is_organ(text_of(paragraph)):
            paragraph.set("class", "signature")


def _level_headings(root) -> None:
    """Headings of a document begin at h2 (the title is h1): all one lower when h1 is among them."""
    found = list(root.iter(*_ORDER))
    lower = 1 if any(block.tag == "h1" for block in found) else 0
    for block in found:
        written = _level_of(text_of(block))
        block.tag = written or _ORDER[min(3, _ORDER.index(block.tag) + lower)]
        for strong in list(block.iter("strong")):
            unwrap(strong)


def _level_of(text: str) -> str | None:
    return next((level for level, pattern in _LEVELS if pattern.match(text)), None)


def is_heading_text(text: str) -> bool:
    """Whether `text` is numbered and short as a heading is: 一、总体要求."""
    return bool(_level_of(text)) and len(text) <= HEADING_MAX and "。" not in text[:-1]


def _shape_paragraph(paragraph) -> None:
    text = text_of(paragraph)
    article = _ARTICLE.match(text)
    if article:
        _shape_article(paragraph, article)
        return
    is_marked = is_all_strong(paragraph) or paragraph.get("data-face")
    if is_marked and is_heading_text(text):
        paragraph.tag = _level_of(text)
        for strong in list(paragraph.iter("strong")):
            unwrap(strong)


def _shape_article(paragraph, match: re.Match) -> None:
    strip_ends(paragraph)
    cut_front(paragraph, len(match[0]))
    number = new("strong", match[1])
    number.tail = "\u3000" + (paragraph.text or "")
    paragraph.text = None
    paragraph.insert(0, number)
    paragraph.set("class", "article")


def _close_gaps(root) -> None:
    """No level is skipped: an h4 right below an h2 becomes an h3."""
    deepest = 1
    for block in root.iter("h2", "h3", "h4"):
        level = min(int(block.tag[1]), deepest + 1)
        block.tag, deepest = f"h{level}", level
