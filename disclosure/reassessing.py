"""When something is looked at again (条例 Art. 18, rule 8.21, mission P5)."""

import calendar
from datetime import date

from django.conf import settings

from .vocabulary import Attribute, Kind

MONTHS_BEFORE_END = (6, 1)
"""A document with an end is re-assessed within six months before it (rule 8.21), and once more in the last month."""


def next_reassessment(publication, after: date) -> date | None:
    """The day by which `publication` is looked at again after `after`; the intervals are settings, in months."""
    months = settings.REASSESS_MONTHS
    if publication.attribute != Attribute.PROACTIVE:
        return add_months(after, months["withheld"])
    regular = add_months(after, months.get(publication.kind, months["default"]))
    if publication.kind != Kind.POLICY or not publication.ceases_on:
        return regular
    return min([regular, *_before_end(publication.ceases_on, after)])


def _before_end(ceases_on: date, after: date) -> list[date]:
    """What is left of the days before the end on which it is looked at."""
    days = [add_months(ceases_on, -months) for months in MONTHS_BEFORE_END]
    return [day for day in days if day > after]


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), or the last of that month when it is shorter."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))
