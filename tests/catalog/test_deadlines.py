"""Dates counted from official wording: 条例 Art. 26 and the matter's own limit; rounds and their fixed days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.deadlines import first_deadline, publication_deadline, renewal_deadline
from portal.workdays.calendar import WorkCalendar

WITHIN_20 = "信息形成或者变更之日起20个工作日内"
# Monday to Friday of 2024-2030 without holidays: what is tested here is the wording, not the calendar.
CALENDAR = WorkCalendar(range(2024, 2031), {})
DAYS = st.dates(date(2024, 1, 1), date(2029, 6, 30))
WORDINGS = st.sampled_from(
    [
        WITHIN_20,
        "行政处罚决定作出之日起7个工作日内公开",
        "批准后20日内",
        "每季度公布一次",
        "每季度首月20日公布",
        "每年公布一次",
        "每年1月31日前",
        "每月公布一次",
        "每学期公布一次",
        "每20个工作日内更新",
        "及时公开",
        "实时公开",
    ]
)


@pytest.mark.parametrize(
    ("time_limit", "formed_on", "deadline"),
    [
        (WITHIN_20, date(2026, 11, 2), date(2026, 11, 30)),
        ("批准后20日内", date(2026, 11, 2), date(2026, 11, 22)),
        ("作出行政决定之日起7个工作日内", date(2026, 11, 2), date(2026, 11, 11)),
        ("及时公开", date(2026, 11, 2), date(2026, 11, 30)),
        ("每季度公布一次", date(2026, 11, 2), date(2026, 11, 30)),
        ("按统计数据发布日程公布", date(2026, 11, 2), None),
    ],
)
def test_information_is_public_within_the_matters_own_limit_or_twenty_working_days(
    time_limit, formed_on, deadline
):
    assert publication_deadline(time_limit, formed_on, CALENDAR) == deadline


@pytest.mark.parametrize(
    ("time_limit", "since", "due"),
    [
        (WITHIN_20, date(2026, 11, 2), date(2026, 11, 30)),
        ("每季度公布一次", date(2026, 11, 2), date(2026, 12, 31)),
        ("每季度公布一次", date(2026, 12, 31), date(2026, 12, 31)),
        ("每季度公布一次", date(2027, 1, 1), date(2027, 3, 31)),
        ("每季度首月20日公布", date(2026, 10, 20), date(2026, 10, 20)),
        ("每季度首月20日公布", date(2026, 10, 21), date(2027, 1, 20)),
        ("每年1月31日前", date(2026, 1, 31), date(2026, 1, 31)),
        ("每年1月31日前", date(2026, 2, 1), date(2027, 1, 31)),
        ("每年公布一次", date(2026, 2, 1), date(2026, 12, 31)),
        ("每学期公布一次", date(2026, 3, 1), date(2026, 6, 30)),
        ("每年一次，信息形成或者变更之日起20个工作日内", date(2026, 11, 2), date(2026, 11, 30)),
        ("按规定时间公开", date(2026, 11, 2), None),
    ],
)
def test_something_must_be_public_by_the_first_deadline(time_limit, since, due):
    assert first_deadline(time_limit, since, CALENDAR) == due


@pytest.mark.parametrize(
    ("time_limit", "latest", "renew_by"),
    [
        (WITHIN_20, date(2026, 11, 2), None),
        ("每季度公布一次", date(2026, 9, 30), date(2026, 12, 31)),
        ("每季度公布一次", date(2026, 10, 1), date(2027, 3, 31)),
        ("每季度首月20日公布", date(2026, 7, 18), date(2026, 10, 20)),
        ("每季度首月20日公布", date(2026, 9, 30), date(2026, 10, 20)),
        ("每年1月31日前", date(2026, 1, 20), date(2027, 1, 31)),
        ("每年1月31日前", date(2026, 12, 31), date(2027, 1, 31)),
        ("每年公布一次", date(2026, 3, 1), date(2027, 12, 31)),
        ("每月公布一次", date(2026, 1, 31), date(2026, 2, 28)),
        ("每20个工作日内更新", date(2026, 11, 2), date(2026, 11, 30)),
        ("每年公布一次", None, None),
    ],
)
def test_what_recurs_is_due_again_in_the_next_round(time_limit, latest, renew_by):
    assert renewal_deadline(time_limit, latest, CALENDAR) == renew_by


def test_a_fixed_day_that_is_a_rest_day_is_not_moved():
    """Rule 1.49.1: 31 January is a date of the calendar; in 2027 it is a Sunday."""
    assert renewal_deadline("每年1月31日前", date(2026, 1, 5), CALENDAR).weekday() == 6


def test_no_date_is_guessed_where_the_work_calendar_ends():
    only_2026 = WorkCalendar([2026], {})
    assert first_deadline(WITHIN_20, date(2026, 12, 21), only_2026) is None
    assert publication_deadline(WITHIN_20, date(2026, 12, 21), only_2026) is None
    assert renewal_deadline("每20个工作日内更新", date(2026, 12, 21), only_2026) is None
    assert renewal_deadline("每年公布一次", date(2026, 12, 21), only_2026) == date(2027, 12, 31)


@given(WORDINGS, DAYS)
def test_no_deadline_lies_before_its_start(time_limit, day):
    deadlines = [
        publication_deadline(time_limit, day, CALENDAR),
        first_deadline(time_limit, day, CALENDAR),
        renewal_deadline(time_limit, day, CALENDAR),
    ]
    assert all(due >= day for due in deadlines if due is not None)


@given(WORDINGS, DAYS, st.integers(0, 120))
def test_starting_later_is_never_due_earlier(time_limit, day, days):
    later = day + timedelta(days=days)
    for count in (publication_deadline, first_deadline, renewal_deadline):
        earlier_due, later_due = count(time_limit, day, CALENDAR), count(time_limit, later, CALENDAR)
        assert earlier_due is None or earlier_due <= later_due


@given(st.text(max_size=60), DAYS)
def test_any_text_gives_a_date_or_none(text, day):
    for count in (publication_deadline, first_deadline, renewal_deadline):
        assert count(text, day, CALENDAR) is None or count(text, day, CALENDAR) >= day


ANNUAL_REPORT = "部门和乡镇每年1月31日前；县人民政府每年3月31日前"


@pytest.mark.parametrize(
    ("organ", "due"),
    [("县人民政府", date(2026, 3, 31)), ("县民政局", date(2026, 1, 31)), ("", date(2026, 1, 31))],
)
def test_the_annual_report_of_the_county_is_due_later_than_those_of_its_departments(organ, due):
    """条例 Art. 49 (rule 1.49.1)."""
    assert renewal_deadline(ANNUAL_REPORT, date(2025, 1, 20), CALENDAR, organ) == due
    assert first_deadline(ANNUAL_REPORT, date(2026, 1, 5), CALENDAR, organ) == due
