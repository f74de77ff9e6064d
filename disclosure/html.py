"""Text is cleaned on the server, whatever editor or import it came from."""

import re
from collections.abc import Callable
from html import escape

import nh3

TAGS = {
    "h2", "h3", "h4", "p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "u", "sub", "sup", "blockquote",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "a", "hr", "div", "span",
    "figure", "figcaption", "img", "section",
}  # fmt: skip
ATTRIBUTES = {
    "*": set(),
    "a": {"href", "title", "id"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    "li": {"id"},
    "img": {"src", "alt", "width", "height"},
}
CLASSES = {"p": {"flush", "signature", "article"}, "ol": {"articles"}, "section": {"footnotes"}}
SCHEMES = {"http", "https", "mailto", "tel"}
PICTURE = re.compile(r"/pictures/(\d{1,18})/(\d{1,5})/")
"""Where the only pictures of a text are: those stored with a publication, in one of their widths."""

_ALLOWED_VALUES = {
    ("a", "id"): re.compile(r"fnref-[1-9]\d{0,2}"),
    ("li", "id"): re.compile(r"fn-[1-9]\d{0,2}"),
    ("img", "src"): PICTURE,
    ("img", "alt"): re.compile(r".*\S.*", re.DOTALL),
    ("img", "width"): re.compile(r"[1-9]\d{0,4}"),
    ("img", "height"): re.compile(r"[1-9]\d{0,4}"),
}
_IMAGE = re.compile(r'<img((?:\s+[a-z]+="[^"]*")*)\s*/?>')
_PICTURELESS = re.compile(r"<figure>\s*(?:<figcaption>([^<]*)</figcaption>\s*)?</figure>")
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


def with_picture_addresses(html: str, address_of: Callable[[int, int], str]) -> str:
    """Cleaned `html` whose pictures are read at `address_of(picture, width)`: a draft's are not public yet."""
    return re.sub(rf'(<img\b[^<>]* src="){PICTURE.pattern}"', lambda m: _readdressed(m, address_of), html)


def pictures_in(html: str) -> set[int]:
    """Primary keys of the stored pictures that stand in the text."""
    return {int(found[1]) for found in re.finditer(rf'src="{PICTURE.pattern}"', html)}


def _readdressed(match: re.Match, address_of: Callable[[int, int], str]) -> str:
    return f'{match[1]}{escape(address_of(int(match[2]), int(match[3])))}"'


def _clean_once(html: str) -> str:
    return _without_nameless_pictures(_sanitized(html))


def _without_nameless_pictures(html: str) -> str:
    """A picture needs an address of the portal and a text alternative; without either it is left out."""
    html = _IMAGE.sub(lambda match: match[0] if {"src", "alt"} <= _names(match[1]) else "", html)
    return _PICTURELESS.sub(lambda match: f"<p>{match[1]}</p>" if match[1] and match[1].strip() else "", html)


def _names(attributes: str) -> set[str]:
    return set(re.findall(r'([a-z]+)="[^"]*"', attributes))


def _allowed_value(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return value if CLASSES.get(tag, set()) & set(value.split()) else None
    pattern = _ALLOWED_VALUES.get((tag, attribute))
    return value if pattern is None or pattern.fullmatch(value) else None


def _sanitized(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_allowed_value,
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
