"""The tables of the inspectors' pages, out of counts. No queries here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.urls import reverse

from catalog.models import CatalogItem
from catalog.states import LABELS, State, covered, due, merge, overdue, rate
from portal.organizations.models import VILLAGE_KINDS, Organization

from .filters import Filters, states_of

# Shade of a cell by coverage rate: below each bound; 4 is complete.
SHADES = (0.5, 0.7, 0.85, 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A tally, the obligations behind it, and how it is shown; falsy when nothing is owed."""

    tally: Mapping[str, int]
    url: str
    shown_states: frozenset[State] | None = None

    def __bool__(self) -> bool:
        return bool(self.total)

    @property
    def total(self) -> int:
        return sum(self.tally.values())

    @property
    def covered(self) -> int:
        return covered(self.tally)

    @property
    def due(self) -> int:
        return due(self.tally)

    @property
    def overdue(self) -> int:
        return overdue(self.tally)

    @property
    def excluded(self) -> int:
        """Owed, but out of the rate: not yet due, not applicable, undetermined."""
        return self.total - self.due

    @property
    def shown(self) -> int | None:
        """How many are in the one state the reader asked for; None when none was asked for."""
        if self.shown_states is None:
            return None
        return sum(self.tally.get(state, 0) for state in self.shown_states)

    @property
    def percent(self) -> int | None:
        """Coverage rate in whole percent, rounded down: 100 only when nothing is missing."""
        found = rate(self.tally)
        return None if found is None else int(found * 100 + 1e-9)

    @property
    def shade(self) -> str:
        found = rate(self.tally)
        if found is None:
            return "none"
        return str(sum(found >= bound for bound in SHADES))

    @property
    def states(self) -> list[dict]:
        """Every state with its number and share of the total, in the order of the legend."""
        return [
            {"code": state.value, "label": LABELS[state], "number": self.tally.get(state, 0)}
            | {"percent": round(100 * self.tally.get(state, 0) / self.total) if self.total else 0}
            for state in State
        ]


@dataclass(slots=True)
class Row:
    """One organisation of the matrix, or all villages of a town taken together."""

    label: str
    url: str
    code: str
    cells: list[Cell]
    total: Cell
    is_village: bool = False
    is_group: bool = False
    is_open: bool = False
    toggle_url: str = ""


@dataclass(slots=True)
class Matrix:
    domains: list[CatalogItem]
    rows: list[Row]
    totals: list[Cell]
    total: Cell
    idle_domains: list[CatalogItem] = field(default_factory=list)
    idle_organizations: list[Organization] = field(default_factory=list)


class MatrixBuilder:
    """Puts counts (domain id, organisation id, state, number) into rows, columns and totals.

    `expanded` holds the codes of towns whose villages get a row each, or "all".
    """

    def __init__(self, counts: Iterable[tuple], filters: Filters, expanded: Iterable[str] = ()):
        self._tallies: dict[int, dict[int, dict]] = defaultdict(lambda: defaultdict(dict))
        for domain_id, organization_id, state, number in counts:
            self._tallies[organization_id][domain_id][state] = number
        self._filters = filters
        self._expanded = frozenset(expanded)
        self._base = reverse("oversight_obligations")
        state = filters.get("state")
        self._shown = states_of(state) if state else None

    def build(self, domains: list[CatalogItem], organizations: list[Organization]) -> Matrix:
        """The matrix of `organizations` (tree order) by `domains`; those that owe nothing are listed apart."""
        busy = [o for o in organizations if o.pk in self._tallies]
        columns = {d.pk: merge(self._tallies[o.pk][d.pk] for o in busy) for d in domains}
        shown = [d for d in domains if columns[d.pk]]
        return Matrix(
            domains=shown,
            rows=list(self._rows(busy, shown)),
            totals=[self._cell(columns[d.pk], self._filters.query(domain=d.code, state="")) for d in shown],
            total=self._cell(merge(columns.values()), self._filters.query(state="")),
            idle_domains=[d for d in domains if not columns[d.pk]],
            idle_organizations=[o for o in organizations if o.pk not in self._tallies and o.is_active],
        )

    def _rows(self, organizations: list[Organization], domains: list[CatalogItem]) -> Iterable[Row]:
        def town_of_village(organization: Organization) -> int | None:
            return organization.parent_id if organization.kind in VILLAGE_KINDS else None

        for town_id, members in groupby(organizations, key=town_of_village):
            members = list(members)
            if town_id is not None:
                yield self._group(members, domains)
            if town_id is None or self._is_open(members[0].parent.code):
                yield from (self._row(o, domains) for o in members)

    def _row(self, organization: Organization, domains: list[CatalogItem]) -> Row:
        return Row(
            label=organization.short_name,
            url=reverse("oversight_organization", args=[organization.code]),
            code=organization.code,
            is_village=organization.is_village,
            **self._cells([organization], domains, organization=organization.code),
        )

    def _group(self, villages: list[Organization], domains: list[CatalogItem]) -> Row:
        town = villages[0].parent
        return Row(
            label=f"{town.short_name}各村（居）（{len(villages)}）",
            url="",
            code=f"{town.code}-villages",
            is_group=True,
            is_open=self._is_open(town.code),
            toggle_url=self._toggle_url(town.code),
            **self._cells(villages, domains, town=town.code),
        )

    def _is_open(self, code: str) -> bool:
        return code in self._expanded or "all" in self._expanded

    def _toggle_url(self, code: str) -> str:
        expanded = sorted(self._expanded ^ {code}) if "all" not in self._expanded else []
        query = "&".join(filter(None, [self._filters.query(), *(f"expand={town}" for town in expanded)]))
        return f"?{query}#row-{code}-villages"

    def _cells(self, organizations: list[Organization], domains: list[CatalogItem], **who: str) -> dict:
        tallies = [merge(self._tallies[o.pk][d.pk] for o in organizations) for d in domains]
        query = self._filters.query(state="", **who)
        return {
            "cells": [
                self._cell(tally, f"{query}&domain={d.code}")
                for tally, d in zip(tallies, domains, strict=True)
            ],
            "total": self._cell(merge(tallies), query),
        }

    def _cell(self, tally: dict, query: str) -> Cell:
        return Cell(tally, f"{self._base}?{query}&" if query else f"{self._base}?", self._shown)
