"""Not applicable, not formed yet: who may say so, with what reason, and what it does."""

from datetime import date, timedelta

import pytest

from catalog import exemptions
from catalog.states import State
from portal.ledger.models import LedgerEntry
from portal.organizations.models import Kind
from tests.factories import make_obligation, make_organization, make_user

TODAY = date(2026, 11, 23)
REASON = "本镇无城镇燃气经营企业"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-23T02:00:00+00:00")


@pytest.fixture
def town():
    return make_organization("云溪镇", Kind.TOWN)


@pytest.fixture
def office():
    return make_organization("县政府办公室", is_competent_authority=True)


@pytest.fixture
def approver(office):
    return make_user(organization=office, permissions=[exemptions.PERMISSION])


@pytest.fixture
def missing(town):
    return make_obligation(organization=town, first_due_on=date(2026, 3, 2), state=State.MISSING)


def test_not_applicable_takes_the_obligation_out_of_the_rate(missing, approver):
    marked = exemptions.mark_not_applicable(missing, approver, f" {REASON} ")
    assert (marked.state, marked.not_applicable_reason) == (State.NOT_APPLICABLE, REASON)
    missing.refresh_from_db()
    assert (missing.state, missing.not_applicable_by) == (State.NOT_APPLICABLE, approver)


def test_it_is_written_into_the_ledger_without_a_persons_name(missing, approver, office):
    exemptions.mark_not_applicable(missing, approver, REASON)
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.subject) == ("marked_not_applicable", f"obligation:{missing.pk}")
    assert entry.payload == {"matter": missing.matter.code, "reason": REASON}
    assert (entry.actor, entry.is_public) == (office.short_name, True)


def test_the_reason_can_be_put_better_and_the_ledger_keeps_both(missing, approver):
    exemptions.mark_not_applicable(missing, approver, REASON)
    exemptions.mark_not_applicable(missing, approver, "本镇没有管道燃气经营企业")
    assert LedgerEntry.objects.count() == 2


def test_lifting_makes_it_count_again(missing, approver):
    exemptions.mark_not_applicable(missing, approver, REASON)
    assert exemptions.lift(missing, approver).state == State.MISSING
    assert LedgerEntry.objects.order_by("sequence").last().payload["reason_before"] == REASON


@pytest.mark.parametrize(("days", "state"), [(0, State.NOT_DUE), (366, State.NOT_DUE)])
def test_information_still_to_come_is_not_missing(missing, approver, days, state):
    marked = exemptions.mark_awaiting(missing, approver, TODAY + timedelta(days=days), "项目尚未开工")
    assert marked.state == state


@pytest.mark.parametrize(
    ("until", "why"),
    [
        (TODAY - timedelta(days=1), "已经过去"),
        (TODAY + timedelta(days=367), "不能晚于一年"),
        (None, "预计形成的日期"),
    ],
)
def test_nobody_waits_into_the_past_or_for_ever(missing, approver, until, why):
    with pytest.raises(exemptions.NotAllowed, match=why):
        exemptions.mark_awaiting(missing, approver, until, "项目尚未开工")


def test_what_has_been_published_is_not_awaited(missing, approver):
    missing.published_count = 1
    missing.save()
    with pytest.raises(exemptions.NotAllowed, match="已经公开过"):
        exemptions.mark_awaiting(missing, approver, TODAY, "项目尚未开工")


@pytest.mark.parametrize("reason", ["", "  ", "无" * 301])
def test_a_reason_is_needed_and_must_fit(missing, approver, reason):
    with pytest.raises(exemptions.NotAllowed):
        exemptions.mark_not_applicable(missing, approver, reason)
    missing.refresh_from_db()
    assert missing.state == State.MISSING
    assert not LedgerEntry.objects.exists()


def test_only_who_has_the_permission_may_approve(missing, town, office):
    for user in (make_user(organization=office), make_user(organization=office, roles=["督查员"])):
        with pytest.raises(exemptions.NotAllowed, match="没有批准"):
            exemptions.mark_not_applicable(missing, user, REASON)


def test_only_within_ones_own_scope(missing):
    other = make_user(
        organization=make_organization("青石镇", Kind.TOWN), permissions=[exemptions.PERMISSION]
    )
    with pytest.raises(exemptions.NotAllowed, match="不在您的单位范围"):
        exemptions.mark_not_applicable(missing, other, REASON)


def test_every_reason_is_told_at_once(missing):
    stranger = make_user(organization=make_organization("青石镇", Kind.TOWN))
    assert len(exemptions.why_not_applicable(missing, stranger, "")) == 3


def test_what_has_ended_needs_no_exemption(missing, approver):
    missing.ended_on = TODAY
    missing.save()
    with pytest.raises(exemptions.NotAllowed, match="已经终止"):
        exemptions.mark_not_applicable(missing, approver, REASON)


def test_there_must_be_something_to_lift(missing, approver):
    with pytest.raises(exemptions.NotAllowed, match="不需要取消"):
        exemptions.lift(missing, approver)
