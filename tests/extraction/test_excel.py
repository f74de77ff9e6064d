"""Workbooks: tables with their headers, and every way in which a workbook hides things."""

from datetime import date, datetime

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from portal.extraction import extract

from .samples import NAMES, book, changed, packed, part_with, saved, unpacked

SECRET = "藏着的内容"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(workbook):
    return extract(saved(workbook), "名单.xlsx")


def payees():
    return book(NAMES, ["张三", "云溪镇", 500], ["李四", "青石镇", 600.5])


def test_rows_carry_header_place_and_table():
    row = part_with(read(payees()), "李四")
    assert (row.place, row.table, row.kind) == ("工作表“名单”第3行", "工作表“名单”", "table_row")
    assert (row.header, row.cells) == (tuple(NAMES), ("李四", "青石镇", "600.5"))


def test_title_and_unit_above_the_header_are_not_the_header():
    workbook = book(["发放表"], ["填报单位：某局", None, "单位：元"], NAMES, ["张三", "云溪镇", 500])
    assert part_with(read(workbook), "张三").header == tuple(NAMES)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets(state):
    workbook = payees()
    sheet = workbook.create_sheet("底稿")
    sheet.append([SECRET])
    sheet.sheet_state = state
    found = read(workbook)
    row = part_with(found, SECRET)
    assert row.is_hidden
    assert row.place == f"工作表“底稿”{'（隐藏）' if state == 'hidden' else '（深度隐藏）'}第1行"
    assert "有1个隐藏工作表：“底稿”。请取消隐藏核对，不需要公开的删除后另存。" in found.warnings


def test_hidden_columns_come_apart_from_the_row():
    workbook = book([*NAMES, "身份证号"], ["张三", "云溪镇", 500, SECRET])
    workbook.active.column_dimensions["D"].hidden = True
    workbook.active.column_dimensions["B"].hidden = True
    found = read(workbook)
    hidden = part_with(found, SECRET)
    assert hidden.place == "工作表“名单”第2行（隐藏的第B、D列）"
    assert (hidden.is_hidden, hidden.cells) == (True, ("", "云溪镇", "", SECRET))
    assert hidden.header[3] == "身份证号"
    seen = part_with(found, "张三")
    assert (seen.is_hidden, seen.cells) == (False, ("张三", "", "500"))
    assert any("隐藏的第B、D列" in sentence for sentence in found.warnings)


def test_a_column_of_no_width_is_hidden():
    workbook = book([*NAMES, "备注"], ["张三", "云溪镇", 500, SECRET])
    workbook.active.column_dimensions["D"].width = 20
    data = changed(saved(workbook), "xl/worksheets/sheet1.xml", 'width="20"', 'width="0"')
    assert part_with(extract(data, "a.xlsx"), SECRET).is_hidden


def test_hidden_rows():
    workbook = book(NAMES, ["张三", "云溪镇", SECRET])
    workbook.active.row_dimensions[2].hidden = True
    found = read(workbook)
    assert part_with(found, SECRET).is_hidden
    assert part_with(found, SECRET).place == "工作表“名单”第2行（隐藏）"
    assert any("第2行被隐藏" in sentence for sentence in found.warnings)


def test_rows_that_a_filter_leaves_out():
    workbook = book(NAMES, ["张三", "云溪镇", SECRET])
    workbook.active.auto_filter.ref = "A1:C2"
    workbook.active.row_dimensions[2].hidden = True
    assert any("第2行被筛选隐去" in sentence for sentence in read(workbook).warnings)


def _white(cell):
    cell.font = Font(color="FFFFFFFF")


def _tiny(cell):
    cell.font = Font(size=1)


def _empty_format(cell):
    cell.number_format = ";;;"


@pytest.mark.parametrize("hide", [_white, _tiny, _empty_format])
def test_cells_whose_format_shows_nothing(hide):
    workbook = book(NAMES, ["张三", "云溪镇", SECRET])
    hide(workbook.active["C2"])
    found = read(workbook)
    assert part_with(found, SECRET).is_hidden
    assert part_with(found, SECRET).place == "工作表“名单”第2行（第C列看不见的内容）"
    assert not part_with(found, "张三").is_hidden


def test_white_letters_on_a_dark_ground_are_not_hidden():
    workbook = book(["表头甲", "表头乙"])
    for cell in workbook.active[1]:
        _white(cell)
        cell.fill = PatternFill("solid", fgColor="FF1F4E79")
    assert not part_with(read(workbook), "表头甲").is_hidden


def test_comments():
    workbook = payees()
    workbook.active["B2"].comment = Comment(SECRET, "赵科员")
    found = read(workbook)
    comment = part_with(found, SECRET)
    assert (comment.place, comment.is_hidden) == ("工作表“名单”B2的批注", True)
    assert found.metadata["批注人"] == "赵科员"


def test_defined_names():
    workbook = payees()
    workbook.defined_names["底数"] = DefinedName("底数", attr_text=f'"{SECRET}"')
    workbook.defined_names["区域"] = DefinedName("区域", attr_text="名单!$A$1")
    found = read(workbook)
    assert part_with(found, SECRET).place == "定义的名称“底数”"
    assert part_with(found, SECRET).kind == "text"
    assert part_with(found, "区域").kind == "metadata"


def test_what_a_formula_gave_is_read():
    data = changed(
        saved(book(["合计", "数"], ["甲", "=1+1"])),
        "xl/worksheets/sheet1.xml",
        "<f>1+1</f><v></v>",
        "<f>1+1</f><v>110101199003078515</v>",
    )
    assert part_with(extract(data, "a.xlsx"), "110101199003078515").cells == ("甲", "110101199003078515")


def test_links_of_cells_and_of_formulas():
    workbook = payees()
    workbook.active["A1"].hyperlink = "https://example.com/x"
    workbook.active["D1"] = '=HYPERLINK("https://example.org/y","点这里")'
    found = read(workbook)
    assert part_with(found, "example.com/x").place == "工作表“名单”A1的链接"
    assert part_with(found, "example.org/y").kind == "link"


def test_copies_of_other_files():
    files = unpacked(saved(payees()))
    cached = (
        f'<sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>{SECRET}</v></cell></row></sheetData>'
    )
    files["xl/externalLinks/externalLink1.xml"] = (
        f"<externalLink {MAIN}><externalBook><sheetDataSet>{cached}</sheetDataSet></externalBook></externalLink>".encode()
    )
    target = f'<Relationship Id="rId1" Type="{OFFICE}/externalLinkPath" Target="file:///D:/zhangsan/底表.xlsx" TargetMode="External"/>'
    files["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f"<Relationships>{target}</Relationships>".encode()
    )
    found = extract(packed(files), "a.xlsx")
    assert part_with(found, SECRET).place == "外部文件数据的副本"
    assert part_with(found, "zhangsan").is_hidden
    assert any("其他文件" in sentence for sentence in found.warnings)


def test_the_cache_of_a_pivot_table_keeps_all_rows():
    files = unpacked(saved(payees()))
    shared = f'<sharedItems><s v="张三丰"/><s v="{SECRET}"/></sharedItems>'
    files["xl/pivotCache/pivotCacheDefinition1.xml"] = (
        f'<pivotCacheDefinition {MAIN}><cacheFields><cacheField name="姓名">{shared}</cacheField>'
        '<cacheField name="金额"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>'
    ).encode()
    files["xl/pivotCache/pivotCacheRecords1.xml"] = (
        f'<pivotCacheRecords {MAIN}><r><x v="1"/><n v="77"/></r></pivotCacheRecords>'.encode()
    )
    target = f'<Relationship Id="r1" Type="{OFFICE}/pivotCacheRecords" Target="pivotCacheRecords1.xml"/>'
    files["xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels"] = (
        f"<Relationships>{target}</Relationships>".encode()
    )
    row = part_with(extract(packed(files), "a.xlsx"), SECRET)
    assert (row.header, row.cells, row.is_hidden) == (("姓名", "金额"), (SECRET, "77"), True)


def test_connections_to_data_bases():
    files = unpacked(saved(payees()))
    files["xl/connections.xml"] = (
        f'<connections {MAIN}><connection><dbPr connection="{SECRET}"/></connection></connections>'.encode()
    )
    assert part_with(extract(packed(files), "a.xlsx"), SECRET).place == "数据连接"


def with_shared_strings(strings: str, cell: str) -> bytes:
    """A workbook whose cells refer to a table of strings, as Excel and WPS write it."""
    data = saved(payees())
    pointer = f'<Relationship Id="rIdS" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
    files = unpacked(changed(data, "xl/_rels/workbook.xml.rels", "</Relationships>", pointer))
    row = f'<sheetData><row r="1"><c r="B1" t="s"><v>{cell}</v></c></row></sheetData>'
    files["xl/worksheets/sheet1.xml"] = f"<worksheet {MAIN}>{row}</worksheet>".encode()
    files["xl/sharedStrings.xml"] = f"<sst {MAIN}>{strings}</sst>".encode()
    return packed(files)


def test_shared_strings_in_pieces_and_without_reading_aids():
    pieces = "<si><r><t>明湖</t></r><r><t>县</t></r><rPh><t>minghu</t></rPh></si>"
    found = extract(with_shared_strings(f"<si><t>甲</t></si>{pieces}", "1"), "a.xlsx")
    assert part_with(found, "明湖县").cells == ("", "明湖县")


def test_words_left_behind_by_deleted_cells():
    found = extract(with_shared_strings(f"<si><t>甲</t></si><si><t>{SECRET}</t></si>", "0"), "a.xlsx")
    assert part_with(found, SECRET).place == "文件内部残留的文字"
    assert part_with(found, SECRET).is_hidden
    assert not part_with(found, "甲").is_hidden


def test_header_of_the_printed_page_and_hints_for_filling_in():
    workbook = payees()
    workbook.active.oddHeader.center.text = "内部资料"
    rule = DataValidation(type="list", formula1=f'"{SECRET},其他"', promptTitle="说明", prompt="从列表中选")
    workbook.active.add_data_validation(rule)
    rule.add("A2")
    found = read(workbook)
    assert part_with(found, "内部资料").place == "工作表“名单”的页眉页脚"
    assert part_with(found, SECRET).place == "工作表“名单”的填写提示"


def test_properties():
    workbook = payees()
    workbook.properties.creator = "李四"
    workbook.properties.lastModifiedBy = "王五"
    assert read(workbook).metadata["作者"] == "李四"
    assert read(workbook).metadata["最后修改人"] == "王五"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2024, 6, 1), "2024-06-01"),
        (datetime(2024, 6, 1, 8, 30), "2024-06-01 08:30"),
        (13_800_000_000.0, "13800000000"),
        (0.1 + 0.2, "0.3"),
        (-12.5, "-12.5"),
        (True, "1"),
    ],
)
def test_values_as_people_write_them(value, shown):
    assert part_with(read(book(["甲", value])), "甲").cells == ("甲", shown)


def test_a_far_away_cell_does_not_cost_a_fortune():
    workbook = payees()
    workbook.active["XFD1048576"] = SECRET
    row = part_with(read(workbook), SECRET)
    assert row.place == "工作表“名单”第1048576行"
    assert len(row.cells) == 16384


def test_text_in_shapes():
    files = unpacked(saved(payees()))
    files["xl/drawings/drawing1.xml"] = f"<d><off>123</off><t>{SECRET}</t><cNvPr descr='说明'/></d>".encode()
    found = extract(packed(files), "a.xlsx")
    assert part_with(found, SECRET).text == SECRET
    assert part_with(found, "说明").place == "图形中的文字（drawing1.xml）的替代文字"
