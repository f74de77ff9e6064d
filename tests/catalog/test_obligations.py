"""Who owes what: obligations follow the catalog and the organisations, and end with them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from catalog import obligations, tree
from catalog.models import Obligation
from catalog.states import State
from portal.organizations.models import Kind
from portal.organizations.tree import save_organization
from portal.workdays.models import CalendarDay, CalendarYear
from portal.workdays.services import announce_change
from tests.factories import make_matter, make_obligation, make_organization, make_user

TODAY = date(2026, 11, 2)
LATER = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(calendar):
    return make_organization("县人民政府", Kind.COUNTY_GOVERNMENT)


@pytest.fixture
def finance(county):
    return make_organization("县财政局", parent=county)


def owed() -> set[tuple[str, str]]:
    rows = Obligation.objects.current().select_related("matter", "organization")
    return {(o.matter.name, o.organization.short_name) for o in rows}


def test_a_matter_is_owed_by_whom_the_wording_names(finance, county):
    for name in ("云溪镇", "青石镇"):
        make_organization(name, Kind.TOWN, county)
    make_matter("预算", responsible="县财政局、乡镇人民政府")
    report = obligations.sync(TODAY)
    assert owed() == {("预算", "县财政局"), ("预算", "云溪镇"), ("预算", "青石镇")}
    assert (report.created, report.ended, report.resumed) == (3, 0, 0)


def test_running_again_changes_nothing(finance):
    make_matter("预算", responsible="县财政局")
    obligations.sync(TODAY)
    report = obligations.sync(LATER)
    assert (report.created, report.ended, report.resumed) == (0, 0, 0)
    assert Obligation.objects.get().since == TODAY


def test_a_new_obligation_is_not_overdue_from_its_first_day(finance):
    """条例 Art. 26: 20 working days, here from the day the organ began to owe it."""
    make_matter("预算", responsible="县财政局")
    obligations.sync(TODAY)
    obligation = Obligation.objects.get()
    assert (obligation.first_due_on, obligation.state) == (date(2026, 11, 30), State.NOT_DUE)


def test_a_matter_without_a_readable_limit_is_undetermined(finance):
    make_matter("预算", responsible="县财政局", time_limit="按规定时间公开")
    obligations.sync(TODAY)
    obligation = Obligation.objects.get()
    assert (obligation.first_due_on, obligation.state) == (None, State.UNDETERMINED)


def test_an_abolished_organisation_owes_nothing_more(finance, django_capture_on_commit_callbacks):
    make_matter("预算", responsible="县财政局")
    obligations.sync(TODAY)
    finance.abolished_on = TODAY
    with django_capture_on_commit_callbacks(execute=True):
        save_organization(finance)
    assert owed() == set()
    assert Obligation.objects.get().ended_on is not None


def test_its_successor_owes_in_its_place_once_it_answers_to_the_name(finance, county):
    make_matter("预算", responsible="县财政局")
    obligations.sync(TODAY)
    finance.catalog_name, finance.short_name, finance.name = "原县财政局", "原县财政局", "原明湖县财政局"
    finance.abolished_on = LATER
    save_organization(finance)
    make_organization("县财政和国资局", parent=county, aliases=["县财政局"])
    obligations.sync(LATER)
    assert owed() == {("预算", "县财政和国资局")}


def test_an_ended_matter_is_owed_no_more_and_keeps_its_row(finance):
    matter = make_matter("预算", responsible="县财政局")
    obligations.sync(TODAY)
    matter.ended_on = LATER
    tree.update([matter], ["ended_on"])
    report = obligations.sync(LATER)
    assert (report.ended, owed()) == (1, set())
    assert Obligation.objects.get().ended_on == LATER


def test_a_matter_that_comes_back_resumes_the_same_obligation_with_dates_counted_anew(finance):
    matter = make_matter("预算", responsible="县财政局")
    obligations.sync(TODAY)
    matter.ended_on = TODAY
    tree.update([matter], ["ended_on"])
    obligations.sync(TODAY)
    matter.ended_on, matter.time_limit = None, "每季度公布一次"
    tree.update([matter], ["ended_on", "time_limit"])
    report = obligations.sync(LATER)
    obligation = Obligation.objects.get()
    assert (report.created, report.resumed, obligation.ended_on) == (0, 1, None)
    assert (obligation.since, obligation.first_due_on) == (TODAY, date(2026, 12, 31))
    assert obligation.state == State.NOT_DUE


def test_an_organisation_set_up_later_owes_from_that_day(finance, county):
    make_matter("预算", responsible="县财政局、乡镇人民政府")
    obligations.sync(TODAY)
    make_organization("云溪镇", Kind.TOWN, county)
    obligations.sync(LATER)
    assert Obligation.objects.get(organization__short_name="云溪镇").since == LATER


def test_a_holiday_declared_afterwards_moves_the_deadline(finance, django_capture_on_commit_callbacks):
    make_matter("预算", responsible="县财政局")
    obligations.sync(TODAY)
    year = CalendarYear.objects.get(year=2026)
    CalendarDay.objects.create(day=date(2026, 11, 30), year=year, is_workday=False, notice="临时放假")
    year.save()
    with django_capture_on_commit_callbacks(execute=True):
        announce_change()
    assert Obligation.objects.get().first_due_on == date(2026, 12, 1)


def test_a_year_missing_from_the_calendar_leaves_the_date_open_until_it_is_entered(
    finance, django_capture_on_commit_callbacks
):
    """Rule 9.4: never a guess. 20 working days from 21 December reach into a year without data."""
    make_matter("预算", responsible="县财政局")
    obligations.sync(date(2026, 12, 21))
    assert Obligation.objects.get().state == State.UNDETERMINED
    CalendarYear.objects.create(year=2027)
    with django_capture_on_commit_callbacks(execute=True):
        announce_change()
    assert Obligation.objects.get().first_due_on > date(2027, 1, 1)


@pytest.mark.parametrize(
    "half",
    [{"not_applicable_reason": "本镇无此类企业"}, {"not_applicable_by": True}],
    ids=["reason", "approver"],
)
def test_not_applicable_needs_both_a_reason_and_an_approver(half):
    if "not_applicable_by" in half:
        half = {"not_applicable_by": make_user()}
    with pytest.raises(IntegrityError), transaction.atomic():
        make_obligation(**half)


def test_waiting_for_information_needs_a_reason():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_obligation(awaiting_until=LATER)


def test_a_matter_is_owed_once_by_an_organisation():
    obligation = make_obligation()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_obligation(obligation.matter, obligation.organization)
