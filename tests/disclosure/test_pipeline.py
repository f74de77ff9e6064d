"""The way through the office: who may do what when, and what is said when not."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from disclosure import pipeline, remarks, screening
from disclosure.models import Attachment, Finding, Publication, Step
from disclosure.pipeline.acting import ALLOWED_FROM, TRANSITIONS
from disclosure.versions import save_version
from disclosure.vocabulary import Attribute, ConsentAnswer, FindingState, Ground, Status
from portal.ledger.models import LedgerEntry
from portal.organizations.models import Deputy
from portal.refusal import NotAllowed
from tests.factories import make_article, make_organization, make_signed, make_user

IDENTITY_NUMBER = "11010519491231002X"
"""The example number of GB 11643; it belongs to nobody."""


def reasons(verb, *args, **kwargs) -> str:
    with pytest.raises(NotAllowed) as refused:
        verb(*args, **kwargs)
    return "".join(refused.value.reasons)


def status_of(publication) -> str:
    return Publication.objects.values_list("status", flat=True).get(pk=publication.pk)


@pytest.fixture
def written(finance, author):
    """A draft with its author and first version."""
    article = make_article(
        "低保资金发放情况", finance, date(2025, 6, 3), created_by=author, summary="发放情况。"
    )
    save_version(article, author)
    return article


@pytest.fixture
def walk(office):
    """Bring a draft to a state, each step by its own person."""

    def go(publication, until: str):
        for status, verb, role in [
            (Status.SUBMITTED, pipeline.submit, "author"),
            (Status.REVIEWED, pipeline.review, "reviewer"),
            (Status.CHECKED, pipeline.check_secrecy, "secrecy"),
            (Status.SIGNED, pipeline.sign, "issuer"),
            (Status.PUBLISHED, pipeline.publish, "issuer"),
        ]:
            publication = verb(publication, office[role])
            if status == until:
                return publication
        return publication

    return go


def test_the_whole_way_is_written_down_step_by_step(written, walk, office):
    published = walk(written, Status.PUBLISHED)
    assert published.is_public and published.signed_by == office["issuer"]
    steps = Step.objects.order_by("pk").values_list("label", "by")
    assert list(steps) == [
        ("送审", office["author"].pk),
        ("审核通过", office["reviewer"].pk),
        ("保密审查通过", office["secrecy"].pk),
        ("签发", office["issuer"].pk),
        ("发布", office["issuer"].pk),
    ]
    public = LedgerEntry.objects.filter(is_public=True)
    assert [entry.verb for entry in public] == ["published"]
    assert not any(office[role].username in str(entry.payload) for entry in public for role in office)


@pytest.mark.parametrize("verb", sorted(TRANSITIONS))
@pytest.mark.parametrize("status", list(Status))
def test_no_verb_works_outside_its_states(verb, status, finance, county):
    if verb == "take_correction" or status in ALLOWED_FROM[verb]:
        return
    article = make_article(organization=finance)
    article.__dict__["status"] = status
    assert pipeline.why_not(article, verb, make_user(is_superuser=True))


@pytest.mark.parametrize(
    ("verb", "status", "role"),
    [
        ("submit", Status.DRAFT, "author"),
        ("review", Status.SUBMITTED, "reviewer"),
        ("check_secrecy", Status.REVIEWED, "secrecy"),
        ("sign", Status.CHECKED, "issuer"),
        ("publish", Status.SIGNED, "issuer"),
        ("schedule", Status.SIGNED, "issuer"),
        ("publish_in_emergency", Status.DRAFT, "head"),
    ],
)
def test_each_step_takes_its_own_post_in_its_own_organ(verb, status, role, office, finance, education):
    article = make_article(organization=finance, screened_version=0)
    article.__dict__["status"] = status
    allowed = {name for name, user in office.items() if not pipeline.why_not(article, verb, user)}
    assert role in allowed
    assert allowed <= {role, "head"}
    roles = {
        "author": "经办人",
        "reviewer": "审核人",
        "secrecy": "保密审查员",
        "issuer": "签发人",
        "head": "机关负责人",
    }
    stranger = make_user(organization=education, roles=[roles[role]])
    assert "不在您的单位范围之内" in "".join(pipeline.why_not(article, verb, stranger))
    gone = make_user(organization=finance, roles=[roles[role]], is_active=False)
    assert pipeline.why_not(article, verb, gone)


@pytest.mark.parametrize("verb", ["review", "check_secrecy", "sign"])
@pytest.mark.parametrize("how", ["created it", "saved a version", "neither"])
def test_nobody_reviews_or_signs_what_they_wrote(verb, how, finance):
    everybody = make_user(organization=finance, roles=["经办人", "审核人", "保密审查员", "签发人"])
    status = {"review": Status.SUBMITTED, "check_secrecy": Status.REVIEWED, "sign": Status.CHECKED}[verb]
    article = make_article(organization=finance, created_by=everybody if how == "created it" else None)
    if how == "saved a version":
        save_version(article, everybody)
    article.__dict__["status"] = status
    article.screened_version = article.version_number
    assert ("写的人不审" in "".join(pipeline.why_not(article, verb, everybody))) == (how != "neither")


@pytest.mark.parametrize("until", [Status.SUBMITTED, Status.REVIEWED, Status.CHECKED, Status.SIGNED])
def test_it_is_returned_with_a_reason_from_every_step(written, walk, office, until):
    moved = walk(written, until)
    turn = {
        Status.SUBMITTED: "reviewer",
        Status.REVIEWED: "secrecy",
        Status.CHECKED: "issuer",
        Status.SIGNED: "issuer",
    }
    assert "请写明退回的理由" in reasons(pipeline.return_, moved, office[turn[until]], " ")
    returned = pipeline.return_(moved, office[turn[until]], "第二段金额与附件不符")
    assert (returned.status, returned.signed_at) == (Status.RETURNED, None)
    assert walk(returned, Status.PUBLISHED).is_public


def test_the_author_takes_back_what_nobody_signed(written, walk, office, finance):
    moved = walk(written, Status.REVIEWED)
    other = make_user(organization=finance, roles=["经办人"])
    assert "不是您写的" in reasons(pipeline.take_back, moved, other)
    assert pipeline.take_back(moved, office["author"]).status == Status.DRAFT


# What must not go out


def test_an_identity_number_stops_the_draft_and_its_removal_lets_it_pass(written, walk, office):
    written.body = f"<p>申请人身份证号：{IDENTITY_NUMBER}。</p>"
    written.save()
    save_version(written, office["author"])
    assert "必须改正" in reasons(pipeline.submit, written, office["author"])
    assert status_of(written) == Status.DRAFT
    finding = Finding.objects.get(code="identity_number")
    assert IDENTITY_NUMBER not in f"{finding.excerpt}{finding.proposal}"

    written.body = "<p>申请人3人。</p>"
    written.save()
    save_version(written, office["author"])
    assert pipeline.submit(written, office["author"]).status == Status.SUBMITTED
    finding.refresh_from_db()
    assert finding.state == FindingState.FIXED


def test_what_must_be_answered_is_answered_by_the_secrecy_officer_alone_and_stays_answered(
    written, walk, office
):
    moved = walk(written, Status.REVIEWED)
    finding = Finding.objects.create(
        publication_id=moved.pk, code="mobile", level="answer", place="正文", proposal="核对", fingerprint="x"
    )
    assert "1处没有处理" in reasons(pipeline.check_secrecy, moved, office["secrecy"])
    assert "保密审查员" in reasons(screening.answer, finding, office["reviewer"], "没事")
    assert "请写明理由" in reasons(screening.answer, finding, office["secrecy"], "  ")
    screening.answer(finding, office["secrecy"], "是单位值班电话，应当公开")
    assert pipeline.check_secrecy(moved, office["secrecy"]).status == Status.CHECKED


def test_an_answer_outlives_screening_again(written, office):
    written.body = "<p>有事请打手机13812345678联系老王。</p>"
    written.save()
    screening.screen_publication(written)
    for finding in written.findings.filter(state=FindingState.OPEN):
        screening.answer(finding, office["secrecy"], "值班电话")
    screening.screen_publication(written)
    assert not written.findings.filter(state=FindingState.OPEN).exists()


def test_changing_the_text_makes_the_screening_stale(signed, issuer):
    Publication.objects.filter(pk=signed.pk).update(version_number=5)
    assert "还没有作发布前检查" in reasons(pipeline.publish, signed, issuer)


@pytest.mark.parametrize("attribute", [Attribute.ON_REQUEST, Attribute.WITHHELD])
def test_what_is_not_proactive_is_filed_and_never_public(attribute, finance, walk, office):
    article = make_article(
        organization=finance, attribute=attribute, ground=Ground.THIRD_PARTY, created_by=office["author"]
    )
    signed = walk(article, Status.SIGNED)
    assert signed.reassess_on is not None
    assert "只有主动公开的信息才能发布" in reasons(pipeline.publish, signed, office["issuer"])
    assert "只有主动公开的信息才能发布" in reasons(
        pipeline.schedule, signed, office["issuer"], timezone.now() + timedelta(days=1)
    )
    filed = pipeline.archive(signed, office["issuer"], "不予公开，留存")
    assert filed.status == Status.ARCHIVED
    assert not Publication.objects.addressable().filter(pk=filed.pk).exists()
    assert pipeline.reopen(filed, office["author"]).status == Status.DRAFT


# Other organs (条例 Art. 11)


def test_it_waits_for_every_organ_it_concerns_and_silence_is_no_consent(written, walk, office, education):
    consent = pipeline.ask_consent(written, education, office["author"], "第三段的学生人数是否可以公开？")
    checked = walk(written, Status.CHECKED)
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        assert "县教育局还没有答复" in reasons(pipeline.sign, checked, office["issuer"])
    answering = make_user(organization=education, roles=["审核人"])
    assert "请写明理由" in reasons(pipeline.answer_consent, consent, answering, ConsentAnswer.OBJECTED)
    pipeline.answer_consent(consent, answering, ConsentAnswer.OBJECTED, "数据未核实")
    assert "县教育局不同意公开：数据未核实" in reasons(pipeline.sign, checked, office["issuer"])
    pipeline.answer_consent(consent, answering, ConsentAnswer.AGREED)
    assert pipeline.sign(checked, office["issuer"]).status == Status.SIGNED


def test_an_organ_does_not_answer_for_another_except_by_its_letter(written, office, education):
    consent = pipeline.ask_consent(written, education, office["author"])
    stranger = make_user(organization=make_organization(), roles=["签发人"])
    assert "不在您的单位范围之内" in reasons(pipeline.answer_consent, consent, stranger, ConsentAnswer.AGREED)
    assert "请填写复函文号" in reasons(
        pipeline.answer_consent, consent, office["author"], ConsentAnswer.AGREED
    )
    pipeline.answer_consent(consent, office["author"], ConsentAnswer.AGREED, letter="明教函〔2026〕3号")
    consent.refresh_from_db()
    assert consent.answer == ConsentAnswer.AGREED


# Remarks


def test_open_remarks_hold_the_review_until_settled(written, walk, office):
    moved = walk(written, Status.SUBMITTED)
    remark = remarks.remark(moved, office["reviewer"], "金额写全称", block=1, quote="发放")
    assert "1条审核意见没有解决" in reasons(pipeline.review, moved, office["reviewer"])
    assert "由本单位的审核人" in reasons(remarks.remark, moved, office["author"], "不用改")
    remarks.answer(remark, office["author"], "已改")
    assert "由审核的人确认" in reasons(remarks.settle, remark, office["author"])
    remarks.settle(remark, office["reviewer"])
    assert pipeline.review(moved, office["reviewer"]).status == Status.REVIEWED


# Emergencies


def test_the_head_publishes_in_an_emergency_and_a_second_person_signs(written, office):
    assert "机关负责人" in reasons(pipeline.publish_in_emergency, written, office["issuer"], "山洪预警")
    assert "请写明紧急公开的理由" in reasons(pipeline.publish_in_emergency, written, office["head"], " ")
    rushed = pipeline.publish_in_emergency(written, office["head"], "山洪预警")
    assert rushed.is_public and rushed.is_rushed
    assert "应当由另一个人补签" in reasons(pipeline.approve_emergency, rushed, office["head"])
    approved = pipeline.approve_emergency(rushed, office["issuer"])
    assert approved.is_public and not approved.is_rushed
    assert "不是待补签" in reasons(pipeline.approve_emergency, approved, office["issuer"])


def test_even_an_emergency_does_not_carry_an_identity_number_out(written, office):
    written.body = f"<p>走失人员身份证号{IDENTITY_NUMBER}</p>"
    written.save()
    assert "必须改正" in reasons(pipeline.publish_in_emergency, written, office["head"], "寻人")
    assert written.findings.filter(code="identity_number").exists(), "what was found can be looked at"


# Schedules


@pytest.fixture
def scheduled(signed, issuer):
    return pipeline.schedule(signed, issuer, timezone.now() + timedelta(hours=2))


def test_it_goes_out_at_its_time_and_not_before(scheduled):
    assert pipeline.publish_due() == (0, 0)
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert pipeline.publish_due() == (1, 0)
        assert pipeline.publish_due() == (0, 0)
    scheduled.refresh_from_db()
    assert scheduled.is_public
    assert LedgerEntry.objects.filter(verb="published").count() == 1


def test_it_still_goes_out_when_whoever_scheduled_it_has_left(scheduled, issuer):
    issuer.is_active = False
    issuer.save()
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert pipeline.publish_due() == (1, 0)


def test_what_cannot_go_out_stays_scheduled_and_says_why(scheduled, finance):
    Publication.objects.filter(pk=scheduled.pk).update(body="")
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert pipeline.publish_due() == (0, 1)
    scheduled.refresh_from_db()
    assert scheduled.status == Status.SCHEDULED
    assert "正文和附件都是空的" in scheduled.schedule_problem


def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(scheduled, monkeypatch):
    def killed(*args, **kwargs):
        raise SystemExit

    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        with monkeypatch.context() as broken:
            broken.setattr("disclosure.fulfilment.mark_public", killed)
            with pytest.raises(SystemExit):
                pipeline.publish_due()
        scheduled.refresh_from_db()
        assert (scheduled.status, scheduled.index_number) == (Status.SCHEDULED, None)
        assert not LedgerEntry.objects.filter(verb="published").exists()
        assert pipeline.publish_due() == (1, 0)
    assert LedgerEntry.objects.filter(verb="published").count() == 1


def test_a_schedule_is_called_off_or_sent_back(scheduled, issuer):
    assert pipeline.unschedule(scheduled, issuer).status == Status.SIGNED
    again = pipeline.schedule(scheduled, issuer, timezone.now() + timedelta(hours=1))
    assert pipeline.return_(again, issuer, "内容有变").publish_at is None


@pytest.mark.parametrize("hours", [-1, 0])
def test_the_past_is_no_time_to_go_out(signed, issuer, hours):
    at = timezone.now() + timedelta(hours=hours)
    assert "应当晚于现在" in reasons(pipeline.schedule, signed, issuer, at)


def test_at_the_end_of_its_time_it_leaves_the_public(finance, issuer):
    article = make_signed(organization=finance, expires_at=timezone.now() + timedelta(days=7))
    pipeline.publish(article, issuer)
    assert pipeline.take_down_expired() == 0
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert pipeline.take_down_expired() == 1
        assert pipeline.take_down_expired() == 0
    article.refresh_from_db()
    assert (article.status, article.archive_reason) == (Status.ARCHIVED, "公示（公开）期满")


# Deputies (AB角)


def test_a_deputy_signs_by_date_and_the_record_says_for_whom(written, walk, office, finance):
    today = timezone.localdate()
    deputy = make_user(organization=finance, roles=["审核人"])
    Deputy.objects.create(
        principal=office["issuer"],
        deputy=deputy,
        starts_on=today,
        ends_on=today,
        reason="出差",
        granted_by=office["issuer"],
    )
    checked = walk(written, Status.CHECKED)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        late = type(deputy).objects.get(pk=deputy.pk)
        assert "没有这项权限" in reasons(pipeline.sign, checked, late)
    pipeline.sign(checked, type(deputy).objects.get(pk=deputy.pk))
    step = Step.objects.get(verb="sign")
    assert (step.by, step.on_behalf_of) == (deputy, office["issuer"])


def test_a_deputy_who_wrote_it_does_not_sign_it(written, walk, office):
    today = timezone.localdate()
    Deputy.objects.create(
        principal=office["issuer"],
        deputy=office["author"],
        starts_on=today,
        ends_on=today,
        reason="出差",
        granted_by=office["issuer"],
    )
    checked = walk(written, Status.CHECKED)
    author = type(office["author"]).objects.get(pk=office["author"].pk)
    assert "写的人不审、不签" in reasons(pipeline.sign, checked, author)


def test_attachments_are_screened_too(written, office):
    from disclosure.files import store_attachment

    from .uploads import upload

    text = f"经办人：张三 身份证 {IDENTITY_NUMBER}".encode()
    store_attachment(written, upload("名单.txt", text), "名单")
    assert Attachment.objects.exists()
    save_version(written, office["author"])
    assert "必须改正" in reasons(pipeline.submit, written, office["author"])
    assert "名单" in Finding.objects.get(code="identity_number").place
