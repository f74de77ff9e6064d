"""Guessing passwords locks: the name at that address after five failures, the address after thirty."""

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.ledger.models import LedgerEntry
from portal.organizations.models import Kind
from portal.organizations.signing_in import lockout
from tests.admin_forms import page, said, sign_in
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db
RIGHT, GUESS = "a-long-password", "猜的密码-1"
LOCKED = 429


@pytest.fixture
def clerk():
    return make_user("clerk", organization=make_organization("县财政局"))


@pytest.fixture
def fail(client, sign_in_by_page):
    def send(times: int, username="clerk", address="203.0.113.7", password=GUESS):
        for _ in range(times):
            client.defaults["REMOTE_ADDR"] = address
            response = sign_in_by_page(client, username, password)
        return response

    return send


def test_four_failures_do_not_lock_and_the_fifth_does(fail, clerk):
    assert fail(4).status_code == 200
    assert fail(1).status_code == LOCKED
    assert fail(1, password=RIGHT).status_code == LOCKED


def test_the_page_says_how_long_and_whom_to_call(fail, clerk):
    response = fail(5)
    words = page(response).main.get_text()
    assert "15分钟" in words and settings.SITE["phone"] in words
    assert response["Retry-After"] == "900" and response["Cache-Control"] == "no-store"
    assert not page(response).select("[style], style, script:not([src])")


def test_it_ends_by_itself_and_trying_meanwhile_does_not_prolong_it(fail, clerk):
    with time_machine.travel("2026-11-23 09:00:00+08:00", tick=False) as clock:
        fail(5)
        clock.shift(14 * 60)
        assert fail(1, password=RIGHT).status_code == LOCKED
        clock.shift(60 + 1)
        assert fail(1, password=RIGHT).status_code == 302


def test_colleagues_at_the_same_address_and_the_same_name_elsewhere_are_not_locked(fail, clerk):
    make_user("colleague")
    fail(5)
    assert fail(1, "colleague", password=RIGHT).status_code == 302
    assert fail(1, address="203.0.113.8", password=RIGHT).status_code == 302


def test_an_address_that_tries_many_names_is_locked_for_all(fail, clerk):
    for number in range(29):
        assert fail(1, f"nobody-{number}").status_code == 200
    assert fail(1, "nobody-29").status_code == LOCKED
    assert fail(1, password=RIGHT).status_code == LOCKED


def test_an_own_account_does_not_wipe_out_failures_of_other_names(fail, clerk):
    make_user("insider")
    fail(4)
    fail(1, "insider", password=RIGHT)
    assert fail(1).status_code == LOCKED


def test_success_forgets_the_own_failures(fail, clerk):
    fail(4)
    assert fail(1, password=RIGHT).status_code == 302
    assert fail(4).status_code == 200


def test_no_password_is_stored_or_logged_wherever_it_was_typed(fail, clerk, caplog):
    with caplog.at_level("DEBUG"):
        fail(2, password="typed-in-full-1")
        fail(2, username="typed-in-full-2")
    stored = " ".join(str(value) for row in AccessAttempt.objects.values() for value in row.values())
    for place in (stored, caplog.text):
        assert "typed-in-full" not in place
    assert "clerk" in stored


@pytest.mark.parametrize(
    ("sent", "address"),
    [("203.0.113.7", "203.0.113.7"), ("[2001:db8::1]", "2001:db8::1"), ("", None), ("unix", None)],
)
def test_the_address_is_what_the_web_server_says_and_no_header(sent, address):
    request = RequestFactory().get("/", REMOTE_ADDR=sent, HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert lockout.client_address(request) == address


def test_without_a_request_nobody_is_counted(clerk):
    assert Client().login(username="clerk", password=RIGHT)


class TestLifting:
    @pytest.fixture
    def county(self, clerk):
        office = make_organization("县政府办公室", Kind.DEPARTMENT, is_competent_authority=True)
        admin = {"roles": ["系统管理员"]}
        return {
            "anonymous": None,
            "no right": make_user(organization=clerk.organization, roles=["经办人"]),
            "wrong organisation": make_user(organization=make_organization("县教育局"), **admin),
            "right": make_user("right", organization=clerk.organization, **admin),
            "county": make_user("county", organization=office, **admin),
        }

    address = "admin:organizations_signinlock_changelist"

    def lift(self, client, row):
        data = {"action": "lift", "_selected_action": [row.pk]}
        return client.post(reverse(self.address), data, follow=True)

    @pytest.mark.parametrize("name", ["signinlock", "signinrecord"])
    def test_who_may_look(self, client, county, name):
        url = reverse(f"admin:organizations_{name}_changelist")
        codes = [sign_in(client, visitor).get(url).status_code for visitor in county.values()]
        assert codes == [302, 403, 200, 200, 200]

    def test_an_administrator_in_scope_lets_the_clerk_in_again(self, client, fail, county, clerk):
        fail(5)
        row = AccessAttempt.objects.get()
        self.lift(sign_in(client, county["wrong organisation"]), row)
        assert AccessAttempt.objects.exists()
        listed = sign_in(client, county["right"]).get(reverse(self.address))
        assert "账号在这个网络地址已锁定" in page(listed).get_text()
        assert "可以立即重新登录" in said(self.lift(client, row))
        client.logout()
        assert fail(1, password=RIGHT).status_code == 302
        entry = LedgerEntry.objects.get(verb="sign_in_lock_lifted")
        assert not entry.is_public and entry.payload["name"] == "clerk" and entry.actor == "right"

    def test_names_that_are_no_accounts_are_seen_by_the_county_alone(self, client, fail, county):
        fail(1, "stranger")
        for visitor, seen in (("right", False), ("county", True)):
            listed = sign_in(client, county[visitor]).get(reverse(self.address))
            assert (lockout.UNKNOWN in page(listed).get_text()) == seen

    def test_nobody_edits_what_is_written_down(self, client, fail, county):
        fail(1)
        sign_in(client, county["county"])
        pk = AccessAttempt.objects.get().pk
        for verb in ("delete", "change"):
            url = reverse(f"admin:organizations_signinlock_{verb}", args=[pk])
            assert client.post(url, {"post": "yes", "username": "x"}).status_code == 403


def test_the_login_page_says_whom_to_call_and_how_long_a_session_lasts(client):
    words = page(client.get(reverse("admin:login"))).get_text()
    assert settings.SITE["phone"] in words and "30分钟没有操作会自动退出登录" in words
