"""目录修订记录: a citizen reads how the catalog changed, why, and in which words."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import EntryKind, RevisionSource
from catalog.revisions import Entry
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/catalog/revisions/"


@pytest.fixture
def matter():
    domain = factories.make_domain("社会救助", code="19-social-assistance")
    return factories.make_matter("临时救助", domain, code="19-001")


def soup(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, url
    return BeautifulSoup(response.content, "html.parser")


def changed(matter, before="救助对象；申请材料", after="救助对象；办理流程；申请材料", **fields) -> Entry:
    ground = {"basis": "《社会救助法》第十条", "explanation": "补充流程", **fields}
    return Entry(matter, EntryKind.CHANGE, {"content": [before, after]}, **ground)


def test_newest_first_with_date_reason_counts_and_the_standing(client, matter):
    factories.make_revision([], "初始目录", date(2024, 3, 1), source=RevisionSource.INITIAL)
    factories.make_revision([changed(matter)], "补充办理流程", date(2025, 6, 3))
    main = soup(client, LIST).main
    titles = [link.get_text() for link in main.select(".publication-title a")]
    assert titles == ["县目录修订2025年第1号：补充办理流程", "县目录修订2024年第1号：初始目录"]
    text = main.get_text()
    assert "修改 1 项" in text and "2025年6月3日" in text and "法律有新的规定。" in text
    assert "缺少国家标准事项" in text and "截至县目录修订2025年第1号" in text


def test_each_clause_before_and_after_with_the_legal_reason(client, matter):
    revision = factories.make_revision([changed(matter, is_law_changed=True)])
    main = soup(client, revision.get_absolute_url()).main
    assert main.h1.get_text() == "县目录修订2025年第1号"
    assert [found.get_text() for found in main.select("ins")] == ["办理流程；"]
    assert not main.select("del")
    text = main.get_text()
    assert "《社会救助法》第十条（上位法已变更）" in text and "补充流程" in text
    assert matter.get_absolute_url() in [a["href"] for a in main.select("article a")]


def test_what_the_office_wrote_is_text_and_never_markup(client, matter):
    revision = factories.make_revision([changed(matter, after="<script>alert(1)</script>")])
    page = soup(client, revision.get_absolute_url())
    assert not page.main.select("script") and "<script>alert(1)</script>" in page.main.get_text()


def test_added_and_ended_matters_read_in_plain_words(client, matter):
    other = factories.make_matter("低保", matter.domain)
    entries = [
        Entry(matter, EntryKind.ADD, {"name": ["", "临时救助"], "content": ["", "救助对象"]}),
        Entry(other, EntryKind.END),
    ]
    text = soup(client, factories.make_revision(entries).get_absolute_url()).main.get_text()
    assert "新增：临时救助" in text and "救助对象" in text
    assert "起不再公开这一事项" in text


def test_from_the_matter_and_the_catalog_to_the_revision_and_back(client, matter):
    assert "自列入目录以来没有调整" in soup(client, matter.get_absolute_url()).main.get_text()
    revision = factories.make_revision([changed(matter)])
    links = [a["href"] for a in soup(client, matter.get_absolute_url()).main.select("#revisions ~ ul a")]
    assert links == [f"{revision.get_absolute_url()}?matter=19-001"]
    assert "临时救助" in soup(client, links[0]).main.get_text()
    catalog = soup(client, "/catalog/").main
    assert revision.get_absolute_url() in [a["href"] for a in catalog.select("a")]
    assert LIST in [a["href"] for a in catalog.select("a")]


def test_one_matter_alone_and_what_is_not_there(client, matter):
    other = factories.make_matter("低保", matter.domain, code="19-002")
    revision = factories.make_revision([changed(matter), changed(other)])
    alone = soup(client, f"{revision.get_absolute_url()}?matter=19-002").main
    assert [h.get_text() for h in alone.select("article h3")] == ["修改：低保"]
    assert not soup(client, f"{revision.get_absolute_url()}?matter=nowhere").main.select("article")
    assert len(soup(client, f"{revision.get_absolute_url()}?matter=<x>").main.select("article")) == 2


@pytest.mark.parametrize("number", ["2025-9", "2025", "0000-0", "abc", "99999999999-1", "2025-999999999999"])
def test_a_number_that_was_never_given(client, matter, number):
    factories.make_revision([changed(matter)])
    soup(client, f"{LIST}{number}/", status=404)


def test_it_says_so_when_nothing_was_revised_yet(client):
    assert "目录还没有修订过" in soup(client, LIST).main.get_text()


def test_long_ones_come_in_pages(client, matter):
    matters = [factories.make_matter(f"事项{n}", matter.domain) for n in range(35)]
    revision = factories.make_revision([changed(m) for m in matters])
    assert len(soup(client, revision.get_absolute_url()).main.select("article")) == 30
    assert len(soup(client, f"{revision.get_absolute_url()}?page=2").main.select("article")) == 5


def test_every_page_costs_the_same_with_few_and_with_many(client, matter):
    revision = factories.make_revision([changed(matter)])
    urls = [LIST, revision.get_absolute_url(), matter.get_absolute_url()]

    def costs():
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            found.append(len(queries))
        return found

    few = costs()
    matters = [factories.make_matter(f"事项{n}", matter.domain) for n in range(5)]
    for _ in range(3):
        factories.make_revision([changed(m) for m in (matter, *matters)])
    urls[1] = factories.make_revision([changed(m) for m in (matter, *matters)]).get_absolute_url()
    assert costs() == few
