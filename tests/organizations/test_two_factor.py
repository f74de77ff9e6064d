"""The second factor: who must have one, how it is set up and used, and that nothing opens without it."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.ledger.models import LedgerEntry
from portal.organizations.models import Kind
from portal.organizations.signing_in import two_factor
from tests.admin_forms import faults_in, page, said, sign_in
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db
ENROL, VERIFY, ACCOUNT = "staff_enrol", "staff_verify", "staff_two_factor"


@pytest.fixture
def compulsory(settings):
    settings.TOTP_COMPULSORY = True


@pytest.fixture
def signer():
    return make_user("signer", organization=make_organization("县财政局"), roles=["签发人"])


@pytest.fixture
def enrolled(signer, code_of):
    """(user, recovery codes)"""
    two_factor.device_to_enrol(signer)
    answer, codes = two_factor.enrol(signer, code_of(signer, -1))
    assert answer.is_right
    return signer, codes


def is_in(client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


def test_where_it_is_not_compulsory_the_password_is_enough(client, signer):
    assert is_in(sign_in(client, signer))


@pytest.mark.parametrize(
    ("fields", "must"),
    [
        ({"roles": ["签发人"]}, True),
        ({"roles": ["系统管理员"]}, True),
        ({"is_superuser": True}, True),
        ({"roles": ["经办人"]}, False),
        ({"roles": ["督查员"]}, False),
    ],
)
def test_who_signs_or_looks_after_accounts_must(compulsory, client, fields, must):
    user = make_user(organization=make_organization(), **fields)
    assert two_factor.is_compulsory(user) == must
    assert is_in(sign_in(client, user)) == (not must)


def admin_addresses() -> list[str]:
    lists = [f"admin:{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry]
    names = [f"{name}_{verb}" for name in lists for verb in ("changelist", "add")]
    known = {
        f"admin:{key}"
        for key in get_resolver().namespace_dict["admin"][1].reverse_dict
        if isinstance(key, str)
    }
    return [
        *(name for name in names if name in known),
        "admin:index", "admin:password_change", "admin:autocomplete", "admin:jsi18n", ACCOUNT, "oversight",
    ]  # fmt: skip


def test_until_it_is_set_up_no_page_opens(compulsory, client, signer):
    sign_in(client, signer)
    addresses = admin_addresses()
    assert len(addresses) > 20
    for name in addresses:
        response = client.get(reverse(name))
        assert response.status_code == 302 and "/login/" in response.url, name
        assert client.post(reverse(name)).status_code in (302, 405), name


def test_with_the_password_alone_no_page_opens_for_who_has_it(client, enrolled):
    sign_in(client, enrolled[0])
    for name in admin_addresses():
        assert "/login/" in client.get(reverse(name)).url, name
    assert client.get(reverse(ENROL)).status_code == 302


def test_the_way_leads_to_setting_up_and_then_to_where_one_wanted(compulsory, client, signer, code_of):
    sign_in(client, signer)
    wanted = reverse("admin:organizations_deputy_changelist")
    step = client.get(client.get(wanted).url).url
    assert step.startswith(reverse(ENROL))
    shown = page(client.get(step))
    assert shown.select_one("img[src^='data:image/svg']")["alt"]
    assert not shown.select("[style], style, script:not([src]), #user-tools")
    assert two_factor.key_in_groups(TOTPDevice.objects.get(user=signer)) in shown.get_text()
    assert "验证码不正确" in faults_in(client.post(step, {"code": "000000", "next": wanted}))
    TOTPDevice.objects.update(throttling_failure_count=0)
    done = page(client.post(step, {"code": code_of(signer), "next": wanted}))
    assert len(done.select(".sign-in-codes li")) == 10 and "不登录了" not in done.get_text()
    assert done.find("a", string="已经保存，继续")["href"] == wanted
    assert is_in(client)
    assert [e.is_public for e in LedgerEntry.objects.filter(verb="two_factor_enrolled")] == [False]


def test_a_code_opens_once(client, enrolled, code_of, sign_in_by_page):
    user, _ = enrolled
    code = code_of(user)
    sign_in(client, user)
    assert client.post(reverse(VERIFY), {"code": f"{code[:3]} {code[3:]}"}).url == reverse("admin:index")
    assert is_in(client)
    other = sign_in(Client(), user)
    assert "不正确" in faults_in(other.post(reverse(VERIFY), {"code": code}))
    assert not is_in(other)


def test_wrong_codes_make_one_wait(client, enrolled, code_of):
    user, _ = enrolled
    sign_in(client, user)
    for _ in range(2):
        response = client.post(reverse(VERIFY), {"code": "123456"})
    TOTPDevice.objects.update(throttling_failure_count=9)
    response = client.post(reverse(VERIFY), {"code": code_of(user)})
    assert "秒以后再试" in faults_in(response)
    assert not is_in(client)


def test_a_recovery_code_opens_once(client, enrolled):
    user, codes = enrolled
    assert len(set(codes)) == 10
    sign_in(client, user)
    assert client.post(reverse(VERIFY), {"code": codes[0].upper()}).status_code == 302
    assert is_in(client)
    other = sign_in(Client(), user)
    assert other.post(reverse(VERIFY), {"code": codes[0]}).status_code == 200
    assert not is_in(other)
    assert two_factor.recovery_codes_left(user) == 9


def test_the_next_address_cannot_lead_away(client, enrolled, code_of):
    user, _ = enrolled
    sign_in(client, user)
    response = client.post(reverse(VERIFY), {"code": code_of(user), "next": "https://evil.example/"})
    assert response.url == reverse("admin:index")


class TestTheAccountPage:
    @pytest.fixture
    def inside(self, client, enrolled, code_of):
        user, codes = enrolled
        sign_in(client, user).post(reverse(VERIFY), {"code": codes[9]})
        return client, user, codes

    def test_anyone_may_turn_it_on(self, client, code_of):
        user = make_user(organization=make_organization(), roles=["经办人"])
        sign_in(client, user)
        assert "没有启用" in page(client.get(reverse(ACCOUNT))).get_text()
        client.get(reverse(ENROL))
        client.post(reverse(ENROL), {"code": code_of(user)})
        assert is_in(client) and two_factor.device_of(user)

    @pytest.mark.parametrize("action", ["codes", "replace", "remove"])
    def test_each_change_asks_for_a_code(self, inside, action):
        client, user, _ = inside
        client.post(reverse(ACCOUNT), {"action": action, "code": "wrong-code"})
        assert two_factor.device_of(user) and two_factor.recovery_codes_left(user) == 9

    def test_turning_it_off(self, inside):
        client, user, codes = inside
        client.post(reverse(ACCOUNT), {"action": "remove", "code": codes[1]})
        assert two_factor.device_of(user) is None and is_in(client)

    def test_who_must_have_it_cannot_turn_it_off(self, compulsory, inside):
        client, user, codes = inside
        assert "不能停用" in page(client.get(reverse(ACCOUNT))).get_text()
        client.post(reverse(ACCOUNT), {"action": "remove", "code": codes[1]})
        assert two_factor.device_of(user)

    def test_new_recovery_codes_void_the_old_ones(self, inside):
        client, user, codes = inside
        shown = page(client.post(reverse(ACCOUNT), {"action": "codes", "code": codes[1]}))
        assert len(shown.select(".sign-in-codes li")) == 10
        assert not two_factor.verify(user, codes[2]).is_right

    def test_a_new_phone(self, compulsory, inside, code_of):
        client, user, codes = inside
        old = two_factor.device_of(user).pk
        response = client.post(reverse(ACCOUNT), {"action": "replace", "code": codes[1]})
        assert response.url == reverse(ENROL) and not is_in(client)
        client.get(reverse(ENROL))
        client.post(reverse(ENROL), {"code": code_of(user)})
        assert is_in(client) and two_factor.device_of(user).pk != old


class TestReset:
    @pytest.fixture
    def people(self, enrolled):
        signer, _ = enrolled
        office = make_organization("县政府办公室", Kind.DEPARTMENT, is_competent_authority=True)
        admin = {"roles": ["系统管理员"]}
        return {
            "no right": make_user(organization=signer.organization, roles=["经办人"]),
            "wrong organisation": make_user(organization=make_organization("县教育局"), **admin),
            "right": make_user("right", organization=signer.organization, **admin),
            "county": make_user(organization=office, **admin),
        }

    def reset(self, client, user):
        data = {"action": "reset_second_factor", "_selected_action": [user.pk]}
        return client.post(reverse("admin:organizations_user_changelist"), data, follow=True)

    @pytest.mark.parametrize(
        ("visitor", "done"),
        [("no right", False), ("wrong organisation", False), ("right", True), ("county", True)],
    )
    def test_who_may(self, client, people, enrolled, visitor, done):
        self.reset(sign_in(client, people[visitor]), enrolled[0])
        assert (two_factor.device_of(enrolled[0]) is None) == done
        assert LedgerEntry.objects.filter(verb="two_factor_reset").count() == done

    def test_the_colleague_sets_up_another_before_going_on(self, compulsory, people, enrolled):
        user, codes = enrolled
        colleague = sign_in(Client(), user)
        colleague.post(reverse(VERIFY), {"code": codes[0]})
        assert is_in(colleague)
        two_factor.reset(user, people["right"])
        assert not is_in(colleague)
        assert colleague.get(reverse("admin:login")).url.startswith(reverse(ENROL))

    def test_nobody_resets_their_own(self, client, people, code_of):
        boss = people["right"]
        assert two_factor.why_not_reset(boss, boss) == [
            "不能重置自己的双重验证，请用恢复码登录后更换，或者请另一位管理员重置。"
        ]

    def test_a_colleague_without_one_is_answered(self, client, people):
        response = self.reset(sign_in(client, people["right"]), people["no right"])
        assert "没有启用双重验证" in said(response)

    def test_keys_are_shown_to_nobody(self, client):
        sign_in(client, make_user(is_superuser=True))
        assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
        assert client.get("/admin/axes/accessattempt/").status_code == 404
