"""The standard catalog shipped with the portal: its domains, its files, and how well each row is founded."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from . import tree
from .models import CatalogItem, ItemKind
from .plan import Key
from .spreadsheets import CatalogRow, read_catalog

DATA = Path(settings.BASE_DIR) / "fixtures" / "catalog"
SCHEMES = (
    ("standard", "基层政务公开标准目录"),
    ("statutory", "法定主动公开目录"),
    ("village", "村（居）务公开目录"),
)


@transaction.atomic
def load_domains(today: date) -> int:
    """Create the schemes and domains of `fixtures/catalog/domains.csv` that are not there yet; returns how many."""
    tree.lock_tree()
    have = set(CatalogItem.objects.values_list("code", flat=True))
    schemes = {item.code: item for item in CatalogItem.objects.schemes()}
    schemes |= {
        code: CatalogItem(kind=ItemKind.SCHEME, code=code, name=name, sequence=n, started_on=today)
        for n, (code, name) in enumerate(SCHEMES, start=1)
        if code not in have
    }
    domains = [
        _domain(row, schemes, today) for row in _read_csv("domains.csv") if row["code"].lower() not in have
    ]
    new = [item for item in (*schemes.values(), *domains) if item.pk is None]
    if new:
        tree.insert(new)
    return len(new)


def standard_files() -> list[Path]:
    """The shipped catalog files, one domain each."""
    return sorted(path for path in DATA.glob("*.csv") if path.stem not in ("provenance", "domains"))


@cache
def standard_rows() -> dict[Key, CatalogRow]:
    """The national data as shipped, by natural key, in its order. Read once a process: the files are part of the code."""
    rows = {}
    for path in standard_files():
        with path.open("rb") as file:
            sheets = read_catalog(file, path.name).sheets
        domain = path.stem.lower()
        rows |= {Key(domain, row.level1, row.name): row for sheet in sheets for row in sheet.rows}
    return rows


def standard_row(matter: CatalogItem) -> CatalogRow | None:
    """The national row of an official matter, also when it moved to another group; `parent` and `domain` are read."""
    rows = standard_rows()
    own = Key(matter.domain.code, matter.parent.name, matter.name)
    if own in rows:
        return rows[own]
    same = [row for key, row in rows.items() if (key.domain, key.name) == (own.domain, own.name)]
    return same[0] if len(same) == 1 else None


def standard_provenance() -> dict[Key, str]:
    """How well each row of the shipped standard data is founded, by natural key."""
    return {
        Key(row["file"].removesuffix(".csv").lower(), row["一级事项"], row["二级事项"]): row["evidence"]
        for row in _read_csv("provenance.csv")
    }


def _domain(row: dict, schemes: dict[str, CatalogItem], today: date) -> CatalogItem:
    return CatalogItem(
        kind=ItemKind.DOMAIN,
        code=row["code"].lower(),
        name=row["name"],
        summary=row["summary"],
        sequence=int(row["number"]),
        parent=schemes[row["scheme"]],
        started_on=today,
    )


def _read_csv(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
