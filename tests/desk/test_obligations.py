"""本单位应公开事项: publishing starts from what is owed."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/admin/obligations/"


@pytest.fixture
def bureau(db):
    return factories.make_organization("县民政局", code="civil")


@pytest.fixture
def owed(bureau):
    domain = factories.make_domain("社会救助", "19-aid")
    late = factories.make_matter(
        "临时救助", domain, legal_basis="《社会救助暂行办法》", content="申请条件和标准"
    )
    fine = factories.make_matter("低保", factories.make_domain("养老服务", "20-care"))
    return [
        factories.make_obligation(fine, bureau, state="on_time", published_count=2),
        factories.make_obligation(late, bureau, state="missing", first_due_on=factories.LONG_AGO),
    ]


@pytest.fixture
def author(client, bureau, owed):
    client.force_login(factories.make_user(organization=bureau, roles=["经办人"]))
    return client


def page_of(client, address=PAGE) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def names(page) -> list[str]:
    return [strong.get_text() for strong in page.select(".obligations .line-title strong")]


def test_overdue_ones_come_first_with_what_the_catalog_says(author):
    page = page_of(author)
    assert names(page) == ["临时救助", "低保"]
    first = page.select_one(".obligations li").get_text(" ", strip=True)
    for said in (
        "应公开未公开",
        "社会救助",
        "已超过",
        "《社会救助暂行办法》",
        "申请条件和标准",
        factories.WITHIN_20,
    ):
        assert said in first


def test_a_button_leads_to_a_form_that_is_filled_in(author, owed):
    link = page_of(author).select_one(".obligation-starts a")
    assert link["href"] == f"/admin/disclosure/article/add/?obligation={owed[1].pk}"
    form = page_of(author, link["href"])
    chosen = form.select_one("#id_fulfilments-0-obligation option[selected]")
    assert chosen["value"] == str(owed[1].pk)


def test_who_does_not_write_gets_no_buttons(client, bureau, owed):
    client.force_login(factories.make_user(organization=bureau, roles=["审核人"]))
    assert not page_of(client).select(".obligation-starts")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=overdue", ["临时救助"]),
        ("state=on_time", ["低保"]),
        ("domain=20-care", ["低保"]),
        ("q=标准", ["临时救助"]),
        ("q=低保", ["低保"]),
        ("state=nonsense&domain=x", ["临时救助", "低保"]),
        ("q=%00", ["临时救助", "低保"]),
    ],
)
def test_it_can_be_narrowed_down(author, query, found):
    assert names(page_of(author, f"{PAGE}?{query}")) == found


def test_nothing_found_says_so(author):
    assert "没有符合条件的事项" in page_of(author, f"{PAGE}?q=没有的词").select_one(".empty").get_text()


def test_other_organisations_stay_out(author):
    elsewhere = factories.make_organization("县财政局")
    factories.make_obligation(factories.make_matter("财政的事"), elsewhere, state="missing")
    assert "财政的事" not in names(page_of(author, f"{PAGE}?organization={elsewhere.pk}"))


def test_a_town_sees_its_villages_when_it_asks(client):
    town = factories.make_organization("云溪镇", kind="town")
    village = factories.make_organization("桥头村", kind="village", parent=town)
    town.refresh_from_db()
    factories.make_obligation(factories.make_matter("镇的事"), town)
    factories.make_obligation(factories.make_matter("村的事"), village)
    client.force_login(factories.make_user(organization=town, roles=["经办人"]))
    assert names(page_of(client)) == ["镇的事"]
    assert set(names(page_of(client, f"{PAGE}?organization="))) == {"镇的事", "村的事"}


def test_as_many_queries_for_many_as_for_few(author, bureau):
    few = count(author)
    for number in range(8):
        factories.make_obligation(factories.make_matter(f"事项{number}"), bureau, state="missing")
    assert count(author) == few


def count(client) -> int:
    with CaptureQueriesContext(connection) as counted:
        page_of(client)
    return len(counted)


def test_what_is_filtered_goes_into_the_file(author):
    response = author.get("/admin/obligations.xlsx?state=overdue")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("单位", "领域", "一级事项", "二级事项")
    assert [row[3] for row in rows[1:]] == ["临时救助"]


def test_without_the_right_nothing_is_shown(client, bureau):
    client.force_login(factories.make_user(organization=bureau))
    assert client.get(PAGE).status_code == 403
    assert client.get("/admin/obligations.xlsx").status_code == 403
