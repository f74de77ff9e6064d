"""Requests no browser sends from our pages: each is answered with a page of ours, none breaks anything."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/disclosure/article/"
HUGE = "9" * 40
LOOK_UP = "/admin/autocomplete/?app_label=disclosure&model_name=documentrelation&field_name=target"


def heading(response) -> str:
    return BeautifulSoup(response.content, "html.parser").h1.text


@pytest.fixture
def staff(client):
    client.force_login(make_user(is_superuser=True))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("length", "status"), [("abc", 400), ("-1", 400), ("１２", 400), ("9" * 5000, 413), (HUGE, 413)]
)
def test_a_length_that_is_none_or_absurd_is_refused(client, length, status):
    assert client.post("/", CONTENT_LENGTH=length).status_code == status


@pytest.mark.parametrize(
    "address",
    [
        f"{LIST}?id__in={HUGE}",
        f"{LIST}?id__in=abc",
        f"{LIST}?topic=%00",
        f"{LIST}?title__contains=a%00",
        f"{LIST}?q={'x' * 60_000}",
        f"/admin/organizations/user/?organization={HUGE}",
        "/admin/organizations/user/add/?organization=abc",
        f"{LOOK_UP}&term=%00",
        f"{LOOK_UP}&page={HUGE}",
        "/admin/login/?next=//evil.example%00",
        f"/oversight/obligations/?page={HUGE}&q=%00&state=%00",
        f"/oversight/matrix/?expand=%00&expand={HUGE}",
    ],
)
def test_staff_pages_survive_any_address(staff, address):
    assert staff.get(address).status_code < 500


@pytest.mark.parametrize("key", ["abc", "1\0", HUGE, "9" * 5000])
def test_keys_that_are_none_are_refused(staff, key):
    data = {"action": "publish_selected", "_selected_action": key}
    assert staff.post(LIST, data).status_code in (302, 400)
    assert staff.post("/admin/organizations/user/add/", {"organization": key}).status_code in (200, 400)


@pytest.mark.parametrize("fault", [KeyError("missing"), ValueError("no such state")])
def test_a_fault_of_our_own_still_shows_as_one(staff, monkeypatch, fault):
    def fail(*args):
        raise fault

    monkeypatch.setattr("portal.pages.views.service.clean_text", fail)
    assert staff.get("/search/").status_code == 500


def test_refusals_are_told_in_chinese(client):
    assert heading(client.get("/", headers={"host": "a b"})) == "提交的内容无法处理"
    careful = Client(enforce_csrf_checks=True)
    response = careful.post("/admin/login/", {"username": "a"})
    assert (response.status_code, heading(response)) == (403, "不能打开这个页面")


@pytest.mark.parametrize("path", ["//evil.example/", "/v/elder//evil.example/", "/v/elder//evil.example"])
def test_no_link_of_a_page_not_found_leads_to_another_site(client, path):
    response = client.get("/", PATH_INFO=path)
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 404
    assert page.select("a[data-view]")
    assert not page.select("a[href^='//']")
