"""Looking again at what is public and what is withheld (条例 Art. 18; rules 1.18.1, 8.21)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from disclosure import pipeline
from disclosure.documents import negative_list, reassessments
from disclosure.models import Publication, Reassessment
from disclosure.reassessing import add_months
from disclosure.vocabulary import Attribute, Ground, Status
from portal.ledger.models import LedgerEntry
from portal.refusal import NotAllowed
from tests.factories import make_article, make_organization, make_published, make_signed, make_user

pytestmark = pytest.mark.django_db


def withheld(organization, ground=Ground.INTERNAL_AFFAIRS, attribute=Attribute.WITHHELD, **fields):
    return make_signed("内部事务材料", organization, attribute=attribute, ground=ground, **fields)


def fresh(row):
    return Publication.objects.select_related("organization").get(pk=row.pk)


def today():
    return timezone.localdate()


def refusal(*args) -> str:
    with pytest.raises(NotAllowed) as refused:
        reassessments.reassess(*args)
    return "".join(refused.value.reasons)


# What is due


@pytest.mark.parametrize(("days", "is_due"), [(-1, True), (0, True), (1, False)])
def test_it_is_due_on_its_day(finance, days, is_due):
    on = today() + timedelta(days=days)
    public, kept = make_published(organization=finance, reassess_on=on), withheld(finance, reassess_on=on)
    due = {p.pk for p in reassessments.to_reassess()}
    assert due == ({public.pk, kept.pk} if is_due else set())


def test_drafts_withdrawn_and_filed_ones_are_not(finance):
    day = today()
    make_article(organization=finance, reassess_on=day)
    make_article(organization=finance, reassess_on=day, attribute=Attribute.WITHHELD, ground=Ground.PROCESS)
    make_published(organization=finance, reassess_on=day)
    Publication.objects.filter(status=Status.PUBLISHED).update(
        status=Status.WITHDRAWN, withdrawn_at=timezone.now(), withdrawal_reason="有误"
    )
    assert not reassessments.to_reassess().exists()


# What becomes of something public


def test_kept_sets_the_next_day_and_is_public_in_the_ledger(finance, author, calendar):
    public = make_published("年度计划", organization=finance, reassess_on=today())
    done = reassessments.reassess(public, "kept", "内容仍然准确", author)
    assert fresh(public).reassess_on == add_months(today(), 12)
    assert (done.due_on, done.by) == (today(), author)
    entry = LedgerEntry.objects.get(verb="reassessed")
    assert entry.is_public and entry.payload == {"title": "年度计划", "outcome": "继续公开"}


def test_corrected_starts_a_correction(finance, author, calendar):
    public = make_published(organization=finance, reassess_on=today())
    reassessments.reassess(public, "corrected", "电话号码变了", author)
    correction = public.corrections.get()
    assert (correction.correction_note, correction.status) == ("电话号码变了", Status.DRAFT)
    assert fresh(public).is_public and fresh(public).reassess_on > today()


def test_withdrawn_takes_the_right_to_withdraw(finance, author, issuer, calendar):
    public = make_published(organization=finance, reassess_on=today())
    assert "权限" in refusal(public, "withdrawn", "已经过时", author)
    assert fresh(public).is_public and not Reassessment.objects.exists()
    reassessments.reassess(public, "withdrawn", "已经过时", issuer)
    assert fresh(public).status == Status.WITHDRAWN and fresh(public).reassess_on is None


# What becomes of something withheld


@pytest.mark.parametrize("is_filed", [False, True])
def test_still_withheld_sets_the_next_day_and_tells_nobody(finance, author, issuer, is_filed):
    kept = withheld(finance, reassess_on=today())
    if is_filed:
        pipeline.archive(kept, issuer, "留存")
    reassessments.reassess(kept, "still_withheld", "理由仍在", author)
    assert fresh(kept).reassess_on == add_months(today(), 12)
    assert not LedgerEntry.objects.filter(verb__startswith="reassessed", is_public=True).exists()
    assert "内部事务" not in str(LedgerEntry.objects.get(verb="reassessed_withheld").payload)


@pytest.mark.parametrize("is_filed", [False, True])
def test_to_be_disclosed_goes_back_to_the_desk_as_proactive(finance, author, issuer, is_filed):
    kept = withheld(finance, reassess_on=today())
    if is_filed:
        pipeline.archive(kept, issuer, "留存")
    reassessments.reassess(kept, "to_be_disclosed", "情况变化，可以公开", author)
    found = fresh(kept)
    assert (found.status, found.attribute, found.ground) == (Status.DRAFT, Attribute.PROACTIVE, "")
    assert found.signed_at is None and found.reassess_on is None, "it is signed anew before it goes out"
    assert pipeline.why_not(found, "publish", issuer)


# Why not


@pytest.mark.parametrize(
    ("is_public", "outcome"),
    [
        (True, "still_withheld"),
        (True, "to_be_disclosed"),
        (False, "kept"),
        (False, "withdrawn"),
        (True, ""),
        (True, "x"),
    ],
)
def test_the_outcome_fits_what_it_is(finance, author, is_public, outcome):
    row = make_published(organization=finance) if is_public else withheld(finance)
    assert "相符" in refusal(row, outcome, "说明", author)


def test_it_takes_a_note_the_right_and_the_same_organ(finance, education, author):
    public = make_published(organization=finance)
    assert "情况和理由" in refusal(public, "kept", "  ", author)
    assert "单位范围" in refusal(public, "kept", "说明", make_user(organization=education, roles=["经办人"]))
    assert "经办人或者签发人" in refusal(
        public, "kept", "说明", make_user(organization=finance, roles=["审核人"])
    )
    assert "只复核" in refusal(make_article(organization=finance), "kept", "说明", author)


# The negative list counts and says nothing else


def line_of(organization, ground):
    return next(
        line for line in negative_list.lines() if (line.code, line.ground) == (organization.code, ground)
    )


@pytest.mark.parametrize(("number", "words"), [(1, "少于5件"), (4, "少于5件"), (5, "5件"), (7, "7件")])
def test_small_numbers_are_not_given(finance, number, words):
    for _ in range(number):
        withheld(finance)
    line = line_of(finance, Ground.INTERNAL_AFFAIRS)
    assert line.number_words == words
    assert line.kinds_words == ("不单列" if number < 5 else "政务信息（不予公开）")


def test_state_secrets_are_counted_nowhere(finance):
    for _ in range(9):
        withheld(finance, Ground.STATE_SECRET)
    assert negative_list.lines() == []
    secret = negative_list.by_ground([])[0]
    assert "国家秘密" in secret["ground"] and secret["number"] == "不单列"


def test_drafts_that_nobody_signed_are_not_withheld_yet(finance):
    make_article(organization=finance, attribute=Attribute.WITHHELD, ground=Ground.PROCESS)
    assert negative_list.lines() == []


def test_the_date_of_the_last_look_is_shown_and_each_item_counted_once(finance, author):
    rows = [withheld(finance) for _ in range(5)]
    for _ in range(3):
        reassessments.reassess(rows[0], "still_withheld", "理由仍在", author)
    line = line_of(finance, Ground.INTERNAL_AFFAIRS)
    assert (line.number, line.reexamined_on) == (5, today())


@pytest.mark.parametrize(
    ("numbers", "total"),
    [
        ([], "0件"),
        ([3], "少于5件"),
        ([3, 1], "少于5件"),
        ([7], "7件"),
        ([7, 2], "不单列"),
        ([7, 2, 3], "12件"),
    ],
)
def test_a_total_never_gives_away_one_small_number(db, numbers, total):
    for number in numbers:
        organization = make_organization()
        for _ in range(number):
            withheld(organization, Ground.CASE_FILE)
    grounds = {entry["ground"]: entry["number"] for entry in negative_list.by_ground(negative_list.lines())}
    assert grounds[Ground.CASE_FILE.label] == total
