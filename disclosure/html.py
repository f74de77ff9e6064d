"""Rich text is cleaned on the server, whatever editor or import it came from."""

import nh3

TAGS = {
    "h2", "h3", "h4", "p", "br", "ul", "ol", "li", "strong", "b", "em", "i", "u", "sub", "sup", "blockquote",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "a", "hr", "div", "span",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
CLASSES = {"p": {"flush", "signature"}, "ol": {"articles"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def clean_html(html: str) -> str:
    """`html` with only the tags, attributes and link schemes of official documents; scripts and styles are gone."""
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
