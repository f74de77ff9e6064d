"""The demo county shows the pipeline in every state, and what it shows was done by the rules."""

import tomllib
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from disclosure import consistency, pipeline
from disclosure.html import plain_text
from disclosure.models import ConsistencyFinding, Finding, Publication, Step
from disclosure.screening import find_in
from disclosure.vocabulary import Attribute, ConsentAnswer, FindingState, Kind, RelationType, Status
from portal.demo import organizations, people, pipeline_story
from portal.demo.clock import DemoClock
from portal.demo.errors import DemoDataError
from portal.demo.publications import Obligations, Writer
from portal.desk.cards import cards_for
from portal.organizations.models import Organization, User
from portal.workdays.services import current_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "on_that_day")]

PUBLICATION_CHECKS = (
    "unsigned",
    "self_signed",
    "numbering",
    "dates",
    "backdated",
    "schedules",
    "withheld",
    "changed",
)
WORKING = ("jingban", "shenhe", "baomi", "qianfa", "fuzeren", "yunxi", "yunxi-qianfa", "admin")


def entries() -> dict[str, dict]:
    content = tomllib.loads((organizations.FIXTURES / pipeline_story.FILE).read_text(encoding="utf-8"))
    return {entry["key"]: entry for entry in content["story"]}


def titled(part: str, **conditions) -> Publication:
    return Publication.objects.select_related("organization").get(
        title__contains=part, corrects__isnull=True, **conditions
    )


def login(name: str) -> User:
    return User.objects.get(username=name)


def told() -> list[Publication]:
    """Everything that people of the story moved or wrote in the last month."""
    since = timezone.now() - timedelta(days=31)
    rows = Publication.objects.filter(
        created_at__gte=since, versions__note="", versions__saved_by__isnull=False
    )
    return list(rows.distinct().select_related("organization"))


def test_civil_affairs_has_something_in_every_state():
    rows = Publication.objects.filter(organization__code="civil-affairs")
    assert set(rows.values_list("status", flat=True)) | {Status.WITHDRAWN} == set(Status.values)
    assert Publication.objects.filter(status=Status.WITHDRAWN).exists()


def test_the_nightly_checks_find_nothing_in_a_fresh_county():
    assert not any(consistency.run(PUBLICATION_CHECKS).values()), list(
        ConsistencyFinding.objects.values_list("text", flat=True)
    )


def test_nobody_reviewed_checked_or_signed_what_they_wrote():
    for row in told():
        writers = {row.created_by_id, *row.versions.filter(note="").values_list("saved_by", flat=True)}
        deciders = row.steps.filter(verb__in=["review", "check_secrecy", "sign", "return_"])
        assert not writers & set(deciders.values_list("by", flat=True)), row.title


def test_every_step_is_dated_in_order_on_working_days_in_office_hours(on_that_day):
    calendar = current_calendar()
    people_steps = Step.objects.exclude(verb="publish_in_emergency").filter(by__isnull=False)
    for row in told():
        moments = [row.created_at, *row.steps.order_by("pk").values_list("at", flat=True)]
        assert moments == sorted(moments), row.title
        assert row.created_at <= row.updated_at <= on_that_day
        versions = list(row.versions.order_by("number").values_list("saved_at", flat=True))
        assert versions == sorted(versions)
    for at in people_steps.filter(at__lt=on_that_day).values_list("at", flat=True):
        local = timezone.localtime(at)
        assert calendar.is_workday(local.date())
        assert 8 <= local.hour < 18


def test_only_one_text_holds_what_screening_must_be_answered_for():
    open_ones = Finding.objects.filter(state=FindingState.OPEN).exclude(level="hint")
    assert [(f.publication.title, f.code) for f in open_ones] == [
        ("关于准予明湖县青禾助学服务中心注销登记的公告", "home_address")
    ]
    answered = Finding.objects.get(state=FindingState.ANSWERED)
    assert (answered.code, answered.answered_by) == ("external_link", login("baomi"))
    expected = {answered.publication_id, open_ones.get().publication_id}
    serious = {row.pk for row in told() if any(f.level != "hint" for f in find_in(row))}
    assert serious == expected


def test_the_returned_one_has_a_reason_an_answered_remark_and_an_open_one():
    row = titled("婚姻登记处迁址", status=Status.RETURNED)
    assert "群众怎么办" in row.steps.get(verb="return_").remark
    answered, waiting = row.remarks.order_by("pk")
    assert answered.answered_by == login("jingban") and answered.at < answered.answered_at
    assert waiting.answer == "" and waiting.by == login("shenhe")
    assert row.version_number == 2


def test_consents_are_silent_refused_and_asked_of_civil_affairs(on_that_day):
    silent = titled("设施建设补助资金").consents.get()
    assert silent.answer == ConsentAnswer.PENDING
    assert 8 <= (on_that_day - silent.asked_at).days <= 16
    objected = titled("道路命名和更名").consents.get(answer=ConsentAnswer.OBJECTED)
    assert objected.answered_by.organization == objected.organization
    for row in (silent.publication, objected.publication):
        assert any("公开" in reason for reason in pipeline.why_not(row, "sign", login("qianfa")))
    asked = titled("学生认定数据比对").consents.get()
    assert asked.organization.code == "civil-affairs"
    pipeline.answer_consent(asked, login("shenhe"), ConsentAnswer.AGREED)


def test_the_emergency_waits_for_a_second_person_for_a_day(on_that_day):
    row = Publication.objects.get(emergency_at__isnull=False)
    assert row.is_rushed and row.emergency_by == login("fuzeren") and row.is_public
    assert timedelta(0) < on_that_day - row.emergency_at < timedelta(hours=24)
    assert not pipeline.why_not(row, "approve_emergency", login("qianfa"))
    assert pipeline.why_not(row, "approve_emergency", login("fuzeren"))
    with time_machine.travel(on_that_day + timedelta(hours=25), tick=False):
        assert consistency.run(["unsigned"]) == {"unsigned": 1}


def test_the_scheduled_document_goes_out_with_its_interpretation(on_that_day):
    document = titled("适老化改造补助办法》的通知", status=Status.SCHEDULED)
    due = timezone.localtime(document.publish_at)
    assert due.time() == time(9) and due.date() > on_that_day.date()
    assert current_calendar().is_workday(due.date())
    plan = document.interpretation_plan
    assert plan.is_complete and plan.due_on == due.date()
    with time_machine.travel(due + timedelta(minutes=1), tick=False):
        assert pipeline.publish_due() == (1, 0)
    document.refresh_from_db()
    interpretation = Publication.objects.get(pk=plan.interpretation_id)
    assert document.is_public and interpretation.is_public
    assert interpretation.relations.get(type=RelationType.INTERPRETS).target_id == document.pk


def test_the_policy_draft_lacks_a_whole_plan():
    row = titled("节地生态安葬")
    assert not row.interpretation_plan.is_complete
    assert any("解读方案" in reason for reason in pipeline.why_not(row, "submit", login("jingban")))


def test_the_correction_is_noted_in_public(client):
    row = titled("未成年人救助保护中心开放时间", status=Status.PUBLISHED)
    first, second = row.versions.order_by("number")
    assert first.is_public and second.is_public
    assert "2:00—5:00" in first.content["fields"]["body"]
    assert "2:00—6:00" in plain_text(row.body)
    assert row.published_at < row.revised_at == second.saved_at
    assert row.corrections.get().status == Status.ARCHIVED
    page = client.get(reverse("publication", args=[row.pk])).content.decode()
    assert second.public_note in page


def test_another_correction_is_under_way():
    draft = Publication.objects.get(corrects__isnull=False, status=Status.DRAFT)
    assert draft.corrects.is_public and draft.correction_note
    assert draft.version_number == 2


def test_public_notices_end(client, on_that_day):
    running = titled("拟评定养老机构等级", status=Status.PUBLISHED)
    assert timedelta(days=2) < running.expires_at - on_that_day < timedelta(days=4)
    ended = titled("社会工作服务示范站点", status=Status.ARCHIVED)
    assert ended.expires_at < ended.archived_at < on_that_day
    assert "期满" in ended.archive_reason
    assert client.get(reverse("publication", args=[ended.pk])).status_code == 410
    assert pipeline.take_down_expired(running.expires_at) == 1


def test_what_is_not_proactive_stands_in_different_states():
    rows = Publication.objects.filter(organization__code="civil-affairs", steps__isnull=False)
    states = rows.exclude(attribute=Attribute.PROACTIVE).values_list("attribute", "status").distinct()
    assert set(states) == {
        (Attribute.ON_REQUEST, Status.SIGNED),
        (Attribute.WITHHELD, Status.REVIEWED),
    }


def test_every_demo_login_of_the_pipeline_has_work_to_do(on_that_day):
    for name in WORKING:
        cards = {card.key: card for card in cards_for(login(name), on_that_day.date())}
        assert any(cards[key].has_news for key in ("tasks", "waiting") if key in cards), name


def test_what_is_withheld_does_not_wait_to_be_published(on_that_day):
    waiting = next(c for c in cards_for(login("qianfa"), on_that_day.date()) if c.key == "waiting")
    signed = [line.text for line in waiting.lines if line.mark == "待发布"]
    assert signed == ["关于养老机构服务质量和安全集中检查情况的通告"]


def test_accounts_made_for_the_story_cannot_log_in():
    known = {login.username for login in people.DEMO_LOGINS}
    others = User.objects.exclude(username__in=known).filter(steps__isnull=False).distinct()
    assert others
    assert not any(user.has_usable_password() for user in others)


def story_at(moment: datetime, entry: dict) -> pipeline_story.Story:
    clock = DemoClock(timezone.localtime(moment), current_calendar())
    writer = Writer(clock, organizations.by_catalog_name(), Obligations(), staff=None)
    return pipeline_story.Story(entry, clock, writer, {}, people.holder)


@pytest.mark.parametrize(
    ("key", "at"),
    [
        ("emergency-flood", datetime(2026, 12, 5, 0, 20)),
        ("emergency-blizzard", datetime(2026, 11, 28, 2, 0)),
        ("scheduled-home-adaptation", datetime(2026, 12, 31, 23, 30)),
        ("public-star-rating", datetime(2026, 12, 6, 12, 0)),
    ],
)
def test_a_story_can_be_told_on_a_night_or_a_weekend(key, at):
    moment = timezone.make_aware(at)
    with time_machine.travel(moment, tick=False):
        story = story_at(moment, entries()[key])
        story.tell()
    row = story.row({})
    assert row.status == entries()[key]["ends"]
    assert row.published_at is None or row.published_at < moment
    assert all(
        link.published_on == timezone.localdate(row.published_at)
        for link in row.fulfilments.all()
        if row.published_at
    )
    if row.kind == Kind.POLICY:
        assert row.publish_at > moment


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"ends": "signed"}, "讲完时是“拟稿”"),
        ({"acts": [{"at": "-1 09:00", "do": "write"}, {"at": "-2 09:00", "do": "submit"}]}, "早于前一步"),
        (
            {
                "acts": [
                    {"at": "-2 09:00", "do": "write"},
                    {"at": "-1 09:00", "do": "edit", "find": "无", "put": ""},
                ]
            },
            "正好有一处",
        ),
        ({"acts": [{"at": "-2 09:00", "do": "write"}, {"at": "-1 09:00", "do": "sign"}]}, "只有“已保密审查”"),
    ],
)
def test_a_fault_of_the_fixture_is_named(change, fault, on_that_day):
    entry = entries()["draft-office-maintenance"] | change
    with pytest.raises(DemoDataError, match=fault):
        story_at(on_that_day, entry).tell()


def test_an_account_is_made_once_for_a_post():
    organ = Organization.objects.get(code="finance")
    made = people.holder("审核人", organ)
    assert made == people.holder("审核人", organ)
    assert made.has_perm("disclosure.review_publication") and not made.has_usable_password()
    assert people.holder("审核人", Organization.objects.get(code="yunxi")) == login("yunxi-qianfa")
    assert made.username == "shenhe-finance"
