"""Who answers for disclosure work in an organ: named, in order, and shown where they may be."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.organizations.models import Duty, Kind, OfficePost
from tests.admin_forms import faults_in, form_of, sign_in
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db


def name(organization, duty, person, **fields) -> OfficePost:
    return OfficePost.objects.create(organization=organization, duty=duty, name=person, **fields)


def test_they_come_in_the_order_of_their_duties_and_only_the_public_ones_are_shown():
    finance, other = make_organization(), make_organization()
    name(finance, Duty.POLICY_LINE, "政策咨询台")
    name(finance, Duty.INTERPRETER, "沈可为", order=2)
    name(finance, Duty.INTERPRETER, "林清远", order=1)
    name(finance, Duty.OFFICER_B, "方书宁", is_public=False)
    name(finance, Duty.LEADER, "陆明川")
    name(other, Duty.LEADER, "程若溪")
    everyone = [post.name for post in OfficePost.objects.for_organization(finance)]
    assert everyone == ["陆明川", "方书宁", "林清远", "沈可为", "政策咨询台"]
    public = [post.name for post in OfficePost.objects.public_for(finance)]
    assert public == ["陆明川", "林清远", "沈可为", "政策咨询台"]


@pytest.mark.parametrize("duty", [Duty.LEADER, Duty.OFFICER_A, Duty.FIRST_INTERPRETER])
def test_some_posts_have_one_holder(duty):
    organization = make_organization()
    name(organization, duty, "陆明川")
    with pytest.raises(IntegrityError), transaction.atomic():
        name(organization, duty, "程若溪")


def test_an_administrator_names_them_on_the_organisations_page(client):
    government = make_organization("县人民政府", Kind.COUNTY_GOVERNMENT)
    finance = make_organization("县财政局", parent=government)
    sign_in(client, make_user(organization=finance, roles=["系统管理员"]))
    url = reverse("admin:organizations_organization_change", args=[finance.pk])
    row = {"posts-TOTAL_FORMS": "1", "posts-0-duty": "leader", "posts-0-name": "陆明川", "posts-0-order": "0"}
    response = client.post(url, form_of(client.get(url), "organization") | row | {"posts-0-is_public": "on"})
    assert response.status_code == 302, faults_in(response)
    assert OfficePost.objects.public_for(finance).get().name == "陆明川"
