"""Counting in working days (工作日). Pure: no clock, no database; dates are passed in.

Source: rules 9.1-9.3. Working days are Monday to Friday, less the State Council's holidays and swapped rest
days, plus make-up working days, by the yearly 国务院办公厅关于部分节假日安排的通知.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta


class CalendarUnknown(LookupError):
    """The year's holiday arrangement has not been loaded, so nothing can be counted in it."""

    def __init__(self, year: int):
        super().__init__(f"{year}年的节假日安排尚未录入，无法计算工作日。请先在“工作日历”中录入该年安排。")
        self.year = year


class WorkCalendar:
    """The working days of the years it was given; any other year raises CalendarUnknown."""

    def __init__(self, years: Iterable[int], exceptions: Mapping[date, bool]):
        """`exceptions` maps a day to True (make-up working day) or False (holiday or swapped rest day)."""
        self.years = frozenset(years)
        self._days = [
            day
            for year in sorted(self.years)
            for day in _days_of(year)
            if exceptions.get(day, day.weekday() < 5)
        ]

    def is_workday(self, day: date) -> bool:
        """Whether `day` is a working day. Raises CalendarUnknown."""
        self._require(day.year)
        position = bisect_right(self._days, day)
        return position > 0 and self._days[position - 1] == day

    def add_workdays(self, start: date, amount: int) -> date:
        """The end of the `amount`-th working day after `start`, which is day 0 even if it is a rest day (rule 9.2).

        `amount` is at least 0; 0 gives `start`. Raises CalendarUnknown when the count leaves the known years.
        """
        if amount < 0:
            raise ValueError("a statutory period counts forward")
        self._require(start.year)
        if amount == 0:
            return start
        position = bisect_right(self._days, start) + amount - 1
        last = self._days[position] if position < len(self._days) else None
        for year in range(start.year, (last.year if last else max(self.years) + 1) + 1):
            self._require(year)
        return last

    def workdays_between(self, after: date, until: date) -> int:
        """How many working days lie in the interval (after, until]. Raises CalendarUnknown."""
        for year in range(after.year, until.year + 1):
            self._require(year)
        return max(0, bisect_right(self._days, until) - bisect_right(self._days, after))

    def _require(self, year: int) -> None:
        if year not in self.years:
            raise CalendarUnknown(year)


def _days_of(year: int) -> Iterable[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)
