"""Pasting from Word, WPS and web pages: the structure stays, the word processor goes."""

import re
from itertools import groupby

from lxml import etree

from disclosure.html import clean_html

from . import figures, footnotes, inline, structure, tables
from .dom import (
    BLOCKS,
    INLINE_MARKS,
    SPACES,
    cut_front,
    drop,
    has_blocks,
    inner_html,
    new,
    parse,
    put_front,
    strip_ends,
    style_of,
    text_of,
    text_slots,
    unwrap,
)  # fmt: skip

_OUTSIDE = re.compile(
    r"^.*?<!--\s*StartFragment\s*-->|<!--\s*EndFragment\s*-->.*$", re.DOTALL | re.IGNORECASE
)
_INSIDE_TABLE = re.compile(r"\s*<(col|colgroup|thead|tbody|tr|td|th)\b", re.IGNORECASE)
_UNREAD = re.compile(
    r"<(head|style|script|title|xml|object|svg|math|template|noscript|iframe)\b.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_SUPPORT_LISTS = re.compile(r"<!(--)?\[if !support\w+\](--)?>|<!(--)?\[endif\](--)?>", re.IGNORECASE)
_CONDITIONAL = re.compile(r"<!--\[if\b.*?<!\[endif\]-->", re.DOTALL | re.IGNORECASE)
_REVEALED = re.compile(r"<!\[[^\]>]*\]>|<\?xml[^>]*>", re.IGNORECASE)
_FOREIGN_TAG = re.compile(r"</?[a-z][a-z0-9]*:[^<>]*>", re.IGNORECASE)

DEEPEST = 200
"""libxml2 reads no deeper than 255 elements; no document is."""

_BULLET = re.compile(r"^[·•●○■□◆◇▪➢✓\-–lnuüqwvØ§\uf06c\uf06e\uf075\uf0b7\uf0d8\uf0fc\uf0a7]$")
_TITLE_CLASSES = {"msotitle": "h1", "msosubtitle": "h2"}
_HEADING_CLASS = re.compile(r"^(?:mso)?(?:heading|标题)\s*([1-6])$", re.IGNORECASE)
_SEGMENT_BREAK = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]+[ \t]*(?=[\u3000-\u9fff\uff00-\uffef])"
)
_RUN_OF_SPACE = re.compile(r"[ \t\r\n\f\xa0\u2002\u2003\u2009]+")


def clean_pasted(html: str) -> str:
    """Clipboard HTML of Word, WPS or a web page as text of an official document (cleaned, see `clean_html`).

    Headings, articles, lists, tables, footnotes and the signature stay; typefaces, sizes, indents, hidden and deleted
    text, comments and empty paragraphs go. Numbers of automatic lists stay as written; bullets become a list.
    """
    root = parse(_readable(html))
    if root.xpath(f"boolean(.//*[count(ancestor::*) > {DEEPEST}])"):
        return clean_html(html)
    shape_document(root)
    return clean_html(inner_html(root).strip())


def shape_document(root) -> None:
    """Bring a parsed fragment of a word processor into the form of an official document, in place."""
    _drop_unread(root)
    footnotes.gather(root)
    _note_paragraphs(root)
    inline.note_typefaces(root)
    inline.simplify(root)
    _flatten(root)
    _tidy_spaces(root)
    _gather_bullets(root)
    tables.tidy(root)
    figures.gather(root)
    _drop_empty(root)
    structure.shape(root)
    _drop_footnotes_last(root)


def _readable(html: str) -> str:
    html = _OUTSIDE.sub("", html) if "StartFragment" in html else html
    html = f"<table>{html}</table>" if _INSIDE_TABLE.match(html) else html
    html = _SUPPORT_LISTS.sub("", _CONDITIONAL.sub("", _UNREAD.sub("", html)))
    return _FOREIGN_TAG.sub("", _REVEALED.sub("", html))


def _drop_unread(root) -> None:
    """Comments, hidden and deleted text, remarks of reviewers, and pictures: those come in with their own words."""
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for element in list(root.iter(etree.Element)):
        style = style_of(element)
        is_hidden = style.get("display") == "none" or style.get("mso-hide") == "all"
        is_remark = style.get("mso-element") == "comment-list" or "mso-comment-reference" in style
        is_remark = is_remark or element.get("class") in ("MsoCommentReference", "msocomanchor")
        if (
            element is not root
            and (is_hidden or is_remark or element.tag in ("del", "input", "button", "select"))
        ) or (element.tag == "img" and not element.get("src", "").startswith("/pictures/")):
            drop(element)


def _note_paragraphs(root) -> None:
    """Styles of paragraphs that carry meaning: heading levels, alignment, list numbers, header rows."""
    for element in list(root.iter("p", "div", "h1", "h2", "h3", "h4", "h5", "h6")):
        style, name = style_of(element), element.get("class", "")
        level = _HEADING_CLASS.match(name) or re.match(r"([1-6])$", style.get("mso-outline-level", ""))
        if element.tag == "p" and name.lower() in _TITLE_CLASSES:
            element.tag = _TITLE_CLASSES[name.lower()]
        elif element.tag == "p" and level:
            element.tag = f"h{level[1]}"
        if "right" in (style.get("text-align"), element.get("align")):
            element.set("data-align", "right")
        if "mso-list" in style:
            _read_list_number(element)
    for cell in root.iter("td"):
        if inline.is_bold(style_of(cell)):
            cell.set("data-strong", "1")
    for row in root.iter("tr"):
        is_header = "mso-yfti-firstrow" in style_of(row) and "thead" in row.getparent().tag
        if is_header:
            row.set("data-header", "1")


def _read_list_number(paragraph) -> None:
    """The number Word put in front of a list paragraph stays as text; a bullet is remembered as data-bullet."""
    for span in paragraph.iter("span"):
        if style_of(span).get("mso-list") == "ignore":
            number = text_of(span)
            is_bullet = bool(_BULLET.match(number))
            drop(span)
            if is_bullet:
                paragraph.set("data-bullet", "1")
            elif number:
                _put_number(paragraph, number)
            return


def _put_number(paragraph, number: str) -> None:
    gap = "" if number.endswith(("、", "）", ")", ".", "．")) else "\u3000"
    text = "".join(paragraph.itertext())
    cut_front(paragraph, len(text) - len(text.lstrip(SPACES)))
    first = next(
        (node for node, slot in text_slots(paragraph) if slot == "text" and (node.text or "").strip()), None
    )
    put_front(paragraph if first is None or _has_text_before(paragraph, first) else first, number + gap)


def _has_text_before(paragraph, node) -> bool:
    for found, slot in text_slots(paragraph):
        if found is node and slot == "text":
            return False
        if (getattr(found, slot) or "").strip():
            return True
    return False


def _flatten(root) -> None:
    """Blocks stand directly in the document: containers are unwrapped, loose text becomes paragraphs."""
    for element in list(root.iter(etree.Element)):
        if element is root or element.tag in ("section",):
            continue
        if element.tag in (
            "div",
            "center",
            "article",
            "header",
            "footer",
            "main",
            "form",
            "address",
            "dl",
            "pre",
        ):
            if has_blocks(element):
                _wrap_loose(element)
                unwrap(element)
            else:
                element.tag = "p"
        elif element.tag in ("dt", "dd"):
            element.tag = "p"
    _wrap_loose(root)


def _wrap_loose(container) -> None:
    """Text and runs between the blocks of `container` become paragraphs."""
    pieces = [new("span", container.text or "")] if (container.text or "").strip(SPACES) else []
    container.text = None
    for child in list(container):
        tail, child.tail = child.tail, None
        pieces.append(child)
        if (tail or "").strip(SPACES):
            pieces.append(new("span", tail))
    container[:] = []
    for is_block, group in groupby(pieces, key=lambda piece: piece.tag in BLOCKS or piece.tag == "li"):
        if is_block:
            container.extend(group)
            continue
        paragraph = new("p")
        paragraph.extend(group)
        for span in list(paragraph.iterchildren("span")):
            unwrap(span)
        container.append(paragraph)


def _tidy_spaces(root) -> None:
    for node, slot in text_slots(root):
        text = getattr(node, slot)
        if text:
            text = (
                _SEGMENT_BREAK.sub("", text).replace("\u200b", "").replace("\ufeff", "").replace("\xad", "")
            )
            setattr(node, slot, _RUN_OF_SPACE.sub(" ", text))
    for block in root.iter("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption", "figcaption"):
        strip_ends(block)
        _tidy_breaks(block)
    for item in root.iter("li"):
        if len(item) and item[0].tag == "p" and all(child.tag in ("ul", "ol") for child in item[1:]):
            unwrap(item[0])
    for container in root.iter("ul", "ol", "table", "thead", "tbody", "tfoot", "tr"):
        container.text = None
        for child in container:
            child.tail = None


def _tidy_breaks(block) -> None:
    """One line break at a time, none at the start or the end."""
    for broken in list(block.iter("br")):
        following, tail = broken.getnext(), (broken.tail or "").strip(SPACES)
        is_first = broken is block[0] and not (block.text or "").strip(SPACES) if len(block) else False
        is_doubled = following is not None and following.tag == "br"
        is_last = following is None and broken.getparent() is block
        if (not tail and (is_doubled or is_last)) or is_first:
            drop(broken)
        elif broken.tail:
            broken.tail = broken.tail.lstrip(SPACES)


def _gather_bullets(root) -> None:
    """Paragraphs with a bullet that follow each other are one list."""
    for is_bullet, group in groupby(list(root.iter("p")), key=lambda p: p.get("data-bullet") == "1"):
        listed = None
        for paragraph in group if is_bullet else ():
            if listed is None or paragraph.getprevious() is not listed:
                listed = new("ul")
                paragraph.addprevious(listed)
            paragraph.tag = "li"
            listed.append(paragraph)


def _drop_empty(root) -> None:
    for block in list(
        root.iter("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", *INLINE_MARKS)
    ):
        is_empty = not text_of(block) and block.find(".//img") is None
        if is_empty and block.getparent() is not None and block.getparent().tag not in ("td", "th"):
            drop(block)


def _drop_footnotes_last(root) -> None:
    """The list of notes stays at the end, whatever was loose behind it."""
    for section in list(root.iterchildren("section")):
        root.append(section)
