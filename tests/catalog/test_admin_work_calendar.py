"""The work calendar counts for the whole county: nobody else's administrator changes it."""

import pytest
from django.urls import reverse

from portal.organizations.models import Kind
from portal.workdays.models import CalendarYear
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db
ADMINISTRATOR = ["系统管理员"]


def address(verb: str, *args) -> str:
    return reverse(f"admin:workdays_calendaryear_{verb}", args=args)


@pytest.fixture
def users():
    government = make_organization("县人民政府", Kind.COUNTY_GOVERNMENT)
    office = make_organization("县政府办公室", parent=government, is_competent_authority=True)
    town = make_organization("云溪镇", Kind.TOWN, parent=government)
    return {
        "no right": make_user(organization=office, roles=["经办人"]),
        "wrong organisation": make_user(organization=town, roles=ADMINISTRATOR),
        "no organisation": make_user(roles=ADMINISTRATOR),
        "right": make_user(organization=office, roles=ADMINISTRATOR),
    }


@pytest.mark.parametrize("who", ["no right", "wrong organisation", "no organisation"])
def test_others_neither_add_nor_change_nor_delete(client, calendar, users, who):
    client.force_login(users[who])
    for verb, args in (("add", []), ("change", [2026]), ("delete", [2026])):
        assert client.post(address(verb, *args), {"post": "yes"}).status_code == 403
    assert CalendarYear.objects.filter(year=2026).exists()


def test_an_administrator_elsewhere_may_read_it(client, calendar, users):
    client.force_login(users["wrong organisation"])
    response = client.get(address("change", 2026))
    assert response.status_code == 200
    assert 'type="submit" value="保存"' not in response.content.decode()


def test_the_county_office_keeps_it(client, calendar, users):
    client.force_login(users["right"])
    assert client.get(address("change", 2026)).status_code == 200
    assert client.post(address("delete", 2026), {"post": "yes"}).status_code == 302
    assert not CalendarYear.objects.filter(year=2026).exists()
