"""Dates that follow from a matter's official time limit. Pure: dates and the work calendar are passed in.

Each function gives None where no date can be counted: the wording has no such rule, or the work calendar does
not reach that far (a guess would be worse, rule 9.4).
"""

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


def first_deadline(time_limit: str, since: date, calendar: WorkCalendar) -> date | None:
    """The day by which an organ that owes the matter `since` must have published something under it.

    Periodic matters: the end of the period that is running (conv.). Others: their limit, or 20 working days.
    """
    reading = read_time_limit(time_limit)
    if not reading.readable:
        return None
    period = renewal(reading)
    if period and publish_within(reading) is None:
        return _end_of_round(since, period, 0, calendar)
    return _after(since, publish_within(reading) or STATUTORY_LIMIT, calendar)


def renewal_deadline(time_limit: str, latest: date | None, calendar: WorkCalendar) -> date | None:
    """The last day on which what was published on `latest` still counts as up to date.

    What comes out in one year, quarter or month answers for it, and the next is due in the round that follows:
    by its fixed day where the wording names one (每年1月31日前), else by its end (conv.).
    """
    period = renewal(read_time_limit(time_limit))
    if latest is None or period is None:
        return None
    fixed = _fixed_day(read_time_limit(time_limit), period)
    if fixed and period == (1, Unit.YEAR):
        return date(latest.year + 1, int(fixed[:2]), int(fixed[3:]))
    return _end_of_round(latest, period, 1, calendar)


def _fixed_day(reading: Reading, period: tuple[int, Unit]) -> str:
    def fits(limit: TimeLimit) -> bool:
        return limit.mode is Mode.EVERY and (limit.amount, limit.unit) == period and bool(limit.fixed_day)

    return next((limit.fixed_day for limit in reading.limits if fits(limit)), "")


def _after(start: date, period: tuple[int, Unit], calendar: WorkCalendar) -> date | None:
    amount, unit = period
    if unit is Unit.WORKDAY:
        return _workdays_after(start, amount, calendar)
    if unit in _MONTHS:
        return _add_months(start, amount * _MONTHS[unit])
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


def _end_of_round(
    day: date, period: tuple[int, Unit], rounds_later: int, calendar: WorkCalendar
) -> date | None:
    """The last day of the round that holds `day`, or of a later one. Rounds in months begin in January."""
    amount, unit = period
    if unit in _MONTHS:
        length = amount * _MONTHS[unit]
        round_number = (day.year * 12 + day.month - 1) // length + rounds_later
        first_month_after = (round_number + 1) * length
        return date(first_month_after // 12, first_month_after % 12 + 1, 1) - timedelta(days=1)
    if unit is Unit.WEEK:
        return day + timedelta(days=6 - day.weekday() + 7 * amount * rounds_later)
    return _after(day, period, calendar)


def _add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(
        date(year, month + 1, min(day.day, 28)) + timedelta(days=max(0, day.day - 28)),
        following - timedelta(days=1),
    )
