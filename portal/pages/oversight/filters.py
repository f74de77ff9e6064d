"""What a page is narrowed down to, out of its address. A value nobody offered is ignored, with a sentence saying so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from catalog.models import CatalogItem, Obligation
from catalog.models.item import Tier
from catalog.states import CHOICES, COVERED, DUE, OVERDUE, State
from portal.organizations.models import TOWN_KINDS, VILLAGE_KINDS, Kind, Organization

from .access import Scope

# 公开层级 of an obligation is the tier of the organisation that owes it.
TIER_KINDS = {
    Tier.COUNTY: (Kind.COUNTY_GOVERNMENT, Kind.DEPARTMENT, Kind.PUBLIC_BODY),
    Tier.TOWN: TOWN_KINDS,
    Tier.VILLAGE: VILLAGE_KINDS,
}
STATE_GROUPS = {
    "due": ("应公开（已到期）", DUE),
    "covered": ("已公开（按时和逾期）", COVERED),
    "overdue": ("缺（未公开和需更新）", OVERDUE),
    "excluded": ("不计入公开率", frozenset(State) - DUE),
}
STATE_OPTIONS = [*((code, label) for code, (label, _) in STATE_GROUPS.items()), *CHOICES]
LONGEST_VALUE = 60


def states_of(value: str) -> frozenset[State]:
    """The states meant by a value of the state filter: a group or a single state."""
    return STATE_GROUPS[value][1] if value in STATE_GROUPS else frozenset({State(value)})


@dataclass(frozen=True, slots=True)
class Field:
    """One filter: its options, or none for free text."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    everything: str = "全部"


def fields_for(scope: Scope, domains: Iterable[CatalogItem]) -> dict[str, Field]:
    """Every filter of the inspectors' pages, with the options that exist here."""
    schemes = dict.fromkeys((d.parent.code, d.parent.name) for d in domains if d.parent)
    towns = [o for o in scope.organizations if o.kind in TOWN_KINDS]
    fields = [
        Field("scheme", "目录体系", tuple(schemes), "全部目录"),
        Field("tier", "层级", tuple(Tier.choices), "全部层级"),
        Field("kind", "单位类别", tuple(Kind.choices), "全部类别"),
        Field("domain", "领域", tuple((d.code, d.name) for d in domains), "全部领域"),
        Field("organization", "单位", tuple((o.code, o.short_name) for o in scope.organizations), "全部单位"),
        Field("town", "所属乡镇街道的村（居）", tuple((o.code, o.short_name) for o in towns), "不限"),
        Field("state", "公开状态", tuple(STATE_OPTIONS), "全部状态"),
        Field("q", "事项或者单位名称含有"),
    ]
    return {field.name: field for field in fields}


class Filters:
    """The filters of one request: accepted values by name, and sentences about those ignored."""

    def __init__(self, data: Mapping[str, str], fields: Iterable[Field]):
        self.fields = list(fields)
        self._options = {field.name: dict(field.options) for field in self.fields}
        self.values: dict[str, str] = {}
        self.ignored: list[str] = []
        for field in self.fields:
            self._accept(field, data.get(field.name, "").replace("\x00", "").strip())

    def _accept(self, field: Field, value: str) -> None:
        if not value:
            return
        if not field.options:
            self.values[field.name] = value[:LONGEST_VALUE]
        elif value in self._options[field.name]:
            self.values[field.name] = value
        else:
            self.ignored.append(f"“{field.label}”没有“{value[:20]}”这个选项，已忽略这一条件。")

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    def query(self, **changes: str) -> str:
        """The query string of these filters with `changes`; an empty value takes a filter off."""
        return urlencode({k: v for k, v in {**self.values, **changes}.items() if v})

    def labels(self) -> list[str]:
        """What is chosen, as "层级：乡级"."""
        return [
            f"{field.label}：{self.label(field.name)}" for field in self.fields if field.name in self.values
        ]

    def label(self, name: str) -> str:
        """The chosen value of a filter as the reader knows it; "" when none is chosen."""
        return self._options[name].get(self.get(name), self.get(name))

    def for_form(self) -> list[dict]:
        """As the component filter_form takes them."""
        return [
            {
                "name": field.name,
                "label": field.label,
                "value": self.get(field.name),
                "options": [("", field.everything), *field.options] if field.options else [],
            }
            for field in self.fields
        ]

    def applied(self) -> list[dict]:
        return [
            {
                "label": field.label,
                "value": self.label(field.name),
                "remove_url": f"?{self.query(**{field.name: ''})}",
            }
            for field in self.fields
            if field.name in self.values
        ]


def chosen_domains(filters: Filters, domains: Iterable[CatalogItem]) -> list[CatalogItem]:
    """Those of `domains` that the filters scheme and domain leave."""
    scheme, code = filters.get("scheme"), filters.get("domain")
    return [d for d in domains if (not scheme or d.parent.code == scheme) and (not code or d.code == code)]


def chosen_organizations(filters: Filters, scope: Scope) -> list[Organization]:
    """Those in scope that the filters tier, kind, organization and town leave."""
    tier, kind, code = filters.get("tier"), filters.get("kind"), filters.get("organization")
    town = scope.by_code.get(filters.get("town"))
    return [
        o
        for o in scope.organizations
        if (not tier or o.kind in TIER_KINDS[Tier(tier)])
        and (not kind or o.kind == kind)
        and (not code or o.code == code)
        and (town is None or (o.parent_id == town.pk and o.is_village))
    ]


def filtered(
    filters: Filters, scope: Scope, domains: Iterable[CatalogItem], *, with_state: bool = True
) -> QuerySet[Obligation]:
    """The obligations in scope that pass the filters, leaving the state aside if so asked. No query yet."""
    rows = scope.obligations()
    if filters.get("scheme") or filters.get("domain"):
        rows = rows.filter(domain__in=chosen_domains(filters, domains))
    if any(filters.get(name) for name in ("tier", "kind", "organization", "town")):
        rows = rows.filter(organization__in=chosen_organizations(filters, scope))
    if words := filters.get("q"):
        rows = rows.filter(
            Q(matter__name__icontains=words)
            | Q(organization__short_name__icontains=words)
            | Q(organization__name__icontains=words)
        )
    if with_state and filters.get("state"):
        rows = rows.filter(state__in=states_of(filters.get("state")))
    return rows
