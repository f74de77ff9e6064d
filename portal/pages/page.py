"""What every public page says about itself: its place, its door in the navigation, its column tags."""

from typing import NamedTuple

from django.shortcuts import render

from .caching import mark_cacheable


class Crumb(NamedTuple):
    label: str
    url: str = ""


class Column(NamedTuple):
    """The column tags a page must carry (国办发〔2017〕47号, annex; types by rule 6.1)."""

    name: str
    description: str
    keywords: str
    type: str


def public_page(
    request, template: str, *, door: str, crumbs: list[Crumb], column: Column, status=200, **context
):
    """Render a public page. It never looks at the visitor, so that one copy serves everyone, from any cache."""
    context = {"door": door, "breadcrumbs": crumbs, "column": column, **context}
    return mark_cacheable(render(request, template, context, status=status))


def query_without_page(request) -> str:
    """The query string as pagination links keep it."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
