"""The catalog's commands: what they print, what they refuse, what they leave behind."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog import importing
from catalog.models import CatalogItem, Evidence
from tests.catalog.spreadsheet_builder import book_bytes, csv_bytes, matter, official, official_book
from tests.factories import make_matter, make_organization

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 3)


def run(name: str, *args) -> tuple[str, str]:
    """(what was said, what was complained about)."""
    out, err = StringIO(), StringIO()
    call_command(name, *map(str, args), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path):
    """Writes a CSV or workbook and gives its path."""

    def write(*lines, name="03-budget.csv"):
        path = tmp_path / name
        path.write_bytes(csv_bytes(*lines))
        return path

    return write


class TestImport:
    def test_a_file_is_imported_with_its_count(self, file):
        make_organization("县财政局")
        said, complained = run("import_catalog", file(matter(), matter(二级事项="部门决算", 序号="2")))
        assert said.splitlines() == ["新增 2，修改 0，停用 0，未变 0。", "导入完成。"]
        assert not complained
        assert CatalogItem.objects.matters().count() == 2

    def test_a_dry_run_writes_nothing_not_even_domains(self, file):
        said, _ = run("import_catalog", file(matter()), "--dry-run")
        assert said.splitlines() == ["新增 1，修改 0，停用 0，未变 0。"]
        assert not CatalogItem.objects.exists()

    def test_errors_are_listed_and_nothing_is_written(self, file):
        make_organization("县财政局")
        bad = file(matter(), matter(二级事项="部门决算", 公开时限="", 公开方式="口头"))
        err = StringIO()
        with pytest.raises(CommandError, match="有 2 处错误，没有导入任何内容"):
            call_command("import_catalog", str(bad), stdout=StringIO(), stderr=err)
        first, second = err.getvalue().splitlines()
        assert first.startswith("03-budget 第3行「公开时限」：“公开时限”为空")
        assert second.startswith("03-budget 第3行「公开方式」口头：")
        assert not CatalogItem.objects.exists()

    def test_warnings_are_shown_but_do_not_stop_it(self, file):
        said, complained = run("import_catalog", file(matter(公开主体="县铁路局")))
        assert "县铁路局：本县没有与之对应的机构" in complained and "导入完成" in said

    def test_a_workbook_and_several_files_go_in_together(self, file, tmp_path):
        book = tmp_path / "目录.xlsx"
        book.write_bytes(book_bytes(official_book(official())))
        run("import_catalog", book, file(matter(二级事项="办税指南"), name="05-taxation.csv"))
        assert CatalogItem.objects.matters().count() == 2

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(CommandError, match="没有这个文件"):
            run("import_catalog", tmp_path / "no.csv")


class TestExport:
    @pytest.fixture(autouse=True)
    def a_catalog(self, file):
        run("import_catalog", file(matter(), matter(二级事项="部门决算", 序号="2")))
        run("import_catalog", file(matter(二级事项="办税指南"), name="05-taxation.csv"))

    def test_a_workbook_of_everything_imports_as_no_change(self, tmp_path):
        path = tmp_path / "目录.xlsx"
        said, _ = run("export_catalog", path, "--domain", "03-budget")
        assert said == "导出 1 个领域，2 项。\n"
        assert run("import_catalog", path)[0].startswith("新增 0，修改 0，停用 0，未变 2。")

    def test_csv_goes_to_a_folder_and_imports_as_no_change(self, tmp_path):
        folder = tmp_path / "目录"
        said, _ = run("export_catalog", folder, "--format", "csv")
        assert said == "导出 32 个领域，3 项。\n"
        files = [folder / f"{code}.csv" for code in ("03-budget", "05-taxation")]
        assert run("import_catalog", *files)[0].startswith("新增 0，修改 0，停用 0，未变 3。")

    def test_an_unknown_domain(self, tmp_path):
        with pytest.raises(CommandError, match="没有编码为 99-x 的领域"):
            run("export_catalog", tmp_path / "a.xlsx", "--domain", "99-x")

    def test_a_place_that_cannot_be_written(self, tmp_path):
        with pytest.raises(CommandError, match="不能写入"):
            run("export_catalog", tmp_path / "missing" / "a.xlsx")


def test_an_empty_catalog_cannot_be_exported(tmp_path):
    with pytest.raises(CommandError, match="目录是空的"):
        run("export_catalog", tmp_path / "a.xlsx")


class TestCheck:
    def test_a_sound_tree(self):
        make_matter()
        assert run("check_catalog")[0] == "目录树完好。\n"

    def test_a_broken_tree_is_told_line_by_line_and_how_to_mend_it(self):
        broken = make_matter()
        CatalogItem.objects.filter(pk=broken.pk).update(lft=99)
        err = StringIO()
        with pytest.raises(CommandError, match="1 处问题，可以用 --repair 修复"):
            call_command("check_catalog", stderr=err)
        assert err.getvalue() == f"{broken.code}：树的编号与上下层关系不一致。\n"

    def test_mending_says_what_it_did(self):
        broken = make_matter()
        CatalogItem.objects.filter(pk=broken.pk).update(lft=99, level=0)
        said, _ = run("check_catalog", "--repair")
        assert said.splitlines() == ["重新编号 1 个节点。", "目录树完好。"]


def test_the_report_names_what_people_have_to_settle():
    importing.load_domains(DAY)
    domain = CatalogItem.objects.get(code="03-budget")
    make_organization("县财政局")
    make_matter("甲", domain, time_limit="适时公开", responsible="县财政局", evidence=Evidence.COMPILED)
    make_matter("乙", domain, responsible="县铁路局", evidence=Evidence.NAME_SEEN)
    make_matter("丙", domain, responsible="县财政局", evidence=Evidence.SEEN)
    said, _ = run("catalog_report")
    assert "公开时限没有可用规则：1 项" in said and "甲：适时公开" in said
    assert "公开主体不能落实到单位：1 项" in said and "乙：县铁路局" in said
    assert "03-budget 财政预决算：依据指引和法律整理 1 项，仅见事项名称 1 项" in said
