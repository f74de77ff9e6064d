from datetime import date, timedelta

import chinese_calendar
from django.db import transaction
from django.db.models import Count, Max

from .calendar import WorkCalendar
from .models import CalendarDay, CalendarYear, load_calendar
from .signals import calendar_changed

KNOWN_YEARS = range(2004, 2027)
SOURCE = "国务院办公厅关于{year}年部分节假日安排的通知（由 chinesecalendar 1.11 载入）"

_cached: tuple[object, WorkCalendar] | None = None


def current_calendar() -> WorkCalendar:
    """The work calendar in force, kept in memory until a year in the table changes. One query when unchanged."""
    global _cached
    version = CalendarYear.objects.aggregate(Count("year"), Max("updated_at"))
    if _cached is None or _cached[0] != version:
        _cached = (version, load_calendar())
    return _cached[1]


@transaction.atomic
def load_known_years(years: range = KNOWN_YEARS) -> int:
    """Fill the table from chinesecalendar for years it does not have yet; days edited by hand stay.

    Returns the number of years added. Raises NotImplementedError for a year chinesecalendar does not know.
    """
    have = set(CalendarYear.objects.values_list("year", flat=True))
    missing = [year for year in years if year not in have]
    for year in missing:
        _load_year(year)
    if missing:
        announce_change()
    return len(missing)


def _load_year(year: int) -> None:
    notice = SOURCE.format(year=year)
    row = CalendarYear.objects.create(year=year, notice=notice)
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, year=row, is_workday=chinese_calendar.is_workday(day), notice=notice)
        for day in days
        if chinese_calendar.is_workday(day) != (day.weekday() < 5)
    )


def announce_change() -> None:
    """Tell everyone who stored a due date, once the change is committed."""
    transaction.on_commit(lambda: calendar_changed.send(sender=CalendarYear))
