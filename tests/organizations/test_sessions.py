"""Sessions of staff end after half an hour without use and after ten hours; what was being sent then is not lost."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.organizations.models import User
from portal.organizations.signing_in import kept_forms, sessions
from tests.admin_forms import form_of, page, said
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db
MINUTE, HOUR = 60, 3600


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-23 08:30:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def boss():
    return make_user("boss", organization=make_organization("县财政局"), roles=["系统管理员"])


@pytest.fixture
def clerk(boss):
    return make_user("clerk", organization=boss.organization, roles=["经办人"])


@pytest.fixture
def staff(client, clock, boss):
    client.force_login(boss)
    return client


def is_in(client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize(
    ("pause", "stays"), [(29 * MINUTE, True), (30 * MINUTE, False), (31 * MINUTE, False)]
)
def test_half_an_hour_without_use_ends_it(staff, clock, pause, stays):
    assert is_in(staff)
    clock.shift(pause)
    assert is_in(staff) == stays
    assert ("_auth_user_id" in staff.session) == stays


def test_ten_hours_end_it_however_busy(staff, clock):
    for _ in range(10 * 3 - 1):
        clock.shift(20 * MINUTE)
        assert is_in(staff)
    clock.shift(20 * MINUTE)
    assert not is_in(staff)


def test_a_session_without_clocks_has_ended(staff):
    session = staff.session
    del session[sessions.SEEN]
    session.save()
    assert not is_in(staff)


def test_inspectors_pages_end_with_it_too(client, clock):
    office = make_organization("县政府办公室", is_competent_authority=True)
    client.force_login(make_user(organization=office, roles=["督查员"]))
    assert client.get(reverse("oversight")).status_code == 200
    clock.shift(30 * MINUTE)
    assert "/login/" in client.get(reverse("oversight")).url


def test_public_pages_neither_use_nor_end_a_session(staff, clock):
    clock.shift(20 * MINUTE)
    assert not staff.get(reverse("home")).cookies
    clock.shift(10 * MINUTE)
    assert not staff.get(reverse("home")).cookies
    assert not is_in(staff)


class TestTheNotice:
    url = "staff_session"

    def test_asking_does_not_prolong_and_going_on_does(self, staff, clock):
        is_in(staff)
        clock.shift(25 * MINUTE)
        for _ in range(2):
            assert staff.get(reverse(self.url)).json()["left"] == 5 * MINUTE
        assert staff.post(reverse(self.url)).json()["left"] == 30 * MINUTE
        clock.shift(29 * MINUTE)
        assert is_in(staff)

    def test_near_the_end_of_the_day_it_cannot_be_prolonged(self, staff, clock):
        for _ in range(29):
            clock.shift(20 * MINUTE)
            is_in(staff)
        clock.shift(18 * MINUTE)
        assert staff.post(reverse(self.url)).json() == {"left": 2 * MINUTE, "at_most": 2 * MINUTE}

    def test_visitors_learn_nothing_and_forged_requests_are_refused(self, client, boss):
        assert client.get(reverse(self.url)).json() == {"left": 0, "at_most": 0}
        strict = type(client)(enforce_csrf_checks=True)
        strict.force_login(boss)
        assert strict.post(reverse(self.url)).status_code == 403

    def test_every_admin_page_of_staff_carries_it_and_the_login_page_does_not(self, staff):
        found = page(staff.get(reverse("admin:index"))).select_one("script[data-session]")
        assert found["data-session"] == reverse(self.url)
        staff.logout()
        assert not page(staff.get(reverse("admin:login"))).select("script[data-session]")


class TestWhatWasBeingSent:
    """The clerk's name is being changed when the session ends."""

    @pytest.fixture
    def sent(self, staff, clock, clerk):
        """The address to which the login page will lead."""
        url = reverse("admin:organizations_user_change", args=[clerk.pk])
        form = form_of(staff.get(url), "user") | {"display_name": "长篇文字" * 8, "csrfmiddlewaretoken": "x"}
        clock.shift(40 * MINUTE)
        self.response = staff.post(url, form | {"_save": "保存"})
        assert "/login/" in self.response.url
        return self.response.url

    def back(self, client, user, url):
        shown = client.get(url)
        assert "没有丢失" in page(shown).get_text()
        return client.post(url, {"username": user.username, "password": "a-long-password"}, follow=True)

    def test_it_is_offered_again_and_one_press_sends_it(self, staff, boss, clerk, sent):
        offered = page(self.back(staff, boss, sent))
        assert "长篇文字" in " ".join(area.text for area in offered.select("textarea[readonly]"))
        form = offered.select_one("main form[action*=organizations]")
        assert not form.select("[value=x]")
        data = [(field["name"], field.get("value", "")) for field in form.select("input[name]")]
        fields = {name: [v for n, v in data if n == name] for name, _ in data}
        response = staff.post(form["action"], fields, follow=True)
        assert "成功" in said(response)
        assert User.objects.get(pk=clerk.pk).display_name == "长篇文字" * 8

    def test_nobody_else_gets_it(self, staff, clerk, sent):
        response = self.back(staff, clerk, sent)
        assert "没有找到保留的内容" in said(response)
        assert not response.context.get("kept")

    def test_it_is_gone_after_an_hour_and_when_thrown_away(self, staff, boss, clock, sent):
        kept_url = self.back(staff, boss, sent).request["PATH_INFO"]
        staff.post(kept_url)
        assert "没有找到" in said(staff.get(kept_url, follow=True))

    def test_passwords_and_files_are_never_kept(self, rf, boss):
        file = SimpleUploadedFile("附件.pdf", b"%PDF")
        data = {"title": "标题", "new_password1": "typed", "csrfmiddlewaretoken": "y", "file": file}
        address = kept_forms.keep(rf.post("/admin/x/", data), boss.pk)
        kept = kept_forms.find(address.rstrip("/").rpartition("/")[2], boss.pk)
        assert kept.fields == (("title", "标题"),) and kept.files == ("附件.pdf",)

    def test_it_is_kept_only_for_who_had_a_session(self, client):
        cache.clear()
        response = client.post(reverse("admin:organizations_user_add"), {"username": "x"})
        assert "kept" not in response.url

    def test_a_forged_request_is_not_kept(self, staff, clock, boss):
        strict = type(staff)(enforce_csrf_checks=True)
        strict.force_login(boss)
        clock.shift(40 * MINUTE)
        assert strict.post(reverse("admin:organizations_user_add"), {"username": "x"}).status_code == 403

    def test_nothing_on_the_pages_is_inline(self, staff, boss, sent):
        shown = BeautifulSoup(self.back(staff, boss, sent).content, "html.parser")
        assert not shown.select("[style], style, script:not([src]), [onclick]")
