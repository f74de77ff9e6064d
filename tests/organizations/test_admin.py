"""Organisations and staff in the admin: every address by every visitor, and no way to more power than one's own."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.organizations.models import Kind, Organization, User
from portal.organizations.tree import PLACE
from tests.admin_forms import faults_in, form_of, sign_in
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "清风明月-2025-湖光"


@pytest.fixture
def county():
    government = make_organization("县人民政府", Kind.COUNTY_GOVERNMENT)
    office = make_organization("县政府办公室", parent=government, is_competent_authority=True)
    health = make_organization("县卫生健康局", parent=government)
    hospital = make_organization("县人民医院", Kind.PUBLIC_BODY, parent=health)
    finance = make_organization("县财政局", parent=government)
    rows = {"government": government, "office": office, "health": health}
    rows |= {"hospital": hospital, "finance": finance}
    return {name: Organization.objects.get(pk=row.pk) for name, row in rows.items()}


@pytest.fixture
def staff(county):
    """The clerk whose record is looked at, and those who look."""
    admin = {"roles": ["系统管理员"]}
    return {
        "clerk": make_user("clerk", organization=county["hospital"], roles=["经办人"]),
        "anonymous": None,
        "no right": make_user(organization=county["health"], roles=["经办人"]),
        "wrong organisation": make_user(organization=county["finance"], **admin),
        "right": make_user("right", organization=county["health"], **admin),
        "county": make_user("county", organization=county["office"], **admin),
    }


def address(kind: str, verb: str, *args) -> str:
    return reverse(f"admin:organizations_{kind}_{verb}", args=args)


LOGIN, FORBIDDEN, FOUND = "login", 403, 200
MISSING = "missing"
ADDRESSES = [
    # kind, verb, names a row, what the VISITORS get in turn
    ("user", "changelist", False, (LOGIN, FORBIDDEN, FOUND, FOUND, FOUND)),
    ("user", "add", False, (LOGIN, FORBIDDEN, FOUND, FOUND, FOUND)),
    ("user", "change", True, (LOGIN, FORBIDDEN, MISSING, FOUND, FOUND)),
    ("user", "history", True, (LOGIN, FORBIDDEN, MISSING, FOUND, FOUND)),
    ("user", "delete", True, (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
    ("organization", "changelist", False, (LOGIN, FOUND, FOUND, FOUND, FOUND)),
    ("organization", "add", False, (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FOUND)),
    ("organization", "change", True, (LOGIN, FOUND, MISSING, FOUND, FOUND)),
    ("organization", "history", True, (LOGIN, FOUND, MISSING, FOUND, FOUND)),
    ("organization", "delete", True, (LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN)),
]
VISITORS = ("anonymous", "no right", "wrong organisation", "right", "county")


def outcome(response):
    if response.status_code == 302:
        return LOGIN if "/login/" in response.url else MISSING
    return response.status_code


@pytest.mark.parametrize(("kind", "verb", "keyed", "expected"), ADDRESSES)
def test_every_address_by_every_visitor(client, county, staff, kind, verb, keyed, expected):
    target = staff["clerk"] if kind == "user" else county["hospital"]
    url = address(kind, verb, *([target.pk] if keyed else []))
    found = tuple(outcome(sign_in(client, staff[visitor]).get(url)) for visitor in VISITORS)
    assert found == expected


@pytest.mark.parametrize(
    ("visitor", "status"),
    [("anonymous", 302), ("no right", 403), ("wrong organisation", 404), ("right", 200), ("county", 200)],
)
def test_the_password_page_by_every_visitor(client, staff, visitor, status):
    url = reverse("admin:auth_user_password_change", args=[staff["clerk"].pk])
    assert sign_in(client, staff[visitor]).get(url).status_code == status


def test_the_password_is_not_set_by_the_wrong_organisation(client, staff):
    before = staff["clerk"].password
    url = reverse("admin:auth_user_password_change", args=[staff["clerk"].pk])
    data = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true", "set-password": "1"}
    assert sign_in(client, staff["wrong organisation"]).post(url, data).status_code == 404
    staff["clerk"].refresh_from_db()
    assert staff["clerk"].password == before
    assert sign_in(client, staff["right"]).post(url, data).status_code == 302
    staff["clerk"].refresh_from_db()
    assert staff["clerk"].check_password(PASSWORD)


def names_listed(response) -> set[str]:
    return {str(row) for row in response.context["cl"].result_list}


def test_lists_and_choices_hold_only_what_is_in_scope(client, county, staff):
    sign_in(client, staff["right"])
    assert names_listed(client.get(address("organization", "changelist"))) == {"县卫生健康局", "县人民医院"}
    people = names_listed(client.get(address("user", "changelist")))
    assert people == {str(staff[name]) for name in ("clerk", "no right", "right")}
    choices = client.get(
        reverse("admin:autocomplete"),
        {"term": "县", "app_label": "organizations", "model_name": "user", "field_name": "organization"},
    ).json()["results"]
    assert {choice["text"] for choice in choices} == {"县卫生健康局", "县人民医院"}


class TestAddingPeople:
    def add(self, client, **changes):
        data = {
            "username": "newcomer",
            "display_name": "新同志",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "organization": "",
            "groups": [],
        }
        return client.post(address("user", "add"), data | changes)

    def test_a_department_adds_a_clerk_who_can_sign_in(self, client, county, staff):
        author = Group.objects.get(name="经办人")
        sign_in(client, staff["right"])
        response = self.add(client, organization=county["hospital"].pk, groups=[author.pk])
        assert response.status_code == 302, faults_in(response)
        new = User.objects.get(username="newcomer")
        assert new.organization == county["hospital"] and list(new.groups.all()) == [author]
        assert new.is_staff and not new.is_superuser
        client.logout()
        assert client.login(username="newcomer", password=PASSWORD)

    def test_never_a_superuser(self, client, county, staff):
        sign_in(client, staff["right"])
        self.add(client, organization=county["health"].pk, is_superuser="on", user_permissions=["1", "2"])
        new = User.objects.get(username="newcomer")
        assert not new.is_superuser and not new.user_permissions.exists()

    @pytest.mark.parametrize("where", ["finance", "office", "government"])
    def test_never_outside_the_own_scope(self, client, county, staff, where):
        response = self.add(sign_in(client, staff["right"]), organization=county[where].pk)
        assert response.status_code == 200 and faults_in(response)
        assert not User.objects.filter(username="newcomer").exists()

    def test_never_without_an_organisation(self, client, staff):
        response = self.add(sign_in(client, staff["right"]))
        assert "这个字段是必填项" in faults_in(response)

    def test_never_with_a_role_beyond_the_own(self, client, county, staff):
        helper = make_user(
            organization=county["health"],
            permissions=["organizations.add_user", "organizations.change_user", "organizations.view_user",
                         "organizations.view_organization"],
        )  # fmt: skip
        issuer = Group.objects.get(name="签发人")
        response = self.add(sign_in(client, helper), organization=county["health"].pk, groups=[issuer.pk])
        assert response.status_code == 200 and faults_in(response)
        assert not User.objects.filter(username="newcomer").exists()

    @pytest.mark.parametrize(
        ("password", "message"),
        [
            ("湖光1", "密码太短，至少要有10个字符。"),
            ("83619572046", "密码只包含数字"),
            ("password1234", "这个密码太常见"),
            ("newcomer-2025", "密码跟 用户名 太相似"),
        ],
    )
    def test_weak_passwords_are_refused_in_chinese(self, client, county, staff, password, message):
        sign_in(client, staff["right"])
        response = self.add(client, organization=county["health"].pk, password1=password, password2=password)
        said = faults_in(response).replace(" ", "")
        assert message.replace(" ", "") in said
        assert not User.objects.filter(username="newcomer").exists()


class TestChangingPeople:
    def change(self, client, user, **changes):
        url = address("user", "change", user.pk)
        return client.post(url, form_of(client.get(url), "user") | changes)

    def test_a_role_is_given_and_an_account_switched_off(self, client, staff):
        issuer = Group.objects.get(name="签发人")
        sign_in(client, staff["right"])
        response = self.change(client, staff["clerk"], groups=[issuer.pk], is_active="")
        assert response.status_code == 302, faults_in(response)
        staff["clerk"].refresh_from_db()
        assert not staff["clerk"].is_active and list(staff["clerk"].groups.all()) == [issuer]

    def test_nobody_changes_their_own_powers(self, client, county, staff):
        own = staff["right"]
        sign_in(client, own)
        issuer = Group.objects.get(name="签发人")
        changes = {"groups": [issuer.pk], "organization": county["office"].pk, "is_superuser": "on"}
        response = self.change(client, own, display_name="新名字", **changes)
        assert response.status_code == 302, faults_in(response)
        own = User.objects.get(pk=own.pk)
        assert own.display_name == "新名字" and own.organization == county["health"]
        assert not own.is_superuser and [g.name for g in own.groups.all()] == ["系统管理员"]

    @pytest.mark.parametrize("powers", [{"is_superuser": True}, {"permissions": ["auth.change_group"]}])
    def test_a_stronger_colleague_can_be_seen_but_not_changed(self, client, county, staff, powers):
        strong = make_user("strong", organization=county["health"], **powers)
        before = strong.password
        sign_in(client, staff["right"])
        url = address("user", "change", strong.pk)
        assert client.get(url).status_code == 200
        assert client.post(url, {"username": "taken-over", "is_active": ""}).status_code == 403
        url = reverse("admin:auth_user_password_change", args=[strong.pk])
        assert client.post(url, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 403
        strong.refresh_from_db()
        assert strong.username == "strong" and strong.password == before

    def test_a_clerk_is_not_moved_out_of_reach(self, client, county, staff):
        sign_in(client, staff["right"])
        assert self.change(client, staff["clerk"], organization=county["office"].pk).status_code == 200
        staff["clerk"].refresh_from_db()
        assert staff["clerk"].organization == county["hospital"]

    def test_roles_are_not_handed_out_by_a_forged_list_action(self, client, staff):
        sign_in(client, staff["right"])
        data = {"action": "delete_selected", "_selected_action": [staff["clerk"].pk], "post": "yes"}
        client.post(address("user", "changelist"), data)
        assert User.objects.filter(pk=staff["clerk"].pk).exists()


class TestOrganizations:
    def change(self, client, organization, **changes):
        url = address("organization", "change", organization.pk)
        return client.post(url, form_of(client.get(url), "organization") | changes)

    def test_a_department_keeps_its_own_contact_details(self, client, county, staff):
        response = self.change(sign_in(client, staff["right"]), county["health"], phone="0700-6880123")
        assert response.status_code == 302, faults_in(response)
        assert Organization.objects.get(pk=county["health"].pk).phone == "0700-6880123"

    @pytest.mark.parametrize(
        "forged",
        [
            {"is_competent_authority": "on"},
            {"kind": Kind.COUNTY_GOVERNMENT},
            {"parent": ""},
            {"catalog_name": "县财政局乙"},
            {"aliases": "县财政部门"},
            {"abolished_on": "2025-06-03"},
        ],
        ids=lambda forged: next(iter(forged)),
    )
    def test_a_department_changes_neither_its_place_nor_its_powers(self, client, county, staff, forged):
        (field,) = forged
        before = getattr(county["health"], field)
        self.change(sign_in(client, staff["right"]), county["health"], **forged)
        assert getattr(Organization.objects.get(pk=county["health"].pk), field) == before

    @pytest.mark.parametrize("target", ["health", "hospital"])
    def test_moving_under_itself_or_a_subordinate_is_answered_in_chinese(self, client, county, staff, target):
        sign_in(client, staff["county"])
        response = self.change(client, county["health"], parent=county[target].pk)
        assert response.status_code == 200
        assert "上级单位不能是本单位或者本单位的下级，请另选。" in faults_in(response)
        assert Organization.objects.get(pk=county["health"].pk).parent == county["government"]

    def test_the_county_abolishes_with_a_successor(self, client, county, staff):
        sign_in(client, staff["county"])
        changes = {"abolished_on": "2025-06-03", "successor": county["health"].pk}
        response = self.change(client, county["hospital"], **changes)
        assert response.status_code == 302, faults_in(response)
        hospital = Organization.objects.get(pk=county["hospital"].pk)
        assert not hospital.is_active and hospital.successor == county["health"]

    def test_a_successor_needs_the_day_of_abolition(self, client, county, staff):
        sign_in(client, staff["county"])
        response = self.change(client, county["hospital"], successor=county["health"].pk)
        assert "应当填写撤销日期" in faults_in(response)

    def test_the_county_adds_an_organisation_in_its_place(self, client, county, staff):
        sign_in(client, staff["county"])
        data = form_of(client.get(address("organization", "add")), "organization")
        data |= {
            "code": "first-clinic",
            "kind": Kind.PUBLIC_BODY,
            "parent": county["health"].pk,
            "name": "明湖县第一门诊部",
            "short_name": "县第一门诊部",
            "catalog_name": "县第一门诊部",
            "aliases": "各公立医疗机构、县门诊部；县门诊部",
            "credit_code": county["finance"].credit_code,
        }
        response = client.post(address("organization", "add"), data)
        assert "统一社会信用代码" in faults_in(response)
        response = client.post(address("organization", "add"), data | {"credit_code": "12369921MB0000019X"})
        assert "最后一位是校验码" in faults_in(response)
        spare = make_organization()
        code = spare.credit_code
        spare.delete()
        response = client.post(address("organization", "add"), data | {"credit_code": code})
        assert response.status_code == 302, faults_in(response)
        new = Organization.objects.get(code="first-clinic")
        assert new.aliases == ["各公立医疗机构", "县门诊部"]
        assert new.is_descendant_of(Organization.objects.get(pk=county["health"].pk))
        assert all(getattr(new, field) is not None for field in PLACE)
