"""Lines pasted into the admin: all of them go in, or none, and every bad line is named."""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction

_GAP = re.compile(r"\s*(?:\t|,|，|→|->|=>)\s*")
MOST_LINES = 2000


class Pasted(NamedTuple):
    """`errors` are sentences naming the line; when there are any, nothing was put in."""

    added: int
    known: int
    errors: list[str]


@transaction.atomic
def add_lines(model: type[models.Model], text: str, fields: list[str], **common) -> Pasted:
    """Put in a row per line of `text`: values of `fields` with commas, tabs or arrows between; the first is the key."""
    entries, errors, known = [], [], 0
    key = fields[0]
    taken = set(model.objects.filter(**common).values_list(key, flat=True))
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        entry = model(**dict(zip(fields, _GAP.split(line, maxsplit=len(fields) - 1), strict=False)), **common)
        if problem := _problem(entry):
            errors.append(f"第{number}行“{line[:30]}”：{problem}")
        elif getattr(entry, key) in taken:
            known += 1
        else:
            taken.add(getattr(entry, key))
            entries.append(entry)
    if len(entries) > MOST_LINES:
        errors.append(f"一次最多粘贴{MOST_LINES}行，请分几次粘贴。")
    if not errors:
        model.objects.bulk_create(entries)
    return Pasted(0 if errors else len(entries), known, errors)


def _problem(entry: models.Model) -> str:
    try:
        entry.clean_fields()
        entry.clean()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
