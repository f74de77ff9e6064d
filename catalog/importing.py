"""Synchronising the catalog with a spreadsheet: plan first (`plan.py`), then apply all of it or nothing."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from portal.ledger.services import append

from . import groups, obligations, tree
from .changes import wording
from .codes import CodeSeries
from .models import CatalogItem, EntryKind, Evidence, ItemKind, Origin, Revision, RevisionSource
from .plan import ELEMENTS, Change, Key, Plan, elements, existing_matters, make_plan
from .revisions import Entry, record
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

STEPS = 4


class ImportRefused(Exception):
    """The plan has errors; they name every bad row."""


@transaction.atomic
def apply(
    plan: Plan,
    today: date,
    *,
    actor: str = "",
    provenance: dict[Key, str] | None = None,
    title: str = "",
    reason: str = "",
    step: Callable[[str], None] = lambda what: None,
) -> Revision | None:
    """Carry out `plan` in one transaction, bring obligations in step, and leave a numbered revision.

    `step` hears of each of the STEPS when it begins; what it raises undoes everything.
    Returns the revision, None when nothing but the order changed. Raises ImportRefused when the plan has errors.
    """
    if plan.errors:
        raise ImportRefused(f"有 {len(plan.errors)} 处错误，没有导入任何内容。")
    if plan.is_empty:
        return None
    step("写入目录。")
    tree.lock_tree()
    is_first = not CatalogItem.objects.matters().exists()
    reworded = [Entry(c.item, EntryKind.CHANGE, wording.of_columns(c)) for c in plan.reworded]
    touched = _reword(plan.changed)
    back, new = _resume_or_add(plan.added, today, provenance or {})
    touched += [entry.matter for entry in back]
    tree.update(touched, {*ELEMENTS, "ended_on"})
    CatalogItem.objects.filter(pk__in=[item.pk for item in plan.ended]).update(ended_on=today)
    groups.settle([*touched, *plan.ended], {key.domain for key, _ in plan.added}, today)
    step("落实到各单位。")
    obligations.sync(today)
    step("计算公开期限。")
    obligations.recount_deadlines(today, obligations.of_matters(touched))
    entries = [*new, *back, *reworded, *(Entry(item, EntryKind.END) for item in plan.ended)]
    revision = None
    step("记入目录修订和台账。")
    if entries:
        source = RevisionSource.INITIAL if is_first else RevisionSource.IMPORT
        title = title or ("初始目录" if is_first else "导入目录表格")
        revision = record(source, title, today, entries, reason=reason, decided_by=actor)
    counts = {"added": len(plan.added), "changed": len(plan.changed), "ended": len(plan.ended)}
    append("catalog_imported", "catalog", actor=actor, payload={"number": str(revision or ""), **counts})
    return revision


def _reword(changes: list[Change]) -> list[CatalogItem]:
    for change in changes:
        for name, (_, after) in change.differences.items():
            setattr(change.item, name, after)
    return [change.item for change in changes]


def _resume_or_add(
    rows: list[tuple[Key, CatalogRow]], today: date, provenance: dict[Key, str]
) -> tuple[list[Entry], list[Entry]]:
    """Insert new matters with their groups; returns those that were there before, changed but not saved, and the new."""
    have = existing_matters()
    back = [(have[key], row) for key, row in rows if key in have]
    resumed = [
        Entry(item, EntryKind.RESUME, wording.differences(wording.snapshot(item), wording.of_row(row)))
        for item, row in back
    ]
    for item, row in back:
        for name, value in (elements(row) | {"ended_on": None}).items():
            setattr(item, name, value)
    return resumed, _add([(key, row) for key, row in rows if key not in have], today, provenance)


def _add(rows: list[tuple[Key, CatalogRow]], today: date, provenance: dict[Key, str]) -> list[Entry]:
    if not rows:
        return []
    domains = {d.code: d for d in CatalogItem.objects.domains()}
    known_groups = groups.by_name()
    codes = CodeSeries()
    new, entries = [], []
    for key, row in rows:
        domain = domains[key.domain]
        group = known_groups.get((key.domain, key.level1))
        if group is None:
            group = _new(ItemKind.GROUP, domain, domain, row.level1, codes, today)
            known_groups[key.domain, key.level1] = group
            new.append(group)
        matter = _new(ItemKind.MATTER, domain, group, row.name, codes, today)
        matter.evidence = provenance.get(key, Evidence.LOCAL)
        for name, value in elements(row).items():
            setattr(matter, name, value)
        new.append(matter)
        entries.append(Entry(matter, EntryKind.ADD, wording.differences({}, wording.of_row(row))))
    tree.insert(new)
    return entries


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
