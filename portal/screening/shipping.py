"""The lists as shipped (fixtures/screening/*.csv), and how they come into the database.

A line is put in once, under its own key. Local changes stay, and what was switched off stays off: the row remains and
holds the key. New lines of a later release are added on the next migrate; a line that the release has taken back goes,
unless its text was changed here.
"""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.apps import apps as installed
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "screening"


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def shipped_rules() -> list[dict]:
    """Values of WordRule, a dict per line."""
    return [row | {"is_regex": row["is_regex"] == "1"} for row in _rows("words.csv")]


def shipped_domains() -> list[dict]:
    return list(_rows("domains.csv"))


def shipped_ranks() -> list[dict]:
    return list(_rows("titles.csv"))


def ship_lists(sender, using="default", apps=None, **kwargs) -> None:
    """Bring the shipped lists into step (after migrate, or when called). Tables that are not there are left alone."""
    try:
        models = [
            (apps or installed).get_model("screening", name)
            for name in ("WordRule", "AllowedDomain", "TitleRank")
        ]
    except LookupError:
        return
    for model, rows, key in zip(
        models,
        (shipped_rules(), shipped_domains(), shipped_ranks()),
        (_word_key, _domain_key, _title_key),
        strict=True,
    ):
        _ship(model._default_manager.using(using), {key(row): row for row in rows}, key)


def _word_key(values: dict) -> str:
    return f"{values['kind']}:{values['text']}"


def _domain_key(values: dict) -> str:
    return values["domain"]


def _title_key(values: dict) -> str:
    return values["title"]


def _ship(entries, shipped: dict[str, dict], key: Callable[[dict], str]) -> None:
    known = {row["shipped_as"]: row for row in entries.exclude(shipped_as=None).values()}
    taken_back = [name for name, row in known.items() if name not in shipped and key(row) == name]
    if taken_back:
        entries.filter(shipped_as__in=taken_back).delete()
    missing = [entries.model(shipped_as=name, **row) for name, row in shipped.items() if name not in known]
    entries.bulk_create(missing, ignore_conflicts=True)
