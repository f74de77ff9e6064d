"""Organisations from a CSV file: all of them or none, every bad cell named with its row, column and value."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.demo.organizations import FIXTURES
from portal.organizations.credit_code import check_digit
from portal.organizations.importing import ImportRefused, import_organizations
from portal.organizations.models import Kind, Organization
from portal.organizations.signals import organizations_changed
from tests.factories import make_organization

pytestmark = pytest.mark.django_db
DEMO_FILE = FIXTURES / "organizations.csv"


def row(code: str, parent: str = "county", kind: str = "department", **cells) -> dict[str, str]:
    """A sound row; `cells` change or add columns."""
    number = sum(code.encode())
    first17 = f"11369921{number:09d}"
    return {
        "code": code,
        "parent_code": parent,
        "kind": kind,
        "name": f"明湖县{code}",
        "short_name": code,
        "catalog_name": code,
        "credit_code": first17 + check_digit(first17),
        **cells,
    }


COUNTY = row("county", "", "county_government")


@pytest.fixture
def file(tmp_path):
    """Writes rows as a CSV file and gives its path."""

    def write(*rows: dict, encoding: str = "utf-8-sig"):
        path = tmp_path / "机构.csv"
        columns = list(dict.fromkeys(column for one in rows for column in one))
        with path.open("w", encoding=encoding, newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def problems_of(path) -> list[tuple]:
    with pytest.raises(ImportRefused) as refused:
        import_organizations(path)
    return [(p.row, p.column, p.value) for p in refused.value.problems]


def messages_of(path) -> str:
    with pytest.raises(ImportRefused) as refused:
        import_organizations(path)
    return "".join(p.message for p in refused.value.problems)


def test_the_demo_county_comes_in_whole_and_a_second_time_changes_nothing():
    assert import_organizations(DEMO_FILE) == (134, 0)
    before = list(Organization.objects.order_by("pk").values())
    assert import_organizations(DEMO_FILE) == (0, 134)
    after = list(Organization.objects.order_by("pk").values())
    for one in before + after:
        del one["updated_at"]
    assert after == before
    assert Organization.objects.get(is_competent_authority=True).code == "government-office"


def test_a_file_with_chinese_headings_kinds_and_dates_as_excel_saves_it(file):
    finance = row("finance", kind="县政府部门", aliases="县国资办，国资监管部门", established_on="2004/6/18")
    finance |= {"is_competent_authority": "是"}
    chinese = {"code": "机构代码", "parent_code": "上级单位", "kind": "类别", "aliases": "其他称呼"}
    rows = [{chinese.get(name, name): value for name, value in one.items()} for one in (COUNTY, finance)]
    assert import_organizations(file(*rows, encoding="gb18030")) == (2, 0)
    stored = Organization.objects.get(code="finance")
    assert stored.kind == Kind.DEPARTMENT and stored.parent.code == "county"
    assert stored.aliases == ["县国资办", "国资监管部门"]
    assert stored.established_on == date(2004, 6, 18) and stored.is_competent_authority


def test_what_the_file_leaves_out_stays_as_it_is(file):
    import_organizations(file(COUNTY, row("finance", phone="0700-6881131")))
    import_organizations(file(COUNTY, row("finance", name="明湖县财政和国资局")))
    stored = Organization.objects.get(code="finance")
    assert (stored.name, stored.phone) == ("明湖县财政和国资局", "0700-6881131")
    import_organizations(file(COUNTY))
    assert Organization.objects.filter(code="finance").exists()


def test_an_abolished_organisation_names_its_successor_and_can_come_back(file):
    gone = {"abolished_on": "2024-03-01", "successor_code": "finance"}
    open_ended = {"abolished_on": "", "successor_code": ""}
    import_organizations(file(COUNTY, row("assets", **gone), row("finance")))
    assert Organization.objects.get(code="assets").successor.code == "finance"
    import_organizations(file(COUNTY, row("assets", **open_ended), row("finance")))
    assert Organization.objects.get(code="assets").is_active


def test_obligations_follow_once_when_everything_is_there(file, django_capture_on_commit_callbacks):
    seen = []

    def listen(**kwargs):
        seen.append(Organization.objects.count())

    organizations_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        import_organizations(file(COUNTY, row("finance"), row("audit")))
    assert seen == [3]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"code": ""}, "机构代码"),
        ({"code": "财政"}, "机构代码"),
        ({"kind": "局"}, "类别"),
        ({"name": ""}, "规范名称"),
        ({"credit_code": "11369921"}, "统一社会信用代码"),
        ({"parent_code": "nowhere"}, "上级单位"),
        ({"parent_code": ""}, "上级单位"),
        ({"parent_code": "finance"}, "上级单位"),
        ({"parent_code": "county", "kind": "village"}, "上级单位"),
        ({"email": "财政局"}, "电子邮箱"),
        ({"established_on": "上世纪"}, "成立日期"),
        ({"is_competent_authority": "也许"}, "政府信息公开主管部门"),
        ({"successor_code": "nowhere", "abolished_on": "2024-03-01"}, "职能承接单位"),
        ({"successor_code": "finance", "abolished_on": "2024-03-01"}, "职能承接单位"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_written(file, cells, column):
    bad = row("finance") | cells
    name = next(iter(cells))
    found = problems_of(file(COUNTY, bad, row("audit")))
    assert (3, column, bad[name]) in found
    assert {number for number, _, _ in found} == {3}
    assert not Organization.objects.exists()


def test_a_succession_without_an_end_is_refused(file):
    bad = row("assets", successor_code="county", abolished_on="")
    assert problems_of(file(COUNTY, bad)) == [(3, "撤销日期", "")]


def test_the_same_code_or_name_twice_is_told_with_the_other_row(file):
    twin = row("audit", catalog_name="finance")
    assert problems_of(file(COUNTY, row("finance"), twin)) == [(4, "目录中的名称", "finance")]
    assert "和第3行重复" in messages_of(file(COUNTY, row("finance"), row("finance")))


def test_a_name_that_another_organisation_has_already_is_refused(file):
    make_organization(catalog_name="县财政局")
    found = problems_of(file(COUNTY, row("finance", catalog_name="县财政局")))
    assert found == [(3, "目录中的名称", "县财政局")]


def test_a_parent_further_down_is_told_to_move_up(file):
    path = file(COUNTY, row("aid-station", "civil", "public_body"), row("civil"))
    assert "上级单位写在本行之前" in messages_of(path)


def test_an_end_that_leaves_organisations_below_is_refused(file):
    path = file(
        COUNTY, row("yunxi", kind="town", abolished_on="2024-03-01"), row("dongcun", "yunxi", "village")
    )
    assert {(3, "撤销日期", "2024-03-01"), (4, "上级单位", "yunxi")} == set(problems_of(path))
    assert not Organization.objects.exists()


def test_an_organisation_under_itself_is_refused(file):
    import_organizations(file(COUNTY, row("housing"), row("archive", "housing")))
    assert "形成了环" in messages_of(file(row("housing", "archive")))


def test_missing_unknown_and_doubled_columns_are_named(file):
    lacking = {name: value for name, value in COUNTY.items() if name != "credit_code"}
    assert problems_of(file(lacking)) == [(1, "统一社会信用代码", "")]
    assert problems_of(file(COUNTY | {"电话": "1"})) == [(1, "电话", "电话")]
    assert problems_of(file(COUNTY | {"类别": "县人民政府"})) == [(1, "类别", "kind")]


def test_a_row_longer_than_the_head_and_a_file_that_is_no_text(tmp_path, file):
    path = file(COUNTY)
    path.write_bytes(path.read_bytes().rstrip() + ",多出来\n".encode())
    assert problems_of(path) == [(2, "", "多出来")]
    path.write_bytes(b"PK\x03\x04\x00\x00\xff\xfe")
    assert "CSV UTF-8" in messages_of(path)
    path.write_bytes(b"")
    assert len(problems_of(path)) == 7


def test_the_command_lists_every_bad_cell_and_says_that_nothing_came_in(file):
    err = StringIO()
    with pytest.raises(CommandError, match="有 2 处错误，没有导入任何内容"):
        path = file(COUNTY, row("finance", kind="局"), row("audit", "nowhere"))
        call_command("import_organizations", str(path), stdout=StringIO(), stderr=err)
    first, second = err.getvalue().splitlines()
    assert first.startswith("机构.csv 第3行「类别」局：请填写以下之一：县人民政府、县政府部门、")
    assert second == "机构.csv 第4行「上级单位」nowhere：没有这个代码的单位，请核对机构代码。"


def test_the_command_counts_and_names_a_file_that_is_not_there(file):
    out = StringIO()
    call_command("import_organizations", str(file(COUNTY, row("finance"))), stdout=out)
    assert out.getvalue().strip() == "新增 2 个机构，更新 0 个。导入完成。"
    with pytest.raises(CommandError, match="没有这个文件"):
        call_command("import_organizations", "/nowhere.csv")
