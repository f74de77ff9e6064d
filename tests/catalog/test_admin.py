"""The catalog in admin: official entries locked, local ones kept sound, export, check list, and who may do what."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from catalog import tree
from catalog.models import CatalogItem, Evidence, ItemKind, Origin
from catalog.spreadsheets import read_catalog
from tests.admin_forms import faults_in, form_of, page, sign_in
from tests.catalog.spreadsheet_builder import csv_bytes, matter
from tests.factories import make_domain, make_matter, make_organization, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/catalog/catalogitem/"
IMPORT, EXPORT, CHECK, ADD = f"{LIST}import/", f"{LIST}export/", f"{LIST}check/", f"{LIST}add/"


@pytest.fixture
def office():
    return make_organization("县人民政府办公室", short_name="县政府办公室", is_competent_authority=True)


@pytest.fixture
def finance():
    return make_organization("县财政局")


@pytest.fixture
def budget():
    return make_domain("财政预决算", "03-budget")


@pytest.fixture
def keeper(client, office):
    """The client, signed in as the county office's administrator."""
    return sign_in(client, make_user(organization=office, roles=["系统管理员"]))


def upload(client, *lines, data=None):
    content = csv_bytes(*lines) if data is None else data
    return client.post(IMPORT, {"file": SimpleUploadedFile("03-budget.csv", content)})


class TestWhoMay:
    VISITORS = [
        (None, None, 302, 302, 302),
        (["经办人"], "finance", 403, 200, 403),
        (["督查员"], "office", 403, 200, 200),
        (["系统管理员"], "finance", 403, 200, 200),
        (["系统管理员"], "office", 200, 200, 200),
    ]

    @pytest.mark.parametrize(("roles", "where", "importing", "exporting", "checking"), VISITORS)
    def test_each_page_by_every_visitor(
        self, client, office, finance, roles, where, importing, exporting, checking
    ):
        organization = {"office": office, "finance": finance}.get(where)
        sign_in(client, roles and make_user(organization=organization, roles=roles))
        found = tuple(client.get(url).status_code for url in (IMPORT, EXPORT, CHECK))
        assert found == (importing, exporting, checking)

    def test_posting_a_file_needs_the_same_right(self, client, finance, budget):
        sign_in(client, make_user(organization=finance, roles=["系统管理员"]))
        assert upload(client, matter()).status_code == 403
        assert client.post(IMPORT, {"token": "x"}).status_code == 403
        assert not CatalogItem.objects.matters().exists()

    @pytest.mark.parametrize(("where", "may"), [("office", True), ("finance", False)])
    def test_the_catalog_is_changed_by_the_county_office_alone(
        self, client, office, finance, budget, where, may
    ):
        item = make_matter(domain=budget, origin=Origin.LOCAL)
        organization = {"office": office, "finance": finance}[where]
        sign_in(client, make_user(organization=organization, roles=["系统管理员"]))
        assert client.get(ADD).status_code == (200 if may else 403)
        change = client.get(reverse("admin:catalog_catalogitem_change", args=[item.pk]))
        assert bool(page(change).select("input[name=_save]")) is may

    def test_the_list_links_to_what_one_may_open(self, client, office, finance, budget):
        def links(user):
            listing = page(sign_in(client, user).get(LIST))
            return [a.get_text() for a in listing.select(".object-tools a")]

        administrator = make_user(organization=office, roles=["系统管理员"])
        assert links(administrator) == [
            "导入",
            "导出",
            "目录核查",
            "与国家标准目录比对",
            "提出目录调整",
            "增加领域或者一级事项",
        ]
        author = make_user(organization=finance, roles=["经办人"])
        assert links(author) == ["导出", "与国家标准目录比对", "提出目录调整"]

    def test_nothing_is_deleted(self, keeper, budget):
        item = make_matter(domain=budget, origin=Origin.LOCAL)
        keeper.post(LIST, {"action": "delete_selected", "_selected_action": [item.pk], "post": "yes"})
        assert keeper.post(reverse("admin:catalog_catalogitem_delete", args=[item.pk])).status_code == 403
        assert CatalogItem.objects.filter(pk=item.pk).exists()


class TestEntries:
    @pytest.fixture
    def group(self, budget):
        return make_matter("部门预算", budget, content="收支总表", responsible="县财政局").parent

    def change(self, client, item, **changes):
        url = reverse("admin:catalog_catalogitem_change", args=[item.pk])
        return client.post(url, form_of(client.get(url), "catalogitem") | changes)

    def add(self, client, **changes):
        return client.post(ADD, form_of(client.get(ADD), "catalogitem") | changes)

    def test_a_local_group_and_a_local_domain(self, keeper, group, budget):
        response = self.add(keeper, kind=ItemKind.GROUP, parent=budget.pk, name="补贴")
        assert response.status_code == 302, faults_in(response)
        new = CatalogItem.objects.get(name="补贴")
        assert (new.origin, new.evidence, new.domain) == (Origin.LOCAL, Evidence.LOCAL, budget)
        assert new.code.startswith("03-g")
        top = {"kind": ItemKind.DOMAIN, "parent": budget.parent_id, "name": "节约用水"}
        assert "请填写编码" in faults_in(self.add(keeper, **top))
        response = self.add(keeper, **top, code="31-water")
        assert response.status_code == 302, faults_in(response)
        assert list(tree.problems()) == []

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"name": ""}, "必填"),
            ({"kind": ItemKind.SCHEME}, "目录体系应当放在最上层"),
            ({"kind": ItemKind.DOMAIN}, "领域应当放在“目录体系”之下，请另选上一层。"),
            ({"kind": ItemKind.MATTER}, "matter"),
            ({"name": "一级事项"}, "同一层已经有这个名称"),
            ({"code": "03-budget"}, "已存在"),
        ],
        ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
    )
    def test_what_does_not_fit_is_answered_in_chinese(self, keeper, group, budget, changes, message):
        before = CatalogItem.objects.count()
        sound = {"kind": ItemKind.GROUP, "parent": budget.pk, "name": "补贴"}
        response = self.add(keeper, **sound | changes)
        assert response.status_code == 200 and message in faults_in(response)
        assert "Constraint" not in faults_in(response)
        assert CatalogItem.objects.count() == before

    @pytest.mark.parametrize("origin", Origin.values)
    def test_a_matter_changes_by_procedure_alone_whoever_it_comes_from(self, keeper, group, origin):
        item = CatalogItem.objects.get(name="部门预算")
        CatalogItem.objects.filter(pk=item.pk).update(origin=origin)
        forged = {"name": "改名", "content": "改内容", "ended_on": "2025-06-03", "at_town": "on"}
        assert self.change(keeper, item, summary="部门的钱怎么花", **forged).status_code == 302
        now = CatalogItem.objects.get(pk=item.pk)
        assert now.summary == "部门的钱怎么花"
        kept = ("name", "content", "ended_on", "at_town")
        assert [getattr(now, f) for f in kept] == [getattr(item, f) for f in kept]

    def test_the_page_of_a_matter_leads_to_a_change_request(self, keeper, group):
        item = CatalogItem.objects.get(name="部门预算")
        shown = page(keeper.get(reverse("admin:catalog_catalogitem_change", args=[item.pk])))
        (link,) = [a["href"] for a in shown.select(".object-tools a") if a.get_text() == "提出调整"]
        assert keeper.get(link).status_code == 200

    def test_a_group_that_names_matters_keeps_its_name(self, keeper, group):
        CatalogItem.objects.filter(pk=group.pk).update(origin=Origin.LOCAL)
        self.change(keeper, group, name="另一个名称")
        assert CatalogItem.objects.get(pk=group.pk).name == group.name

    def test_an_entry_never_goes_under_itself(self, keeper, group):
        CatalogItem.objects.filter(pk=group.pk).update(origin=Origin.LOCAL)
        response = self.change(keeper, group, parent=group.pk)
        assert "上一层不能是自己或者自己的下层，请另选。" in faults_in(response)
        assert list(tree.problems()) == []

    def test_a_group_with_matters_is_not_ended(self, keeper, group):
        CatalogItem.objects.filter(pk=group.pk).update(origin=Origin.LOCAL)
        response = self.change(keeper, group, ended_on="2025-06-03")
        assert "下面还有在用的事项，请先停用它们。" in faults_in(response)

    def test_an_official_matter_is_locked_but_for_its_summary(self, keeper, group):
        official = CatalogItem.objects.get(name="部门预算")
        forged = {
            "name": "改名",
            "content": "改内容",
            "parent": "",
            "ended_on": "2025-06-03",
            "origin": "local",
        }
        assert self.change(keeper, official, summary="部门的钱怎么花", **forged).status_code == 302
        now = CatalogItem.objects.get(pk=official.pk)
        assert now.summary == "部门的钱怎么花"
        locked = ("name", "content", "parent_id", "ended_on", "origin", "code", "lft", "rght")
        assert [getattr(now, f) for f in locked] == [getattr(official, f) for f in locked]

    def test_every_entry_can_be_looked_at_by_a_clerk_and_changed_by_none(self, client, group, finance):
        sign_in(client, make_user(organization=finance, roles=["经办人"]))
        official = CatalogItem.objects.get(name="部门预算")
        url = reverse("admin:catalog_catalogitem_change", args=[official.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, {"summary": "x"}).status_code == 403


class TestExport:
    @pytest.fixture(autouse=True)
    def two_domains(self, budget, finance, keeper):
        make_matter(
            "部门预算",
            budget,
            content="收支总表",
            responsible="县财政局",
            channels=["政府网站"],
            audience="全社会",
        )
        make_domain("税收管理", "05-taxation")

    def test_the_page_offers_everything_and_each_domain(self, keeper):
        links = [a["href"] for a in page(keeper.get(EXPORT)).select("#content a[href^='?']")]
        assert links[0] == "?format=xlsx"
        assert "?format=csv&domain=03-budget" in links and "?format=xlsx&domain=05-taxation" in links

    def test_a_domain_as_csv_goes_back_in_without_change(self, keeper):
        response = keeper.get(EXPORT, {"format": "csv", "domain": "03-budget"})
        assert response["Content-Disposition"] == 'attachment; filename="03-budget.csv"'
        again = upload(keeper, data=response.content)
        assert "表格与现有目录一致" in page(again).get_text()

    def test_everything_as_a_workbook(self, keeper):
        response = keeper.get(EXPORT, {"format": "xlsx"})
        result = read_catalog(io.BytesIO(response.content), "a.xlsx")
        assert [sheet.name for sheet in result.sheets] == ["财政预决算", "税收管理"]
        assert f"{timezone.localdate():%Y%m%d}.xlsx" in response["Content-Disposition"]

    @pytest.mark.parametrize(
        "query", [{"format": "csv"}, {"format": "pdf"}, {"format": "csv", "domain": "nowhere"}]
    )
    def test_what_does_not_exist(self, keeper, query):
        assert keeper.get(EXPORT, query).status_code == 404


class TestCheckList:
    def test_it_shows_what_people_have_to_settle_and_links_there(self, keeper, budget, finance):
        vague = make_matter(
            "甲", budget, time_limit="适时公开", responsible="县财政局", evidence=Evidence.SEEN
        )
        homeless = make_matter("乙", budget, responsible="县铁路局", evidence=Evidence.COMPILED)
        make_matter("丙", budget, responsible="县财政局", evidence=Evidence.NAME_SEEN)
        shown = page(keeper.get(CHECK))
        rows = [[td.get_text(" ", strip=True) for td in tr.select("td")] for tr in shown.select("tbody tr")]
        assert rows == [
            [vague.code, "财政预决算", "甲", "适时公开"],
            [homeless.code, "财政预决算", "乙", "县铁路局"],
            ["03-budget 财政预决算", "1 项", "1 项"],
        ]
        assert "请对照本省现行指引逐项核对" in shown.get_text()
        links = [a["href"] for a in shown.select("tbody a")]
        assert all(keeper.get(link).status_code == 200 for link in links)
        compiled = keeper.get(links[-2]).context["cl"].result_list
        assert [str(item) for item in compiled] == ["乙"]

    def test_it_says_so_when_there_is_nothing(self, keeper):
        text = page(keeper.get(CHECK)).get_text()
        assert "所有事项的公开时限都可以判定。" in text and "没有待核对的事项。" in text

    def test_it_does_not_ask_again_for_every_row(self, keeper, budget, django_assert_max_num_queries):
        for n in range(12):
            make_matter(f"事项{n}", budget, time_limit="适时公开", responsible="县铁路局")
        with django_assert_max_num_queries(12):
            keeper.get(CHECK)
