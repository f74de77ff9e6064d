"""The state of an obligation: both sides of every boundary, and SQL that says the same as the rule."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import coverage
from catalog.models import Obligation
from catalog.states import (
    DUE,
    LABELS,
    MEANINGS,
    Facts,
    State,
    covered,
    due,
    merge,
    overdue,
    rate,
    state_of,
)
from tests.factories import make_domain, make_matter, make_obligation, make_organization, make_user

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
PUBLISHED = {"published_count": 1}


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"first_due_on": TOMORROW}, State.NOT_DUE),
        ({"first_due_on": TODAY}, State.NOT_DUE),
        ({"first_due_on": YESTERDAY}, State.MISSING),
        ({"first_due_on": None}, State.UNDETERMINED),
        ({"first_due_on": YESTERDAY, "awaiting_until": TOMORROW}, State.NOT_DUE),
        ({"first_due_on": YESTERDAY, "awaiting_until": TODAY}, State.NOT_DUE),
        ({"first_due_on": YESTERDAY, "awaiting_until": YESTERDAY}, State.MISSING),
        ({"first_due_on": None, "awaiting_until": TODAY}, State.NOT_DUE),
        (PUBLISHED, State.ON_TIME),
        (PUBLISHED | {"latest_is_late": True}, State.LATE),
        (PUBLISHED | {"renew_by": TOMORROW}, State.ON_TIME),
        (PUBLISHED | {"renew_by": TODAY}, State.ON_TIME),
        (PUBLISHED | {"renew_by": YESTERDAY}, State.STALE),
        (PUBLISHED | {"renew_by": TODAY, "latest_is_late": True}, State.LATE),
        (PUBLISHED | {"renew_by": YESTERDAY, "latest_is_late": True}, State.STALE),
        (PUBLISHED | {"first_due_on": YESTERDAY}, State.ON_TIME),
        (PUBLISHED | {"is_rule_readable": False}, State.UNDETERMINED),
        ({"is_rule_readable": False, "first_due_on": YESTERDAY}, State.UNDETERMINED),
        ({"is_not_applicable": True, "first_due_on": YESTERDAY}, State.NOT_APPLICABLE),
        (PUBLISHED | {"is_not_applicable": True, "renew_by": YESTERDAY}, State.NOT_APPLICABLE),
        ({"is_not_applicable": True, "is_rule_readable": False}, State.NOT_APPLICABLE),
    ],
)
def test_the_state_follows_from_the_facts_and_the_day(facts, state):
    assert state_of(Facts(**facts), TODAY) is state


def test_every_state_has_a_name_and_a_meaning():
    assert set(LABELS) == set(MEANINGS) == set(State)


DAYS = st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3))
FACTS = st.builds(
    Facts,
    is_not_applicable=st.booleans(),
    is_rule_readable=st.booleans(),
    published_count=st.sampled_from([0, 0, 1, 2]),
    latest_is_late=st.booleans(),
    first_due_on=DAYS,
    awaiting_until=DAYS,
    renew_by=DAYS,
)


@given(FACTS, st.dates(TODAY, TODAY + timedelta(days=400)))
def test_time_alone_never_turns_overdue_into_covered(facts, later):
    if state_of(facts, TODAY) in (State.MISSING, State.STALE):
        assert state_of(facts, later) == state_of(facts, TODAY)


@pytest.fixture
def ground(db):
    """Twenty matters, an organisation that owes them, and somebody who may approve exemptions."""
    domain = make_domain()
    return [make_matter(domain=domain) for _ in range(20)], make_organization(), make_user()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(many=st.lists(FACTS, min_size=1, max_size=20), today=st.dates(TODAY, TODAY + timedelta(days=4)))
def test_sql_says_what_the_rule_says(ground, many, today):
    matters, organization, approver = ground
    Obligation.objects.all().delete()
    Obligation.objects.bulk_create(
        _with_facts(facts, matter, organization, approver)
        for facts, matter in zip(many, matters, strict=False)
    )
    coverage.refresh_all(today)
    for obligation in Obligation.objects.all():
        assert obligation.state == state_of(obligation.facts, today)
    assert coverage.refresh_all(today) == 0


def _with_facts(facts: Facts, matter, organization, approver) -> Obligation:
    return Obligation(
        matter=matter,
        domain=matter.domain,
        organization=organization,
        since=date(2025, 1, 1),
        is_rule_readable=facts.is_rule_readable,
        published_count=facts.published_count,
        latest_is_late=facts.latest_is_late,
        first_due_on=facts.first_due_on,
        awaiting_until=facts.awaiting_until,
        awaiting_reason="尚未开展" if facts.awaiting_until else "",
        renew_by=facts.renew_by,
        not_applicable_by=approver if facts.is_not_applicable else None,
        not_applicable_reason="本单位没有这一事项" if facts.is_not_applicable else "",
    )


@pytest.mark.django_db
def test_the_facts_of_a_row_are_those_of_the_rule():
    obligation = make_obligation(published_count=2, latest_is_late=True, renew_by=TODAY)
    assert state_of(obligation.facts, TODAY) is State.LATE
    assert state_of(obligation.facts, TOMORROW) is State.STALE


def test_the_rate_is_of_what_is_due():
    tally = {"on_time": 5, "late": 1, "missing": 2, "stale": 2, "not_due": 7, "not_applicable": 3}
    assert (covered(tally), overdue(tally), due(tally)) == (6, 4, 10)
    assert rate(tally) == 0.6


def test_there_is_no_rate_where_nothing_is_due():
    assert rate({}) is None
    assert rate({"not_due": 4, "not_applicable": 2, "undetermined": 1}) is None


TALLIES = st.dictionaries(st.sampled_from([s.value for s in State]), st.integers(0, 50))


@given(TALLIES)
def test_an_honest_catalog_scores_no_worse_than_a_short_one(tally):
    longer = merge([tally, {"not_due": 3, "not_applicable": 2, "undetermined": 1}])
    assert rate(longer) == rate(tally)


@given(TALLIES, TALLIES)
def test_the_rate_of_a_whole_lies_between_those_of_its_parts(one, other):
    rates = [r for r in (rate(one), rate(other)) if r is not None]
    if rates:
        assert min(rates) <= rate(merge([one, other])) <= max(rates)


def test_what_is_due_is_covered_or_overdue():
    assert {State.NOT_DUE, State.NOT_APPLICABLE, State.UNDETERMINED} == set(State) - DUE
