"""Keeping and counting the states of obligations in the database."""

from datetime import date, timedelta

import pytest

from catalog import coverage
from catalog.models import Obligation
from catalog.states import State
from catalog.tasks import refresh_coverage
from disclosure import services
from tests.factories import (
    make_domain,
    make_matter,
    make_obligation,
    make_organization,
    make_signed,
    make_user,
)

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)

pytestmark = pytest.mark.django_db


def make_many(*facts: dict) -> list[Obligation]:
    organization = make_organization()
    return [make_obligation(make_matter(), organization, **one) for one in facts]


def states() -> list[str]:
    return list(Obligation.objects.order_by("pk").values_list("state", flat=True))


def test_the_nightly_recount_moves_obligations_across_the_date_line():
    make_many({"first_due_on": TODAY}, {"published_count": 1, "renew_by": TODAY})
    coverage.refresh_all(TODAY)
    assert states() == [State.NOT_DUE, State.ON_TIME]
    assert coverage.refresh_all(TOMORROW) == 2
    assert states() == [State.MISSING, State.STALE]


def test_the_recount_is_one_statement_whatever_the_number(django_assert_num_queries):
    make_many(*[{"first_due_on": YESTERDAY}] * 5)
    with django_assert_num_queries(1):
        assert coverage.refresh_all(TODAY) == 5


def test_only_rows_whose_state_changes_are_written():
    make_many({"first_due_on": YESTERDAY}, {"first_due_on": TOMORROW})
    assert coverage.refresh_all(TODAY) == 2
    assert coverage.refresh_all(TODAY) == 0


def test_obligations_that_ended_keep_their_last_state():
    (ended,) = make_many({"first_due_on": YESTERDAY, "ended_on": YESTERDAY, "state": State.NOT_DUE})
    coverage.refresh_all(TODAY)
    ended.refresh_from_db()
    assert ended.state == State.NOT_DUE


def test_it_shows_when_the_recount_has_not_run():
    late, _ = make_many({"first_due_on": TODAY}, {"first_due_on": TOMORROW})
    coverage.refresh_all(TODAY)
    assert not coverage.outdated(Obligation.objects.all(), TODAY).exists()
    assert list(coverage.outdated(Obligation.objects.all(), TOMORROW)) == [late]


def test_the_nightly_task_uses_the_date_of_beijing(time_machine):
    """00:20 in Beijing is still yesterday in UTC."""
    time_machine.move_to("2026-11-23T16:20:00+00:00")
    make_many({"first_due_on": date(2026, 11, 23)})
    refresh_coverage()
    assert states() == [State.MISSING]


def test_a_publication_touches_the_rows_it_answers_and_no_other(calendar):
    answered, other = make_many({"first_due_on": YESTERDAY}, {"first_due_on": YESTERDAY})
    issuer = make_user(organization=answered.organization, roles=["签发人"])
    article = make_signed(organization=answered.organization, formed_on=date(2026, 1, 5))
    services.link_obligations(article, [answered])
    services.publish(article, issuer)
    answered.refresh_from_db()
    other.refresh_from_db()
    assert answered.published_count == 1
    assert answered.state in (State.ON_TIME, State.LATE)
    assert other.state == State.UNDETERMINED


def test_withdrawing_gives_the_obligation_back_its_old_state(calendar):
    (obligation,) = make_many({"first_due_on": YESTERDAY})
    issuer = make_user(organization=obligation.organization, roles=["签发人"])
    article = make_signed(organization=obligation.organization, formed_on=date(2026, 1, 5))
    services.link_obligations(article, [obligation])
    services.withdraw(services.publish(article, issuer), issuer, "内容有误")
    obligation.refresh_from_db()
    assert (obligation.published_count, obligation.latest_published_on) == (0, None)


def test_a_tally_counts_by_state_and_by_any_field(django_assert_num_queries):
    missing, on_time = make_many({"state": State.MISSING}, {"state": State.ON_TIME})
    make_many({"state": State.MISSING, "ended_on": TODAY})
    rows = Obligation.objects.all()
    with django_assert_num_queries(3):
        assert coverage.tally(rows) == {"missing": 1, "on_time": 1}
        assert coverage.tally(rows, "matter_id") == {
            missing.matter_id: {"missing": 1},
            on_time.matter_id: {"on_time": 1},
        }
        key = (missing.domain_id, missing.organization_id)
        assert coverage.tally(rows, "domain_id", "organization_id") == {key: {"missing": 1, "on_time": 1}}


def test_the_matrix_is_counted_in_one_query(django_assert_num_queries):
    budget, safety = make_domain("财政预决算"), make_domain("安全生产")
    organization = make_organization()
    for domain, state in ((budget, State.LATE), (budget, State.LATE), (safety, State.STALE)):
        make_obligation(make_matter(domain=domain), organization, state=state)
    with django_assert_num_queries(1):
        cells = coverage.count_by_domain_and_organization(Obligation.objects.all())
    assert sorted(cells) == sorted(
        [(budget.pk, organization.pk, "late", 2), (safety.pk, organization.pk, "stale", 1)]
    )


def test_the_longest_overdue_come_first_by_the_day_that_was_missed():
    """A stale one counts from its renewal, not from a first deadline long met."""
    stale = {
        "state": State.STALE,
        "published_count": 3,
        "first_due_on": date(2025, 2, 1),
        "renew_by": YESTERDAY,
    }
    missing = {"state": State.MISSING, "first_due_on": date(2026, 3, 1)}
    stale, missing, _ = make_many(stale, missing, {"state": State.ON_TIME, "published_count": 1})
    found = list(coverage.overdue(Obligation.objects.all()))
    assert found == [missing, stale]
    assert [o.due_on for o in found] == [date(2026, 3, 1), YESTERDAY]


def test_by_urgency_overdue_ones_lead_and_the_next_day_follows():
    later, soon, missing, covered = make_many(
        {"state": State.NOT_DUE, "first_due_on": TODAY + timedelta(days=9)},
        {
            "state": State.NOT_DUE,
            "first_due_on": YESTERDAY,
            "awaiting_until": TOMORROW,
            "awaiting_reason": "未开工",
        },
        {"state": State.MISSING, "first_due_on": TODAY - timedelta(days=2)},
        {"state": State.ON_TIME, "published_count": 1},
    )
    assert list(coverage.by_urgency(Obligation.objects.all())) == [missing, soon, later, covered]
