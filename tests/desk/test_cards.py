"""The cards of the home page: what waits for whom, and what does not."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure.models import Consent, ConsistencyFinding, Finding, Publication, Remark, Step, Version
from disclosure.vocabulary import Attribute, Status
from portal import heartbeat
from portal.desk import cards
from portal.desk.cards import CARDS, cards_for
from portal.ledger import checking
from portal.ledger.models import LedgerEntry
from portal.ledger.services import append
from portal.organizations.models import Deputy
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(db):
    return factories.make_organization("县民政局", code="civil")


def staff(organization, *roles, **fields):
    return factories.make_user(organization=organization, roles=roles, **fields)


def card_of(module, user):
    return module(user, timezone.localdate())


def titles(card) -> list[str]:
    return [line.text for line in card.lines]


def step(publication, verb: str, target: str, user, remark="") -> Step:
    return Step.objects.create(
        publication=publication, verb=verb, label=verb, source="draft", target=target, by=user, remark=remark
    )


class TestMyTasks:
    def test_own_drafts_and_nobody_elses(self, bureau):
        author, colleague = staff(bureau, "经办人"), staff(bureau, "经办人")
        factories.make_article("我的稿子", bureau, created_by=author)
        factories.make_article("同事的稿子", bureau, created_by=colleague)
        factories.make_article("已送审", bureau, created_by=author, status=Status.SUBMITTED)
        assert titles(card_of(cards.tasks.card, author)) == ["我的稿子"]

    def test_what_came_back_comes_first_with_its_reason_and_remarks(self, bureau):
        author, reviewer = staff(bureau, "经办人"), staff(bureau, "审核人")
        back = factories.make_article("退回的", bureau, created_by=author, status=Status.RETURNED)
        factories.make_article("新写的", bureau, created_by=author)
        step(back, "return_", "returned", reviewer, "第一次的理由")
        step(back, "return_", "returned", reviewer, "附件有身份证号")
        Remark.objects.create(publication=back, text="改一下", by=reviewer)
        Remark.objects.create(publication=back, text="改好了", by=reviewer, settled_at=timezone.now())
        card = card_of(cards.tasks.card, author)
        assert titles(card) == ["退回的", "新写的"]
        assert card.lines[0].note == "退回理由：附件有身份证号"
        assert "1条审核意见待处理" in card.lines[0].facts
        assert card.is_urgent

    def test_a_long_list_is_counted_whole(self, bureau):
        author = staff(bureau, "经办人")
        for _ in range(9):
            factories.make_article("", bureau, created_by=author)
        card = card_of(cards.tasks.card, author)
        assert (card.count, len(card.lines)) == (9, 6)

    def test_who_does_not_write_has_no_such_card(self, bureau):
        assert card_of(cards.tasks.card, staff(bureau, "审核人")) is None


class TestWaitingForMe:
    TURNS = [
        ("审核人", Status.SUBMITTED, "待审核"),
        ("保密审查员", Status.REVIEWED, "待保密审查"),
        ("签发人", Status.CHECKED, "待签发"),
        ("签发人", Status.SIGNED, "待发布"),
    ]

    @pytest.mark.parametrize(("role", "status", "mark"), TURNS)
    def test_each_sees_what_has_come_to_their_desk(self, bureau, role, status, mark):
        user = staff(bureau, role)
        factories.make_article("稿子", bureau, status=status)
        factories.make_article("草稿", bureau)
        card = card_of(cards.waiting.card, user)
        assert [(line.text, line.mark) for line in card.lines] == [("稿子", mark)]

    @pytest.mark.parametrize(("role", "status", "mark"), TURNS)
    def test_only_their_own(self, bureau, role, status, mark):
        elsewhere = factories.make_organization("县财政局")
        factories.make_article("别的单位的", elsewhere, status=status)
        assert not card_of(cards.waiting.card, staff(bureau, role)).has_news

    @pytest.mark.parametrize("how", ["wrote", "changed"])
    def test_never_what_they_wrote_or_changed(self, bureau, how):
        both = staff(bureau, "经办人", "审核人")
        draft = factories.make_article(
            "自己写的", bureau, status=Status.SUBMITTED, created_by=both if how == "wrote" else None
        )
        if how == "changed":
            Version.objects.create(publication=draft, number=1, saved_by=both, content={})
        assert not card_of(cards.waiting.card, both).has_news

    def test_below_the_own_organisation_counts_as_own(self, bureau):
        town = factories.make_organization("云溪镇", kind="town")
        village = factories.make_organization("桥头村", kind="village", parent=town)
        town.refresh_from_db()
        factories.make_article("村务公开", village, status=Status.SUBMITTED)
        assert titles(card_of(cards.waiting.card, staff(town, "审核人"))) == ["村务公开"]

    def test_the_county_office_sees_its_own_work_not_everybodys(self, bureau):
        office = factories.make_organization("县政府办公室", is_competent_authority=True)
        factories.make_article("民政局的", bureau, status=Status.SUBMITTED)
        factories.make_article("办公室的", office, status=Status.SUBMITTED)
        assert titles(card_of(cards.waiting.card, staff(office, "审核人"))) == ["办公室的"]

    def test_a_deputy_sees_the_principals_desk_while_standing_in(self, bureau):
        principal, deputy = staff(bureau, "签发人"), staff(bureau, "经办人")
        today = timezone.localdate()
        Deputy.objects.create(
            principal=principal,
            deputy=deputy,
            starts_on=today,
            ends_on=today,
            granted_by=principal,
            reason="外出",
        )
        factories.make_article("待签", bureau, status=Status.CHECKED)
        assert titles(cards.waiting.card(deputy, today)) == ["待签"]
        later = staff(bureau, "经办人")
        assert cards.waiting.card(later, today) is None

    def test_longest_waiting_first_and_marked(self, bureau):
        reviewer = staff(bureau, "审核人")
        new = factories.make_article("新来的", bureau, status=Status.SUBMITTED)
        old = factories.make_article("等久的", bureau, status=Status.SUBMITTED)
        for publication, days in ((new, 0), (old, 5)):
            arrived = step(publication, "submit", "submitted", None)
            Step.objects.filter(pk=arrived.pk).update(at=timezone.now() - timedelta(days=days))
        card = card_of(cards.waiting.card, reviewer)
        assert titles(card) == ["等久的", "新来的"]
        assert card.lines[0].note == "已经等了5天。"
        assert not card.lines[1].note

    def test_findings_that_hold_it_up_are_counted(self, bureau):
        draft = factories.make_article("稿子", bureau, status=Status.REVIEWED)
        for number, level in enumerate(("blocks", "answer", "hint")):
            Finding.objects.create(
                publication=draft,
                code="id",
                level=level,
                place="正文",
                proposal="改",
                fingerprint=str(number),
            )
        card = card_of(cards.waiting.card, staff(bureau, "保密审查员"))
        assert "2处检查发现待处理" in card.lines[0].facts

    def test_what_other_organs_ask(self, bureau):
        asking = factories.make_organization("县财政局")
        author = staff(asking, "经办人")
        draft = factories.make_article("联合通知", asking, status=Status.SUBMITTED)
        asked = Consent.objects.create(
            publication=draft, organization=bureau, asked_by=author, question="附件二可以公开吗？"
        )
        card = card_of(cards.waiting.consents, staff(bureau, "审核人"))
        assert (titles(card), card.lines[0].note) == (["联合通知"], "附件二可以公开吗？")
        assert card.lines[0].url == f"/admin/disclosure/consent/{asked.pk}/change/"
        assert not card_of(cards.waiting.consents, staff(asking, "审核人")).has_news


class TestObligations:
    @pytest.fixture
    def missing(self, bureau):
        return factories.make_obligation(
            organization=bureau, state="missing", first_due_on=factories.LONG_AGO
        )

    def test_overdue_ones_lead_to_writing(self, bureau, missing):
        card = card_of(cards.obligations.card, staff(bureau, "经办人"))
        assert card.count == 1
        label, url = card.lines[0].action
        assert (label, url) == ("去公开", f"/admin/disclosure/article/add/?obligation={missing.pk}")

    def test_who_does_not_write_gets_no_such_button(self, bureau, missing):
        assert card_of(cards.obligations.card, staff(bureau, "审核人")).lines[0].action is None

    def test_inspectors_of_the_county_see_every_organisation(self, bureau, missing):
        office = factories.make_organization("县政府办公室", is_competent_authority=True)
        card = card_of(cards.obligations.card, staff(office, "督查员"))
        assert (card.title, card.count) == ("全县逾期和缺失的公开事项", 1)
        assert not card_of(cards.obligations.card, staff(office, "经办人")).has_news

    def test_what_is_in_time_is_not_shown(self, bureau):
        factories.make_obligation(organization=bureau, state="on_time")
        assert not card_of(cards.obligations.card, staff(bureau, "经办人")).has_news


class TestScheduled:
    def test_next_first_and_what_failed_says_why(self, bureau):
        now = timezone.now()
        factories.make_article("后天的", bureau, status=Status.SCHEDULED, publish_at=now + timedelta(days=2))
        factories.make_article(
            "没发成的",
            bureau,
            status=Status.SCHEDULED,
            publish_at=now - timedelta(hours=1),
            schedule_problem="解读还没有签发。",
        )
        card = card_of(cards.scheduled.card, staff(bureau, "签发人"))
        assert titles(card) == ["没发成的", "后天的"]
        assert card.lines[0].note == "没有按时发布：解读还没有签发。"


class TestWorker:
    def test_alive(self, bureau):
        heartbeat.beat()
        card = card_of(cards.worker.card, staff(bureau, "签发人"))
        assert not card.has_news
        assert "正常" in card.calm

    @pytest.mark.parametrize("ago", [None, 10])
    def test_stopped_says_what_to_do(self, bureau, ago):
        cache.delete(heartbeat.KEY)
        if ago:
            cache.set(heartbeat.KEY, timezone.now() - timedelta(minutes=ago))
        card = card_of(cards.worker.card, staff(bureau, "签发人"))
        assert card.is_urgent
        assert "请系统管理员检查" in card.lines[0].note
        cache.delete(heartbeat.KEY)

    def test_authors_are_not_bothered(self, bureau):
        assert card_of(cards.worker.card, staff(bureau, "经办人")) is None


class TestFindings:
    def test_open_ones_only(self, bureau):
        office = factories.make_organization("县政府办公室", is_competent_authority=True)
        seen = {"first_seen_at": timezone.now(), "last_seen_at": timezone.now(), "check_code": "tree"}
        ConsistencyFinding.objects.create(subject="a", text="目录树编号有误", **seen)
        ConsistencyFinding.objects.create(subject="b", text="已经消除的", resolved_at=timezone.now(), **seen)
        assert titles(card_of(cards.findings.card, staff(office, "督查员"))) == ["目录树编号有误"]
        assert card_of(cards.findings.card, staff(bureau, "经办人")) is None


class TestEmergency:
    def rushed(self, bureau, by, hours_ago: int):
        row = factories.make_published("防汛紧急通知", organization=bureau)
        at = timezone.now() - timedelta(hours=hours_ago)
        Publication.objects.filter(pk=row.pk).update(emergency_at=at, emergency_by=by, signed_at=None)
        return row

    def test_waits_for_a_second_person(self, bureau):
        head, issuer = staff(bureau, "机关负责人"), staff(bureau, "签发人")
        self.rushed(bureau, head, 1)
        assert card_of(cards.emergency.card, issuer).lines[0].action[0] == "补签"
        assert card_of(cards.emergency.card, head).lines[0].action is None

    @pytest.mark.parametrize(("hours", "said"), [(23, "以前补签"), (25, "已经超过补签期限")])
    def test_after_a_day_it_is_late(self, bureau, hours, said):
        self.rushed(bureau, staff(bureau, "机关负责人"), hours)
        assert said in card_of(cards.emergency.card, staff(bureau, "签发人")).lines[0].note


class TestReassessments:
    @pytest.mark.parametrize(("days", "said"), [(-3, "已超过3天"), (0, "今天到期"), (14, "还有14天")])
    def test_due_and_soon_due(self, bureau, days, said):
        due = timezone.localdate() + timedelta(days=days)
        factories.make_published("名单", organization=bureau, reassess_on=due)
        card = card_of(cards.reassessments.card, staff(bureau, "经办人"))
        assert said in card.lines[0].facts[1]

    def test_later_ones_are_not_shown_yet_and_withheld_ones_are(self, bureau):
        today = timezone.localdate()
        factories.make_published("以后的", organization=bureau, reassess_on=today + timedelta(days=15))
        factories.make_signed(
            "不公开的", bureau, attribute=Attribute.WITHHELD, ground="14a", reassess_on=today
        )
        assert titles(card_of(cards.reassessments.card, staff(bureau, "经办人"))) == ["不公开的"]


class TestLedger:
    def test_never_verified_broken_stale_and_sound(self, bureau):
        office = factories.make_organization("县政府办公室", is_competent_authority=True)
        inspector = staff(office, "督查员")
        append("catalog_imported", "catalog")
        assert "还没有核验过" in titles(card_of(cards.ledger.card, inspector))[0]
        check = checking.run()
        assert "核验通过" in card_of(cards.ledger.card, inspector).calm
        check.finished_at -= timedelta(days=3)
        check.save()
        assert "没有运行" in card_of(cards.ledger.card, inspector).lines[0].note
        LedgerEntry.objects.update(actor="某人")
        checking.run()
        assert card_of(cards.ledger.card, inspector).lines[0].mark == "有中断"


def fill(bureau, user, number: int) -> None:
    """Something for every card, `number` times."""
    now = timezone.now()
    for _ in range(number):
        factories.make_article("", bureau, created_by=user, status=Status.RETURNED)
        for status in (Status.SUBMITTED, Status.REVIEWED, Status.CHECKED, Status.SIGNED):
            row = factories.make_article("", bureau, status=status)
            step(row, "x", status, user)
        factories.make_article("", bureau, status=Status.SCHEDULED, publish_at=now)
        rushed = factories.make_published("", organization=bureau, reassess_on=timezone.localdate())
        Publication.objects.filter(pk=rushed.pk).update(emergency_at=now, emergency_by=user, signed_at=None)
        factories.make_obligation(organization=bureau, state="missing", first_due_on=factories.LONG_AGO)
        seen = {"first_seen_at": now, "last_seen_at": now, "organization": bureau}
        ConsistencyFinding.objects.create(check_code="x", subject=str(rushed.pk), text="不一致", **seen)


@pytest.mark.parametrize(
    "make", CARDS, ids=lambda make: f"{make.__module__.rsplit('.', 1)[1]}.{make.__name__}"
)
def test_a_card_takes_as_many_queries_for_many_as_for_few(bureau, make):
    office = factories.make_organization("县政府办公室", is_competent_authority=True, parent=None)
    user = staff(office, "系统管理员")
    fill(office, user, 7)
    few = queries(make, user)
    fill(office, user, 7)
    assert queries(make, user) == few <= 5


def queries(make, user) -> int:
    user = type(user).objects.select_related("organization").get(pk=user.pk)
    user.get_all_permissions()
    with CaptureQueriesContext(connection) as counted:
        make(user, timezone.localdate())
    return len(counted)


@pytest.mark.parametrize(
    "role", ["经办人", "审核人", "保密审查员", "签发人", "机关负责人", "督查员", "系统管理员"]
)
def test_every_role_has_a_home_page_that_says_something(client, bureau, role):
    client.force_login(staff(bureau, role))
    page = client.get("/admin/").content.decode()
    assert "没有" in page
    assert "还没有分配岗位" not in page


def test_who_has_no_role_is_told_whom_to_ask(client, bureau):
    user = staff(bureau)
    assert cards_for(user, timezone.localdate()) == []
    client.force_login(user)
    assert "还没有分配岗位" in client.get("/admin/").content.decode()
