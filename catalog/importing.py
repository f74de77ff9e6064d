"""Synchronising the catalog with a spreadsheet: plan first (`plan.py`), then apply all of it or nothing."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Count, Min, Q

from portal.ledger.services import append

from . import obligations, tree
from .codes import CodeSeries
from .models import CatalogItem, Evidence, ItemKind, Origin
from .plan import ELEMENTS, Change, Key, Plan, elements, existing_matters, make_plan
from .spreadsheets import CatalogRow
from .standard import DATA, load_domains, standard_files, standard_provenance

__all__ = [
    "DATA",
    "Change",
    "ImportRefused",
    "Key",
    "Plan",
    "apply",
    "load_domains",
    "make_plan",
    "standard_files",
    "standard_provenance",
]


class ImportRefused(Exception):
    """The plan has errors; they name every bad row."""


@transaction.atomic
def apply(plan: Plan, today: date, *, actor: str = "", provenance: dict[Key, str] | None = None) -> None:
    """Carry out `plan` in one transaction and bring obligations in step. Raises ImportRefused when it has errors."""
    if plan.errors:
        raise ImportRefused(f"有 {len(plan.errors)} 处错误，没有导入任何内容。")
    if plan.is_empty:
        return
    tree.lock_tree()
    touched = [*_reword(plan.changed), *_resume_or_add(plan.added, today, provenance or {})]
    tree.update(touched, {*ELEMENTS, "ended_on"})
    CatalogItem.objects.filter(pk__in=[item.pk for item in plan.ended]).update(ended_on=today)
    _settle_groups([*touched, *plan.ended], {key.domain for key, _ in plan.added}, today)
    obligations.sync(today)
    obligations.recount_deadlines(today, obligations.of_matters(touched))
    append(
        "catalog_imported",
        "catalog",
        actor=actor,
        payload={"added": len(plan.added), "changed": len(plan.changed), "ended": len(plan.ended)},
    )


def _reword(changes: list[Change]) -> list[CatalogItem]:
    for change in changes:
        for name, (_, after) in change.differences.items():
            setattr(change.item, name, after)
    return [change.item for change in changes]


def _resume_or_add(
    rows: list[tuple[Key, CatalogRow]], today: date, provenance: dict[Key, str]
) -> list[CatalogItem]:
    """Insert new matters with their groups; returns those that were there before, changed but not saved."""
    have = existing_matters()
    back = [(have[key], row) for key, row in rows if key in have]
    for item, row in back:
        for name, value in (elements(row) | {"ended_on": None}).items():
            setattr(item, name, value)
    _add([(key, row) for key, row in rows if key not in have], today, provenance)
    return [item for item, _ in back]


def _add(rows: list[tuple[Key, CatalogRow]], today: date, provenance: dict[Key, str]) -> None:
    if not rows:
        return
    domains = {d.code: d for d in CatalogItem.objects.domains()}
    groups = _groups_by_name()
    codes = CodeSeries()
    new = []
    for key, row in rows:
        domain = domains[key.domain]
        group = groups.get((key.domain, key.level1))
        if group is None:
            group = _new(ItemKind.GROUP, domain, domain, row.level1, codes, today)
            groups[key.domain, key.level1] = group
            new.append(group)
        matter = _new(ItemKind.MATTER, domain, group, row.name, codes, today)
        matter.evidence = provenance.get(key, Evidence.LOCAL)
        for name, value in elements(row).items():
            setattr(matter, name, value)
        new.append(matter)
    tree.insert(new)


def _groups_by_name() -> dict[tuple[str, str], CatalogItem]:
    groups = CatalogItem.objects.filter(kind=ItemKind.GROUP).select_related("domain")
    in_force_last = sorted(groups, key=lambda group: group.ended_on is None)
    return {(group.domain.code, group.name): group for group in in_force_last}


def _new(kind: ItemKind, domain: CatalogItem, parent: CatalogItem, name: str, codes: CodeSeries, today: date):
    return CatalogItem(
        kind=kind,
        code=codes.next(domain, kind),
        parent=parent,
        domain=domain,
        name=name,
        origin=Origin.OFFICIAL,
        started_on=today,
    )


def _settle_groups(touched: Iterable[CatalogItem], domain_codes: set[str], today: date) -> None:
    """Groups follow their matters: in force while one of them is, standing where the first of them stands."""
    domains = Q(domain__in={item.domain_id for item in touched}) | Q(domain__code__in=domain_codes)
    groups = CatalogItem.objects.filter(domains, kind=ItemKind.GROUP).annotate(
        first=Min("children__sequence", filter=Q(children__ended_on__isnull=True)), matters=Count("children")
    )
    changed = []
    for group in groups:
        before = group.sequence, group.ended_on
        if group.first is not None:
            group.sequence, group.ended_on = group.first, None
        elif group.matters:
            group.ended_on = group.ended_on or today
        if (group.sequence, group.ended_on) != before:
            changed.append(group)
    if changed:
        tree.update(changed, ["sequence", "ended_on"])
