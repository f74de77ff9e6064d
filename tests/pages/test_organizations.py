"""The directory, an organisation's page with its five parts, villages: found, complete, and honest when empty."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from catalog.states import State
from disclosure.models import AnnualReportPage, StatutoryPage
from portal.organizations.models import Kind
from tests import factories

pytestmark = pytest.mark.django_db
PARTS = ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开"]
SLUGS = ["guide", "rules", "content", "reports", "requests"]


@pytest.fixture
def bureau():
    return factories.make_organization(
        "县民政局",
        code="civil",
        functions="社会救助和社会福利。",
        address="县府路2号",
        phone="0700-6881000",
        disclosure_office="办公室",
        disclosure_phone="0700-6881001",
        reconsideration_organ="明湖县人民政府",
        court="明湖县人民法院",
        established_on=date(2019, 3, 1),
    )


@pytest.fixture
def town():
    return factories.make_organization("云溪镇", Kind.TOWN, code="yunxi", phone="0700-6885121")


@pytest.fixture
def village(town):
    return factories.make_organization("双桥村", Kind.VILLAGE, parent=town, code="yunxi-shuangqiao")


def page_of(client, address, status=200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def test_the_directory_lists_by_kind_and_abolished_ones_with_who_took_over(client, bureau, town):
    factories.make_organization("县老龄办", abolished_on=date(2024, 5, 1), successor=bureau)
    page = page_of(client, "/organizations/")
    assert [h.get_text() for h in page.select("main h2")] == [
        "县政府和县政府部门",
        "乡镇和街道",
        "已经撤销或者合并的单位",
    ]
    abolished = page.select_one("#abolished").find_next("li").get_text()
    assert "老龄" in abolished and "2024年5月1日撤销" in abolished and bureau.name in abolished
    assert page.select_one(".freshness strong").get_text() == "2"


def test_an_organisation_is_found_by_a_part_of_its_name_and_so_is_a_village(client, bureau, village):
    assert page_of(client, "/organizations/?q=民政").select_one(".card a")["href"] == "/organizations/civil/"
    assert (
        page_of(client, "/organizations/?q=双桥").select_one(".links a")["href"]
        == "/villages/yunxi-shuangqiao/"
    )
    nothing = page_of(client, "/organizations/?q=没有这个")
    assert nothing.select_one(".empty a")["href"] == "/organizations/"


def test_its_page_has_functions_contacts_the_disclosure_office_and_the_five_parts_in_order(client, bureau):
    page = page_of(client, "/organizations/civil/")
    text = page.main.get_text()
    for wanted in ("社会救助和社会福利", "县府路2号", "0700-6881000", "明湖县民政局办公室", "0700-6881001"):
        assert wanted in text
    links = page.select(".five-parts a")
    assert [a.get_text() for a in links] == PARTS
    assert [a["href"] for a in links] == [f"/organizations/civil/{slug}/" for slug in SLUGS]


def test_its_catalog_shows_every_obligation_with_its_state_by_domain(client, bureau):
    domain = factories.make_domain("社会救助")
    factories.make_obligation(factories.make_matter("低保", domain), bureau, state=State.ON_TIME)
    factories.make_obligation(factories.make_matter("特困", domain), bureau, state=State.MISSING)
    ended = factories.make_obligation(factories.make_matter("旧事项", domain), bureau, state=State.MISSING)
    type(ended).objects.filter(pk=ended.pk).update(ended_on=date(2026, 1, 1))
    page = page_of(client, "/organizations/civil/")
    assert [li.get_text(" ", strip=True) for li in page.select(".state-counts li")] == [
        "按时公开 1 项",
        "应公开未公开 1 项",
    ]
    rows = [row.get_text(" ", strip=True) for row in page.select("details tbody tr")]
    assert rows == ["低保 一级事项 按时公开 —", "特困 一级事项 应公开未公开 —"]


def test_an_abolished_one_says_who_took_over_and_keeps_its_history(client, bureau):
    office = factories.make_organization(
        "县老龄办", code="old", abolished_on=date(2024, 5, 1), successor=bureau
    )
    factories.make_published("撤销前公开的信息", organization=office)
    page = page_of(client, "/organizations/old/")
    assert page.select_one(".notice a")["href"] == "/organizations/civil/"
    assert "撤销前公开的信息" in page.get_text()
    assert "承接了" in page_of(client, "/organizations/civil/").main.get_text()


def test_committees_govern_themselves_and_a_communitys_affairs_are_its_own(client, village):
    assert "村和社区" in page_of(client, "/organizations/yunxi/").select_one("#below").get_text()
    community = factories.make_organization(kind=Kind.COMMUNITY, parent=village.parent)
    assert "居务公开事项" in page_of(client, community.get_absolute_url()).select_one("#matters").get_text()
    assert "村务公开事项" in page_of(client, village.get_absolute_url()).select_one("#matters").get_text()


def test_a_town_lists_its_villages(client, village):
    page = page_of(client, "/organizations/yunxi/")
    assert page.select_one("#below").find_next("a")["href"] == "/villages/yunxi-shuangqiao/"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_part_of_every_organ_is_there_named_alike_and_never_blank(client, bureau, town, slug):
    name = PARTS[SLUGS.index(slug)]
    for organ in (bureau, town):
        page = page_of(client, f"/organizations/{organ.code}/{slug}/")
        assert page.h1.get_text() == f"{organ.name}{name}"
        assert [a.get_text() for a in page.select(".tabs a")] == PARTS
        assert page.select_one(".tabs [aria-current]").get_text() == name
        assert len(page.main.get_text(strip=True)) > 150


def test_the_guide_is_built_from_the_register_until_one_is_published(client, bureau):
    built = page_of(client, "/organizations/civil/guide/").main.get_text()
    assert "0700-6881001" in built and "更新日期" in built and "邮寄" in built
    factories.make_published("公开指南", StatutoryPage, bureau, part="guide", body="<p>本局指南。</p>")
    published = page_of(client, "/organizations/civil/guide/").main.get_text()
    assert "本局指南。" in published and "更新日期" in published and "根据机构登记信息编成" not in published


def test_rules_are_the_organs_own_or_a_reason_and_the_way_to_the_countys(client, bureau):
    empty = page_of(client, "/organizations/civil/rules/").select_one(".empty")
    assert empty.a["href"] == "/disclosure/rules/"
    factories.make_published("本局保密审查制度", StatutoryPage, bureau, part="rules")
    assert "本局保密审查制度" in page_of(client, "/organizations/civil/rules/").get_text()


def test_reports_go_year_by_year_and_missing_years_say_so(client, bureau):
    factories.make_published("2024年度报告", AnnualReportPage, bureau, year=2024)
    rows = page_of(client, "/organizations/civil/reports/").select("tbody tr")
    years = [row.th.get_text() for row in rows]
    assert years[-2:] == ["2024年度", "2019—2023年度"]
    assert years == sorted(years, reverse=True)
    by_year = {row.th.get_text(): row.td.get_text() for row in rows}
    assert by_year["2024年度"] == "2024年度报告"
    assert by_year["2019—2023年度"] == "本站没有收录，可以向该单位查询"


def test_requests_name_where_to_apply_and_the_organ_and_court_of_remedy(client, bureau):
    text = page_of(client, "/organizations/civil/requests/").main.get_text()
    for wanted in ("还没有开通网上申请", "县府路2号", "明湖县人民政府", "明湖县人民法院", "20个工作日"):
        assert wanted in text


def test_all_that_an_organ_has_published_is_listed_in_pages_and_searched(client, bureau):
    for number in range(25):
        factories.make_published(f"信息{number}", organization=bureau)
    factories.make_published("别家的信息")
    page = page_of(client, "/organizations/civil/content/?page=2")
    assert len(page.select(".publications .publication")) == 5
    found = page_of(client, "/organizations/civil/content/?q=信息24")
    assert [a.get_text() for a in found.select(".publication a")] == ["信息24"]


@pytest.mark.parametrize(
    "address",
    [
        "/organizations/nobody/",
        "/organizations/civil/other/",
        "/organizations/yunxi-shuangqiao/guide/",
        "/villages/nobody/",
    ],
)
def test_what_is_not_there_is_not_found(client, bureau, village, address):
    page_of(client, address, status=404)


def test_a_village_has_its_own_address_and_an_organ_keeps_its_own(client, bureau, village):
    assert client.get("/organizations/yunxi-shuangqiao/").headers["Location"] == "/villages/yunxi-shuangqiao/"
    assert client.get("/villages/civil/").headers["Location"] == "/organizations/civil/"


def test_villages_are_listed_by_town_and_found_by_name(client, village):
    factories.make_organization(
        "湖滨社区", Kind.COMMUNITY, parent=factories.make_organization("湖滨街道", Kind.STREET)
    )
    assert len(page_of(client, "/villages/").select(".links a")) == 2
    assert [a.get_text() for a in page_of(client, "/villages/?q=双桥").select(".links a")] == ["双桥村"]
    assert page_of(client, "/villages/?q=没有").select_one(".empty")


def test_a_village_shows_its_matters_finance_first_with_the_newest_of_each(client, village):
    affairs = factories.make_domain("村务公开", "v1", scheme="village")
    plans, money = (factories.make_group(affairs, name) for name in ("村民自治", "村级财务"))
    factories.make_obligation(factories.make_matter("工作计划", affairs, parent=plans), village)
    income = factories.make_obligation(factories.make_matter("财务收支情况", affairs, parent=money), village)
    for days_ago, title in ((40, "一季度收支"), (2, "二季度收支")):
        factories.make_answer(
            factories.make_published(title, organization=village, days_ago=days_ago), income
        )
    page = page_of(client, "/villages/yunxi-shuangqiao/")
    assert [h.get_text() for h in page.select("main h3")] == ["村级财务", "村民自治"]
    assert [p.get_text() for p in page.select_one(".matter").select(".matter-title")] == [
        "财务收支情况",
        "二季度收支",
    ]
    assert "还没有公开" in page.select(".matter")[1].get_text()
    assert page.select_one(".feed-link a")["href"] == "/feeds/organizations/yunxi-shuangqiao.atom"


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/organizations/", 1),
        ("/organizations/civil/", 6),
        ("/organizations/civil/content/", 7),
        ("/organizations/civil/reports/", 2),
        ("/villages/", 1),
        ("/villages/yunxi-shuangqiao/", 4),
    ],
)
def test_queries_do_not_grow_with_what_is_shown(
    client, bureau, village, address, queries, django_assert_num_queries
):
    def grow(number):
        for organ in (bureau, village):
            domain = factories.make_domain(f"领域{number}{organ.code}")
            obligation = factories.make_obligation(factories.make_matter("", domain), organ)
            factories.make_answer(factories.make_published(organization=organ), obligation)
        factories.make_organization(parent=bureau)
        factories.make_organization(kind=Kind.VILLAGE, parent=village.parent)
        factories.make_published("年报", AnnualReportPage, bureau, year=2020 + number)

    grow(0)
    with django_assert_num_queries(queries):
        client.get(address)
    for number in range(1, 5):
        grow(number)
    with django_assert_num_queries(queries):
        client.get(address)


def test_for_an_abolished_one_the_office_to_turn_to_is_its_successors(client, bureau):
    factories.make_organization("县老龄办", code="old", abolished_on=date(2024, 5, 1), successor=bureau)
    for address in ("/organizations/old/", "/organizations/old/requests/", "/organizations/old/guide/"):
        contacts = " ".join(c.get_text() for c in page_of(client, address).select(".contact"))
        assert "0700-6881001" in contacts, address
