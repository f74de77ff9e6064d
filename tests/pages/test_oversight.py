"""The inspectors' pages: who may see them, that the numbers are true, and that each leads to what it counts."""

import csv
import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from catalog import coverage
from catalog.models import Obligation
from catalog.states import State
from disclosure import services
from portal.organizations.models import Kind, Organization
from portal.pages.oversight.explanations import days_overdue, explain_obligation
from portal.pages.oversight.tables import Cell
from tests.factories import (
    make_article,
    make_domain,
    make_matter,
    make_obligation,
    make_organization,
    make_signed,
    make_user,
)

TODAY = date(2026, 11, 23)
EARLIER, LATER = date(2026, 11, 3), date(2026, 12, 31)
INSPECT = "catalog.inspect_coverage"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-23T02:00:00+00:00", tick=False)


@pytest.fixture
def county():
    """A county with a bureau and two towns, one of them with three villages, in tree order."""
    county = make_organization("县人民政府", Kind.COUNTY_GOVERNMENT, code="county")
    make_organization("县财政局", parent=county, code="finance")
    town = make_organization("云溪镇", Kind.TOWN, county, code="yunxi")
    for number in (1, 2, 3):
        make_organization(f"云溪{number}村", Kind.VILLAGE, town, code=f"yunxi-{number}")
    make_organization("青石镇", Kind.TOWN, county, code="qingshi")
    Organization.objects.rebuild()
    return {o.code: o for o in Organization.objects.all()}


@pytest.fixture
def budget():
    return make_domain("财政预决算", "03-budget")


@pytest.fixture
def village_affairs():
    return make_domain("村（居）务公开", "v1-village-affairs", scheme="village")


@pytest.fixture
def owed(county, budget, village_affairs):
    """One matter of the budget owed by the bureau and both towns, one of village affairs by each village."""
    matter, affair = (
        make_matter("政府预算", budget),
        make_matter("村级财务", village_affairs, "每季度公布一次"),
    )
    published = {"published_count": 2, "latest_published_on": date(2026, 10, 3)}
    rows = {
        "finance": make_obligation(matter, county["finance"], **published),
        "yunxi": make_obligation(matter, county["yunxi"], first_due_on=EARLIER),
        "qingshi": make_obligation(matter, county["qingshi"], first_due_on=LATER),
        "yunxi-1": make_obligation(affair, county["yunxi-1"], renew_by=LATER, **published),
        "yunxi-2": make_obligation(affair, county["yunxi-2"], renew_by=EARLIER, **published),
        "yunxi-3": make_obligation(affair, county["yunxi-3"], first_due_on=EARLIER),
    }
    coverage.refresh_all(TODAY)
    return rows


@pytest.fixture
def inspector(client, county):
    """Signed in, supervising the whole county."""
    user = make_user(organization=county["county"], roles=["督查员"])
    client.force_login(user)
    return client


@pytest.fixture
def town_inspector(client, county):
    user = make_user(organization=county["yunxi"], permissions=[INSPECT])
    client.force_login(user)
    return client


def get(client, name: str, *args, **query) -> BeautifulSoup:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(node) -> str:
    return "".join(node.get_text().split())


def matrix_of(page: BeautifulSoup) -> dict[tuple[str, str], str]:
    """{(row, column): words of the cell}."""
    columns = [words(th) for th in page.select(".matrix thead th")][1:]
    return {
        (words(row.th), column): words(td)
        for row in page.select(".matrix tbody tr")
        for column, td in zip(columns, row.find_all("td"), strict=True)
    }


def every_page(owed) -> list[str]:
    matter, domain = owed["finance"].matter, owed["finance"].domain
    return [
        reverse("oversight"),
        reverse("oversight_matrix"),
        reverse("oversight_matrix_export", args=["csv"]),
        reverse("oversight_matrix_export", args=["xlsx"]),
        reverse("oversight_organization", args=["finance"]),
        reverse("oversight_matter", args=[matter.code]),
        reverse("oversight_domain", args=[domain.code]),
        reverse("oversight_obligations"),
        reverse("oversight_obligations_export", args=["csv"]),
        reverse("oversight_obligations_export", args=["xlsx"]),
    ]


def test_visitors_are_sent_to_the_login(client, owed):
    for url in every_page(owed):
        response = client.get(url)
        assert response.status_code == 302
        assert response.url.startswith(f"{reverse('admin:login')}?next=")


@pytest.mark.parametrize(
    "fields",
    [
        {"roles": ["签发人"]},
        {"permissions": ["catalog.view_obligation"]},
        {"permissions": [INSPECT], "is_staff": False},
    ],
    ids=["another role", "another permission", "not staff"],
)
def test_others_are_refused(client, county, owed, fields):
    client.force_login(make_user(organization=county["county"], **fields))
    assert {client.get(url).status_code for url in every_page(owed)} == {403}


@pytest.mark.parametrize(
    "fields", [{"roles": ["督查员"]}, {"permissions": [INSPECT]}, {"is_superuser": True}]
)
def test_inspectors_see_every_page(client, county, owed, fields):
    client.force_login(make_user(organization=county["county"], **fields))
    assert {client.get(url).status_code for url in every_page(owed)} == {200}


def test_no_page_is_cached_or_indexed(inspector, owed):
    for url in every_page(owed):
        assert "no-store" in inspector.get(url)["Cache-Control"]
    assert "noindex" in get(inspector, "oversight").find("meta", attrs={"name": "robots"})["content"]


def test_the_matrix_shows_covered_of_due_and_what_lacks(inspector, owed):
    cells = matrix_of(get(inspector, "oversight_matrix"))
    assert cells["县财政局", "财政预决算"] == "1/1"
    assert cells["云溪镇", "财政预决算"] == "0/1缺1"
    assert cells["青石镇", "财政预决算"] == "不计1"
    assert cells["县财政局", "村（居）务公开"] == ""
    assert cells["云溪镇各村（居）（3）展开", "村（居）务公开"] == "1/3缺2"
    assert cells["合计", "财政预决算"] == "50%1/2缺1"
    assert cells["合计", "合计"] == "40%2/5缺3"


def test_organisations_stand_in_the_order_of_the_tree(inspector, owed):
    page = get(inspector, "oversight_matrix")
    rows = [row["id"] for row in page.select(".matrix tbody tr[id]")]
    assert rows == ["row-finance", "row-yunxi", "row-yunxi-villages", "row-qingshi"]


def test_villages_are_shown_one_by_one_when_asked(inspector, owed):
    page = get(inspector, "oversight_matrix", expand="yunxi")
    cells = matrix_of(page)
    assert cells["云溪2村", "村（居）务公开"] == "0/1缺1"
    assert cells["云溪镇各村（居）（3）收起", "村（居）务公开"] == "1/3缺2"
    assert len(page.select(".matrix tr.village")) == 3


def test_the_link_of_a_folded_row_unfolds_it(inspector, owed):
    link = get(inspector, "oversight_matrix").select_one("#row-yunxi-villages th a")["href"]
    response = inspector.get(reverse("oversight_matrix") + link.partition("#")[0])
    assert b'id="row-yunxi-2"' in response.content


@pytest.mark.parametrize("query", ["", "?expand=yunxi", "?scheme=village", "?tier=town", "?kind=village"])
def test_every_number_of_the_matrix_leads_to_that_many_obligations(inspector, owed, query):
    page = BeautifulSoup(inspector.get(reverse("oversight_matrix") + query).content, "html.parser")
    links = page.select(".matrix td a")
    assert links
    for link in links:
        shown = int("".join(filter(str.isdigit, link.get_text())))
        assert inspector.get(link["href"]).context["page_obj"].paginator.count == shown


def test_the_matrix_can_show_one_state(inspector, owed):
    page = get(inspector, "oversight_matrix", state="stale")
    cells = matrix_of(page)
    assert cells["云溪镇各村（居）（3）展开", "村（居）务公开"] == "1"
    assert cells["县财政局", "财政预决算"] == "0"
    link = page.select_one("#row-yunxi-villages td a")["href"]
    assert [line["row"].organization.code for line in inspector.get(link).context["lines"]] == ["yunxi-2"]


def test_the_matrix_is_narrowed_by_scheme_tier_and_kind(inspector, owed):
    def shown(**query):
        return {row for row, _ in matrix_of(get(inspector, "oversight_matrix", **query))} - {"合计"}

    assert shown(scheme="village") == {"云溪镇各村（居）（3）展开"}
    assert shown(tier="county") == {"县财政局"}
    assert shown(tier="town") == {"云溪镇", "青石镇"}
    assert shown(kind="department") == {"县财政局"}
    assert shown(tier="village", expand="all") == {
        "云溪镇各村（居）（3）收起",
        "云溪1村",
        "云溪2村",
        "云溪3村",
    }


def test_a_value_nobody_offered_is_ignored_and_said_to_be(inspector, owed):
    page = get(inspector, "oversight_matrix", tier="galaxy", scheme="standard")
    assert "“层级”没有“galaxy”这个选项" in page.select_one(".notice").get_text()
    assert {row for row, _ in matrix_of(page)} == {"合计", "县财政局", "云溪镇", "青石镇"}
    assert "没有“abc”" in get(inspector, "oversight_organization", "finance", state="abc").get_text()
    assert "没有“nobody”" in get(inspector, "oversight_obligations", organization="nobody").get_text()


def test_an_empty_matrix_says_why_and_what_to_do(inspector, owed):
    page = get(inspector, "oversight_matrix", scheme="village", tier="county")
    assert "没有单位同时符合" in page.select_one(".empty").get_text()
    assert page.select_one(".empty a")["href"] == "?"


def test_who_owes_nothing_is_listed_apart(inspector, owed):
    make_domain("安全生产", "04-work-safety")
    page = get(inspector, "oversight_matrix")
    apart = [words(details) for details in page.find_all("details")]
    assert "没有单位承担的1个领域安全生产" in apart
    assert "没有公开责任的1个单位县人民政府" in apart


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?expand=all&scheme=standard&tier=town&state=missing"])
def test_the_matrix_takes_seven_queries_whatever_its_size(inspector, county, owed, query):
    """Session, user, permission, organisations, domains, counts."""
    url = reverse("oversight_matrix") + query
    assert queries_of(inspector, url) <= 7
    for number in range(12):
        domain = make_domain(f"领域{number}", f"domain-{number}")
        for code in ("finance", "yunxi", "yunxi-1", "qingshi"):
            make_obligation(make_matter(domain=domain), county[code], first_due_on=EARLIER)
    assert queries_of(inspector, url) <= 7


@pytest.mark.parametrize("scoped", [False, True])
def test_no_page_asks_more_the_more_it_shows(client, county, owed, scoped):
    organization = county["yunxi" if scoped else "county"]
    client.force_login(make_user(organization=organization, permissions=[INSPECT]))
    urls = [url.replace("/finance/", "/yunxi/") for url in every_page(owed)]
    before = [queries_of(client, url) for url in urls]
    for code in ("yunxi", "yunxi-1", "qingshi"):
        for _ in range(3):
            make_obligation(make_matter(domain=owed["yunxi"].domain), county[code], first_due_on=EARLIER)
    assert [queries_of(client, url) for url in urls] == before
    assert max(before) <= 11


def test_a_limited_scope_sees_itself_and_below(town_inspector, owed):
    cells = matrix_of(get(town_inspector, "oversight_matrix", expand="all"))
    rows = {row for row, _ in cells}
    assert rows == {"合计", "云溪镇", "云溪镇各村（居）（3）收起", "云溪1村", "云溪2村", "云溪3村"}
    assert cells["合计", "合计"] == "25%1/4缺3"
    assert get(town_inspector, "oversight_obligations").get_text().count("县财政局") == 0


def test_organisations_out_of_scope_are_not_found(town_inspector, owed):
    assert town_inspector.get(reverse("oversight_organization", args=["finance"])).status_code == 404
    assert town_inspector.get(reverse("oversight_organization", args=["yunxi-1"])).status_code == 200


def test_a_limited_scope_downloads_no_more_than_it_sees(town_inspector, owed):
    for name in ("oversight_matrix_export", "oversight_obligations_export"):
        content = town_inspector.get(reverse(name, args=["csv"])).content.decode("utf-8-sig")
        assert "云溪镇" in content
        assert "县财政局" not in content and "青石镇" not in content


def test_a_user_without_an_organisation_sees_nothing(client, owed):
    client.force_login(make_user(permissions=[INSPECT]))
    assert "没有单位同时符合" in get(client, "oversight_matrix").get_text()


def test_the_start_page_adds_up(inspector, owed):
    page = get(inspector, "oversight")
    assert "6个单位共承担6项公开责任" in words(page)
    assert "已到期应公开5项，已公开2项，缺3项；另有1项不计入" in words(page)
    table = page.select_one("[aria-label=各种状态的项数]")
    states = {words(row.th): words(row.td) for row in table.select("tbody tr")}
    assert states["应公开未公开"] == "2"
    assert states["需更新"] == "1"
    assert "公开率=（按时公开+逾期公开）÷" in words(page)


def test_the_worst_and_the_longest_overdue_are_named(inspector, owed):
    context = inspector.get(reverse("oversight")).context
    assert {o.code for o, _ in context["worst"]} == {"yunxi", "yunxi-2", "yunxi-3"}
    assert [line["days"] for line in context["longest"]] == [20, 20, 20]


def test_it_shows_when_the_nightly_recount_has_not_run(inspector, owed):
    assert "没有更新到今天" not in get(inspector, "oversight").get_text()
    Obligation.objects.filter(organization__code="yunxi").update(state=State.NOT_DUE)
    assert "有 1 项的状态还停留" in get(inspector, "oversight").get_text()


def test_organisations_that_have_fallen_silent_are_named(inspector, owed):
    fresh = inspector.get(reverse("oversight")).context["freshness"]
    assert (fresh["newest"], fresh["recent"], fresh["total"]) == (date(2026, 10, 3), 0, 6)
    assert {row["organization"].code for row in fresh["silent"]} == {"yunxi", "qingshi", "yunxi-3"}


def test_a_county_without_a_catalog_says_what_to_do(inspector, county):
    assert "目录还没有导入" in get(inspector, "oversight").select_one(".empty").get_text()


def test_an_organisation_sees_its_lines_by_domain_with_the_reason(inspector, owed):
    page = get(inspector, "oversight_organization", "yunxi-2")
    assert [words(h2) for h2 in page.select("main .heading h2")] == ["村（居）务公开"]
    explanation = [span.get_text() for span in page.select(".explanation span")]
    assert explanation == ["每季度公布一次", "最近公开 2026-10-03", "应于 2026-11-03 前更新，已超过 20 天"]


def test_an_organisations_lines_are_filtered_by_state(inspector, owed):
    page = get(inspector, "oversight_organization", "yunxi", state="on_time")
    assert "没有处于这一状态的事项" in page.select_one(".empty").get_text()
    assert (
        len(get(inspector, "oversight_organization", "yunxi", state="missing").select(".lines tbody tr")) == 1
    )


def test_an_abolished_organisation_says_so(inspector, county):
    county["qingshi"].abolished_on = EARLIER
    county["qingshi"].save()
    page = get(inspector, "oversight_organization", "qingshi")
    assert "已经撤销" in page.select_one(".notice").get_text()


def test_a_matter_across_organisations(inspector, owed):
    page = get(inspector, "oversight_matter", owed["yunxi"].matter.code)
    assert [words(row.th) for row in page.select(".lines tbody tr")] == ["县财政局", "云溪镇", "青石镇"]
    page = get(inspector, "oversight_matter", owed["yunxi"].matter.code, state="missing")
    assert [words(row.th) for row in page.select(".lines tbody tr")] == ["云溪镇"]


def test_a_domain_shows_its_matters_and_which_stages_are_empty(inspector, owed, calendar, county):
    make_matter("无人承担的事项", owed["finance"].domain)
    issuer = make_user(organization=county["finance"], roles=["签发人"])
    article = make_signed(organization=county["finance"], stage="decision", formed_on=EARLIER)
    services.link_obligations(article, [owed["finance"]])
    services.publish(article, issuer)
    page = get(inspector, "oversight_domain", "03-budget")
    assert [words(node) for node in page.select(".stage")][:2] == ["决策1条", "执行0条"]
    assert "还没有公开过信息的环节：执行、管理、服务、结果" in words(page)
    assert "没有单位承担的1个事项无人承担的事项" in words(page)


def test_draft_publications_show_no_stage(inspector, owed, county):
    article = make_article(organization=county["finance"], stage="decision")
    services.link_obligations(article, [owed["finance"]])
    assert [
        s["count"] for s in inspector.get(reverse("oversight_domain", args=["03-budget"])).context["stages"]
    ] == [0] * 5


@pytest.mark.parametrize("name", ["oversight_organization", "oversight_matter", "oversight_domain"])
def test_what_does_not_exist_is_not_found(inspector, county, name):
    assert inspector.get(reverse(name, args=["nothing"])).status_code == 404


def test_only_csv_and_xlsx_are_exported(inspector, owed):
    assert inspector.get("/oversight/matrix.pdf").status_code == 404


def test_the_list_is_filtered_and_counts(inspector, owed):
    def found(**query):
        lines = inspector.get(reverse("oversight_obligations"), query).context["lines"]
        return {line["row"].organization.code for line in lines}

    assert found() == set(owed)
    assert found(state="overdue") == {"yunxi", "yunxi-2", "yunxi-3"}
    assert found(state="due", domain="03-budget") == {"finance", "yunxi"}
    assert found(town="yunxi") == {"yunxi-1", "yunxi-2", "yunxi-3"}
    assert found(town="yunxi", state="covered") == {"yunxi-1"}
    assert found(tier="village", scheme="standard") == set()
    assert found(q="预算") == {"finance", "yunxi", "qingshi"}
    assert found(q="财政局") == {"finance"}


def test_overdue_ones_come_first(inspector, owed):
    lines = inspector.get(reverse("oversight_obligations")).context["lines"]
    assert [line["days"] for line in lines] == [20, 20, 20, None, None, None]


def test_the_list_comes_in_pages_of_a_hundred_and_keeps_its_filters(inspector, county, budget):
    for _ in range(101):
        make_obligation(make_matter(domain=budget), county["finance"], first_due_on=EARLIER)
    coverage.refresh_all(TODAY)
    page = get(inspector, "oversight_obligations", state="missing")
    assert len(page.select(".lines tbody tr")) == 100
    following = page.select_one(".pagination a[rel=next]")["href"]
    assert "state=missing" in following
    last = inspector.get(reverse("oversight_obligations") + following)
    assert len(last.context["lines"]) == 1
    assert len(inspector.get(reverse("oversight_obligations"), {"page": "many"}).context["lines"]) == 100


@pytest.mark.parametrize("words_sought", ["%", "'", "\x00", "<script>", "预" * 500])
def test_odd_words_find_nothing_and_break_nothing(inspector, owed, words_sought):
    response = inspector.get(reverse("oversight_obligations"), {"q": words_sought})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def read_csv(response) -> list[list[str]]:
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_matrix_as_csv_has_a_line_for_each_organisation_and_domain(inspector, owed):
    response = inspector.get(reverse("oversight_matrix_export", args=["csv"]), {"tier": "village"})
    header, *lines = read_csv(response)
    assert header[:5] == ["单位", "领域", "公开率（%）", "应公开", "已公开"]
    assert [line[:5] for line in lines] == [
        ["云溪1村", "村（居）务公开", "100", "1", "1"],
        ["云溪2村", "村（居）务公开", "0", "1", "0"],
        ["云溪3村", "村（居）务公开", "0", "1", "0"],
    ]
    assert "filename*=utf-8''" in response["Content-Disposition"]


def test_the_matrix_as_a_workbook_has_rates_numbers_and_lines(inspector, owed):
    response = inspector.get(reverse("oversight_matrix_export", args=["xlsx"]))
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["公开率（%）", "应公开", "已公开", "缺（未公开和需更新）", "明细"]
    rates = [list(row) for row in book["公开率（%）"].values]
    assert rates[:3] == [
        ["单位", "合计", "财政预决算", "村（居）务公开"],
        ["合计", 40, 50, 33],
        ["县财政局", 100, 100, None],
    ]


def test_the_list_is_exported_with_its_filters_and_reasons(inspector, owed):
    url = reverse("oversight_obligations_export", args=["csv"])
    header, *lines = read_csv(inspector.get(url, {"organization": "yunxi"}))
    (line,) = (dict(zip(header, values, strict=True)) for values in lines)
    assert (line["单位"], line["公开状态"], line["超过天数"]) == ("云溪镇", "应公开未公开", "20")
    assert "应于 2026-11-03 前首次公开，已超过 20 天" in line["说明"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1"])
def test_no_name_becomes_a_formula(inspector, county, budget, text):
    make_obligation(make_matter(f"{text}|cmd", budget), county["finance"], first_due_on=EARLIER)
    _, line = read_csv(inspector.get(reverse("oversight_obligations_export", args=["csv"])))
    assert line[4].startswith("'")
    response = inspector.get(reverse("oversight_obligations_export", args=["xlsx"]))
    cell = load_workbook(io.BytesIO(response.content)).active["E2"]
    assert cell.data_type == "s"


def test_control_characters_do_not_break_a_workbook(inspector, county, budget):
    make_obligation(make_matter("预算\x0b表", budget), county["finance"], first_due_on=EARLIER)
    assert inspector.get(reverse("oversight_obligations_export", args=["xlsx"])).status_code == 200


FACTS = [
    ({"first_due_on": LATER}, "还没有公开；应于 2026-12-31 前首次公开", None),
    ({"first_due_on": TODAY}, "还没有公开；应于 2026-11-23 前首次公开", None),
    ({"first_due_on": EARLIER}, "还没有公开；应于 2026-11-03 前首次公开，已超过 20 天", 20),
    ({"first_due_on": None}, "还没有公开；工作日历没有录入相应年份，期限待定", None),
    (
        {"first_due_on": EARLIER, "awaiting_until": LATER, "awaiting_reason": "项目未开工"},
        "信息尚未形成（项目未开工），预计至 2026-12-31",
        None,
    ),
    (
        {"published_count": 1, "latest_published_on": EARLIER, "latest_is_late": True},
        "最近公开 2026-11-03，超过规定时限",
        None,
    ),
]


@pytest.mark.parametrize(("facts", "sentence", "days"), FACTS)
def test_each_line_says_how_its_state_came_about(facts, sentence, days):
    obligation = make_obligation(**facts)
    coverage.refresh_all(TODAY)
    obligation.refresh_from_db()
    assert explain_obligation(obligation, TODAY) == ["信息形成或者变更后20个工作日内公开", sentence]
    assert days_overdue(obligation, TODAY) == days


def test_an_exemption_gives_its_reason():
    obligation = make_obligation(not_applicable_by=make_user(), not_applicable_reason="本镇无此类企业")
    coverage.refresh_all(TODAY)
    obligation.refresh_from_db()
    assert explain_obligation(obligation, TODAY)[1] == "经批准不适用：本镇无此类企业"


@given(st.dictionaries(st.sampled_from([s.value for s in State]), st.integers(1, 999)))
def test_a_hundred_percent_means_that_nothing_lacks(tally):
    cell = Cell(tally, "")
    assert (cell.percent == 100) == (cell.due > 0 and cell.overdue == 0)
    assert (cell.shade == "4") == (cell.percent == 100)
    assert cell.covered + cell.overdue + cell.excluded == cell.total


def test_the_counts_of_the_matrix_are_those_of_the_table(owed):
    assert (
        sum(number for *_, number in coverage.count_by_domain_and_organization(Obligation.objects.all())) == 6
    )
