"""Synchronising the catalog with a spreadsheet: plan first, then apply all of it or nothing.

The natural key of a matter is (domain, level-1 name, matter name). Running the same file again changes nothing.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from portal.ledger.services import append
from portal.organizations.models import Organization

from . import obligations, tree
from .assignment import Directory
from .models import CatalogItem, Evidence, ItemKind, Origin
from .responsible import read_responsible
from .spreadsheets import CatalogRow, RowError, SheetRows

DATA = Path(settings.BASE_DIR) / "fixtures" / "catalog"
SCHEMES = (
    ("standard", "基层政务公开标准目录"),
    ("statutory", "法定主动公开目录"),
    ("village", "村（居）务公开目录"),
)
TIERS = {"县级": "at_county", "乡级": "at_town", "村级": "at_village"}
ELEMENTS = (
    "content", "legal_basis", "time_limit", "responsible", "channels", "audience", "method",
    "at_county", "at_town", "at_village", "sequence",
)  # fmt: skip


class Key(NamedTuple):
    domain: str
    level1: str
    name: str


@dataclass
class Change:
    """One matter whose wording differs: {field: (before, after)}."""

    item: CatalogItem
    differences: dict[str, tuple]

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """(element as the form calls it, before, after) for people to read."""
        return [
            (CatalogItem._meta.get_field(name).verbose_name, _shown(before), _shown(after))
            for name, (before, after) in self.differences.items()
        ]


@dataclass
class Plan:
    """What an import would do. Nothing has been written; with errors, nothing will be."""

    added: list[tuple[Key, CatalogRow]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    ended: list[CatalogItem] = field(default_factory=list)
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.ended)


class ImportRefused(Exception):
    """The plan has errors; they name every bad row."""


@transaction.atomic
def load_domains(today: date) -> int:
    """Create the schemes and domains of `fixtures/catalog/domains.csv` that are not there yet; returns how many."""
    tree.lock_tree()
    have = set(CatalogItem.objects.values_list("code", flat=True))
    schemes = {
        code: CatalogItem(kind=ItemKind.SCHEME, code=code, name=name, sequence=n, started_on=today)
        for n, (code, name) in enumerate(SCHEMES, start=1)
        if code not in have
    } or {item.code: item for item in CatalogItem.objects.schemes()}
    domains = [
        CatalogItem(
            kind=ItemKind.DOMAIN,
            code=row["code"].lower(),
            name=row["name"],
            summary=row["summary"],
            sequence=int(row["number"]),
            parent=schemes[row["scheme"]],
            started_on=today,
        )
        for row in _read_csv("domains.csv")
        if row["code"].lower() not in have
    ]
    new = [item for item in (*schemes.values(), *domains) if item.pk is None]
    if new:
        tree.insert(new)
    return len(new)


def standard_provenance() -> dict[Key, str]:
    """How well each row of the shipped standard data is founded, by natural key."""
    return {
        Key(row["file"].removesuffix(".csv").lower(), row["一级事项"], row["二级事项"]): row["evidence"]
        for row in _read_csv("provenance.csv")
    }


def make_plan(sheets: Iterable[SheetRows], errors: Iterable[RowError] = ()) -> Plan:
    """Compare `sheets` (each named by a domain's code or name) with the catalog. Three queries."""
    plan = Plan(errors=list(errors))
    domains = {key: d for d in CatalogItem.objects.domains() for key in (d.code, d.name)}
    have = _existing_matters()
    directory = Directory(Organization.objects.active())
    for sheet in sheets:
        domain = domains.get(sheet.name.strip().lower())
        if domain is None:
            plan.errors.append(_unknown_domain(sheet))
            continue
        _plan_sheet(plan, sheet, domain, have, directory)
    return plan


@transaction.atomic
def apply(plan: Plan, today: date, *, actor: str = "", provenance: dict[Key, str] | None = None) -> None:
    """Carry out `plan` in one transaction and bring obligations in step. Raises ImportRefused when it has errors."""
    if plan.errors:
        raise ImportRefused(f"有 {len(plan.errors)} 处错误，没有导入任何内容。")
    tree.lock_tree()
    resumed = _add(plan.added, today, provenance or {})
    for change in plan.changed:
        for name, (_, after) in change.differences.items():
            setattr(change.item, name, after)
    tree.update([*(change.item for change in plan.changed), *resumed], [*ELEMENTS, "ended_on"])
    _end(plan.ended, today)
    touched = [*(change.item for change in plan.changed), *resumed]
    obligations.sync(today)
    obligations.recount_deadlines(today, obligations.of_matters(touched))
    append(
        "catalog_imported",
        "catalog",
        actor=actor,
        payload={"added": len(plan.added), "changed": len(plan.changed), "ended": len(plan.ended)},
    )


def _shown(value) -> str:
    if isinstance(value, bool):
        return "√" if value else ""
    return "、".join(value) if isinstance(value, list) else str(value)


def _read_csv(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _existing_matters() -> dict[Key, CatalogItem]:
    matters = CatalogItem.objects.matters().select_related("parent", "domain")
    return {Key(m.domain.code, m.parent.name, m.name): m for m in matters}


def _plan_sheet(plan: Plan, sheet: SheetRows, domain: CatalogItem, have: dict, directory: Directory) -> None:
    seen = set()
    for row in sheet.rows:
        key = Key(domain.code, row.level1, row.name)
        seen.add(key)
        _warn_of_unassignable(plan, sheet, row, directory)
        item = have.get(key)
        if item is None or item.ended_on is not None:
            plan.added.append((key, row))
        elif differences := _differences(item, row):
            plan.changed.append(Change(item, differences))
        else:
            plan.unchanged += 1
    plan.ended.extend(
        item
        for key, item in have.items()
        if key.domain == domain.code and key not in seen and item.is_locked and item.ended_on is None
    )


def _elements(row: CatalogRow) -> dict:
    fields = {name: getattr(row, name) for name in ("content", "legal_basis", "time_limit", "responsible")}
    fields |= {"channels": list(row.channels), "audience": row.audience, "method": row.method}
    fields |= {column: tier in row.tiers for tier, column in TIERS.items()}
    return fields | {"sequence": int(row.sequence) if row.sequence.isdigit() else row.number}


def _differences(item: CatalogItem, row: CatalogRow) -> dict[str, tuple]:
    return {
        name: (getattr(item, name), value)
        for name, value in _elements(row).items()
        if getattr(item, name) != value
    }


def _warn_of_unassignable(plan: Plan, sheet: SheetRows, row: CatalogRow, directory: Directory) -> None:
    reading = read_responsible(row.responsible)
    if directory.organs_that_owe(reading):
        return
    message = "本县没有与之对应的机构，事项照常导入，但暂时无法落实到单位。如是本县机构，请在“机构”中登记其名称或其他称呼。"
    plan.warnings.append(RowError(sheet.name, row.number, "公开主体", row.responsible, message))


def _unknown_domain(sheet: SheetRows) -> RowError:
    message = (
        "没有叫这个名字的领域。工作表（或者文件）请用领域的编码或者名称命名，如“03-budget”或者“财政预决算”。"
    )
    return RowError(sheet.name, 0, "工作表名称", sheet.name, message)


def _add(rows: list[tuple[Key, CatalogRow]], today: date, provenance: dict[Key, str]) -> list[CatalogItem]:
    """Insert new matters with their groups; returns ended ones that come back instead (not yet saved)."""
    have = _existing_matters()
    domains = {d.code: d for d in CatalogItem.objects.domains()}
    groups = {
        (g.domain.code, g.name): g
        for g in CatalogItem.objects.filter(kind=ItemKind.GROUP).select_related("domain")
    }
    codes = _CodeSeries()
    new, resumed = [], []
    for key, row in rows:
        if item := have.get(key):
            for name, value in (_elements(row) | {"ended_on": None}).items():
                setattr(item, name, value)
            resumed.append(item)
            continue
        domain = domains[key.domain]
        group = groups.get((key.domain, key.level1))
        if group is None:
            group = _new_group(domain, row, codes, today)
            groups[key.domain, key.level1] = group
            new.append(group)
        new.append(_new_matter(domain, group, key, row, codes, today, provenance))
    CatalogItem.objects.filter(pk__in=[i.parent_id for i in resumed]).update(ended_on=None)
    if new:
        tree.insert(new)
    return resumed


def _new_group(domain: CatalogItem, row: CatalogRow, codes: "_CodeSeries", today: date) -> CatalogItem:
    return CatalogItem(
        kind=ItemKind.GROUP,
        code=codes.next(domain, "-g"),
        parent=domain,
        domain=domain,
        name=row.level1,
        sequence=_elements(row)["sequence"],
        started_on=today,
    )


def _new_matter(
    domain, group, key: Key, row: CatalogRow, codes, today: date, provenance: dict
) -> CatalogItem:
    return CatalogItem(
        kind=ItemKind.MATTER,
        code=codes.next(domain, "-"),
        parent=group,
        domain=domain,
        name=row.name,
        origin=Origin.OFFICIAL,
        evidence=provenance.get(key, Evidence.LOCAL),
        started_on=today,
        **_elements(row),
    )


def _end(items: list[CatalogItem], today: date) -> None:
    """End matters, and groups that have no matter left. Nothing is deleted: addresses and history stay."""
    CatalogItem.objects.filter(pk__in=[item.pk for item in items]).update(ended_on=today)
    groups = CatalogItem.objects.filter(pk__in={item.parent_id for item in items})
    groups.exclude(children__ended_on__isnull=True).update(ended_on=today)


class _CodeSeries:
    """Gives out codes `03-g01`, `03-001` that were never used before, also not by entries that have ended."""

    def __init__(self):
        self._last: dict[str, int] = {}
        for code in CatalogItem.objects.filter(kind__in=[ItemKind.GROUP, ItemKind.MATTER]).values_list(
            "code", flat=True
        ):
            head = code.rstrip("0123456789")
            self._last[head] = max(self._last.get(head, 0), int(code[len(head) :] or 0))

    def next(self, domain: CatalogItem, separator: str) -> str:
        head = domain.code.split("-")[0] + separator
        self._last[head] = self._last.get(head, 0) + 1
        width = 2 if separator == "-g" else 3
        return f"{head}{self._last[head]:0{width}d}"
