"""Days relative to today become believable moments: working days, office hours, never the future."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from portal.workdays.calendar import CalendarUnknown, WorkCalendar

_MORNING = (time(8, 35), 3 * 60)
_AFTERNOON = (time(14, 35), 2 * 60 + 40)


class DemoClock:
    """`now` is an aware local time; offsets are days, negative for the past."""

    def __init__(self, now: datetime, calendar: WorkCalendar):
        self.now = now
        self.today = now.date()
        self.calendar = calendar

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def is_workday(self, day: date) -> bool:
        """By the work calendar; Monday to Friday in a year that it does not know."""
        try:
            return self.calendar.is_workday(day)
        except CalendarUnknown:
            return day.weekday() < 5

    def workday(self, day: date) -> date:
        """`day`, or the working day before it."""
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return day

    def workdays_ago(self, number: int) -> date:
        """The working day that many working days before today; 1 is the last one before today."""
        day = self.today
        for _ in range(number):
            day = self.workday(day - timedelta(days=1))
        return day

    def next_workday(self) -> date:
        day = self.today + timedelta(days=1)
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def moment(self, day: date, chance: Random) -> datetime:
        """A moment in office hours of `day` or of the working day before, and before now."""
        start, minutes = chance.choice((_MORNING, _AFTERNOON, _AFTERNOON))
        within = timedelta(minutes=chance.randrange(minutes))
        day = self.workday(day)
        moment = self.at(day, start) + within
        while moment > self.now:
            day = self.workday(day - timedelta(days=1))
            moment = self.at(day, start) + within
        return moment

    def at(self, day: date, at: time) -> datetime:
        """That time of that day, aware."""
        return datetime.combine(day, at, tzinfo=timezone.get_current_timezone())
