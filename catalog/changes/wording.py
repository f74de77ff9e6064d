"""The elements of a matter as the procedure names them, reads them from clerks, compares and shows them."""

import io
from collections.abc import Mapping

from catalog.models import CatalogItem
from catalog.plan import TEXTS, TIERS, Change
from catalog.spreadsheets import CatalogRow, SheetRows, read_catalog, write_csv
from catalog.spreadsheets.text import tidy

LABELS = {
    "group": "一级事项",
    "name": "二级事项",
    "content": "公开内容",
    "legal_basis": "公开依据",
    "time_limit": "公开时限",
    "responsible": "公开主体",
    "channels": "公开渠道",
    "audience": "公开对象",
    "method": "公开方式",
    "tiers": "公开层级",
}
VALUES = tuple(name for name in LABELS if name != "group")
LISTS = ("channels", "tiers")
_NAME_OF_COLUMN = {label: name for name, label in LABELS.items()}

Elements = dict[str, str | list[str]]


def snapshot(matter: CatalogItem) -> Elements:
    """Every element of a matter as it reads now; `parent` is read."""
    texts = {name: getattr(matter, name) for name in ("name", *TEXTS)}
    lists = {"channels": list(matter.channels), "tiers": matter.tiers}
    return {name: ({"group": matter.parent.name} | texts | lists)[name] for name in LABELS}


def of_row(row: CatalogRow) -> Elements:
    """The elements a row of the official form gives."""
    texts = {name: getattr(row, name) for name in ("name", *TEXTS)}
    lists = {"channels": list(row.channels), "tiers": list(row.tiers)}
    return {name: ({"group": row.level1} | texts | lists)[name] for name in LABELS}


def differences(before: Elements, after: Elements) -> dict[str, list]:
    """{element: [before, after]} of those that read otherwise, in the order of the form. Line ends do not count."""
    return {
        name: [before.get(name, ""), after[name]]
        for name in LABELS
        if name in after and plain(before.get(name, "")) != plain(after[name])
    }


def of_columns(change: Change) -> dict[str, list]:
    """The differences of a planned change, not applied yet, as elements: {element: [before, after]}."""
    before = snapshot(change.item)
    columns = {name: after for name, (_, after) in change.differences.items()}
    after = {name: columns[name] for name in before if name in columns}
    tiers = [tier for tier, column in TIERS.items() if columns.get(column, getattr(change.item, column))]
    return differences(before, {**after, "tiers": tiers})


def plain(value) -> str:
    """An element as one text: 县级、乡级."""
    return "、".join(value) if isinstance(value, list) else tidy(str(value))


def columns(values: Elements) -> dict:
    """The columns of CatalogItem that hold `values`; the group is no column of the matter."""
    fields = {name: value for name, value in values.items() if name not in ("group", "tiers")}
    if "tiers" in values:
        fields |= {column: tier in values["tiers"] for tier, column in TIERS.items()}
    return fields


def read(values: Mapping) -> tuple[Elements, list[tuple[str, str]]]:
    """Whole elements through the reader of the official form: (as stored, faults as (element, sentence)).

    What passes here also passes an export and an import.
    """
    row = CatalogRow(
        number=2,
        sequence="1",
        level1=values.get("group") or "一级事项",
        name=values.get("name") or "",
        channels=tuple(values.get("channels") or ()),
        tiers=tuple(values.get("tiers") or ()),
        **{name: values.get(name) or "" for name in TEXTS},
    )
    result = read_catalog(io.BytesIO(write_csv(SheetRows("entry", (row,)))), "entry.csv")
    faults = [(_NAME_OF_COLUMN.get(error.column, "name"), error.message) for error in result.errors]
    if faults or not result.sheets or not result.sheets[0].rows:
        return dict(values), faults or [("name", "这一事项的内容不完整，请补全各栏。")]
    return of_row(result.sheets[0].rows[0]), []
