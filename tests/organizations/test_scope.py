"""Who may act for whom: one's own organisation and all below it; the county's office for everyone (条例 Art. 3)."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.demo import organizations as demo
from portal.organizations.models import Kind, Organization
from portal.organizations.scope import can_act_for, organizations_in_scope, sees_every_organization
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    """明湖县 > two departments, one with a hospital; a town with two villages. By short name."""
    government = make_organization("县人民政府", Kind.COUNTY_GOVERNMENT)
    office = make_organization("县政府办公室", parent=government, is_competent_authority=True)
    health = make_organization("县卫生健康局", parent=government)
    town = make_organization("云溪镇", Kind.TOWN, parent=government)
    rows = [
        government,
        office,
        health,
        town,
        make_organization("县财政局", parent=government),
        make_organization("县人民医院", Kind.PUBLIC_BODY, parent=health),
        make_organization("东村", Kind.VILLAGE, parent=town),
        make_organization("西村", Kind.VILLAGE, parent=town),
    ]
    return {row.short_name: Organization.objects.get(pk=row.pk) for row in rows}


EVERYONE = {"县人民政府", "县政府办公室", "县卫生健康局", "县人民医院", "县财政局", "云溪镇", "东村", "西村"}
SCOPES = [
    ("县财政局", {}, {"县财政局"}),
    ("县卫生健康局", {}, {"县卫生健康局", "县人民医院"}),
    ("县人民医院", {}, {"县人民医院"}),
    ("云溪镇", {}, {"云溪镇", "东村", "西村"}),
    ("东村", {}, {"东村"}),
    ("县人民政府", {}, EVERYONE),
    ("县政府办公室", {}, EVERYONE),
    (None, {}, set()),
    (None, {"is_superuser": True}, EVERYONE),
    ("县财政局", {"is_superuser": True}, EVERYONE),
    ("县财政局", {"is_active": False}, set()),
    ("县政府办公室", {"is_active": False}, set()),
    (None, {"is_superuser": True, "is_active": False}, set()),
]


@pytest.mark.parametrize(("own", "fields", "expected"), SCOPES)
def test_scope_as_a_table(county, own, fields, expected):
    user = make_user(organization=county.get(own), **fields)
    assert {o.short_name for o in organizations_in_scope(user)} == expected
    assert {name for name, o in county.items() if can_act_for(user, o)} == expected
    assert sees_every_organization(user) == (expected == EVERYONE)


def test_a_visitor_has_no_scope(county):
    visitor = AnonymousUser()
    assert not organizations_in_scope(visitor).exists()
    assert not any(can_act_for(visitor, organization) for organization in county.values())


def test_an_abolished_office_no_longer_supervises_the_county(county):
    office = county["县政府办公室"]
    office.abolished_on, office.successor = date(2025, 3, 1), county["县人民政府"]
    office.save()
    user = make_user(organization=office)
    assert {o.short_name for o in organizations_in_scope(user)} == {"县政府办公室"}


def test_the_check_of_one_organisation_agrees_with_the_list_for_everyone_in_the_demo_county():
    demo.load()
    organizations = list(Organization.objects.all())
    assert len(organizations) > 130
    user = make_user()
    for own in organizations:
        user.organization = own
        in_scope = set(organizations_in_scope(user).values_list("pk", flat=True))
        assert in_scope == {o.pk for o in organizations if can_act_for(user, o)}, own


def test_the_check_of_one_organisation_needs_no_query(county):
    user = make_user(organization=county["云溪镇"])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert can_act_for(user, county["东村"])
        assert not can_act_for(user, county["县财政局"])
    assert len(queries) == 0
