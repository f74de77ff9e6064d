"""The county's catalog against the national data: what is missing, what reads otherwise, what the county has added."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from .changes.wording import LABELS, differences, of_row, plain, snapshot
from .models import CatalogItem, EntryKind, RevisionEntry
from .plan import Key
from .spreadsheets import CatalogRow
from .standard import standard_rows


class Gap(StrEnum):
    MISSING = "missing"
    DIFFERENT = "different"
    EXTRA = "extra"


GAP_LABELS = {Gap.MISSING: "缺少", Gap.DIFFERENT: "不一致", Gap.EXTRA: "本县增加"}


@dataclass
class Line:
    """One matter that stands otherwise in the county's catalog. `differences`: {element: [national, county]}."""

    gap: Gap
    key: Key
    row: CatalogRow | None = None
    matter: CatalogItem | None = None
    differences: dict[str, list] = field(default_factory=dict)
    note: str = ""

    @property
    def label(self) -> str:
        return GAP_LABELS[self.gap]

    @property
    def name(self) -> str:
        return self.matter.name if self.matter else self.key.name

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """(element, national, county) for people to read."""
        return [
            (LABELS[name], plain(standard), plain(own)) for name, (standard, own) in self.differences.items()
        ]

    @property
    def is_repairable(self) -> bool:
        """Whether a change request can be made out of it."""
        return self.gap != Gap.EXTRA


@dataclass
class Comparison:
    """`total`: matters of the national data. `domains`: names by code, in the order of the data."""

    total: int
    domains: dict[str, str]
    lines: list[Line]

    def count(self, gap: Gap, domain: str = "") -> int:
        return sum(line.gap == gap and domain in ("", line.key.domain) for line in self.lines)

    @property
    def by_domain(self) -> list[dict]:
        """For each domain that differs: code, name, the three counts, and how often which element differs."""
        codes = [code for code in self.domains if any(line.key.domain == code for line in self.lines)]
        return [self._of_domain(code) for code in codes]

    def find(self, key: Key) -> Line | None:
        return next((line for line in self.lines if line.key == key), None)

    def _of_domain(self, code: str) -> dict:
        elements = Counter(
            LABELS[name] for line in self.lines if line.key.domain == code for name in line.differences
        )
        counts = {gap.value: self.count(gap, code) for gap in Gap}
        return {"code": code, "name": self.domains[code], **counts, "elements": elements.most_common()}


def compare() -> Comparison:
    """Compare all matters in force with the national data. Three queries. A matter that only moved reads otherwise in
    一级事项; one that was ended by a revision is missing, and the line names the revision."""
    rows = standard_rows()
    matters = _in_force()
    pairs = _pairs(rows, matters)
    lines = [line for key, row in rows.items() if (line := _line(key, row, pairs.get(key)))]
    paired = {matter.pk for matter in pairs.values()}
    lines += [
        Line(Gap.EXTRA, key, matter=matter) for key, matter in matters.items() if matter.pk not in paired
    ]
    _note_the_ended([line for line in lines if line.gap == Gap.MISSING])
    names = dict(CatalogItem.objects.domains().in_order().values_list("code", "name"))
    domains = {key.domain: names.get(key.domain, key.domain) for key in (*rows, *matters)}
    return Comparison(len(rows), domains, lines)


def _in_force() -> dict[Key, CatalogItem]:
    matters = CatalogItem.objects.matters().current().select_related("parent", "domain").in_order()
    return {Key(m.domain.code, m.parent.name, m.name): m for m in matters}


def _pairs(rows: dict[Key, CatalogRow], matters: dict[Key, CatalogItem]) -> dict[Key, CatalogItem]:
    """Each national row with its matter: by natural key, else an official one of the same domain and name alone."""
    pairs = {key: matters[key] for key in rows if key in matters}
    left = [key for key in matters if key not in pairs and matters[key].is_locked]
    homeless = [key for key in rows if key not in pairs]
    for key in homeless:
        same = [other for other in left if (other.domain, other.name) == (key.domain, key.name)]
        if len(same) == 1 and sum((k.domain, k.name) == (key.domain, key.name) for k in homeless) == 1:
            pairs[key] = matters[same[0]]
    return pairs


def _line(key: Key, row: CatalogRow, matter: CatalogItem | None) -> Line | None:
    if matter is None:
        return Line(Gap.MISSING, key, row)
    found = differences(of_row(row), snapshot(matter))
    return Line(Gap.DIFFERENT, key, row, matter, found) if found else None


def _note_the_ended(missing: Iterable[Line]) -> None:
    names = {line.key.name for line in missing}
    ended = RevisionEntry.objects.filter(kind=EntryKind.END, matter__name__in=names)
    related = ended.select_related("revision", "matter__parent", "matter__domain").order_by("revision")
    by_key = {Key(e.matter.domain.code, e.matter.parent.name, e.matter.name): e for e in related}
    for line in missing:
        if entry := by_key.get(line.key):
            because = "，上位法已变更" if entry.is_law_changed else ""
            line.note = f"已由{entry.revision}终止{because}"
