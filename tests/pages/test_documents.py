"""政策文件库 and 政策解读: nothing but public documents, filters that combine, honest counts, few queries."""

import pytest
from bs4 import BeautifulSoup

from disclosure.models import Article, DocumentRelation, Interpretation, PolicyDocument
from disclosure.vocabulary import RelationType, Status, Validity
from tests import factories

pytestmark = pytest.mark.django_db


def make_document(title="", **fields) -> PolicyDocument:
    return factories.make_published(title, PolicyDocument, **fields)


def explain(document, title="", **fields) -> Interpretation:
    interpretation = factories.make_published(title, Interpretation, **fields)
    DocumentRelation.objects.create(publication=interpretation, type=RelationType.INTERPRETS, target=document)
    return interpretation


def page_of(client, address) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(page) -> list[str]:
    return [a.get_text() for a in page.select(".publication:not(.publication-sub) > .publication-title a")]


def test_the_library_shows_documents_and_nothing_else_newest_first(client):
    make_document("先发的文件", days_ago=9)
    make_document("后发的文件", days_ago=2)
    factories.make_published("一条动态", Article)
    assert titles(page_of(client, "/documents/")) == ["后发的文件", "先发的文件"]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_what_is_not_public_is_in_no_list(client, status):
    document = make_document("不公开的文件")
    fields = {"withdrawn_at": document.published_at, "withdrawal_reason": "有误"}
    PolicyDocument.objects.filter(pk=document.pk).update(status=status, **fields)
    page = page_of(client, "/documents/")
    assert "不公开的文件" not in page.get_text()
    assert page.select_one(".empty-title").get_text() == "还没有公开政策文件"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("organ=finance", "甲"),
        ("validity=repealed", "甲"),
        ("nature=normative", "甲"),
        ("nature=other", "乙"),
        ("genre=意见", "乙"),
        ("topic=民族、宗教", "乙"),
        ("q=低保 标准", "甲"),
        ("q=明财[2026]第06号", "甲"),
        ("organ=finance&validity=repealed&q=低保", "甲"),
    ],
)
def test_each_filter_and_their_combination(client, query, found):
    finance = factories.make_organization(code="finance")
    make_document(
        "甲：关于低保标准的通知",
        organization=finance,
        validity=Validity.REPEALED,
        is_normative=True,
        document_number="明财〔2026〕6号",
        genre="通知",
    )
    make_document("乙：其他文件", genre="意见", topic="民族、宗教\\民族事务")
    assert [title[0] for title in titles(page_of(client, f"/documents/?{query}"))] == [found]


def test_an_applied_filter_can_be_taken_away_alone_and_the_others_stay(client):
    make_document("关于公路的通知", genre="通知")
    page = page_of(client, "/documents/?q=公路&genre=通知&sort=formed")
    removal = {a.get_text(strip=True): a["href"] for a in page.select(".applied li a")}
    assert removal.keys() == {"取消标题或者发文字号：公路", "取消体裁：通知"}
    after = page_of(client, removal["取消体裁：通知"])
    assert [a.get_text(strip=True) for a in after.select(".applied li a")] == ["取消标题或者发文字号：公路"]
    assert after.select_one('input[name="sort"]')["value"] == "formed"


def test_nothing_found_says_so_and_what_to_do(client):
    make_document("关于公路的通知")
    page = page_of(client, "/documents/?q=没有的词")
    assert page.select_one(".freshness").get_text() == "共 0 件"
    assert [a["href"] for a in page.select(".empty a")] == ["/documents/", "/disclosure/requests/"]


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=-1",
        "page=999999999999999999999",
        "year=foo",
        "year=99999",
        "organ=nobody",
        "sort=x",
        "validity=xx",
        "q=" + "长" * 500,
        "q=%00%0A",
        "q=%25_%5C'\"<script>",
        "topic=[]&genre[]=1",
    ],
)
def test_nonsense_in_the_address_is_answered_with_a_sensible_page(client, query):
    make_document("关于公路的通知")
    page = page_of(client, f"/documents/?{query}")
    assert page.h1.get_text() == "政策文件库"
    assert page.find("script", string=True) is None


def test_twenty_a_page_in_a_stable_order_without_gaps(client):
    organ = factories.make_organization()
    for number in range(45):
        make_document(f"文件{number}", organization=organ)
    pages = [titles(page_of(client, f"/documents/?page={number}")) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({title for page in pages for title in page}) == 45
    assert titles(page_of(client, "/documents/?page=77")) == pages[2]


def test_sorted_by_the_day_it_was_formed(client):
    make_document("早成文", formed_on="2024-01-01", days_ago=1)
    make_document("晚成文", formed_on="2025-01-01", days_ago=5)
    assert titles(page_of(client, "/documents/?sort=formed")) == ["晚成文", "早成文"]


def test_a_document_shows_its_number_organ_validity_and_interpretation(client):
    document = make_document("办法", document_number="明民〔2026〕3号", validity=Validity.AMENDED)
    interpretation = explain(document, "一图读懂办法")
    page = page_of(client, "/documents/")
    facts = page.select_one(".publication-facts").get_text(" ", strip=True)
    assert "明民〔2026〕3号" in facts and "已修改" in facts and document.organization.short_name in facts
    assert page.select_one(".publication-sub a")["href"] == interpretation.get_absolute_url()


def test_an_interpretation_shows_its_form_and_the_document_it_explains(client):
    document = make_document("办法原文")
    explain(document, "一图读懂办法", form="graphic")
    page = page_of(client, "/interpretations/")
    assert page.select_one(".publication .tag").get_text() == "图解"
    assert page.select_one(".publication-facts a")["href"] == document.get_absolute_url()


def test_the_share_of_forms_beyond_text_is_told_and_forms_are_tabs(client):
    document = make_document("办法")
    for form in ("text", "text", "graphic", "qa"):
        explain(document, form=form)
    page = page_of(client, "/interpretations/?form=graphic")
    assert "占 50%" in page.main.get_text()
    assert [a.get_text() for a in page.select(".tabs a")] == ["全部4", "文字解读2", "图解1", "问答1"]
    assert len(titles(page)) == 1


def test_an_interpretation_is_kept_to_its_form_while_another_filter_is_used(client):
    explain(make_document("办法"), "图解一", form="graphic")
    page = page_of(client, "/interpretations/?form=graphic&q=图解")
    assert page.select_one('.filter input[type="hidden"]')["value"] == "graphic"
    assert page.select_one(".applied li a")["href"] == "/interpretations/?form=graphic"


@pytest.mark.parametrize("address", ["/documents/", "/interpretations/"])
def test_a_full_page_costs_as_many_queries_as_a_short_one(client, address, django_assert_num_queries):
    explain(make_document("办法"))
    client.get(address)
    with django_assert_num_queries(7 if address == "/documents/" else 8):
        client.get(address)
    for _ in range(24):
        explain(make_document())
    with django_assert_num_queries(7 if address == "/documents/" else 8):
        client.get(address)


def test_the_ids_of_a_page_are_read_without_any_other_column(client, django_assert_num_queries):
    make_document("办法")
    with django_assert_num_queries(7) as queries:
        client.get("/documents/?page=500")
    of_ids = [
        q["sql"]
        for q in queries
        if "LIMIT 20" in q["sql"] or ("LIMIT 1" in q["sql"] and "OFFSET" in q["sql"])
    ]
    bodies = [q["sql"] for q in queries if '"disclosure_publication"."body"' in q["sql"]]
    assert bodies == []
    assert all('"title"' not in sql for sql in of_ids)
