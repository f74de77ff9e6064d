"""Dates that follow from a matter's official time limit. Pure: dates and the work calendar are passed in.

Each function gives None where no date can be counted: the wording has no such rule, or the work calendar does
not reach that far (a guess would be worse, rule 9.4).
"""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from catalog.time_limits import Mode, Reading, TimeLimit, Unit, publish_within, read_time_limit, renewal
from portal.workdays.calendar import CalendarUnknown, WorkCalendar

# 条例 Art. 26: within 20 working days of forming or changing, unless other law says otherwise. Also the outer
# bound of 及时 and 实时, which name no number.
STATUTORY_LIMIT = (20, Unit.WORKDAY)


def publication_deadline(time_limit: str, formed_on: date, calendar: WorkCalendar) -> date | None:
    """The last day on which information formed on `formed_on` is published in time."""
    reading = read_time_limit(time_limit)
    if not reading.readable:
        return None
    return _after(formed_on, publish_within(reading) or STATUTORY_LIMIT, calendar)


def first_deadline(time_limit: str, since: date, calendar: WorkCalendar, organ: str = "") -> date | None:
    """The day by which `organ` (as the catalog calls it), owing the matter `since`, must have published under it.

    Periodic matters: the fixed day of the round (每年1月31日前) that comes next, or the end of the round that is
    running (conv.). Others: their limit, or 20 working days.
    """
    reading = _reading_for(time_limit, organ)
    if not reading.readable:
        return None
    period, within = renewal(reading), publish_within(reading)
    if within or period is None:
        return _after(since, within or STATUTORY_LIMIT, calendar)
    due = _due_in_round(since, reading, 0, calendar)
    return due if due is None or due >= since else _due_in_round(since, reading, 1, calendar)


def renewal_deadline(
    time_limit: str, latest: date | None, calendar: WorkCalendar, organ: str = ""
) -> date | None:
    """The last day on which what `organ` published on `latest` still counts as up to date.

    What comes out in one year, quarter or month answers for it, and the next is due in the round that follows:
    by its fixed day where the wording names one (每季度首月20日), else by its end (conv.). None without rounds.
    """
    reading = _reading_for(time_limit, organ)
    if latest is None or renewal(reading) is None:
        return None
    return _due_in_round(latest, reading, 1, calendar)


def _reading_for(time_limit: str, organ: str) -> Reading:
    """The rules that bind `organ`: its own where the wording names it (县人民政府每年3月31日前, 条例 Art. 49), else all."""
    reading = read_time_limit(time_limit)
    own = tuple(limit for limit in reading.limits if organ and limit.scope == organ)
    return replace(reading, limits=own) if own else reading


def _due_in_round(day: date, reading: Reading, rounds_later: int, calendar: WorkCalendar) -> date | None:
    """The fixed day, else the last day, of the round that holds `day` or of one after it.

    Rounds in months begin in January, weeks on Monday; rounds in days run from `day` itself.
    """
    amount, unit = period = renewal(reading)
    if unit in _MONTHS:
        length = amount * _MONTHS[unit]
        first_month = (_month_number(day) // length + rounds_later) * length
        month, fixed = _fixed_day(reading, period) or (length, 31)
        return _day_of_month(first_month + month - 1, fixed)
    if unit is Unit.WEEK:
        return day + timedelta(days=6 - day.weekday() + 7 * amount * rounds_later)
    return _after(day, period, calendar)


def _fixed_day(reading: Reading, period: tuple[int, Unit]) -> tuple[int, int] | None:
    """(month of the round counted from 1, day) where the wording fixes one. Never moved off a rest day (rule 1.49.1)."""

    def fits(limit: TimeLimit) -> bool:
        return limit.mode is Mode.EVERY and (limit.amount, limit.unit) == period and bool(limit.fixed_day)

    found = next((limit.fixed_day for limit in reading.limits if fits(limit)), None)
    return (int(found[:2]), int(found[3:])) if found else None


def _after(start: date, period: tuple[int, Unit], calendar: WorkCalendar) -> date | None:
    """The end of `period` counted from `start`, which is day 0 (rule 9.2)."""
    amount, unit = period
    if unit is Unit.WORKDAY:
        return _workdays_after(start, amount, calendar)
    if unit in _MONTHS:
        return _day_of_month(_month_number(start) + amount * _MONTHS[unit], start.day)
    return start + timedelta(days=_whole_days(amount, unit))


def _workdays_after(start: date, amount: int, calendar: WorkCalendar) -> date | None:
    try:
        return calendar.add_workdays(start, amount)
    except CalendarUnknown:
        return None


_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}


def _whole_days(amount: int, unit: Unit) -> int:
    """Calendar days of a period in hours, days or weeks; a part of a day counts as a day."""
    return {Unit.HOUR: -(-amount // 24), Unit.DAY: amount, Unit.WEEK: 7 * amount}[unit]


def _month_number(day: date) -> int:
    """Months since the year 0, so that months can be counted across years."""
    return day.year * 12 + day.month - 1


def _day_of_month(number: int, day: int) -> date:
    """`day` of the month with that number, or its last day where it has no such day."""
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))
