"""Addresses for readers outside the page: feeds, sitemap, robots. Absolute, and never with the look of a page."""

from django.conf import settings
from django.urls import reverse

from portal import view_options


def absolute(path: str) -> str:
    """`path` (as reversed, perhaps with a look in front) as the one canonical address."""
    found = view_options.split(path)
    return settings.SITE["url"] + (found[1] if found else path)


def absolute_url(name: str, *args) -> str:
    """The canonical address of a named page."""
    return absolute(reverse(name, args=args))
