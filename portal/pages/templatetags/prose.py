import re
from html import unescape
from itertools import count

from django import template
from django.utils.html import escape, strip_tags
from django.utils.safestring import mark_safe

register = template.Library()

LONG = 5000
FEWEST = 3
"""Characters of HTML and headings from which a text is given a table of contents."""

_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_TABLE = re.compile(r"<table[^>]*>(\s*<caption>(.*?)</caption>)?", re.DOTALL)
_ORGANS = "政府|办事处|办公室|部门|单位|局|委员会|中心|公司|企业|学校|医院|机构"
_PEOPLE = "市民|群众|居民|村民|朋友|家长|经营者"
_ADDRESSEES = re.compile(rf"\A\s*<p>(?=[^<。]{{2,120}}(?:{_ORGANS}|{_PEOPLE})：</p>)")
_MARK = re.compile(r"<p>\s*（此件公开发布）\s*</p>\s*\Z")
_SIGNATURE = re.compile(r"(?:<p>([^<。；：]{2,60})</p>\s*)?<p>(\d{4}年\d{1,2}月\d{1,2}日)</p>\s*\Z")


@register.filter
def prose(html: str) -> str:
    """Sanitised rich text as the page shows it: set like an official document, tables in regions that scroll."""
    return mark_safe(with_anchors(in_regions(as_document(html))))  # noqa: S308 - cleaned by disclosure.html when it was saved


@register.filter
def headings(html: str) -> list[str]:
    """The level-2 headings of a long text, for its table of contents; none when the text is short."""
    found = [unescape(strip_tags(text)).strip() for text in _HEADING.findall(html)]
    return found if len(html) >= LONG and len(found) >= FEWEST else []


def with_anchors(html: str) -> str:
    """Level-2 headings numbered in order, part-1 and on, as the table of contents links to them."""
    numbers = count(1)
    return _HEADING.sub(lambda match: f'<h2 id="part-{next(numbers)}">{match[1]}</h2>', html)


def as_document(html: str) -> str:
    """Addressees flush left, organ and date of the signature to the right, as 党政机关公文格式 (GB/T 9704) sets them.

    The mark 此件公开发布 at the end is left out: the page adds it below every publication.
    """
    html = _ADDRESSEES.sub('<p class="flush">', _MARK.sub("", html))
    return _SIGNATURE.sub(_signature, html)


def in_regions(html: str) -> str:
    """Each table inside a named, focusable region of its own."""
    return _TABLE.sub(_open_region, html).replace("</table>", "</table></div>")


def _signature(match: re.Match) -> str:
    lines = [line for line in match.groups() if line]
    return f'<p class="signature">{"<br>".join(lines)}</p>'


def _open_region(match: re.Match) -> str:
    label = escape(unescape(strip_tags(match[2] or "")).strip() or "表格")
    return f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}">{match[0]}'
