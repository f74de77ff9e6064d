from collections.abc import Iterator

from django import template
from django.core.paginator import Page

register = template.Library()


@register.filter
def shown_pages(page: Page) -> Iterator[int | str]:
    """The page numbers a pagination shows: first, last, two on either side, and … for those left out.

    However many pages there are, it yields at most nine.
    """
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
