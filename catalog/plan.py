"""What an import would do to the catalog, worked out before anything is written.

The natural key of a matter is (domain, level-1 name, matter name). Planning the same file again after it was
applied gives an empty plan.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .assignment import Directory, county_directory
from .models import CatalogItem
from .responsible import read_responsible
from .spreadsheets import CatalogRow, RowError, SheetRows

TIERS = {"县级": "at_county", "乡级": "at_town", "村级": "at_village"}
TEXTS = ("content", "legal_basis", "time_limit", "responsible", "audience", "method")
ELEMENTS = (*TEXTS, "channels", *TIERS.values(), "sequence")
LARGEST_SEQUENCE = 999_999


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

    @property
    def is_order_only(self) -> bool:
        return set(self.differences) == {"sequence"}


@dataclass
class Plan:
    """Nothing has been written; with errors, nothing will be. `added` holds matters that come back, too."""

    added: list[tuple[Key, CatalogRow]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    ended: list[CatalogItem] = field(default_factory=list)
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.ended)

    @property
    def reworded(self) -> list[Change]:
        return [change for change in self.changed if not change.is_order_only]

    @property
    def reordered(self) -> list[Change]:
        return [change for change in self.changed if change.is_order_only]

    @property
    def fingerprint(self) -> str:
        """Equal for two plans that would do the same: what was confirmed is what is carried out."""
        changes = [(change.item.code, change.differences) for change in self.changed]
        parts = (self.added, changes, [item.code for item in self.ended])
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def make_plan(sheets: Iterable[SheetRows], errors: Iterable[RowError] = ()) -> Plan:
    """Compare `sheets` (each named by a domain's code or name) with the catalog. Three queries."""
    plan = Plan(errors=list(errors))
    comparison = _Comparison(plan)
    for sheet in sheets:
        comparison.take(sheet)
    return plan


def elements(row: CatalogRow) -> dict:
    """The columns of a matter that come from a row of the form."""
    fields = {name: getattr(row, name) for name in TEXTS} | {"channels": list(row.channels)}
    fields |= {column: tier in row.tiers for tier, column in TIERS.items()}
    return fields | {"sequence": _sequence(row)}


def existing_matters() -> dict[Key, CatalogItem]:
    """Every matter by its natural key; where an ended one and one in force share it, the one in force."""
    matters = CatalogItem.objects.matters().select_related("parent", "domain")
    in_force_last = sorted(matters, key=lambda matter: matter.ended_on is None)
    return {Key(m.domain.code, m.parent.name, m.name): m for m in in_force_last}


class _Comparison:
    """Fills a plan, sheet by sheet, from one reading of the catalog."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.domains = {
            name.lower(): d for d in CatalogItem.objects.domains().current() for name in (d.code, d.name)
        }
        self.have = existing_matters()
        self.directory = county_directory()
        self.sheet_of: dict[str, str] = {}

    def take(self, sheet: SheetRows) -> None:
        domain = self.domains.get(sheet.name.strip().lower())
        if message := self._fault(sheet, domain):
            self.plan.errors.append(RowError(sheet.name, 0, "工作表", sheet.name, message))
            return
        self.sheet_of[domain.code] = sheet.name
        keys = {Key(domain.code, row.level1, row.name): row for row in sheet.rows}
        for key, row in keys.items():
            self._compare(sheet, key, row)
        self._end_the_rest(sheet, domain, keys)

    def _fault(self, sheet: SheetRows, domain: CatalogItem | None) -> str:
        if domain is None:
            return (
                "没有叫这个名字的领域。工作表（或者文件）请用领域的编码或者名称命名，"
                "如“03-budget”或者“财政预决算”。"
            )
        if domain.code in self.sheet_of:
            return f"与工作表“{self.sheet_of[domain.code]}”是同一个领域，请合并成一个工作表后再上传。"
        if not sheet.rows and not any(error.sheet == sheet.name for error in self.plan.errors):
            return "表中没有任何事项。如果不需要导入这个领域，请删除这个工作表。"
        return ""

    def _compare(self, sheet: SheetRows, key: Key, row: CatalogRow) -> None:
        _warn_of_unassignable(self.plan, sheet, row, self.directory)
        item = self.have.get(key)
        if item is None or item.ended_on is not None:
            self.plan.added.append((key, row))
        elif differences := _differences(item, row):
            self.plan.changed.append(Change(item, differences))
        else:
            self.plan.unchanged += 1

    def _end_the_rest(self, sheet: SheetRows, domain: CatalogItem, keys) -> None:
        """Official matters that the sheet no longer names. Local ones are the county's own affair."""
        official = [
            (key, item)
            for key, item in self.have.items()
            if key.domain == domain.code and item.is_locked and item.ended_on is None
        ]
        ended = [item for key, item in official if key not in keys]
        self.plan.ended.extend(ended)
        if len(ended) * 2 > len(official):
            message = (
                f"将停用“{domain}”现有 {len(official)} 项中的 {len(ended)} 项。"
                "请确认上传的是完整的表格，而不是其中一部分。"
            )
            self.plan.warnings.append(RowError(sheet.name, 0, "工作表", "", message))


def _sequence(row: CatalogRow) -> int:
    number = int(row.sequence) if row.sequence.isdecimal() else row.number
    return number if number <= LARGEST_SEQUENCE else row.number


def _shown(value) -> str:
    if isinstance(value, bool):
        return "√" if value else ""
    return "、".join(value) if isinstance(value, list) else str(value)


def _differences(item: CatalogItem, row: CatalogRow) -> dict[str, tuple]:
    return {
        name: (getattr(item, name), value)
        for name, value in elements(row).items()
        if getattr(item, name) != value
    }


def _warn_of_unassignable(plan: Plan, sheet: SheetRows, row: CatalogRow, directory: Directory) -> None:
    if directory.organs_that_owe(read_responsible(row.responsible)):
        return
    message = (
        "本县没有与之对应的机构，事项照常导入，但暂时无法落实到单位。"
        "如是本县机构，请在“机构”中登记其名称或其他称呼。"
    )
    plan.warnings.append(RowError(sheet.name, row.number, "公开主体", row.responsible, message))
