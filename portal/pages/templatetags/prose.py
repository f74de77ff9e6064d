import re

from django import template
from django.utils.html import escape, strip_tags
from django.utils.safestring import mark_safe

register = template.Library()

_TABLE = re.compile(r"<table>(\s*<caption>(.*?)</caption>)?", re.DOTALL)


@register.filter
def prose(html: str) -> str:
    """Sanitised rich text as the page shows it: each table scrolls inside its own named, focusable region."""

    def open_region(match: re.Match) -> str:
        label = escape(strip_tags(match[2] or "").strip() or "表格")
        return f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}">{match[0]}'

    wrapped = _TABLE.sub(open_region, html).replace("</table>", "</table></div>")
    return mark_safe(wrapped)  # noqa: S308 - cleaned by disclosure.html when it was saved
