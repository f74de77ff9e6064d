"""An approved request becomes a revision: all of it or nothing, through the one writer of the tree."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from catalog import groups, obligations, revisions, tree
from catalog.codes import CodeSeries
from catalog.models import (
    CatalogItem,
    ChangeKind,
    ChangeRequest,
    ChangeRow,
    EntryKind,
    Evidence,
    ItemKind,
    Origin,
    Revision,
    RevisionSource,
)
from catalog.plan import Key, existing_matters
from catalog.revisions import Entry
from catalog.standard import standard_provenance, standard_rows
from portal.ledger.services import append

from .wording import Elements, columns, differences, read, snapshot

ENTRY_OF = {ChangeKind.CHANGE: EntryKind.CHANGE, ChangeKind.MOVE: EntryKind.MOVE}


@transaction.atomic
def apply(
    request: ChangeRequest, rows: list[ChangeRow], today: date, decided_by: str, at: datetime
) -> Revision:
    """Write what sound `rows` say, with obligations, revision and ledger. Call under the lock of the tree."""
    writer = _Writer(request.effective_on)
    for row in (row for row in rows if row.kind == ChangeKind.END):
        writer.end(row)
    writer.rewrite([row for row in rows if row.kind in ENTRY_OF])
    writer.add([row for row in rows if row.kind == ChangeKind.ADD])
    groups.settle(writer.touched, (), request.effective_on)
    obligations.sync(today, writer.touched, since=request.effective_on)
    obligations.recount_deadlines(today, obligations.of_matters(writer.touched))
    revision = revisions.record(
        RevisionSource.PROCEDURE,
        request.title,
        request.effective_on,
        writer.entries,
        reason=request.reason,
        request=request,
        proposed_by=request.organization.name,
        decided_by=decided_by,
        at=at,
    )
    _to_ledger(revision, request, writer.entries, decided_by)
    return revision


class _Writer:
    """Writes rows of one request and keeps what it did; nodes are renumbered by the tree."""

    def __init__(self, effective_on: date):
        self.effective_on = effective_on
        self.touched: list[CatalogItem] = []
        self.entries: list[Entry] = []
        self.groups = groups.by_name()
        self.codes = CodeSeries()

    def end(self, row: ChangeRow) -> None:
        row.matter.ended_on = self.effective_on
        tree.update([row.matter], ["ended_on"])
        self._note(row, row.matter, EntryKind.END, {})

    def rewrite(self, rows: list[ChangeRow]) -> None:
        """Changed and moved ones in one go. They leave their places first, so that two may exchange names."""
        matters = [row.matter for row in rows]
        for row in rows:
            before, item = snapshot(row.matter), row.matter
            item.parent = self._group(row) if row.kind == ChangeKind.MOVE else item.parent
            _set(item, row.values)
            self._note(row, item, ENTRY_OF[row.kind], differences(before, snapshot(item)))
        if matters:
            ids = [item.pk for item in matters]
            CatalogItem.objects.filter(pk__in=ids).update(ended_on=self.effective_on)
            tree.update(matters, {"parent", "ended_on", *_columns_of(rows)})

    def add(self, rows: list[ChangeRow]) -> None:
        """New matters; one that was ended before comes back with its address and its history."""
        have = existing_matters() if rows else {}
        for row in rows:
            group, values = self._group(row), read(row.values)[0] | {"group": row.group_name}
            before = have.get(Key(row.domain.code, group.name, values["name"]))
            if before is None:
                self._insert(row, group, values)
            else:
                self._resume(row, before, group, values)

    def _insert(self, row: ChangeRow, group: CatalogItem, values: Elements) -> None:
        domain = row.domain
        key = Key(domain.code, group.name, values["name"])
        is_national = key in standard_rows()
        matter = CatalogItem(
            kind=ItemKind.MATTER,
            code=self.codes.next(domain, ItemKind.MATTER),
            parent=group,
            domain=domain,
            origin=Origin.OFFICIAL if is_national else Origin.LOCAL,
            evidence=standard_provenance().get(key, Evidence.LOCAL) if is_national else Evidence.LOCAL,
            sequence=_last_place(domain),
            started_on=self.effective_on,
        )
        _set(matter, values)
        tree.insert([matter])
        self._note(row, matter, EntryKind.ADD, differences({}, values))

    def _resume(self, row: ChangeRow, matter: CatalogItem, group: CatalogItem, values: Elements) -> None:
        before = snapshot(matter)
        matter.parent, matter.ended_on = group, None
        _set(matter, values)
        tree.update([matter], {"parent", "ended_on", *columns(values)})
        self._note(row, matter, EntryKind.RESUME, differences(before, values))

    def _group(self, row: ChangeRow) -> CatalogItem:
        """The level-1 group the row names; made, or brought back, when it is not in force."""
        if row.parent.kind == ItemKind.GROUP:
            return row.parent
        domain, name = row.parent, row.new_group_name.strip()
        group = self.groups.get((domain.code, name))
        if group is None:
            group = CatalogItem(
                kind=ItemKind.GROUP,
                code=self.codes.next(domain, ItemKind.GROUP),
                parent=domain,
                domain=domain,
                name=name,
                origin=Origin.LOCAL,
                evidence=Evidence.LOCAL,
                sequence=_last_place(domain),
                started_on=self.effective_on,
            )
            tree.insert([group])
            self.groups[domain.code, name] = group
        return group

    def _note(self, row: ChangeRow, matter: CatalogItem, kind: EntryKind, changed: dict) -> None:
        self.touched.append(matter)
        self.entries.append(Entry(matter, kind, changed, row.basis, row.is_law_changed, row.explanation))


def _set(item: CatalogItem, values: Elements) -> None:
    for name, value in columns(values).items():
        setattr(item, name, value)


def _columns_of(rows: list[ChangeRow]) -> set[str]:
    return {name for row in rows for name in columns(row.values)}


def _last_place(domain: CatalogItem) -> int:
    last = CatalogItem.objects.filter(domain=domain).aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1


def _to_ledger(revision: Revision, request: ChangeRequest, entries: list[Entry], decided_by: str) -> None:
    """The actor of a public entry is an office, never a person."""
    append(
        "catalog_revised",
        f"revision:{revision.slug}",
        actor=decided_by,
        organization=request.organization.code,
        payload={
            "number": revision.label,
            "title": revision.title,
            "effective_on": revision.effective_on.isoformat(),
            "matters": [
                {"code": e.matter.code, "kind": e.kind, "elements": list(e.differences)} for e in entries
            ],
        },
    )
