"""The roles of the office: small, made by every migrate, and handed on by nobody who does not hold them."""

import pytest
from django.contrib.auth.models import Group, Permission

from portal.organizations import delegation
from portal.organizations.models import Kind
from portal.organizations.roles import ROLES, ensure_roles
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db
ALL = {role.name for role in ROLES}


def test_every_role_exists_with_every_permission_it_names():
    known = {
        f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")
    }
    for role in ROLES:
        group = Group.objects.get(name=role.name)
        assert set(role.permissions) <= known, role.name
        assert group.permissions.count() == len(set(role.permissions))


def test_migrating_again_takes_back_what_was_added_by_hand():
    group = Group.objects.get(name="经办人")
    group.permissions.add(Permission.objects.get(codename="publish_publication"))
    ensure_roles(sender=None)
    assert not group.permissions.filter(codename="publish_publication").exists()


@pytest.mark.parametrize("name", ["经办人", "审核人", "保密审查员"])
def test_those_who_draft_and_review_cannot_publish(name):
    user = make_user(roles=[name])
    assert not user.has_perm("disclosure.publish_publication")
    assert not user.has_perm("disclosure.withdraw_publication")


def test_no_role_may_touch_roles_delete_people_or_write_the_ledger():
    forbidden = {"auth.change_group", "auth.add_group", "organizations.delete_user"}
    forbidden |= {f"ledger.{verb}_ledgerentry" for verb in ("add", "change", "delete")}
    assert not [role.name for role in ROLES if forbidden & set(role.permissions)]


@pytest.mark.parametrize(
    ("roles", "given"),
    [
        (["系统管理员"], ALL),
        (["签发人"], {"签发人", "依申请受理员", "互动管理员"}),
        (["审核人"], {"审核人", "依申请受理员", "互动管理员"}),
        ([], set()),
    ],
)
def test_nobody_gives_a_role_that_holds_more_than_their_own(roles, given):
    user = make_user(roles=roles)
    assert {group.name for group in delegation.groups_to_give(user)} == given


def test_an_empty_group_could_be_given_but_a_stronger_one_not():
    Group.objects.create(name="编外")
    strong = Group.objects.create(name="档案员")
    strong.permissions.add(Permission.objects.get(codename="change_group"))
    names = {group.name for group in delegation.groups_to_give(make_user(roles=["系统管理员"]))}
    assert "编外" in names and "档案员" not in names
    assert strong in delegation.groups_to_give(make_user(is_superuser=True))


def test_a_department_assigns_people_below_itself_but_not_to_an_office_with_a_wider_view():
    health = make_organization("县卫生健康局")
    hospital = make_organization("县人民医院", Kind.PUBLIC_BODY, parent=health)
    watch = make_organization("县公开监督站", Kind.PUBLIC_BODY, parent=health, is_competent_authority=True)
    finance = make_organization("县财政局")
    health.refresh_from_db()
    given = set(delegation.organizations_to_give(make_user(organization=health)))
    assert given == {health, hospital}
    assert {watch, finance}.isdisjoint(given)


@pytest.mark.parametrize("is_active", [True, False])
@pytest.mark.parametrize(
    ("fields", "allowed"),
    [
        ({"roles": ["经办人"]}, True),
        ({"roles": ["系统管理员"]}, True),
        ({"permissions": ["auth.change_group"]}, False),
        ({"is_superuser": True}, False),
    ],
)
def test_who_holds_more_is_out_of_reach_switched_on_or_off(fields, allowed, is_active):
    """An inactive account keeps its powers: a new password and a tick would hand them over."""
    organization = make_organization()
    administrator = make_user(organization=organization, roles=["系统管理员"])
    other = make_user(organization=organization, is_active=is_active, **fields)
    assert delegation.may_manage(administrator, other) is allowed
