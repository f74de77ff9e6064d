"""The life of a document: what it can become, on which evidence, on which day (rules 8.20, 8.21)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from disclosure.documents import apply_due, change_validity, validity
from disclosure.documents.terms import ends_soon, proposed_end, time_left
from disclosure.models import DocumentRelation, PolicyDocument, Publication, ValidityChange
from disclosure.pipeline import publish
from disclosure.reassessing import add_months, next_reassessment
from disclosure.versions import start_correction
from disclosure.vocabulary import RelationType, Status, Validity
from portal.ledger.models import LedgerEntry
from portal.ledger.sentences import say
from portal.refusal import NotAllowed
from tests.factories import make_published, make_signed, make_user

pytestmark = pytest.mark.django_db(transaction=False)
IN_FORCE, AMENDED, EXPIRED, REPEALED = Validity
YEARS = {"default": 5, "trial": 2}


@pytest.fixture
def document(finance, calendar):
    return make_published("财政资金管理办法", PolicyDocument, finance, is_normative=True)


@pytest.fixture
def newer(finance, calendar):
    return make_published("新的财政资金管理办法", PolicyDocument, finance)


def today() -> date:
    return timezone.localdate()


def fresh(publication) -> Publication:
    return Publication.objects.select_related("organization").get(pk=publication.pk)


def refusal(*args, **kwargs) -> str:
    with pytest.raises(NotAllowed) as refused:
        change_validity(*args, **kwargs)
    return "".join(refused.value.reasons)


# What it can become


@pytest.mark.parametrize(
    ("before", "after", "is_allowed"),
    [
        (IN_FORCE, AMENDED, True),
        (IN_FORCE, EXPIRED, True),
        (IN_FORCE, REPEALED, True),
        (IN_FORCE, IN_FORCE, False),
        (AMENDED, AMENDED, True),
        (AMENDED, REPEALED, True),
        (AMENDED, IN_FORCE, False),
        (EXPIRED, IN_FORCE, True),
        (EXPIRED, REPEALED, True),
        (EXPIRED, AMENDED, True),
        (REPEALED, IN_FORCE, True),
        (REPEALED, EXPIRED, False),
    ],
)
def test_from_one_state_only_some_can_follow(finance, issuer, calendar, before, after, is_allowed):
    document = make_published(model=PolicyDocument, organization=finance, validity=before, ceases_on=today())
    if is_allowed:
        change_validity(document, after, today(), issuer, basis="县政府第3次常务会议纪要")
        assert fresh(document).validity == after
    else:
        assert refusal(document, after, today(), issuer, basis="县政府第3次常务会议纪要")
        assert fresh(document).validity == before


def test_a_repealed_document_names_the_document_and_the_day(document, newer, issuer):
    change = change_validity(document, REPEALED, today(), issuer, by_document=newer)
    found = fresh(document)
    assert (found.validity, found.ceases_on) == (REPEALED, today())
    assert (change.before, change.by_document_id, change.recorded_by) == (IN_FORCE, newer.pk, issuer)
    assert DocumentRelation.objects.filter(
        publication=newer, type=RelationType.REPEALS, target=document
    ).exists()


def test_the_ledger_shows_it_to_everyone_without_a_name(document, newer, issuer):
    change_validity(document, REPEALED, date(2026, 3, 1), issuer, by_document=newer)
    entry = LedgerEntry.objects.get(verb="validity_changed")
    assert entry.is_public and issuer.username not in str(entry.content())
    assert say(entry.verb, entry.payload) == (
        "《财政资金管理办法》自2026-03-01起由有效变为废止，依据：新的财政资金管理办法。"
    )


def test_what_was_public_is_a_version(document, newer, issuer):
    change_validity(document, AMENDED, today(), issuer, by_document=newer)
    version = fresh(document).versions.first()
    assert version.is_public and version.content["fields"]["validity"] == AMENDED
    assert fresh(document).screened_version != version.number  # it had not been screened before either


def test_a_screened_page_stays_screened(document, newer, issuer):
    Publication.objects.filter(pk=document.pk).update(screened_version=0, version_number=0)
    change_validity(fresh(document), AMENDED, today(), issuer, by_document=newer)
    found = fresh(document)
    assert found.screened_version == found.version_number == 1


# Why not


def test_there_must_be_evidence(document, issuer):
    assert "依据" in refusal(document, REPEALED, today(), issuer)
    assert "依据" in refusal(document, REPEALED, today(), issuer, basis="  ")


def test_the_evidence_must_be_public(document, finance, issuer):
    draft = PolicyDocument.objects.create(
        title="还没有发布", organization=finance, topic="综合政务\\政务公开", formed_on=today()
    )
    assert "还没有公开" in refusal(document, REPEALED, today(), issuer, by_document=draft)
    assert "自己" in refusal(document, REPEALED, today(), issuer, by_document=document)


def test_it_takes_the_right_to_publish_in_the_same_organ(document, author, education):
    assert "签发人" in refusal(document, REPEALED, today(), author, basis="依据")
    elsewhere = make_user(organization=education, roles=["签发人"])
    assert "单位范围" in refusal(document, REPEALED, today(), elsewhere, basis="依据")


def test_only_public_policy_documents_have_a_validity(draft, finance, issuer):
    assert "政策文件" in refusal(draft, REPEALED, today(), issuer, basis="依据")
    withdrawn = make_signed("未发布", finance, PolicyDocument)
    assert "没有在公开" in refusal(withdrawn, REPEALED, today(), issuer, basis="依据")


def test_it_cannot_end_before_it_began(document, issuer):
    PolicyDocument.objects.filter(pk=document.pk).update(effective_on=date(2026, 5, 1))
    assert "2026-05-01" in refusal(fresh(document), REPEALED, date(2026, 4, 30), issuer, basis="依据")


# Days that have not come


def test_a_future_day_is_kept_until_it_comes(document, newer, issuer):
    on = today() + timedelta(days=10)
    change = change_validity(document, REPEALED, on, issuer, by_document=newer)
    assert change.is_waiting and fresh(document).validity == IN_FORCE
    assert apply_due(on - timedelta(days=1)) == 0
    assert apply_due(on) == 1
    assert (fresh(document).validity, fresh(document).ceases_on) == (REPEALED, on)
    assert apply_due(on) == 0


def test_it_can_be_taken_back_until_then(document, newer, issuer, author):
    change = change_validity(document, REPEALED, today() + timedelta(days=10), issuer, by_document=newer)
    assert validity.why_not_cancel(change, author)
    validity.cancel_change(change, issuer)
    assert not ValidityChange.objects.exists()
    done = change_validity(document, REPEALED, today(), issuer, by_document=newer)
    with pytest.raises(NotAllowed):
        validity.cancel_change(done, issuer)


def test_the_same_change_is_not_recorded_twice(document, newer, issuer):
    change_validity(document, REPEALED, today() + timedelta(days=10), issuer, by_document=newer)
    assert "已经登记过" in refusal(document, REPEALED, today() + timedelta(days=20), issuer, basis="依据")


def test_a_period_that_is_over_ends_the_document_by_itself(document):
    PolicyDocument.objects.filter(pk=document.pk).update(ceases_on=date(2026, 12, 1))
    assert apply_due(date(2026, 11, 30)) == 0
    with time_machine.travel("2026-12-01 00:02 +0800"):
        assert apply_due() == 1
    change = document.validity_changes.get()
    assert (fresh(document).validity, change.on, change.basis) == (EXPIRED, date(2026, 12, 1), "有效期届满")


def test_a_prolonged_period_moves_the_end_and_needs_evidence_too(document, issuer):
    PolicyDocument.objects.filter(pk=document.pk).update(ceases_on=today() + timedelta(days=30))
    until = today() + timedelta(days=800)
    assert "依据" in refusal(fresh(document), IN_FORCE, today(), issuer, until=until)
    assert "晚于" in refusal(fresh(document), IN_FORCE, today(), issuer, basis="依据", until=today())
    change_validity(fresh(document), IN_FORCE, today(), issuer, basis="评估后继续有效", until=until)
    found = fresh(document)
    assert (found.validity, found.ceases_on) == (IN_FORCE, until)
    assert found.reassess_on == add_months(until, -6)


# Documents that amend and repeal


def publish_now(publication, issuer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return publish(publication, issuer)


def relate(publication, kind, target):
    return DocumentRelation.objects.create(publication=publication, type=kind, target=target)


@pytest.mark.parametrize(
    ("kind", "after"), [(RelationType.REPEALS, REPEALED), (RelationType.AMENDS, AMENDED)]
)
def test_publishing_what_repeals_or_amends_changes_the_old_one_the_same_day(
    document, finance, issuer, kind, after, django_capture_on_commit_callbacks
):
    new = make_signed("新办法", finance, PolicyDocument)
    relate(new, kind, document)
    exempt(new, issuer)
    publish_now(new, issuer, django_capture_on_commit_callbacks)
    change = document.validity_changes.get()
    assert fresh(document).validity == after
    assert change.by_document_id == new.pk and change.on == new.formed_on


def test_it_waits_until_the_new_one_enters_into_force(
    document, finance, issuer, django_capture_on_commit_callbacks
):
    begins = today() + timedelta(days=5)
    new = make_signed("新办法", finance, PolicyDocument, effective_on=begins)
    relate(new, RelationType.REPEALS, document)
    exempt(new, issuer)
    publish_now(new, issuer, django_capture_on_commit_callbacks)
    assert fresh(document).validity == IN_FORCE
    assert document.validity_changes.get().on == begins
    apply_due(begins)
    assert fresh(document).validity == REPEALED


def test_an_interrupted_publication_is_made_good_at_night(document, newer):
    relate(newer, RelationType.REPEALS, document)
    assert apply_due() == 1
    assert fresh(document).validity == REPEALED
    assert apply_due() == 0


def test_what_ended_long_ago_still_gets_its_evidence(newer, finance, calendar):
    old = make_published("旧办法", PolicyDocument, finance, validity=REPEALED)
    relate(newer, RelationType.REPEALS, old)
    apply_due()
    assert old.validity_changes.get().by_document_id == newer.pk


def test_what_is_not_public_is_left_alone(newer, finance, calendar):
    draft = make_signed("没有发布的", finance, PolicyDocument)
    relate(newer, RelationType.REPEALS, draft)
    assert apply_due() == 0 and fresh(draft).validity == IN_FORCE


def test_a_correction_written_before_does_not_bring_it_back(
    document, newer, author, issuer, django_capture_on_commit_callbacks
):
    correction = start_correction(document, author, "改正错别字")
    change_validity(document, REPEALED, today(), issuer, by_document=newer)
    Publication.objects.filter(pk=correction.pk).update(
        status=Status.SIGNED, signed_at=timezone.now(), screened_version=1, version_number=1
    )
    publish_now(fresh(correction), issuer, django_capture_on_commit_callbacks)
    found = fresh(document)
    assert found.revised_at and (found.validity, found.ceases_on) == (REPEALED, today())


def exempt(document, user):
    from disclosure.models import InterpretationPlan

    InterpretationPlan.objects.create(
        document=document,
        exemption_reason="只改动个别文字",
        exemption_approved_by=user,
        exemption_approved_at=timezone.now(),
    )


# How long it holds


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("县财政资金管理办法", date(2031, 3, 1)),
        ("县财政资金管理办法（试行）", date(2028, 3, 1)),
        ("县财政资金管理暂行办法", date(2028, 3, 1)),
    ],
)
def test_the_proposed_end_is_five_years_or_two_for_a_trial(title, end):
    assert proposed_end(title, date(2026, 3, 1), YEARS) == end


def test_a_leap_day_ends_on_the_last_of_february():
    assert proposed_end("办法", date(2024, 2, 29), YEARS) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("ceases_on", "words", "is_soon"),
    [
        (None, "", False),
        (date(2026, 3, 1), "", False),
        (date(2026, 3, 2), "还有1天到期", True),
        (date(2026, 9, 1), "还有184天到期", True),
        (date(2026, 9, 2), "还有185天到期", False),
    ],
)
def test_the_countdown(ceases_on, words, is_soon):
    assert time_left(ceases_on, date(2026, 3, 1)) == words
    assert ends_soon(ceases_on, date(2026, 3, 1)) is is_soon


# When it is looked at again


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (date(2024, 1, 1), date(2026, 1, 1)),  # the regular two years come first
        (date(2026, 1, 1), date(2026, 6, 30)),  # six months before the end
        (date(2026, 7, 1), date(2026, 11, 30)),  # once more in the last month
        (date(2026, 12, 5), date(2028, 12, 5)),
    ],
)
def test_a_document_is_looked_at_six_months_before_its_end(after, expected):
    document = PolicyDocument(ceases_on=date(2026, 12, 30), kind="policy")
    assert next_reassessment(document, after) == expected


days = st.dates(date(2008, 1, 1), date(2090, 1, 1))


@given(days, days)
def test_the_next_look_is_always_later(after, ceases_on):
    document = PolicyDocument(ceases_on=ceases_on, kind="policy")
    assert next_reassessment(document, after) > after


@given(days, st.integers(0, 600))
def test_months_go_to_the_same_day_or_the_last(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or later.day < day.day
    assert later.day == day.day or add_months(later, 0).day >= 28
