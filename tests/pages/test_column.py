"""The column 政府信息公开: the five parts of rule 5.3, the classes of Art. 20 and 21, every organ alike."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup

from catalog.importing import DATA
from disclosure.models import AnnualReportPage, PolicyDocument, StatutoryPage
from disclosure.vocabulary import Validity
from portal.organizations.models import Kind
from portal.pages import reports
from portal.pages.statutory_classes import CLASSES, COLUMN_GROUP
from tests import factories

pytestmark = pytest.mark.django_db
PARTS = ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开"]
PAGES = [f"/disclosure/{slug}/" for slug in ("guide", "rules", "content", "reports", "requests")]


@pytest.fixture
def county():
    return factories.make_organization(
        "县人民政府", Kind.COUNTY_GOVERNMENT, code="county", reconsideration_organ="临川湾市人民政府"
    )


@pytest.fixture
def office(county):
    return factories.make_organization(
        "县人民政府办公室",
        code="office",
        is_competent_authority=True,
        address="县府路1号",
        office_hours="工作日",
        disclosure_office="政务公开股",
        disclosure_phone="0700-6880012",
        fax="0700-6881102",
        email="zfb@minghu.example",
    )


@pytest.fixture
def statutory():
    return factories.make_domain("法定主动公开内容", "s1-statutory", scheme="statutory")


def page_of(client, address) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_the_column_opens_with_the_five_parts_in_order_and_every_organ_with_the_same_five(client, office):
    factories.make_organization("云溪镇", Kind.TOWN)
    factories.make_organization("县图书馆", Kind.PUBLIC_BODY)
    page = page_of(client, "/disclosure/")
    assert [a.get_text() for a in page.select(".door a")] == PARTS
    rows = page.select(".parts-table tbody tr")
    assert len(rows) == 3
    for row in rows:
        code = row.th.a["href"].split("/")[2]
        assert [a["href"].split("/")[2:4] for a in row.select("td a")] == [
            [code, slug] for slug in ("guide", "rules", "content", "reports", "requests")
        ]


@pytest.mark.parametrize(("address", "name"), list(zip(PAGES, PARTS, strict=True)))
def test_every_part_stands_under_its_name_with_the_other_four_beside_it(client, office, address, name):
    page = page_of(client, address)
    assert page.h1.get_text() == name
    assert [a.get_text() for a in page.select(".tabs a")][:5] == PARTS


@pytest.mark.parametrize("address", ["/disclosure/", *PAGES])
def test_before_anything_is_set_up_every_part_still_says_something(client, address):
    assert len(page_of(client, address).main.get_text(strip=True)) > 60


def test_a_published_guide_shows_its_own_day_of_update(client, office):
    factories.make_published("旧指南", StatutoryPage, office, part="guide", days_ago=400)
    guide = factories.make_published("新指南", StatutoryPage, office, part="guide", body="<p>新的内容。</p>")
    page = page_of(client, "/disclosure/guide/")
    day = page.select_one(".freshness time")
    assert day["datetime"] == guide.date.isoformat()
    assert "新的内容。" in page.main.get_text() and "旧指南" in page.select_one("details").get_text()


def test_the_countys_own_guide_goes_before_a_newer_one_of_its_office(client, county, office):
    factories.make_published(
        "县政府指南", StatutoryPage, county, part="guide", days_ago=9, body="<p>全县。</p>"
    )
    factories.make_published("办公室指南", StatutoryPage, office, part="guide", body="<p>本办。</p>")
    text = page_of(client, "/disclosure/guide/").main.get_text()
    assert "全县。" in text and "办公室指南" not in text


def test_a_long_guide_opens_with_a_table_of_contents(client, county):
    body = "".join(f"<h2>第{n}部分</h2><p>{'内容' * 1000}</p>" for n in range(1, 4))
    factories.make_published("指南", StatutoryPage, county, part="guide", body=body)
    page = page_of(client, "/disclosure/guide/")
    links = page.select(".contents a")
    assert [a.get_text() for a in links] == ["第1部分", "第2部分", "第3部分"]
    assert [page.select_one(a["href"]).get_text() for a in links] == [a.get_text() for a in links]


def test_an_annual_report_stands_in_the_column(client, county):
    report = factories.make_published("年报", AnnualReportPage, county, year=2025)
    crumbs = page_of(client, report.get_absolute_url()).select(".breadcrumbs a")
    assert [a["href"] for a in crumbs] == ["/", "/disclosure/", "/disclosure/reports/"]


def test_without_a_published_guide_it_is_built_with_all_that_article_12_wants(client, office):
    text = page_of(client, "/disclosure/guide/").main.get_text()
    for wanted in ("分类", "编排", "到哪里查", "政务公开股", "县府路1号", "工作日", "0700-6880012"):
        assert wanted in text
    assert "0700-6881102" in text and "zfb@minghu.example" in text


def test_every_group_of_the_statutory_catalog_belongs_to_exactly_one_class():
    lines = (DATA / "S1-statutory.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    in_catalog = {line.split(",")[1] for line in lines} - {COLUMN_GROUP}
    in_classes = [group for cls in CLASSES for group in cls.groups]
    assert len(in_classes) == len(set(in_classes)) and set(in_classes) == in_catalog


def test_content_goes_by_the_classes_of_the_law_with_newest_and_counts(client, office, statutory):
    bureau = factories.make_organization("县财政局", code="finance")
    money = factories.make_group(statutory, "财政信息")
    rules = factories.make_group(statutory, "政策文件")
    budget = factories.make_matter("政府预算", statutory, parent=money)
    debt = factories.make_matter("政府债务", statutory, parent=money)
    factories.make_matter("规范性文件", statutory, parent=rules)
    factories.make_obligation(debt, bureau)
    obligation = factories.make_obligation(budget, bureau)
    factories.make_answer(factories.make_published("旧预算", organization=bureau, days_ago=300), obligation)
    newest = factories.make_published("新预算", organization=bureau, days_ago=3)
    factories.make_answer(newest, obligation)
    page = page_of(client, "/disclosure/content/")
    classes = [h.get_text() for h in page.select(".heading h2")]
    assert classes == ["行政法规、规章和规范性文件", "财政预算、决算信息"]
    section = page.select_one("#class-20-7").parent
    assert section.select_one(".freshness").get_text() == (
        f"2 项事项，已公开 2 条次，最近更新 {newest.date:%Y}年{newest.date.month}月{newest.date.day}日"
    )
    assert [a.get_text() for a in section.select(".publications a")] == ["新预算"]
    assert [a.get_text() for a in section.select(".matter a")] == ["政府预算", "政府债务"]


def test_content_of_one_organ_has_only_what_it_owes_and_published(client, office, statutory):
    money = factories.make_group(statutory, "财政信息")
    budget = factories.make_matter("政府预算", statutory, parent=money)
    factories.make_matter("政府债务", statutory, parent=money)
    for code in ("finance", "audit"):
        organ = factories.make_organization(code=code)
        factories.make_answer(
            factories.make_published(f"{code}的预算", organization=organ),
            factories.make_obligation(budget, organ),
        )
    page = page_of(client, "/disclosure/content/?organ=finance")
    assert [a.get_text() for a in page.select(".publications a")] == ["finance的预算"]
    assert [a.get_text() for a in page.select(".matter a")] == ["政府预算"]


def test_normative_documents_are_counted_complete_expired_ones_too(client, office, statutory):
    factories.make_matter("规范性文件", statutory, parent=factories.make_group(statutory, "政策文件"))
    for validity in (Validity.IN_FORCE, Validity.EXPIRED, Validity.EXPIRED):
        factories.make_published("", PolicyDocument, is_normative=True, validity=validity)
    page = page_of(client, "/disclosure/content/")
    links = {a.get_text(): a["href"] for a in page.select_one("#class-20-1").parent.select("p a")}
    assert {"有效 1 件", "已修改 0 件", "失效 2 件", "废止 0 件"} <= links.keys()
    assert len(page_of(client, links["失效 2 件"]).select(".publication")) == 2


@time_machine.travel(date(2026, 3, 1))
def test_reports_of_a_year_name_every_organ_and_who_is_missing(client, office):
    bureau = factories.make_organization("县财政局", established_on=date(2004, 1, 1))
    factories.make_organization("县新设局", established_on=date(2026, 1, 5))
    factories.make_published("财政局年报", AnnualReportPage, bureau, year=2025)
    page = page_of(client, "/disclosure/reports/")
    rows = {row.th.get_text(): row.td.get_text() for row in page.select("tbody tr")}
    assert rows["明湖县财政局"] == "财政局年报"
    assert rows["明湖县人民政府办公室"] == "已过公布期限，尚未公布"
    assert rows["明湖县人民政府"] == "尚未到公布期限（2026年3月31日）"
    assert "明湖县新设局" not in rows
    assert "另有 2 份尚未公布或者没有收录" in page.select_one(".freshness").get_text()


def test_reports_of_an_organ_go_back_to_2008(client, office):
    factories.make_organization("县财政局", code="finance", established_on=date(1986, 1, 1))
    page = page_of(client, "/disclosure/reports/?organ=finance")
    assert page.select("tbody th")[-1].get_text().startswith("2008—")
    one = page_of(client, "/disclosure/reports/?organ=finance&year=2010")
    assert [th.get_text() for th in one.select("tbody th")] == ["2010年度"]


@pytest.mark.parametrize("query", ["year=foo", "year=1999", "organ=nobody&year=99999"])
def test_nonsense_in_the_address_shows_the_newest_year(client, office, query):
    assert page_of(client, f"/disclosure/reports/?{query}").select("tbody tr")


def test_the_last_day_of_a_report_is_by_who_owes_it(county, office):
    assert reports.due_on(county, 2025) == date(2026, 3, 31)
    assert reports.due_on(office, 2025) == date(2026, 1, 31)


@pytest.mark.parametrize(
    "wanted",
    [
        "还没有开通网上申请",
        "当面提交",
        "邮寄",
        "口头提出",
        "身份证明",
        "不需要说明用途",
        "7个工作日内一次性告知",
        "20个工作日内答复",
        "最多再延长20个工作日",
        "第11至30件每件100元",
        "第201页起每页40元",
        "应当先申请行政复议",
        "60日",
        "15日内",
        "6个月",
        "对县人民政府的答复，向临川湾市人民政府申请复议",
        "政务公开股",
    ],
)
def test_the_request_page_says_what_the_law_wants_an_applicant_to_know(client, office, wanted):
    assert wanted in page_of(client, "/disclosure/requests/").main.get_text()


def test_content_costs_the_same_however_much_there_is(client, office, statutory, django_assert_num_queries):
    group = factories.make_group(statutory, "财政信息")

    def grow():
        organ = factories.make_organization()
        obligation = factories.make_obligation(factories.make_matter("", statutory, parent=group), organ)
        factories.make_answer(factories.make_published(organization=organ), obligation)

    for number in (1, 6):
        for _ in range(number):
            grow()
        with django_assert_num_queries(5):
            client.get("/disclosure/content/")
