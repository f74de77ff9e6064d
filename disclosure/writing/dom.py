"""Small tools on lxml trees of HTML fragments."""

import re
from collections.abc import Iterator

from lxml import etree, html

SPACES = " \t\r\n\f\xa0\u3000\u200b\ufeff\u2002\u2003\u2009"
BLOCKS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "hr", "figure", "section", "pre",
    "div", "dl", "address", "center", "form", "article", "header", "footer", "main",
}  # fmt: skip
INLINE_MARKS = ("strong", "em", "u", "sub", "sup")
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_EMPTY_MARK = re.compile(r"<(strong|em|u|sub|sup|a)>(\s*)</\1>")
_BETWEEN_MARKS = re.compile(r"</(strong|em|u|sub|sup)><\1>")


def parse(markup: str) -> html.HtmlElement:
    """A `div` that holds the fragment."""
    return html.fragment_fromstring(_UNSTORABLE.sub("", markup), create_parent="div")


def inner_html(element) -> str:
    """What is inside `element`, with marks that touch each other joined."""
    markup = _escaped(element.text) + "".join(html.tostring(child, encoding="unicode") for child in element)
    while (joined := _BETWEEN_MARKS.sub("", _EMPTY_MARK.sub(r"\2", markup))) != markup:
        markup = joined
    return markup


def text_of(element) -> str:
    """The text of `element`, stripped of every kind of space at both ends."""
    return "".join(element.itertext()).strip(SPACES)


def drop(element) -> None:
    """Take `element` out with all it holds; the text after it stays."""
    parent = element.getparent()
    if parent is not None:
        _keep_tail(element, parent)
        parent.remove(element)


def unwrap(element) -> None:
    """Take the tag away, keep what it holds."""
    if element.getparent() is not None:
        element.drop_tag()


def new(tag: str, text: str = "", **attributes) -> html.HtmlElement:
    made = html.Element(tag, **attributes)
    made.text = text
    return made


def style_of(element) -> dict[str, str]:
    """Declarations of the style attribute, names and values in lower case."""
    pairs = (part.split(":", 1) for part in element.get("style", "").lower().split(";") if ":" in part)
    return {name.strip(): value.strip().strip("'\"") for name, value in pairs}


def has_blocks(element) -> bool:
    return any(child.tag in BLOCKS for child in element.iterdescendants(etree.Element))


def text_slots(element) -> Iterator[tuple[html.HtmlElement, str]]:
    """Every place that holds text inside `element`, in order: (node, "text" or "tail")."""
    yield element, "text"
    for child in element:
        yield from text_slots(child)
        yield child, "tail"


def cut_front(element, count: int) -> None:
    """Remove the first `count` characters of the text inside `element`."""
    for node, slot in text_slots(element):
        text = getattr(node, slot) or ""
        setattr(node, slot, text[count:])
        count -= min(count, len(text))
        if not count:
            return


def cut_back(element, count: int) -> None:
    """Remove the last `count` characters of the text inside `element`."""
    for node, slot in reversed(list(text_slots(element))):
        text = getattr(node, slot) or ""
        taken = min(count, len(text))
        setattr(node, slot, text[: len(text) - taken])
        count -= taken
        if not count:
            return


def put_front(element, text: str) -> None:
    """Write `text` before everything in `element`."""
    element.text = text + (element.text or "")


def strip_ends(element) -> None:
    """No space of any kind at the start or the end of `element`."""
    text = "".join(element.itertext())
    cut_front(element, len(text) - len(text.lstrip(SPACES)))
    text = "".join(element.itertext())
    cut_back(element, len(text) - len(text.rstrip(SPACES)))


def _keep_tail(element, parent) -> None:
    if not element.tail:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + element.tail
    else:
        parent.text = (parent.text or "") + element.tail
    element.tail = None


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
