"""Lists of publications: filters read from the address, and pages that stay quick far from the front."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from disclosure.models import Publication
from disclosure.numbers import normalize_document_number

PAGE_SIZE = 20
LONGEST_TEXT = 60
MOST_WORDS = 6

Synonyms = Mapping[str, tuple[str, ...]]
NO_SYNONYMS: Synonyms = MappingProxyType({})
Narrow = Callable[[QuerySet, str], QuerySet] | None


def clean_text(text: str | None) -> str:
    """What a visitor typed, as one line of at most 60 printable characters."""
    printable = "".join(c if c.isprintable() else " " for c in text or "")
    return " ".join(printable.split())[:LONGEST_TEXT].strip()


def words_of(text: str) -> list[str]:
    return text.split()[:MOST_WORDS]


def with_words(queryset: QuerySet, text: str, *fields: str, synonyms: Synonyms = NO_SYNONYMS) -> QuerySet:
    """Rows that have every word of `text`, or one of its `synonyms`, in one of `fields`."""
    for word in words_of(text):
        condition = Q()
        for said in (word, *synonyms.get(word, ())):
            for name in fields:
                wanted = normalize_document_number(said) if name == "document_number" else said
                condition |= Q(**{f"{name}__icontains": wanted})
        queryset = queryset.filter(condition)
    return queryset


@dataclass(frozen=True)
class Choice:
    """A filter with fixed options. A value that is not among them counts as not given.

    Without `narrow` the view itself does something with the value.
    """

    name: str
    label: str
    narrow: Narrow
    options: list[tuple[str, str]]
    all_label: str = "全部"

    def value_in(self, query) -> str:
        value = query.get(self.name, "")
        return value if any(value == option for option, _ in self.options) else ""

    def word_for(self, value: str) -> str:
        return dict(self.options)[value]

    def as_field(self, value: str) -> dict:
        options = [("", self.all_label), *self.options]
        return {"name": self.name, "label": self.label, "value": value, "options": options}


@dataclass(frozen=True)
class Words:
    """A filter by words the visitor types."""

    name: str
    label: str
    narrow: Narrow

    def value_in(self, query) -> str:
        return clean_text(query.get(self.name))

    def word_for(self, value: str) -> str:
        return value

    def as_field(self, value: str) -> dict:
        return {"name": self.name, "label": self.label, "value": value, "options": []}


@dataclass
class Filters:
    """The filters of one page with what the address says about them; `keep` travels along (sort, type).

    The first `shown` stand open, the others are folded away until one of them is used.
    """

    url: str
    query: dict
    choices: list[Choice | Words]
    keep: dict[str, str] = field(default_factory=dict)
    shown: int = 4

    @cached_property
    def values(self) -> dict[str, str]:
        found = {choice.name: choice.value_in(self.query) for choice in self.choices}
        return {name: value for name, value in found.items() if value}

    def narrow(self, queryset: QuerySet) -> QuerySet:
        for choice in self.choices:
            if choice.narrow and choice.name in self.values:
                queryset = choice.narrow(queryset, self.values[choice.name])
        return queryset

    def address(self, **changes: str) -> str:
        """This page with `changes`; an empty value takes the parameter away. Always from the first page."""
        query = {k: v for k, v in {**self.values, **self.keep, **changes}.items() if v}
        return f"{self.url}?{urlencode(query)}" if query else self.url

    def as_context(self) -> dict:
        """What components/filter_form.html and components/pagination.html draw."""
        fields = [choice.as_field(self.values.get(choice.name, "")) for choice in self.choices]
        return {
            "filter_action": self.url,
            "filter_fields": fields[: self.shown],
            "more_fields": fields[self.shown :],
            "more_open": any(field["value"] for field in fields[self.shown :]),
            "filter_keep": list(self.keep.items()),
            "applied": [self._applied(c) for c in self.choices if c.name in self.values],
            "clear_url": self.url,
            "query": urlencode({**self.values, **self.keep}),
        }

    def _applied(self, choice: Choice | Words) -> dict:
        word = choice.word_for(self.values[choice.name])
        return {"label": choice.label, "value": word, "remove_url": self.address(**{choice.name: ""})}


class KeysFirstPaginator(Paginator):
    """Finds the ids of a page first, on an index alone, and reads only the rows of that page."""

    def page(self, number):
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        ids = list(self.object_list.values_list("pk", flat=True)[start : start + self.per_page])
        rows = self.rows().in_bulk(ids)
        return self._get_page([rows[pk] for pk in ids if pk in rows], number, self)

    def rows(self) -> QuerySet:
        return self.object_list.model.objects.all()


class PublicationPaginator(KeysFirstPaginator):
    def rows(self) -> QuerySet:
        return Publication.objects.public().for_list()


def page_of(request, publications: QuerySet):
    """The page of `publications` the address asks for: nonsense is the first page, too far is the last."""
    return PublicationPaginator(publications, PAGE_SIZE).get_page(request.GET.get("page"))


def newest_day(publications: QuerySet):
    """The day of the newest of `publications`; None when there is none. One query."""
    newest = publications.order_by("-published_at", "-pk").only("published_at").first()
    return newest.date if newest else None


def choices_of(vocabulary: Iterable) -> list[tuple[str, str]]:
    """The options of a TextChoices, as a Choice wants them."""
    return [(member.value, member.label) for member in vocabulary]
