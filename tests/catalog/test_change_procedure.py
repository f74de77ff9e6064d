"""A change of the catalog goes its way: proposed, assessed, approved by others, in force on its day."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog import tree
from catalog.changes import checks, procedure
from catalog.models import CatalogItem, ChangeRequest, ChangeState, Obligation, Revision
from catalog.tasks import apply_due_changes
from portal.ledger.models import LedgerEntry
from portal.ledger.services import verify
from portal.refusal import NotAllowed
from tests.catalog.changing import County, add, change, end, move
from tests.factories import make_domain, make_matter, make_organization, make_user
from tests.threads import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return County(make_domain("财政预决算", "03-budget"))


def refused(request, verb, user, **details) -> str:
    with pytest.raises(NotAllowed) as refusal:
        procedure.carry_out(request, verb, user, **details)
    return str(refusal.value)


class TestTheWay:
    def test_from_draft_to_a_numbered_revision(self, county):
        today = timezone.localdate()
        request = county.draft(change(county.local, content="收支总表；编制说明；绩效目标"))
        request = procedure.carry_out(request, "submit", county.author)
        request = procedure.carry_out(request, "assess", county.inspector, remark="符合预算法。")
        request = procedure.carry_out(request, "approve", county.administrator, effective_on=today)
        assert request.state == ChangeState.EFFECTIVE
        assert str(request.revision) == f"县目录修订{today.year}年第1号"
        assert CatalogItem.objects.get(pk=county.local.pk).content.endswith("绩效目标")
        verbs = list(request.steps.values_list("verb", flat=True))
        assert verbs == ["draft", "submit", "assess", "approve", "take_effect"]

    def test_a_returned_one_says_why_and_comes_again(self, county):
        request = county.at("assess", change(county.local, audience="特定群体（预算单位）"))
        request = procedure.carry_out(request, "send_back", county.administrator, remark="依据不足。")
        assert (request.state, request.return_reason) == (ChangeState.RETURNED, "依据不足。")
        assert request.opinion == "" and request.assessed_by is None
        request = procedure.carry_out(request, "submit", county.author)
        assert request.state == ChangeState.SUBMITTED and request.return_reason == ""

    def test_the_proposer_takes_it_back(self, county):
        request = procedure.carry_out(county.at("submit", end(county.local)), "take_back", county.author)
        assert request.state == ChangeState.DRAFT and request.is_open

    def test_no_step_is_left_out(self, county):
        request = county.at("submit", end(county.local))
        message = refused(request, "approve", county.administrator, effective_on=timezone.localdate())
        assert "现在是“待主管部门意见”，不能批准" in message

    @pytest.mark.parametrize(("verb", "word"), [("assess", "主管部门意见"), ("send_back", "退回的理由")])
    def test_what_must_be_said_is_said(self, county, verb, word):
        request = county.at("submit", end(county.local))
        assert word in refused(request, verb, county.inspector, remark="  ")

    def test_a_submitted_one_is_not_written_in(self, county):
        request = county.at("submit", end(county.local))
        with pytest.raises(NotAllowed, match="请先收回或者退回"):
            procedure.save_rows(request, [change(county.official, content="x")], county.author)

    @pytest.mark.parametrize("days", [-1, 367])
    def test_the_day_is_today_or_within_the_year(self, county, days):
        request = county.at("assess", end(county.local))
        day = timezone.localdate() + timedelta(days=days)
        assert "生效日期" in refused(request, "approve", county.administrator, effective_on=day)


class TestFourEyes:
    def test_nobody_assesses_or_approves_what_they_proposed(self, county):
        request = county.at("submit", end(county.local), user=county.administrator)
        assert "另一位同志" in refused(request, "assess", county.administrator, remark="同意。")
        request = procedure.carry_out(request, "assess", county.inspector, remark="同意。")
        today = timezone.localdate()
        assert "另一位同志" in refused(request, "approve", county.administrator, effective_on=today)

    def test_nor_what_they_wrote_into_anothers_draft(self, county):
        request = county.draft(end(county.local))
        procedure.save_rows(request, checks.rows_of(request), county.administrator)
        request = procedure.carry_out(request, "submit", county.author)
        assert "另一位同志" in refused(request, "assess", county.administrator, remark="同意。")

    def test_the_database_holds_it_too(self, county):
        request = county.draft(end(county.local))
        with pytest.raises(IntegrityError), transaction.atomic():
            ChangeRequest.objects.filter(pk=request.pk).update(approved_by=county.author)

    @pytest.mark.parametrize("verb", ["assess", "approve"])
    def test_the_right_alone_does_not_do_outside_the_county_office(self, county, verb):
        elsewhere = make_user(organization=county.finance, roles=["系统管理员"])
        request = county.at("submit" if verb == "assess" else "assess", end(county.local))
        assert "由县政府办公室" in "".join(procedure.why_not(request, verb, elsewhere))

    def test_each_is_told_what_waits_for_them(self, county):
        submitted = county.at("submit", end(county.local))
        waiting = ChangeRequest.objects.waiting_for
        assert list(waiting(county.inspector)) == [submitted]
        assert list(waiting(county.author)) == []


class TestScope:
    def test_an_organ_proposes_for_its_own_matters_alone(self, county):
        audit = make_organization("县审计局")
        stranger = make_user(organization=audit, roles=["经办人"])
        request = county.draft(change(county.local, audience="特定群体（单位）"), user=stranger)
        assert "不由县审计局公开" in refused(request, "submit", stranger)
        request = county.draft(add(county.local.parent), user=stranger)
        assert "不由县审计局公开" in refused(request, "submit", stranger)

    def test_the_county_office_for_all(self, county):
        request = county.draft(change(county.local, audience="特定群体（单位）"), user=county.administrator)
        assert procedure.why_not(request, "submit", county.administrator) == []

    def test_nobody_submits_for_another_organ(self, county):
        stranger = make_user(organization=make_organization("县审计局"), roles=["经办人"])
        request = county.draft(end(county.local))
        assert "不在您的单位范围之内" in refused(request, "submit", stranger)


class TestDayOfEffect:
    def test_a_later_day_is_awaited_and_then_kept_exactly_once(self, county):
        day = timezone.localdate() + timedelta(days=3)
        request = county.at("assess", end(county.local))
        request = procedure.carry_out(request, "approve", county.administrator, effective_on=day)
        assert request.state == ChangeState.APPROVED and not Revision.objects.exists()
        assert apply_due_changes() == 0
        with time_machine.travel(timezone.now() + timedelta(days=4)):
            assert (apply_due_changes(), apply_due_changes()) == (1, 0)
        revision = Revision.objects.get()
        assert revision.effective_on == day == CatalogItem.objects.get(pk=county.local.pk).ended_on

    def test_one_that_cannot_take_effect_says_so_and_holds_up_no_other(self, county):
        day = timezone.localdate() + timedelta(days=1)
        blocked = county.at("assess", change(county.local, content="收支总表；新一"))
        sound = county.at("assess", change(county.official, content="收支总表；编制说明；绩效目标"))
        for request in (blocked, sound):
            procedure.carry_out(request, "approve", county.administrator, effective_on=day)
        CatalogItem.objects.filter(pk=county.local.pk).update(content="另一次修订写的")
        assert procedure.apply_due(day) == 1
        blocked = ChangeRequest.objects.get(pk=blocked.pk)
        assert blocked.state == ChangeState.APPROVED and "公开内容" in blocked.obstacle
        assert procedure.why_not(blocked, "send_back", county.administrator) == []

    def test_numbers_run_by_the_year(self, county):
        this = date(2025, 12, 31)
        with time_machine.travel("2025-12-31 10:00+08:00"):
            first = county.carried(change(county.local, content="甲"), today=this)
            second = county.carried(change(county.local, content="乙"), today=this)
        with time_machine.travel("2026-01-01 10:00+08:00"):
            third = county.carried(end(county.local), today=date(2026, 1, 1))
        assert [r.slug for r in (first, second, third)] == ["2025-1", "2025-2", "2026-1"]


class TestLedger:
    def test_the_effect_is_public_the_way_there_is_not(self, county):
        county.carried(end(county.local), today=timezone.localdate())
        public = LedgerEntry.objects.filter(is_public=True, verb__startswith="catalog_")
        entry = public.get()
        assert (entry.verb, entry.actor) == ("catalog_revised", "县政府办公室")
        assert entry.payload["matters"] == [{"code": county.local.code, "kind": "end", "elements": []}]
        assert LedgerEntry.objects.filter(is_public=False).count() == 3
        assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_two_approvals_at_once_make_one_revision(self, county):
        request = county.at("assess", add(county.local.parent))
        second = make_user(organization=county.office, roles=["系统管理员"])
        today = timezone.localdate()
        failures = together(
            *(
                lambda user=user: procedure.carry_out(request, "approve", user, effective_on=today)
                for user in (county.administrator, second)
            )
        )
        assert [type(failure) for failure in failures] == [NotAllowed]
        assert Revision.objects.count() == 1
        assert CatalogItem.objects.filter(name="惠民补贴").count() == 1

    def test_two_nightly_tasks_at_once_apply_once(self, county):
        day = timezone.localdate() + timedelta(days=1)
        request = county.at("assess", add(county.local.parent))
        procedure.carry_out(request, "approve", county.administrator, effective_on=day)
        assert together(lambda: procedure.apply_due(day), lambda: procedure.apply_due(day)) == []
        assert Revision.objects.count() == 1

    def test_two_additions_at_once_get_codes_of_their_own(self, county):
        requests = [county.at("assess", add(county.local.parent, name=name)) for name in ("甲", "乙")]
        today = timezone.localdate()
        works = [
            lambda r=request: procedure.carry_out(r, "approve", county.administrator, effective_on=today)
            for request in requests
        ]
        assert together(*works) == []
        codes = set(CatalogItem.objects.filter(name__in="甲乙").values_list("code", flat=True))
        assert len(codes) == 2 and list(tree.problems()) == []
        assert set(Revision.objects.values_list("number", flat=True)) == {1, 2}


def test_when_the_writing_fails_nothing_stays(county, monkeypatch):
    request = county.at("assess", end(county.local), add(county.local.parent))

    def fail(*args, **kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr("catalog.changes.effect.revisions.record", fail)
    with pytest.raises(RuntimeError):
        procedure.carry_out(request, "approve", county.administrator, effective_on=timezone.localdate())
    assert ChangeRequest.objects.get(pk=request.pk).state == ChangeState.ASSESSED
    assert not CatalogItem.objects.filter(name="惠民补贴").exists()
    assert CatalogItem.objects.get(pk=county.local.pk).ended_on is None
    assert Obligation.objects.current().filter(matter=county.local).exists()


def test_moving_between_domains_is_refused(county):
    elsewhere = make_matter(domain=make_domain("税收管理", "05-taxation")).parent
    request = county.draft(move(county.local, elsewhere))
    assert "不能移到另一个领域" in refused(request, "submit", county.author)
