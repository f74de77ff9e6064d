"""What a password must be, when it has to be changed, and that changing it ends every other session."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.ledger.models import LedgerEntry
from portal.organizations.models import FormerPassword
from portal.organizations.passwords import KindsValidator
from tests.admin_forms import faults_in, page, sign_in
from tests.factories import make_organization, make_user

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db
CAPITALS, SMALL, DIGITS, SIGNS = "ABCXYZ", "abcxyz湖光", "0123456789", "-_!#，。"


@pytest.mark.parametrize(
    ("password", "holds"),
    [
        ("mingchuang-2026", True),
        ("Minghu2026", True),
        ("minghu2026", False),
        ("湖光-2025", True),
        ("湖光2025", False),
    ],
)
def test_three_of_four_kinds_are_needed(password, holds):
    try:
        KindsValidator(3).validate(password)
    except ValidationError as error:
        assert not holds and "至少要有3种" in error.messages[0]
    else:
        assert holds


@given(st.lists(st.sampled_from([CAPITALS, SMALL, DIGITS, SIGNS]), min_size=1), st.data())
def test_the_kinds_are_counted_whatever_their_order(kinds, data):
    password = "".join(data.draw(st.sampled_from(kind)) for kind in kinds)
    try:
        KindsValidator(3).validate(password)
    except ValidationError:
        assert len(set(kinds)) < 3
    else:
        assert len(set(kinds)) >= 3


def test_none_of_the_last_five_is_taken_again_but_the_sixth_is():
    user = make_user()
    for number in range(6):
        user.set_password(f"Passwort-{number}")
        user.save()
    for number in (1, 2, 3, 4, 5):
        with pytest.raises(ValidationError, match="最近5次"):
            validate_password(f"Passwort-{number}", user)
    validate_password("Passwort-0", user)
    assert FormerPassword.objects.filter(user=user).count() == 4
    assert not FormerPassword.objects.filter(hash__contains="Passwort").exists()


def test_the_demo_password_meets_the_policy(settings):
    validate_password(settings.DEMO_PASSWORD, make_user("jingban", display_name="县民政局经办人"))


class TestForcedChange:
    URL = "staff_new_password"

    @pytest.fixture
    def newcomer(self):
        user = make_user("newcomer", organization=make_organization("县财政局"), must_change_password=True)
        return user

    def change(self, client, new=PASSWORD, old="a-long-password"):
        data = {"old_password": old, "new_password1": new, "new_password2": new}
        return client.post(reverse(self.URL) + "?next=/admin/organizations/", data)

    def test_a_given_password_is_changed_before_anything_else(self, client, newcomer, sign_in_by_page):
        sign_in_by_page(client, "newcomer", "a-long-password")
        for address in (
            "admin:index",
            "admin:organizations_deputy_changelist",
            "oversight",
            "staff_two_factor",
        ):
            assert "/login/" in client.get(reverse(address)).url
        response = client.get(reverse("admin:login"), {"next": "/admin/organizations/"})
        assert response.url.startswith(reverse(self.URL))
        shown = client.get(response.url)
        assert "管理员设置的" in page(shown).get_text()
        assert not page(shown).select("#nav-sidebar a, #user-tools")
        assert self.change(client).url == "/admin/organizations/"
        assert client.get(reverse("admin:index")).status_code == 200

    @pytest.mark.parametrize(
        ("new", "message"),
        [("a-long-password", "最近5次用过"), ("minghugongkai", "至少要有3种"), ("湖-1", "密码太短")],
    )
    def test_the_new_one_must_be_sound(self, client, newcomer, new, message):
        client.force_login(newcomer)
        assert message in faults_in(self.change(client, new))
        assert client.get(reverse("admin:index")).status_code == 302

    @pytest.mark.parametrize(("days", "step"), [(180, False), (181, True)])
    def test_an_old_one_has_to_be_changed(self, client, days, step):
        user = make_user(password_set_at=timezone.now() - timedelta(days=days, minutes=-1))
        client.force_login(user)
        assert (client.get(reverse("admin:index")).status_code == 302) == step
        assert (client.get(reverse(self.URL)).status_code == 200) == step

    def test_where_passwords_do_not_expire_an_old_one_stays(self, client, settings):
        settings.PASSWORD_MAX_AGE_DAYS = 0
        client.force_login(make_user(password_set_at=timezone.now() - timedelta(days=900)))
        assert client.get(reverse("admin:index")).status_code == 200

    def test_giving_up_half_way_signs_out(self, client, newcomer):
        client.force_login(newcomer)
        assert client.post(reverse("staff_leave")).url == reverse("admin:login")
        assert client.get(reverse(self.URL)).url == reverse("admin:login")


class TestSetByAnAdministrator:
    @pytest.fixture
    def people(self):
        finance = make_organization("县财政局")
        return make_user("boss", organization=finance, roles=["系统管理员"]), make_user(
            "clerk", organization=finance, roles=["经办人"]
        )

    def test_it_lasts_until_its_owner_signs_in_and_ends_their_sessions(self, client, people, sign_in_by_page):
        boss, clerk = people
        elsewhere = sign_in(type(client)(), clerk)
        assert elsewhere.get(reverse("admin:index")).status_code == 200
        url = reverse("admin:auth_user_password_change", args=[clerk.pk])
        data = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true", "set-password": "1"}
        assert sign_in(client, boss).post(url, data).status_code == 302
        clerk.refresh_from_db()
        assert clerk.must_change_password
        assert elsewhere.get(reverse("admin:index")).status_code == 302
        assert LedgerEntry.objects.filter(verb="password_given", is_public=False).count() == 1

    def test_the_own_one_is_changed_by_giving_the_old_one(self, client, people):
        boss, _ = people
        url = reverse("admin:auth_user_password_change", args=[boss.pk])
        assert sign_in(client, boss).get(url).url == reverse("admin:password_change")

    def test_changing_the_own_one_keeps_this_session_and_ends_the_others(self, client, people):
        boss, _ = people
        elsewhere = sign_in(type(client)(), boss)
        data = {"old_password": "a-long-password", "new_password1": PASSWORD, "new_password2": PASSWORD}
        sign_in(client, boss).post(reverse("admin:password_change"), data)
        assert client.get(reverse("admin:index")).status_code == 200
        assert elsewhere.get(reverse("admin:index")).status_code == 302
