"""Document and interpretation: planned, signed and published together, linked both ways (rules 8.1-8.6)."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db.models import F
from django.utils import timezone

from disclosure import pipeline, screening
from disclosure.documents import interpretations
from disclosure.models import (
    DocumentRelation,
    Interpretation,
    InterpretationPlan,
    PolicyDocument,
    Publication,
)
from disclosure.versions import start_correction
from disclosure.vocabulary import Attribute, Ground, InterpretationForm, RelationType, Status
from portal.refusal import NotAllowed
from tests.factories import make_user

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 3, 4, 9, 0, tzinfo=timezone.get_fixed_timezone(480))
OWN_WORDS = "<h2>背景依据</h2><p>过去办事要跑三趟，现在一趟就够。</p>"


@pytest.fixture(autouse=True)
def on_a_wednesday():
    with time_machine.travel(WEDNESDAY):
        yield


@pytest.fixture
def staff(finance, calendar):
    """One person for every step."""
    roles = ("经办人", "审核人", "保密审查员", "签发人")
    return {role: make_user(organization=finance, roles=[role]) for role in roles}


@pytest.fixture
def document(finance, staff):
    return PolicyDocument.objects.create(
        title="财政资金管理办法",
        body="<p>第一条 为了加强财政资金管理，提高使用效益，根据有关规定，制定本办法。</p>",
        summary="财政资金怎么管。",
        document_number="明财〔2026〕3号",
        genre="通知",
        organization=finance,
        topic="综合政务\\政务公开",
        formed_on=timezone.localdate().replace(month=1, day=5),
        created_by=staff["经办人"],
    )


def again(publication) -> Publication:
    return Publication.objects.select_related("organization").get(pk=publication.pk)


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises(NotAllowed) as refused:
        act(*args, **kwargs)
    return "".join(refused.value.reasons)


def plan_for(document, staff, **values) -> InterpretationPlan:
    complete = {
        "interpreter": "预算股负责人",
        "form": InterpretationForm.TEXT,
        "due_on": timezone.localdate(),
    }
    return interpretations.save_plan(document, staff["经办人"], **{**complete, **values})


def started(document, staff) -> Interpretation:
    plan_for(document, staff)
    draft = interpretations.start_interpretation(again(document), staff["经办人"])
    draft.body = OWN_WORDS
    draft.save()
    return draft


def move_on(publication, staff, *verbs):
    who = {
        "submit": "经办人",
        "review": "审核人",
        "check_secrecy": "保密审查员",
        "sign": "签发人",
        "publish": "签发人",
    }
    for verb in verbs:
        answer_findings(publication, staff)
        getattr(pipeline, verb)(again(publication), staff[who[verb]])


def answer_findings(publication, staff):
    for finding in publication.findings.filter(state="open"):
        screening.answer(finding, staff["保密审查员"], "核对无误")


# The plan


def test_without_a_plan_a_document_cannot_be_submitted(document, staff):
    assert "解读方案" in refusal(pipeline.submit, document, staff["经办人"])
    assert again(document).status == Status.DRAFT


@pytest.mark.parametrize("left_out", ["interpreter", "form", "due_on"])
def test_half_a_plan_is_no_plan(document, staff, left_out):
    plan_for(document, staff, **{left_out: None if left_out == "due_on" else ""})
    assert "解读方案" in refusal(pipeline.submit, again(document), staff["经办人"])


def test_with_a_plan_it_can(document, staff):
    plan_for(document, staff)
    move_on(document, staff, "submit")
    assert again(document).status == Status.SUBMITTED


def test_what_is_not_disclosed_needs_no_interpretation(document, staff):
    Publication.objects.filter(pk=document.pk).update(
        attribute=Attribute.WITHHELD, ground=Ground.INTERNAL_AFFAIRS
    )
    move_on(document, staff, "submit")
    assert again(document).status == Status.SUBMITTED


def test_the_plan_is_written_by_the_author_of_the_same_organ(document, staff, education):
    elsewhere = make_user(organization=education, roles=["经办人"])
    assert "单位范围" in refusal(interpretations.save_plan, document, elsewhere, interpreter="甲")
    assert "经办人" in refusal(interpretations.save_plan, document, staff["审核人"], interpreter="甲")


def test_a_plan_taken_away_after_submission_holds_up_the_signature(document, staff):
    plan_for(document, staff)
    move_on(document, staff, "submit", "review", "check_secrecy")
    InterpretationPlan.objects.all().delete()
    assert "解读方案" in "".join(pipeline.why_not(again(document), "sign", staff["签发人"]))


# The exemption


def test_an_exemption_takes_the_reviewers_approval(document, staff):
    interpretations.save_plan(document, staff["经办人"], exemption_reason="只改动个别文字")
    assert "批准" in refusal(pipeline.submit, again(document), staff["经办人"])
    pipeline.approve_exemption(document, staff["审核人"])
    move_on(document, staff, "submit", "review", "check_secrecy", "sign", "publish")
    assert again(document).is_public


def test_nobody_approves_their_own_exemption(document, finance, staff):
    both = make_user(organization=finance, roles=["经办人", "审核人"])
    Publication.objects.filter(pk=document.pk).update(created_by=both)
    interpretations.save_plan(document, both, exemption_reason="只改动个别文字")
    assert "另一个人" in refusal(pipeline.approve_exemption, again(document), both)
    assert "权限" in refusal(pipeline.approve_exemption, again(document), staff["经办人"])


def test_another_reason_has_to_be_approved_again(document, staff):
    interpretations.save_plan(document, staff["经办人"], exemption_reason="只改动个别文字")
    pipeline.approve_exemption(document, staff["审核人"])
    interpretations.save_plan(again(document), staff["经办人"], exemption_reason="内容不涉及群众")
    assert not InterpretationPlan.objects.get().is_exempt
    assert "批准" in refusal(pipeline.submit, again(document), staff["经办人"])


def test_it_is_either_a_plan_or_an_exemption(document, staff):
    assert "只填一样" in refusal(plan_for, document, staff, exemption_reason="理由")
    assert not InterpretationPlan.objects.exists()


# The draft


def test_a_draft_starts_with_all_that_is_known(document, staff):
    plan_for(document, staff, form=InterpretationForm.QA)
    draft = interpretations.start_interpretation(again(document), staff["经办人"])
    assert draft.title == "《财政资金管理办法》政策解读"
    assert (draft.organization, draft.topic, draft.form) == (document.organization, document.topic, "qa")
    assert "<h2>惠民利民举措</h2>" in draft.body
    assert DocumentRelation.objects.filter(
        publication=draft, target=document, type=RelationType.INTERPRETS
    ).exists()
    assert InterpretationPlan.objects.get().interpretation_id == draft.pk
    assert draft.versions.count() == 1


def test_there_is_one_draft_only(document, staff):
    started(document, staff)
    assert "已经有解读稿" in refusal(interpretations.start_interpretation, again(document), staff["经办人"])


def test_inner_book_title_marks_become_single_ones():
    assert interpretations.title_for("关于印发《办法》的通知") == "《关于印发〈办法〉的通知》政策解读"


def test_a_copy_of_the_document_is_refused(document, staff):
    draft = started(document, staff)
    draft.body = again(document).body
    draft.save()
    assert "照抄" in refusal(pipeline.submit, again(draft), staff["经办人"])


def test_an_interpretation_of_nothing_is_refused(document, staff):
    draft = started(document, staff)
    draft.relations.all().delete()
    assert "关联" in refusal(pipeline.submit, again(draft), staff["经办人"])


@pytest.mark.parametrize(
    ("form", "needs_material"),
    [
        ("text", False),
        ("graphic", True),
        ("qa", False),
        ("case", False),
        ("video", True),
        ("expert", False),
        ("leaflet", True),
        ("letter", False),
        ("press", False),
    ],
)
def test_a_graphic_or_a_video_is_there_to_be_seen(document, staff, form, needs_material):
    draft = started(document, staff)
    Interpretation.objects.filter(pk=draft.pk).update(form=form)
    if needs_material:
        assert "没有图片和附件" in refusal(pipeline.submit, again(draft), staff["经办人"])
    else:
        move_on(draft, staff, "submit")
        assert again(draft).status == Status.SUBMITTED


def test_a_video_may_stand_elsewhere(document, staff):
    draft = started(document, staff)
    draft.body = OWN_WORDS + '<p><a href="https://www.minghu.example/video/1">视频</a></p>'
    draft.form = InterpretationForm.VIDEO
    draft.save()
    move_on(draft, staff, "submit")
    assert again(draft).status == Status.SUBMITTED


# Together


def test_an_interpretation_that_is_not_through_secrecy_holds_up_the_document(document, staff):
    draft = started(document, staff)
    move_on(document, staff, "submit", "review", "check_secrecy")
    move_on(draft, staff, "submit", "review")
    assert "同步签发" in refusal(pipeline.sign, again(document), staff["签发人"])


def test_signing_the_document_signs_the_interpretation_that_waits(document, staff):
    draft = started(document, staff)
    for publication in (document, draft):
        move_on(publication, staff, "submit", "review", "check_secrecy")
    move_on(document, staff, "sign")
    assert again(draft).status == again(document).status == Status.SIGNED
    assert again(draft).signed_by == staff["签发人"]


def test_they_are_published_together_the_document_first(document, staff):
    draft = started(document, staff)
    for publication in (document, draft):
        move_on(publication, staff, "submit", "review", "check_secrecy")
    move_on(document, staff, "sign", "publish")
    published, explained = again(document), again(draft)
    assert published.is_public and explained.is_public
    assert published.published_at == explained.published_at
    assert published.index_number < explained.index_number


def test_they_are_scheduled_and_unscheduled_together(document, staff):
    draft = started(document, staff)
    for publication in (document, draft):
        move_on(publication, staff, "submit", "review", "check_secrecy")
    move_on(document, staff, "sign")
    at = timezone.now() + timedelta(hours=1)
    pipeline.schedule(again(document), staff["签发人"], at)
    assert again(draft).publish_at == again(document).publish_at == at
    pipeline.unschedule(again(document), staff["签发人"])
    assert again(draft).status == Status.SIGNED
    pipeline.schedule(again(document), staff["签发人"], at)
    assert pipeline.publish_due(at + timedelta(minutes=1)) == (1, 0)
    assert again(document).is_public and again(draft).is_public


def test_the_order_of_writing_does_not_matter_when_the_time_comes(document, staff, finance):
    """The interpretation was written first and has the smaller key."""
    plan = plan_for(document, staff)
    draft = interpretations.start_interpretation(again(document), staff["经办人"])
    later = PolicyDocument.objects.create(
        title="后写的文件",
        body="<p>第一条。</p>",
        organization=finance,
        topic=document.topic,
        formed_on=document.formed_on,
    )
    InterpretationPlan.objects.filter(pk=plan.pk).update(document=later)
    draft.relations.update(target=later)
    at = timezone.now() + timedelta(hours=1)
    signed = {
        "status": Status.SCHEDULED,
        "signed_at": timezone.now(),
        "publish_at": at,
    }
    Publication.objects.filter(pk__in=[draft.pk, later.pk]).update(
        **signed, screened_version=F("version_number")
    )
    assert pipeline.publish_due(at + timedelta(minutes=1)) == (1, 0)
    assert again(draft).is_public and again(draft).schedule_problem == ""


def test_an_interpretation_never_goes_out_before_its_document(document, staff):
    draft = started(document, staff)
    move_on(draft, staff, "submit", "review", "check_secrecy", "sign")
    assert "与文件一起发布" in refusal(pipeline.publish, again(draft), staff["签发人"])
    at = timezone.now() + timedelta(hours=1)
    assert "文件" in refusal(pipeline.schedule, again(draft), staff["签发人"], at)


def test_an_interpretation_sent_back_holds_up_the_publication(document, staff):
    draft = started(document, staff)
    for publication in (document, draft):
        move_on(publication, staff, "submit", "review", "check_secrecy")
    move_on(document, staff, "sign")
    pipeline.return_(again(draft), staff["签发人"], "再改改")
    assert "还没有签发" in refusal(pipeline.publish, again(document), staff["签发人"])


def test_the_interpretation_may_follow_within_three_working_days(document, staff):
    plan_for(document, staff)
    move_on(document, staff, "submit", "review", "check_secrecy", "sign", "publish")
    draft = interpretations.start_interpretation(again(document), staff["经办人"])
    draft.body = OWN_WORDS
    draft.save()
    move_on(draft, staff, "submit", "review", "check_secrecy", "sign", "publish")
    assert again(draft).is_public


def test_a_late_date_in_the_plan_holds_up_the_signature(document, staff):
    plan_for(document, staff, due_on=timezone.localdate() + timedelta(days=30))
    move_on(document, staff, "submit", "review", "check_secrecy")
    assert "3个工作日" in refusal(pipeline.sign, again(document), staff["签发人"])


def test_a_plan_that_names_an_interpretation_links_it(document, staff):
    other = Interpretation.objects.create(
        title="问答",
        body=OWN_WORDS,
        organization=document.organization,
        topic=document.topic,
        formed_on=timezone.localdate(),
    )
    plan_for(document, staff, interpretation=again(other))
    assert other.relations.get(type=RelationType.INTERPRETS).target_id == document.pk


def test_a_correction_keeps_the_interpretation_of_what_it_corrects(document, staff):
    interpretations.save_plan(document, staff["经办人"], exemption_reason="只改动个别文字")
    pipeline.approve_exemption(document, staff["审核人"])
    move_on(document, staff, "submit", "review", "check_secrecy", "sign", "publish")
    correction = start_correction(again(document), staff["经办人"], "改正错别字")
    move_on(correction, staff, "submit", "review", "check_secrecy", "sign", "publish")
    assert again(document).revised_at is not None


# What is lacking


def published_document(staff, document, days_ago: int):
    at = timezone.now() - timedelta(days=days_ago)
    Publication.objects.filter(pk=document.pk).update(
        status=Status.PUBLISHED, published_at=at, signed_at=at, index_number=f"X/{days_ago}"
    )
    return again(document)


def test_a_document_without_interpretation_is_on_the_list_until_it_has_one(document, staff):
    published_document(staff, document, 30)
    lacking = interpretations.awaiting_interpretation
    assert [row.pk for row in lacking()] == [document.pk]
    draft = started(again(document), staff)
    assert lacking().count() == 1, "a draft explains nothing to anyone"
    move_on(draft, staff, "submit", "review", "check_secrecy", "sign", "publish")
    assert not lacking().exists()


def test_an_approved_exemption_takes_it_off_the_list(document, staff):
    published_document(staff, document, 30)
    interpretations.save_plan(again(document), staff["经办人"], exemption_reason="只改动个别文字")
    assert interpretations.awaiting_interpretation().exists()
    pipeline.approve_exemption(again(document), staff["审核人"])
    assert not interpretations.awaiting_interpretation().exists()


def test_what_is_no_longer_in_force_needs_none(document, staff):
    published_document(staff, document, 30)
    Publication.objects.filter(pk=document.pk).update(validity="repealed")
    assert not interpretations.awaiting_interpretation().exists()


@pytest.mark.parametrize("today", ["2026-03-02", "2026-03-06", "2026-03-09", "2026-10-09", "2026-02-25"])
def test_overdue_since_agrees_with_the_due_day_of_each_document(calendar, today):
    today = date.fromisoformat(today)
    since = interpretations.overdue_since(today, calendar)
    for days in range(25):
        published = today - timedelta(days=days)
        is_overdue = interpretations.due_day(published, calendar) < today
        assert is_overdue == (published <= since), published


def test_figures_and_shares(document, staff, calendar):
    published_document(staff, document, 30)
    documents = interpretations.proactive_documents()
    figures = interpretations.figures(documents, timezone.localdate(), calendar)
    assert figures == {"documents": 1, "lacking": 1, "overdue": 1, "exempt": 0}
    for form in ("text", "graphic", "video", "text"):
        Interpretation.objects.create(
            title=form,
            form=form,
            organization=document.organization,
            topic=document.topic,
            formed_on=timezone.localdate(),
        )
    share = interpretations.share_beyond_text(Interpretation.objects.all())
    assert (share["total"], share["beyond_text"], share["percent"]) == (4, 2, 50)
