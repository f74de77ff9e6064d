"""Counting in working days: rules 9.1 to 9.4, the worked examples of the law's own calendar, and the table."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal.organizations.models import User
from portal.workdays.calendar import CalendarUnknown, WorkCalendar
from portal.workdays.models import CalendarDay, CalendarYear
from portal.workdays.services import current_calendar, load_known_years
from portal.workdays.signals import calendar_changed
from tests.factories import make_matter, make_obligation

# 2026, by the notice of 4 November 2025 (rule 9): festivals off, make-up Saturdays and Sundays on.
NATIONAL_DAY = {date(2026, 10, day): False for day in (1, 2, 5, 6, 7)}
MADE_UP = {date(2026, 9, 20): True, date(2026, 10, 10): True}
CALENDAR = WorkCalendar(range(2024, 2029), NATIONAL_DAY | MADE_UP)
STARTS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
AMOUNTS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("day", "is_workday"),
    [
        (date(2026, 9, 18), True),
        (date(2026, 9, 19), False),
        (date(2026, 9, 20), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 3), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
    ],
)
def test_holidays_rest_and_make_up_days_work(day, is_workday):
    """Rule 9.1."""
    assert CALENDAR.is_workday(day) is is_workday


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 10, 3), 1, date(2026, 10, 8)),
        (date(2026, 10, 7), 1, date(2026, 10, 8)),
        (date(2026, 10, 3), 0, date(2026, 10, 3)),
    ],
)
def test_the_start_is_day_nought_even_when_it_is_a_rest_day(start, amount, due):
    """Rule 9.2."""
    assert CALENDAR.add_workdays(start, amount) == due


@given(STARTS, st.integers(1, 60))
def test_a_due_day_is_always_a_working_day(start, amount):
    """Rule 9.3."""
    assert CALENDAR.is_workday(CALENDAR.add_workdays(start, amount))


@given(STARTS, AMOUNTS)
def test_between_is_the_inverse_of_add(start, amount):
    assert CALENDAR.workdays_between(start, CALENDAR.add_workdays(start, amount)) == amount


@given(STARTS, AMOUNTS, AMOUNTS)
def test_a_longer_period_ends_later(start, amount, more):
    shorter, longer = CALENDAR.add_workdays(start, amount), CALENDAR.add_workdays(start, amount + more)
    assert shorter <= longer
    assert (shorter == longer) == (more == 0)


@given(STARTS, st.integers(0, 30), AMOUNTS)
def test_a_later_start_never_ends_earlier(start, days, amount):
    later = start + timedelta(days=days)
    assert amount == 0 or CALENDAR.add_workdays(start, amount) <= CALENDAR.add_workdays(later, amount)


@given(STARTS, st.integers(1, 60))
def test_a_period_can_be_counted_in_two_steps(start, amount):
    one_less = CALENDAR.add_workdays(start, amount - 1)
    assert CALENDAR.add_workdays(one_less, 1) == CALENDAR.add_workdays(start, amount)


@given(STARTS, STARTS)
def test_between_counts_the_working_days_one_by_one(after, until):
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    assert CALENDAR.workdays_between(after, until) == sum(CALENDAR.is_workday(day) for day in days)


def test_an_unknown_year_raises_and_never_falls_back_to_monday_to_friday():
    """Rule 9.4."""
    only_2026 = WorkCalendar([2026], NATIONAL_DAY | MADE_UP)
    for count in (
        lambda: only_2026.is_workday(date(2027, 1, 4)),
        lambda: only_2026.add_workdays(date(2025, 12, 31), 1),
        lambda: only_2026.add_workdays(date(2026, 12, 31), 1),
        lambda: only_2026.workdays_between(date(2026, 12, 1), date(2027, 1, 4)),
    ):
        with pytest.raises(CalendarUnknown, match="尚未录入"):
            count()
    assert only_2026.add_workdays(date(2026, 12, 30), 1) == date(2026, 12, 31)


def test_a_gap_between_known_years_raises():
    with pytest.raises(CalendarUnknown) as raised:
        WorkCalendar([2024, 2026], {}).add_workdays(date(2024, 12, 31), 1)
    assert raised.value.year == 2025


def test_a_period_counts_forward():
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_workdays(date(2026, 1, 5), -1)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param(date(2025, 1, 20), date(2025, 2, 21), id="E1"),
        pytest.param(date(2025, 4, 5), date(2025, 5, 6), id="E2"),
        pytest.param(date(2026, 2, 10), date(2026, 3, 16), id="E7"),
    ],
)
def test_worked_examples_of_twenty_working_days(calendar, received, due):
    assert calendar.add_workdays(received, 20) == due


def test_the_notice_of_2017_came_out_on_the_seventeenth_working_day(db):
    """Rule 1.26.1: dated 2017-05-15, published 2017-06-08."""
    load_known_years(range(2017, 2018))
    assert current_calendar().workdays_between(date(2017, 5, 15), date(2017, 6, 8)) == 17


def test_loading_again_adds_nothing_and_keeps_what_was_edited(db):
    assert load_known_years(range(2025, 2027)) == 2
    CalendarDay.objects.filter(day=date(2026, 10, 10)).delete()
    assert load_known_years(range(2025, 2027)) == 0
    assert not CalendarDay.objects.filter(day=date(2026, 10, 10)).exists()


def test_a_year_without_a_published_arrangement_is_not_invented(db):
    with pytest.raises(NotImplementedError):
        load_known_years(range(2027, 2028))
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_the_calendar_is_kept_in_memory_until_a_year_changes(calendar, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert current_calendar() is calendar
    CalendarYear.objects.get(year=2026).save()
    assert current_calendar() is not calendar


def test_editing_the_table_changes_the_count_and_tells_who_stored_due_dates(
    calendar, client, django_capture_on_commit_callbacks
):
    """A further holiday is declared by hand: what was due that day is due on the next working day."""
    obligation = make_obligation(
        make_matter(time_limit="信息形成之日起20个工作日内"),
        since=date(2026, 2, 10),
        first_due_on=date(2026, 3, 16),
    )
    client.force_login(User.objects.create_superuser("root", password="a-long-password"))
    heard = []
    calendar_changed.connect(receiver := lambda **kwargs: heard.append(kwargs["sender"]))
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(_change_page(2026), _year_form(2026, date(2026, 3, 16)))
    calendar_changed.disconnect(receiver)
    assert response.status_code == 302
    assert heard == [CalendarYear]
    assert not current_calendar().is_workday(date(2026, 3, 16))
    obligation.refresh_from_db()
    assert obligation.first_due_on == date(2026, 3, 17)


def _change_page(year: int) -> str:
    return reverse("admin:workdays_calendaryear_change", args=[year])


def _year_form(year: int, holiday: date) -> dict:
    """The admin form of a year as it stands, with one more holiday."""
    days = list(CalendarDay.objects.filter(year=year).order_by("-day"))
    form = {
        "year": year,
        "notice": "县人民政府关于临时放假的通知",
        "days-TOTAL_FORMS": len(days) + 1,
        "days-INITIAL_FORMS": len(days),
    }
    for number, day in enumerate(days):
        form |= {
            f"days-{number}-day": day.day,
            f"days-{number}-year": year,
            f"days-{number}-notice": day.notice,
        }
        form |= {f"days-{number}-is_workday": "on"} if day.is_workday else {}
    last = len(days)
    return form | {f"days-{last}-day": holiday, f"days-{last}-year": year, f"days-{last}-notice": "临时放假"}
