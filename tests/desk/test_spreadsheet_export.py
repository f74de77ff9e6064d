"""导出Excel: the filtered list, in its columns, without formulas, and never too much at once."""

from datetime import date
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from disclosure.models import Article
from portal.spreadsheet_cells import guard, unguard
from tests import factories

LIST = "/admin/disclosure/article/"
DANGEROUS = ["=1+1", "+86", "-1", "@SUM(A1)", "＝1+1", "'=1"]


@pytest.fixture
def bureau(db):
    return factories.make_organization("县民政局", code="civil")


@pytest.fixture
def author(client, bureau):
    client.force_login(factories.make_user(organization=bureau, roles=["经办人"]))
    return client


def sheets(response) -> dict[str, list[tuple]]:
    assert response.status_code == 200
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_list_offers_what_is_filtered(author, bureau):
    factories.make_article("一条", bureau)
    page = BeautifulSoup(author.get(f"{LIST}?status__exact=draft").content, "html.parser")
    link = page.find("a", string="导出Excel")
    assert link["href"] == f"{LIST}export/?status__exact=draft"


def test_columns_and_rows_are_those_of_the_list(author, bureau):
    factories.make_article("社会救助标准", bureau, formed_on=date(2026, 3, 4))
    factories.make_published("已发布的", organization=bureau)
    found = sheets(author.get(f"{LIST}export/?status__exact=draft"))
    assert found["清单"][0][:4] == ("标题", "发布机构", "状态", "成文日期")
    assert len(found["清单"]) == 2
    title, organization, status, formed_on = found["清单"][1][:4]
    assert (title, organization, status) == ("社会救助标准", "县民政局", "拟稿")
    assert formed_on.date() == date(2026, 3, 4)


def test_the_file_says_what_it_holds(author, bureau):
    factories.make_article("社会救助标准", bureau)
    about = dict(sheets(author.get(f"{LIST}export/?status__exact=draft&q=救助"))["说明"][1:])
    assert about["筛选"] == "状态：拟稿"
    assert about["查找"] == "救助"
    assert about["条数"] == 1


def test_only_what_the_user_sees(author):
    factories.make_article("别的单位的", factories.make_organization())
    assert len(sheets(author.get(f"{LIST}export/"))["清单"]) == 1


def test_too_many_are_refused_with_a_sentence(author, bureau, monkeypatch):
    monkeypatch.setattr(admin.site._registry[Article], "export_most_rows", 1)
    factories.make_article("一条", bureau)
    factories.make_article("两条", bureau)
    response = author.get(f"{LIST}export/", follow=True)
    assert "一次最多导出1条" in response.content.decode()


def test_nonsense_in_the_address_leads_back_to_the_list(author):
    assert author.get(f"{LIST}export/?nosuch__exact=1").status_code == 302


def test_without_the_right_nothing_comes_out(client, bureau):
    client.force_login(factories.make_user(organization=bureau))
    assert client.get(f"{LIST}export/").status_code == 403
    client.logout()
    assert client.get(f"{LIST}export/").status_code == 302


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(author, bureau, text):
    factories.make_article(text, bureau)
    response = author.get(f"{LIST}export/")
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    cell = book["清单"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@given(st.text(max_size=20))
def test_a_guarded_text_is_given_back_and_is_no_formula(text):
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@"))
