"""Importing the catalog in admin: upload, look at the difference, confirm; every bad row named."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.admin import importing as admin_importing
from catalog.models import CatalogItem, Revision
from portal.ledger.models import LedgerEntry
from tests.admin_forms import faults_in, page, said, sign_in
from tests.catalog.spreadsheet_builder import csv_bytes, matter
from tests.factories import make_domain, make_organization, make_user

pytestmark = pytest.mark.django_db
IMPORT = "/admin/catalog/catalogitem/import/"


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


def cells(response, table: str) -> list[list[str]]:
    return [[td.get_text() for td in row.select("td")] for row in page(response).select(f"#{table} tbody tr")]


def upload(client, *lines, name="03-budget.csv", data=None):
    content = csv_bytes(*lines) if data is None else data
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def token_in(response) -> str:
    field = page(response).select_one("input[name=token]")
    return field["value"] if field else ""


def kept_files() -> list:
    folder = settings.VAR_DIR / "imports"
    return list(folder.iterdir()) if folder.exists() else []


class TestImportJourney:
    @pytest.fixture(autouse=True)
    def a_domain(self, budget, finance):
        pass

    def test_upload_shows_the_difference_and_confirming_applies_it(self, keeper):
        upload(keeper, matter(), matter(二级事项="部门决算", 序号="2"))
        response = upload(keeper, matter(公开时限="批复后30日内"), matter(二级事项="绩效目标", 序号="3"))
        assert not CatalogItem.objects.matters().exists(), "looking writes nothing"
        response = keeper.post(IMPORT, {"token": token_in(response)}, follow=True)
        assert (
            said(response)
            == f"目录已更新，编为{Revision.objects.get()}：新增 2 项，修改 0 项，停用 0 项，未变 0 项。"
        )
        response = upload(keeper, matter(公开时限="批复后15日内"), matter(二级事项="决算", 序号="4"))
        heading = page(response).select_one("h2:-soup-contains('03-budget.csv')").get_text()
        assert heading == "03-budget.csv：新增 1 项，修改 1 项，停用 1 项，未变 0 项"
        assert cells(response, "changed") == [["部门预算", "公开时限", "批复后30日内", "批复后15日内"]]
        assert [li.get_text() for li in page(response).select("#added li")] == ["财政预决算 › 决算"]
        assert [li.get_text() for li in page(response).select("#ended li")] == ["绩效目标"]
        keeper.post(IMPORT, {"token": token_in(response)})
        names = CatalogItem.objects.matters().current().values_list("name", "time_limit")
        assert set(names) == {("部门预算", "批复后15日内"), ("决算", "批复后20日内")}
        assert LedgerEntry.objects.latest("sequence").actor == "县政府办公室"

    def test_the_same_file_again_says_there_is_nothing_to_do(self, keeper):
        keeper.post(IMPORT, {"token": token_in(upload(keeper, matter()))})
        response = upload(keeper, matter())
        assert "表格与现有目录一致，没有需要导入的内容。" in page(response).get_text()
        assert not token_in(response)

    def test_only_the_order_changed_is_said_in_one_line(self, keeper):
        keeper.post(IMPORT, {"token": token_in(upload(keeper, matter()))})
        response = upload(keeper, matter(序号="7"))
        assert "另有 1 项只是序号变化。" in page(response).get_text()
        assert not page(response).select("#changed")

    def test_each_bad_row_is_named_with_column_value_and_message(self, keeper):
        response = upload(
            keeper,
            matter(),
            matter(二级事项="部门决算", 公开时限=""),
            matter(二级事项="债务", 公开方式="口头"),
        )
        empty, wrong = cells(response, "errors")
        assert empty[:4] == ["03-budget", "3", "公开时限", "（空）"] and "“公开时限”为空" in empty[4]
        assert wrong[:4] == ["03-budget", "4", "公开方式", "口头"] and "无法识别" in wrong[4]
        assert "有 2 处错误，没有导入任何内容。" in page(response).get_text()
        assert not token_in(response) and not CatalogItem.objects.matters().exists()

    def test_very_many_errors_are_shown_in_part(self, keeper):
        bad = [matter(二级事项=f"事项{n}", 公开时限="") for n in range(230)]
        response = upload(keeper, *bad)
        assert len(cells(response, "errors")) == 200
        assert "有 230 处错误" in page(response).get_text() and "以上是前 200 处" in page(response).get_text()

    def test_an_unknown_organ_is_a_warning_with_what_to_do(self, keeper):
        response = upload(keeper, matter(公开主体="县铁路局"))
        (warning,) = page(response).select("#warnings li")
        assert warning.get_text().startswith("03-budget 第 2 行“公开主体”（县铁路局）：本县没有")
        assert token_in(response)

    @pytest.mark.parametrize(
        ("data", "name", "message"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧表.xls", "旧版 .xls"),
            (b"PK\x03\x04broken", "目录.xlsx", "。"),
            (b"\x89PNG\r\n\x1a\n" + bytes(300), "照片.png", "无法识别文件编码"),
            (csv_bytes(matter()), "我的目录.csv", "没有叫这个名字的领域"),
        ],
        ids=["old xls", "cut zip", "picture", "no domain"],
    )
    def test_a_file_that_cannot_be_read_says_why(self, keeper, data, name, message):
        response = upload(keeper, data=data, name=name)
        assert response.status_code == 200
        assert message in cells(response, "errors")[0][4]

    def test_a_file_of_25_megabytes_is_refused_before_it_is_read(self, keeper):
        response = upload(keeper, data=b"x" * (25 * 1024 * 1024))
        assert "文件超过20MB。请只保留目录表格，去掉图片后再上传。" in faults_in(response)

    def test_no_file_and_an_empty_file(self, keeper):
        assert "请选择要上传的目录表格。" in faults_in(keeper.post(IMPORT, {}))
        assert "文件是空的" in faults_in(upload(keeper, data=b""))

    def test_markup_in_a_file_is_shown_as_text(self, keeper):
        response = upload(keeper, matter(二级事项="<script>alert(1)</script>"))
        assert not page(response).select("#added script")
        assert "<script>alert(1)" in page(response).select_one("#added li").get_text()


class TestKeptUploads:
    @pytest.fixture(autouse=True)
    def a_domain(self, budget, finance):
        for path in kept_files():
            path.unlink()

    @pytest.mark.parametrize("token", ["wrong", "../../../manage.py"])
    def test_a_wrong_token_asks_for_the_file_again(self, keeper, token):
        upload(keeper, matter())
        response = keeper.post(IMPORT, {"token": token}, follow=True)
        assert said(response) == "上传的文件已经过期，请重新上传。"
        assert not CatalogItem.objects.matters().exists()

    def test_a_token_works_once(self, keeper):
        token = token_in(upload(keeper, matter()))
        keeper.post(IMPORT, {"token": token})
        assert "已经过期" in said(keeper.post(IMPORT, {"token": token}, follow=True))
        assert kept_files() == []

    def test_a_colleague_cannot_confirm_it(self, keeper, client, office):
        token = token_in(upload(keeper, matter()))
        other = sign_in(type(client)(), make_user(organization=office, roles=["系统管理员"]))
        assert "已经过期" in said(other.post(IMPORT, {"token": token}, follow=True))

    def test_a_file_that_is_gone_asks_for_it_again(self, keeper):
        token = token_in(upload(keeper, matter()))
        (kept,) = kept_files()
        kept.unlink()
        assert "已经过期" in said(keeper.post(IMPORT, {"token": token}, follow=True))

    def test_a_new_upload_takes_the_place_of_the_old_one(self, keeper):
        first = token_in(upload(keeper, matter()))
        upload(keeper, matter(二级事项="部门决算"))
        assert len(kept_files()) == 1
        assert "已经过期" in said(keeper.post(IMPORT, {"token": first}, follow=True))

    def test_what_nobody_confirmed_is_cleared_away(self, keeper, monkeypatch):
        upload(keeper, matter())
        (left,) = kept_files()
        keeper.logout()
        monkeypatch.setattr(admin_importing, "KEPT_FOR", timedelta(seconds=-1))
        sign_in(keeper, make_user(is_superuser=True))
        upload(keeper, matter(二级事项="部门决算"))
        assert left not in kept_files() and len(kept_files()) == 1

    def test_a_catalog_that_changed_meanwhile_is_shown_again_before_it_is_written(self, keeper):
        keeper.post(IMPORT, {"token": token_in(upload(keeper, matter()))})
        token = token_in(upload(keeper, matter(公开时限="批复后30日内")))
        CatalogItem.objects.matters().update(time_limit="批复后10日内")
        response = keeper.post(IMPORT, {"token": token})
        assert "差异已经重新计算，请再看一遍" in said(response)
        assert cells(response, "changed")[0][2:] == ["批复后10日内", "批复后30日内"]
        keeper.post(IMPORT, {"token": token_in(response)})
        assert CatalogItem.objects.matters().get().time_limit == "批复后30日内"
