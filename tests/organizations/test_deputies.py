"""AB 角: who stands in for whom, on which days, for which organ, with which rights - and with no others."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal.ledger.models import LedgerEntry
from portal.organizations import deputies
from portal.organizations.deputies import BORROWABLE, holds, principals_of
from portal.organizations.models import Deputy, Kind, Organization, User
from portal.refusal import NotAllowed
from tests.admin_forms import faults_in, page, sign_in
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db
PUBLISH = "disclosure.publish_publication"
TODAY = date(2026, 11, 23)
DAYS = st.integers(-20, 20).map(lambda days: TODAY + timedelta(days=days))


@pytest.fixture
def county():
    government = make_organization("县人民政府", Kind.COUNTY_GOVERNMENT)
    health = make_organization("县卫生健康局", parent=government)
    make_organization("县人民医院", Kind.PUBLIC_BODY, parent=health)
    make_organization("县财政局", parent=government)
    make_organization("县政府办公室", parent=government, is_competent_authority=True)
    return {o.short_name: o for o in Organization.objects.all()}


@pytest.fixture
def people(county):
    health = county["县卫生健康局"]
    return {
        "signer": make_user("signer", organization=health, roles=["签发人"]),
        "author": make_user("author", organization=health, roles=["经办人"]),
        "colleague": make_user("colleague", organization=health, roles=["审核人"]),
        "hospital": make_user("hospital", organization=county["县人民医院"], roles=["经办人"]),
        "finance": make_user("finance", organization=county["县财政局"], roles=["经办人"]),
        "boss": make_user("boss", organization=health, roles=["系统管理员"]),
        "finance boss": make_user("finance-boss", organization=county["县财政局"], roles=["系统管理员"]),
        "county": make_user("county", organization=county["县政府办公室"], roles=["系统管理员"]),
        "root": make_user("root", is_superuser=True),
    }


def stand_in(principal, deputy, starts_on=TODAY, ends_on=TODAY, **fields) -> Deputy:
    return Deputy.objects.create(
        principal=principal, deputy=deputy, starts_on=starts_on, ends_on=ends_on, reason="出差",
        granted_by=principal, **fields,
    )  # fmt: skip


def fresh(user) -> User:
    return User.objects.select_related("organization").get(pk=user.pk)


class TestHolding:
    def test_the_own_right_comes_first(self, county, people):
        stand_in(people["boss"], people["signer"])
        holding = holds(people["signer"], PUBLISH, county["县人民医院"], TODAY)
        assert holding.user == people["signer"] and holding.principal is None

    def test_a_deputy_acts_for_the_principal_where_the_principal_may(self, county, people):
        stand_in(people["signer"], people["author"])
        for name, may in (("县卫生健康局", True), ("县人民医院", True), ("县财政局", False)):
            holding = holds(people["author"], PUBLISH, county[name], TODAY)
            assert (holding is not None) == may, name
            assert holding is None or holding.principal == people["signer"]

    @given(starts_on=DAYS, length=st.integers(0, 20), on=DAYS)
    def test_on_those_days_and_no_others(self, starts_on, length, on):
        with transaction.atomic():
            organization = make_organization()
            principal = make_user(organization=organization, roles=["签发人"])
            deputy = make_user(organization=organization, roles=["经办人"])
            ends_on = starts_on + timedelta(days=length)
            stand_in(principal, deputy, starts_on, ends_on)
            within = starts_on <= on <= ends_on
            assert (principals_of(deputy, on) == [principal]) == within
            assert (holds(deputy, PUBLISH, organization, on) is not None) == within
            transaction.set_rollback(True)

    @pytest.mark.parametrize(
        "right",
        ["organizations.change_user", "catalog.approve_not_applicable", "disclosure.emergency_publication"],
    )
    def test_nothing_but_the_steps_of_the_pipeline_is_borrowed(self, county, people, right):
        stand_in(people["boss"], people["author"])
        assert holds(people["author"], PUBLISH, county["县卫生健康局"], TODAY).principal == people["boss"]
        assert holds(people["author"], right, county["县卫生健康局"], TODAY) is None
        assert not [code for code in BORROWABLE if not code.startswith("disclosure.")]

    def test_what_is_borrowed_is_not_handed_on(self, county, people):
        stand_in(people["signer"], people["author"])
        stand_in(people["author"], people["colleague"])
        assert holds(people["colleague"], PUBLISH, county["县卫生健康局"], TODAY) is None

    def test_nor_does_a_principal_give_what_they_lack(self, county, people):
        stand_in(people["colleague"], people["author"])
        assert holds(people["author"], PUBLISH, county["县卫生健康局"], TODAY) is None

    @pytest.mark.parametrize("who", ["signer", "author"])
    def test_accounts_that_are_switched_off_neither_give_nor_take(self, county, people, who):
        stand_in(people["signer"], people["author"])
        User.objects.filter(pk=people[who].pk).update(is_active=False)
        assert holds(fresh(people["author"]), PUBLISH, county["县卫生健康局"], TODAY) is None

    def test_nobody_stands_in_for_who_wrote_the_text(self, county, people):
        stand_in(people["signer"], people["author"])
        barred = holds(people["author"], PUBLISH, county["县卫生健康局"], TODAY, barred=[people["signer"]])
        assert barred is None
        stand_in(people["boss"], people["author"])
        other = holds(
            fresh(people["author"]), PUBLISH, county["县卫生健康局"], TODAY, barred=[people["signer"]]
        )
        assert other.principal == people["boss"]

    def test_the_emergency_account_has_no_deputy(self, county, people):
        stand_in(people["root"], people["author"])
        assert principals_of(people["author"], TODAY) == []

    def test_it_takes_three_queries_a_day_however_many_people_and_questions(self, county, people):
        organization = county["县卫生健康局"]
        for _ in range(5):
            stand_in(make_user(organization=organization, roles=["审核人", "签发人"]), people["author"])
        user = fresh(people["author"])
        user.get_all_permissions()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            for right in BORROWABLE:
                holds(user, right, organization, TODAY)
            principals_of(user, TODAY)
        assert len(queries) == 3


class TestArranging:
    def arrange(self, people, principal, deputy, by, **fields):
        row = Deputy(
            principal=people[principal], deputy=people[deputy], starts_on=TODAY,
            ends_on=TODAY + timedelta(days=6), reason="年休假",
        )  # fmt: skip
        for name, value in fields.items():
            setattr(row, name, value)
        return deputies.arrange(row, people[by], TODAY)

    @pytest.mark.parametrize(
        ("principal", "deputy", "by"),
        [
            ("signer", "author", "signer"),
            ("signer", "author", "boss"),
            ("signer", "author", "county"),
            ("signer", "hospital", "boss"),
            ("signer", "finance", "county"),
        ],
    )
    def test_by_the_person_or_who_administers_them(self, people, principal, deputy, by):
        row = self.arrange(people, principal, deputy, by)
        entry = LedgerEntry.objects.get(verb="deputy_appointed")
        assert row.granted_by == people[by] and not entry.is_public and entry.actor == people[by].username

    @pytest.mark.parametrize(
        ("principal", "deputy", "by", "sentence"),
        [
            ("signer", "author", "colleague", deputies.NOT_YOURS),
            ("signer", "author", "finance boss", deputies.NOT_YOURS),
            ("signer", "boss", "boss", "不能把自己设为代理人"),
            ("signer", "signer", "signer", "代理人不能是本人"),
            ("signer", "hospital", "signer", "同一单位"),
            ("signer", "finance", "boss", "同一单位"),
            ("root", "author", "root", "应急管理账号"),
        ],
    )
    def test_not_by_others_and_not_to_strangers(self, people, principal, deputy, by, sentence):
        with pytest.raises(NotAllowed, match=sentence):
            self.arrange(people, principal, deputy, by)
        assert not Deputy.objects.exists() and not LedgerEntry.objects.exists()

    def test_never_for_days_gone_by_nor_backwards(self, people):
        yesterday = TODAY - timedelta(days=1)
        for fields in ({"starts_on": yesterday}, {"ends_on": yesterday}):
            with pytest.raises(NotAllowed):
                self.arrange(people, "signer", "author", "signer", **fields)

    @given(ends_on=DAYS)
    def test_a_running_one_can_be_ended_but_the_past_stays(self, ends_on):
        with transaction.atomic():
            organization = make_organization()
            signer = make_user(organization=organization)
            start = TODAY - timedelta(days=3)
            row = stand_in(signer, make_user(organization=organization), start, TODAY + timedelta(days=3))
            row.ends_on = ends_on
            assert bool(deputies.why_not(row, signer, TODAY)) == (ends_on < TODAY - timedelta(days=1))
            row.starts_on = TODAY
            assert deputies.why_not(row, signer, TODAY)
            transaction.set_rollback(True)

    def test_an_ended_one_is_not_reopened(self, people):
        row = stand_in(people["signer"], people["author"], TODAY - timedelta(9), TODAY - timedelta(2))
        row.ends_on = TODAY
        assert "已经结束" in deputies.why_not(row, people["signer"], TODAY)["ends_on"]

    @pytest.mark.parametrize("wrong", [{"deputy": "signer"}, {"ends_on": TODAY - timedelta(days=1)}])
    def test_the_database_holds_the_rules_too(self, people, wrong):
        fields = {"deputy": people[wrong.get("deputy", "author")]} | {
            key: value for key, value in wrong.items() if key != "deputy"
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            stand_in(people["signer"], **fields)


class TestTheAdmin:
    @pytest.fixture(autouse=True)
    def today(self):
        with time_machine.travel("2026-11-23 09:00:00+08:00", tick=False):
            yield

    def address(self, verb, *args):
        return reverse(f"admin:organizations_deputy_{verb}", args=args)

    def add(self, client, **fields):
        data = {"starts_on": "2026-11-23", "ends_on": "2026-11-30", "reason": "年休假"}
        return client.post(self.address("add"), data | fields)

    def test_every_clerk_arranges_their_own(self, client, people):
        sign_in(client, people["signer"])
        form = page(client.get(self.address("add"))).select_one("#deputy_form")
        assert not form.select("#id_principal")
        offered = {option.text for option in form.select("#id_deputy option[value]:not([value=''])")}
        assert str(people["author"]) in offered and str(people["finance"]) not in offered
        response = self.add(client, deputy=people["author"].pk)
        assert response.status_code == 302, faults_in(response)
        assert Deputy.objects.get().principal == people["signer"]

    def test_a_forged_principal_is_not_taken(self, client, people):
        self.add(
            sign_in(client, people["author"]), principal=people["signer"].pk, deputy=people["colleague"].pk
        )
        assert not Deputy.objects.filter(principal=people["signer"]).exists()

    def test_an_administrator_for_a_colleague(self, client, people):
        sign_in(client, people["boss"])
        response = self.add(client, principal=people["signer"].pk, deputy=people["author"].pk)
        assert response.status_code == 302, faults_in(response)
        response = self.add(client, principal=people["finance"].pk, deputy=people["author"].pk)
        assert response.status_code == 200 and Deputy.objects.count() == 1

    def test_what_is_wrong_is_said_beside_the_field(self, client, people):
        sign_in(client, people["signer"])
        response = self.add(client, deputy=people["signer"].pk)
        assert "代理人不能是本人" in faults_in(response)
        response = self.add(client, deputy=people["author"].pk, starts_on="2026-11-20")
        assert "不能早于今天" in faults_in(response)

    @pytest.mark.parametrize(
        ("visitor", "change"),
        [
            ("signer", 200),
            ("author", 200),
            ("colleague", 302),
            ("boss", 200),
            ("finance boss", 302),
            ("county", 200),
        ],
    )
    def test_who_sees_an_arrangement(self, client, people, visitor, change):
        row = stand_in(people["signer"], people["author"])
        response = sign_in(client, people[visitor]).get(self.address("change", row.pk))
        assert response.status_code == change
        assert client.get(self.address("delete", row.pk)).status_code == 403

    def test_the_deputy_sees_but_does_not_change_it(self, client, people):
        row = stand_in(people["signer"], people["author"])
        response = sign_in(client, people["author"]).post(
            self.address("change", row.pk), {"ends_on": "2027-01-01"}
        )
        assert response.status_code == 403

    def test_a_running_one_is_ended_by_its_last_day(self, client, people):
        row = stand_in(people["signer"], people["author"], ends_on=TODAY + timedelta(days=5))
        sign_in(client, people["signer"])
        response = client.post(self.address("change", row.pk), {"ends_on": "2026-11-24"})
        assert response.status_code == 302, faults_in(response)
        row.refresh_from_db()
        assert row.ends_on == date(2026, 11, 24)
        assert LedgerEntry.objects.get().verb == "deputy_changed"
