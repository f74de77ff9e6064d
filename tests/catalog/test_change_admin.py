"""Change requests on the desk: who may open what, the form with present values beside, the verbs as pages."""

import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from catalog.changes import procedure
from catalog.models import CatalogItem, ChangeKind, ChangeRequest, ChangeState, Revision
from tests.admin_forms import faults_in, form_of, page, said, sign_in
from tests.catalog.changing import GROUND, NEW, County, add, change, end
from tests.factories import make_domain, make_organization, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/catalog/changerequest/"
ADD = f"{LIST}add/"
REVISIONS = "/admin/catalog/revision/"


@pytest.fixture
def county():
    return County(make_domain("财政预决算", "03-budget"))


def address(request, verb: str = "change") -> str:
    return f"{LIST}{request.pk}/{verb}/"


def row_data(**fields) -> dict:
    data = {"kind": "change", "matter": "", "parent": "", "new_group_name": "", **GROUND, **fields}
    return {f"rows-0-{name}": value for name, value in data.items()}


def values(**new) -> dict:
    return {f"new_{name}": value for name, value in new.items()}


class TestWhoMay:
    @pytest.fixture
    def visitors(self, county):
        elsewhere = make_organization("县审计局")
        return {
            "anonymous": None,
            "no right": make_user(organization=county.finance),
            "wrong organisation": make_user(organization=elsewhere, roles=["经办人"]),
            "reader": make_user(organization=county.finance, roles=["审核人"]),
            "author": county.author,
            "county office": county.administrator,
        }

    @pytest.mark.parametrize(
        ("who", "listing", "adding", "one", "verb"),
        [
            ("anonymous", 302, 302, 302, 302),
            ("no right", 403, 403, 403, 403),
            ("wrong organisation", 200, 200, 302, 302),
            ("reader", 200, 403, 200, 200),
            ("author", 200, 200, 200, 200),
            ("county office", 200, 200, 200, 200),
        ],
    )
    def test_each_page_by_every_visitor(self, client, county, visitors, who, listing, adding, one, verb):
        request = county.draft(end(county.local))
        sign_in(client, visitors[who])
        pages = (LIST, ADD, address(request), address(request, "submit"))
        assert tuple(client.get(url).status_code for url in pages) == (listing, adding, one, verb)
        assert client.get(f"{LIST}export/").status_code == listing
        assert client.get(REVISIONS).status_code == listing

    @pytest.mark.parametrize(
        ("who", "verb"),
        [
            ("wrong organisation", "submit"),
            ("reader", "submit"),
            ("author", "assess"),
            ("author", "approve"),
            ("wrong organisation", "approve"),
        ],
    )
    def test_posting_a_verb_without_the_right_changes_nothing(self, client, county, visitors, who, verb):
        before = {"submit": "draft", "assess": "submit", "approve": "assess"}[verb]
        row = end(county.local)
        request = county.draft(row) if before == "draft" else county.at(before, row)
        state = request.state
        data = {"remark": "同意。", "effective_on": timezone.localdate().isoformat()}
        sign_in(client, visitors[who]).post(address(request, verb), data)
        assert ChangeRequest.objects.get(pk=request.pk).state == state
        assert not Revision.objects.exists()

    def test_only_ones_own_and_the_county_office_sees_all(self, client, county, visitors):
        county.draft(end(county.local))
        assert "调整财政事项" in page(sign_in(client, county.administrator).get(LIST)).get_text()
        other = page(sign_in(client, visitors["wrong organisation"]).get(LIST))
        assert "调整财政事项" not in other.get_text()

    def test_a_submitted_one_is_closed_to_writing_and_stays(self, client, county):
        request = county.at("submit", end(county.local))
        shown = page(sign_in(client, county.author).get(address(request)))
        assert not shown.select("input[name=_save]") and not shown.select("[name^=rows-]")
        assert client.post(f"{LIST}{request.pk}/delete/", {"post": "yes"}).status_code == 403

    def test_a_revision_is_written_by_nobody(self, client, county):
        revision = county.carried(end(county.local), today=timezone.localdate())
        sign_in(client, make_user(is_superuser=True))
        url = f"{REVISIONS}{revision.pk}/change/"
        assert client.get(url).status_code == 200
        assert client.post(url, {"title": "x"}).status_code == 403
        assert client.post(f"{REVISIONS}{revision.pk}/delete/", {"post": "yes"}).status_code == 403


class TestForm:
    @pytest.fixture
    def author(self, client, county):
        return sign_in(client, county.author)

    def post(self, client, **row):
        data = form_of(client.get(ADD), "changerequest")
        return client.post(ADD, data | {"title": "增列事项", "reason": "条例。"} | row_data(**row))

    def test_a_change_is_drafted_with_what_differs_alone(self, author, county):
        new = values(content="收支总表；编制说明；绩效目标", audience="全社会")
        response = self.post(author, matter=county.local.pk, **new)
        assert response.status_code == 302, faults_in(response)
        row = ChangeRequest.objects.get().rows.get()
        assert row.values == {"content": "收支总表；编制说明；绩效目标"}
        assert row.before["content"] == "收支总表；编制说明"
        assert ChangeRequest.objects.get().proposed_by == county.author

    def test_an_addition(self, author, county):
        texts = {name: value for name, value in NEW.items() if name not in ("channels",)}
        new = values(**texts, channels="政府网站、公开查阅点")
        response = self.post(author, kind="add", parent=county.local.parent_id, **new)
        assert response.status_code == 302, faults_in(response)
        row = ChangeRequest.objects.get().rows.get()
        assert (row.kind, row.name) == (ChangeKind.ADD, "惠民补贴")
        assert row.values["channels"] == ["政府网站", "公开查阅点"] and row.values["tiers"] == ["县级"]

    def test_the_present_values_stand_beside(self, author, county):
        CatalogItem.objects.filter(pk=county.local.pk).update(content="<b>收支总表</b>")
        shown = page(author.get(ADD, {"matter": county.local.pk}))
        beside = [found.get_text() for found in shown.select("#rows-0 .present")]
        assert "现在：<b>收支总表</b>" in beside and "现在：县级" in beside
        chosen = shown.select_one("#id_rows-0-matter option[selected]")
        assert "部门决算（财政预决算 › 一级事项）" in chosen.get_text()

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ({"matter": "", "new_content": "甲"}, "请选择事项"),
            ({"kind": "add", "new_name": "甲"}, "请选择新增事项放在哪个一级事项之下"),
            ({"new_audience": "村里人"}, "应为“全社会”或“特定群体"),
            ({"new_channels": "○政府网站"}, "请用顿号分开各个渠道"),
            ({"new_content": ""}, "没有填写任何新的内容"),
            ({"basis_article": "", "new_content": "甲"}, "这个字段是必填项"),
            ({"kind": "end", "matter": "official"}, "不能自行终止"),
            ({"matter": "official", "new_name": "改名"}, "由国家标准目录规定"),
            ({"matter": "999999"}, "选择"),
        ],
    )
    def test_what_cannot_be_is_answered_beside_the_field(self, author, county, row, message):
        chosen = {"official": county.official.pk}.get(row.get("matter"), row.get("matter", county.local.pk))
        response = self.post(author, **{**row, "matter": "" if row.get("kind") == "add" else chosen})
        assert response.status_code == 200 and message in faults_in(response)
        assert not ChangeRequest.objects.exists()

    def test_rows_that_contradict_each_other_are_refused_together(self, author, county):
        data = form_of(author.get(ADD), "changerequest") | {
            "title": "甲",
            "reason": "乙",
            "rows-TOTAL_FORMS": "2",
        }
        first = row_data(matter=county.local.pk, new_content="甲")
        second = {k.replace("-0-", "-1-"): v for k, v in row_data(kind="end", matter=county.local.pk).items()}
        response = author.post(ADD, data | first | second)
        assert "出现了不止一次" in page(response).get_text()

    def test_saving_again_looks_at_the_catalog_of_today(self, author, county):
        request = county.draft(change(county.local, content="甲"))
        CatalogItem.objects.filter(pk=county.local.pk).update(content="乙")
        assert procedure.why_not(request, "submit", county.author)
        url = address(request)
        assert author.post(url, form_of(author.get(url), "changerequest")).status_code == 302
        assert procedure.why_not(request, "submit", county.author) == []

    def test_matters_are_found_by_name_and_told_apart(self, author, county):
        query = {"app_label": "catalog", "model_name": "changerow", "field_name": "matter", "term": "部门"}
        found = author.get("/admin/catalog/catalogitem/search/", query).json()["results"]
        assert any(entry["text"].endswith("部门决算（财政预决算 › 一级事项）") for entry in found)
        assert author.get("/admin/catalog/catalogitem/search/").status_code == 403

    def test_nobody_drafts_for_an_organ_out_of_scope(self, author, county):
        data = form_of(author.get(ADD), "changerequest") | {"organization": county.office.pk}
        response = author.post(ADD, data | {"title": "甲", "reason": "乙"} | row_data(matter=county.local.pk))
        assert response.status_code == 200 and not ChangeRequest.objects.exists()


class TestVerbs:
    def test_the_whole_way_by_three_people(self, client, county):
        request = county.draft(add(county.local.parent))
        sign_in(client, county.author)
        assert "已提交" in said(client.post(address(request, "submit"), follow=True))
        sign_in(client, county.inspector)
        assert "已出具意见" in said(
            client.post(address(request, "assess"), {"remark": "符合规定。"}, follow=True)
        )
        sign_in(client, county.administrator)
        day = timezone.localdate().isoformat()
        done = client.post(address(request, "approve"), {"effective_on": day}, follow=True)
        assert f"编为{Revision.objects.get()}" in said(done)
        assert ChangeRequest.objects.get().state == ChangeState.EFFECTIVE

    def test_in_place_of_a_dead_button_stands_why_not(self, client, county):
        request = county.at("submit", end(county.local))
        text = page(sign_in(client, county.author).get(address(request))).get_text()
        assert "现在不能出具意见：" in text and "您的岗位没有出具主管部门意见的权限" in text

    def test_a_page_that_shows_before_and_after(self, client, county):
        request = county.at("assess", change(county.official, tiers=["县级", "乡级"]))
        shown = page(sign_in(client, county.administrator).get(address(request, "approve")))
        cells = [cell.get_text() for cell in shown.select(".change-row tbody tr :is(th, td)")]
        assert cells == ["公开层级", "县级", "县级、乡级"]

    def test_a_vague_limit_is_pointed_out_where_it_is_decided(self, client, county):
        request = county.at("assess", change(county.local, time_limit="适时公开"))
        shown = page(sign_in(client, county.administrator).get(address(request, "approve")))
        assert "换算不成日期" in shown.select_one(".change-warnings").get_text()

    def test_a_day_in_the_past_is_refused_in_words(self, client, county):
        request = county.at("assess", end(county.local))
        sign_in(client, county.administrator)
        response = client.post(address(request, "approve"), {"effective_on": "2020-01-01"})
        assert "生效日期已经过去" in faults_in(response)
        assert client.get(address(request, "nonsense")).status_code in (302, 404)

    def test_pages_cost_the_same_with_few_and_with_many_rows(
        self, client, county, django_assert_max_num_queries
    ):
        matters = [county.matter(f"事项{n}", origin="local") for n in range(6)]
        request = county.draft(*(change(matter, audience="特定群体（单位）") for matter in matters))
        sign_in(client, county.administrator)
        with django_assert_max_num_queries(60):
            client.get(address(request))


class TestExport:
    def rows(self, response) -> list[list]:
        book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        return [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]

    def test_the_list_as_filtered_one_line_for_each_element(self, client, county):
        county.draft(change(county.local, content="=甲", audience="特定群体（单位）"))
        county.at("submit", end(county.official, is_law_changed=True))
        sign_in(client, county.author)
        assert len(self.rows(client.get(f"{LIST}export/"))) == 3
        lines = self.rows(client.get(f"{LIST}export/?state=draft"))
        assert [line[9:12] for line in lines] == [
            ["公开内容", "收支总表；编制说明", "=甲"],
            ["公开对象", "全社会", "特定群体（单位）"],
        ]

    def test_nothing_of_others_gets_into_it(self, client, county):
        county.draft(end(county.local))
        stranger = make_user(organization=make_organization("县审计局"), roles=["经办人"])
        assert self.rows(sign_in(client, stranger).get(f"{LIST}export/")) == []
