"""Text is cleaned on the server, whatever editor or import it came from."""

import re

import nh3

TAGS = {
    "h2", "h3", "h4", "p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "u", "sub", "sup", "blockquote",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "a", "hr", "div", "span",
}  # fmt: skip
ATTRIBUTES = {
    "*": set(),
    "a": {"href", "title"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
CLASSES = {"p": {"flush", "signature"}, "ol": {"articles"}}
SCHEMES = {"http", "https", "mailto", "tel"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


MOST_PASSES = 8


def clean_html(html: str) -> str:
    """`html` with only the tags, attributes and link schemes of official documents; scripts and styles are gone.

    Cleaned until nothing changes any more: crooked markup (a link around a table) is read differently the second
    time, and a browser must see what was checked. What does not settle is kept as its text alone.
    """
    for _ in range(MOST_PASSES):
        cleaned = _clean_once(html)
        if cleaned == html:
            return cleaned
        html = cleaned
    return plain_text(html)


def _clean_once(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        clean_content_tags={"script", "style"},
        link_rel="noopener noreferrer",
    )


def plain_text(html: str) -> str:
    """The text of `html` without any tag, for summaries and comparison."""
    return " ".join(nh3.clean(html, tags=set(), attributes={}).split())


def one_line(text: str) -> str:
    """`text` without control characters (word processors leave them in titles; XML cannot carry them)."""
    return _CONTROL.sub(" ", text).strip()
