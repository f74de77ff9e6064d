import io

import pytest
from openpyxl import load_workbook

from catalog.spreadsheets import COLUMNS, SheetRows, write_csv, write_xlsx
from tests.catalog.spreadsheet_builder import (
    LOWER,
    UPPER,
    add_official_sheet,
    csv_bytes,
    matter,
    new_book,
    official,
    official_book,
    plain_book,
    read,
    rows_of,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_offices_use(encoding):
    (row,) = rows_of(csv_bytes(matter(), encoding=encoding))
    assert (row.number, row.sequence, row.level1, row.name) == (2, "1", "财政预决算", "部门预算")
    assert row.content == "收支总表；收入总表；支出总表"
    assert row.channels == ("政府网站", "公开查阅点")
    assert (row.audience, row.method, row.tiers) == ("全社会", "主动公开", ("县级", "乡级"))


def test_csv_sheet_is_named_after_the_file():
    assert read(csv_bytes(matter()), "03-budget.csv").sheets[0].name == "03-budget"


def test_csv_line_numbers_count_records_as_a_spreadsheet_program_does():
    first = matter(公开内容="收支总表\n收入总表")
    rows = rows_of(csv_bytes(first, [], matter(二级事项="部门决算")))
    assert [row.number for row in rows] == [2, 4]
    assert rows[0].content == "收支总表\n收入总表"


def test_csv_saved_from_the_two_line_form_is_read():
    lines = [LOWER, official(), official(二级事项="部门决算", 县级="", 村级="✔")]
    rows = rows_of(csv_bytes(*lines, header=UPPER))
    assert [row.name for row in rows] == ["部门预算", "部门决算"]
    assert rows[1].tiers == ("乡级", "村级")


def test_official_form_with_titles_and_two_header_lines_is_read():
    titles = ("附件3", "财政预决算领域基层政务公开标准目录")
    (row,) = rows_of(official_book(official(), titles=titles))
    assert row.number == 5
    assert row == rows_of(csv_bytes(matter()))[0]


def test_merged_cells_hold_for_every_line_they_cover():
    lines = [official(), ["2", "", "部门决算", "决算表", "", "", "", "", "√", "", "√", "", "√", "", ""]]
    rows = rows_of(official_book(*lines, merges=["B4:B5", "E4:E5", "F4:F5", "G4:G5", "H4:H5"]))
    assert {row.level1 for row in rows} == {"财政预决算"}
    assert rows[1].time_limit == "批复后20日内"
    assert rows[1].responsible == "县财政局"
    assert rows[1].legal_basis == "《中华人民共和国预算法》"
    assert rows[1].channels == ("政府网站", "公开查阅点")


def test_texts_hidden_under_a_merged_range_are_ignored():
    book = official_book(official(), official(二级事项="部门决算"), [""] * 15)
    sheet = book.worksheets[0]
    sheet["B5"], sheet["B6"] = "旧名称", "旧名称"
    sheet.merged_cells.add("B4:B6")
    assert [row.level1 for row in rows_of(book)] == ["财政预决算"] * 2


def test_empty_lines_under_a_merged_matter_are_no_matters():
    assert len(rows_of(official_book(official(), [""] * 15, merges=["B4:B6"]))) == 1


@pytest.mark.parametrize("tick", ["√", "✓", "✔", "是", "■", "☑", " √ "])
def test_ticks_of_every_kind(tick):
    line = official(全社会=tick, 主动="", 依申请=tick, 县级="", 乡级="", 村级=tick)
    (row,) = rows_of(official_book(line))
    assert (row.audience, row.method, row.tiers) == ("全社会", "依申请公开", ("村级",))


@pytest.mark.parametrize("blank", ["□", "/", "—", "否", "－"])
def test_open_boxes_and_dashes_are_no_ticks(blank):
    (row,) = rows_of(official_book(official(特定群体=blank, 依申请=blank, 村级=blank)))
    assert (row.audience, row.method, row.tiers) == ("全社会", "主动公开", ("县级", "乡级"))


@pytest.mark.parametrize(
    ("everyone", "group", "audience"),
    [
        ("", "申请人", "特定群体（申请人）"),
        ("√", "被征地农民、村集体", "全社会、特定群体（被征地农民、村集体）"),
        ("", "特定群体（水库移民）", "特定群体（水库移民）"),
        ("", "√", "特定群体"),
        ("", "", ""),
    ],
)
def test_audience_of_the_official_form(everyone, group, audience):
    (row,) = rows_of(official_book(official(全社会=everyone, 特定群体=group)))
    assert row.audience == audience


@pytest.mark.parametrize(
    ("cell", "channels"),
    [
        ("■政府网站 □政府公报\n■两微一端 □其他", ("政府网站", "两微一端")),
        ("☑政府网站☐政府公报", ("政府网站",)),
        ("□√政府网站 □政府公报", ("政府网站",)),
        ("√□政府网站 □政府公报", ("政府网站",)),
        ("■ 政府网站、\n■ 公开查阅点、\n□ 精准推送", ("政府网站", "公开查阅点")),
        ("■社区/企事业单位/村公示栏\n（电子屏）", ("社区/企事业单位/村公示栏",)),
        ("■政府网站 ■其他__微信群、抖音__", ("政府网站", "其他（微信群、抖音）")),
        ("■其他（广播（村村响））", ("其他（广播（村村响））",)),
        ("■其他____", ("其他",)),
        ("□政府网站 □其他", ()),
        ("政府网站、其他（微信、抖音）", ("政府网站", "其他（微信、抖音）")),
        ("政府网站\n公开查阅点；政府网站", ("政府网站", "公开查阅点")),
        ("政府网站 公开查阅点", ("政府网站", "公开查阅点")),
    ],
)
def test_channels_from_boxes_and_lists(cell, channels):
    (row,) = rows_of(official_book(official(公开渠道=cell)))
    assert row.channels == channels


def test_a_tick_column_per_channel_is_read():
    upper = [*UPPER[:7], "公开渠道和载体", "", "", *UPPER[8:]]
    lower = [*LOWER[:7], "政府\n网站", "政务服务中心", "其他", *LOWER[8:]]
    line = [*official()[:7], "√", "", "乡村大喇叭", *official()[8:]]
    assert rows_of(plain_book(upper, lower, line))[0].channels == ("政府网站", "其他（乡村大喇叭）")


@pytest.mark.parametrize(
    "titles",
    [
        {"一级事项": "公开事项/一级事项", "公开渠道": "公开渠道和载体", "公开内容": "公开内容（要素）"},
        {"序号": "序 号", "公开时限": "公开\n时限", "公开主体": " 公开主体 ", "公开层级": "公开级别"},
        {"二级事项": "公开事项"},
        {"一级事项": "公开事项", "二级事项": "二级\n公开事项", "公开主体": "责任主体"},
        {"一级事项": "公开事项", "二级事项": "公开事项", "公开渠道": "公开载体"},
    ],
)
def test_header_names_vary(titles):
    header = [titles.get(name, name) for name in COLUMNS]
    assert rows_of(plain_book(header, matter())) == rows_of(csv_bytes(matter()))


def test_tier_columns_of_districts_and_streets_are_known():
    lower = [*LOWER[:12], "县（市、区）级", "乡镇（街道）级", "村（社区）级"]
    line = official(县级="√", 乡级="", 村级="√")
    assert rows_of(plain_book(UPPER, lower, line))[0].tiers == ("县级", "村级")


def test_choice_cells_may_be_boxes_too():
    line = matter(
        公开方式="■主动公开 □依申请公开", 公开层级="■县级 □乡级 ■村级", 公开对象="■全社会 □特定群体"
    )
    (row,) = rows_of(csv_bytes(line))
    assert (row.audience, row.method, row.tiers) == ("全社会", "主动公开", ("县级", "村级"))


def test_each_domain_is_a_sheet_and_empty_sheets_do_not_matter():
    book = new_book()
    add_official_sheet(book, "财政预决算", [official()])
    book.create_sheet("Sheet2")
    add_official_sheet(book, "义务教育", [official(一级事项="招生管理", 二级事项="学校情况")])
    result = read(book)
    assert not result.errors
    assert [(sheet.name, len(sheet.rows)) for sheet in result.sheets] == [("财政预决算", 1), ("义务教育", 1)]


def test_notes_under_the_table_and_repeated_headers_are_no_matters():
    lines = [official(), [""] * 15, UPPER, LOWER, official(二级事项="部门决算")]
    notes = [["备注：1.本目录自印发之日起施行。"], ["2.各乡镇参照执行。"], ["注：", "“√”表示选用"], [""]]
    footer = [["填表人：", "审核人：", "填报日期："]]
    rows = rows_of(official_book(*lines, *notes, *footer))
    assert [row.number for row in rows] == [4, 8]


def test_formatted_but_empty_lines_far_below_are_ignored():
    book = official_book(official())
    book.worksheets[0].row_dimensions[1_000_000].height = 20
    book.worksheets[0].cell(1_048_576, 3).number_format = "0.00"
    assert len(rows_of(book)) == 1


def test_numbers_and_wrapped_names_read_as_they_look():
    book = official_book(official(一级事项="财政\n预决算", 二级事项="政府 APP\nList 公开"))
    book.worksheets[0]["A4"] = 12.0
    (row,) = rows_of(book)
    assert (row.sequence, row.level1, row.name) == ("12", "财政预决算", "政府APP List公开")


def test_text_like_a_formula_stays_text():
    texts = {"公开内容": "=cmd|'/c calc'!A1", "公开依据": "+1", "公开时限": "-1日", "公开主体": "@SUM(A1)"}
    rows = rows_of(csv_bytes(matter(**texts, 序号="'=1")))
    sheet = SheetRows("03-budget", rows)
    written = write_csv(sheet).decode("utf-8-sig").splitlines()[1]
    assert ",'=cmd|'/c calc'!A1,'+1,'-1日,'@SUM(A1)," in written
    cells = load_workbook(io.BytesIO(write_xlsx([sheet]))).worksheets[0][4]
    assert all(cell.data_type in "sn" for cell in cells)
    assert rows_of(write_csv(sheet)) == rows_of(write_xlsx([sheet])) == rows


def test_written_workbook_is_the_official_form():
    rows = rows_of(csv_bytes(matter(), matter(二级事项="部门决算"), matter(一级事项="行政事业性收费")))
    sheet = load_workbook(io.BytesIO(write_xlsx([SheetRows("财政预决算", rows)]))).worksheets[0]
    merged = set(map(str, sheet.merged_cells.ranges))
    assert {"A1:O1", "A2:A3", "B2:C2", "H2:H3", "I2:J2", "K2:L2", "M2:O2", "B4:B5"} <= merged
    assert [sheet.cell(3, column).value for column in (2, 3, 11, 12, 13)] == [
        "一级事项",
        "二级事项",
        "主动",
        "依申请",
        "县级",
    ]
    assert [cell.value for cell in sheet[4]][8:] == ["√", None, "√", None, "√", "√", None]
    assert sheet["H4"].value.startswith("■政府网站　□政府公报\n□两微一端")
    assert sheet.print_title_rows == "$2:$3"
    assert sheet.page_setup.orientation == "landscape"


def test_sheet_names_that_excel_refuses_are_changed():
    names = ["村/社区", "a" * 40, "A" * 40, ""]
    book = load_workbook(io.BytesIO(write_xlsx([SheetRows(name, ()) for name in names])))
    assert book.sheetnames == ["村-社区", "a" * 31, "A" * 29 + "_2", "目录"]


def test_a_workbook_without_sheets_cannot_be_written():
    with pytest.raises(ValueError, match="at least one sheet"):
        write_xlsx([])
