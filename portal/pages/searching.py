"""The simple search: titles and numbers of publications, names of matters and organisations, in the database."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from catalog.models import CatalogItem
from disclosure.models import Publication
from disclosure.numbers import normalize_document_number
from portal.organizations.models import Organization

from .everyday_words import EVERYDAY
from .listing import with_words, words_of


def publications_matching(text: str):
    """Public publications with every word in the title, the document number or the index number, newest first.

    A word of every day (低保) also finds what documents write instead (最低生活保障).
    """
    found = with_words(
        Publication.objects.public(), text, "title", "document_number", "index_number", synonyms=EVERYDAY
    )
    return found.newest()


def matters_matching(text: str):
    """Matters in force with every word in their name, that of their group or domain, in the order of the catalog."""
    matters = CatalogItem.objects.matters().current().select_related("parent", "domain")
    matters = matters.defer("content", "legal_basis", "domain__content", "parent__content")
    return with_words(matters, text, "name", "parent__name", "domain__name", synonyms=EVERYDAY).in_order()


def organizations_matching(text: str):
    """Organisations, villages too, with every word in one of their names; those that exist come first."""
    found = Organization.objects.select_related("parent", "successor").defer("functions")
    found = with_words(found, text, "name", "short_name", "catalog_name")
    return found.order_by("abolished_on", "tree_id", "lft")


def highlight(title: str, text: str) -> SafeString:
    """`title` as HTML with every word of `text` in a mark element. Both are escaped."""
    words = {
        said
        for word in words_of(text)
        for said in (word, normalize_document_number(word), *EVERYDAY.get(word, ()))
    }
    pattern = re.compile(
        "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE
    )
    pieces, end = [], 0
    for match in pattern.finditer(title) if words else ():
        pieces += [escape(title[end : match.start()]), "<mark>", escape(match[0]), "</mark>"]
        end = match.end()
    return mark_safe("".join([*pieces, escape(title[end:])]))  # noqa: S308 every piece is escaped above
