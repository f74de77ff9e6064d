import io
import re
import time
import zipfile

import pytest

from catalog.spreadsheets import COLUMNS, read_catalog
from catalog.spreadsheets import archive as limits
from tests.catalog.spreadsheet_builder import (
    add_official_sheet,
    book_bytes,
    csv_bytes,
    errors_of,
    matter,
    new_book,
    official,
    official_book,
    read,
    rows_of,
    the_error,
)


@pytest.mark.parametrize("column", ["一级事项", "二级事项", "公开内容", "公开时限", "公开主体"])
def test_missing_mandatory_text_is_named(column):
    error = the_error(csv_bytes(matter(**{column: " "})))
    assert (error.sheet, error.row, error.column, error.value) == ("03-budget", 2, column, "")
    assert f"“{column}”为空" in error.message


def test_message_shows_the_way_out():
    error = the_error(csv_bytes(matter(公开时限="")))
    assert error.message == "“公开时限”为空，请按标准目录填写，如“信息形成或者变更之日起20个工作日内”。"


def test_all_errors_of_all_lines_are_collected_and_good_lines_kept():
    bad = matter(二级事项="部门决算", 公开内容="", 公开层级="省级")
    result = read(csv_bytes(matter(), bad, matter(二级事项="", 公开方式="口头")))
    assert [(e.row, e.column) for e in result.errors] == [
        (3, "公开内容"),
        (3, "公开层级"),
        (4, "二级事项"),
        (4, "公开方式"),
    ]
    assert [row.number for row in result.sheets[0].rows] == [2]


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"公开层级": "县级、省级"}, "公开层级", "“省级”无法识别"),
        ({"公开层级": ""}, "公开层级", "至少选一项"),
        ({"公开方式": "主动公布"}, "公开方式", "无法识别"),
        ({"公开方式": ""}, "公开方式", "没有选择"),
        ({"公开方式": "主动公开、依申请公开"}, "公开方式", "只保留一项"),
        ({"公开对象": "申请人"}, "公开对象", "特定群体（写明是谁）"),
        ({"公开渠道": "政府网站■ 政府公报□"}, "公开渠道", "符号写在名称前面"),
        ({"公开渠道": "○政府网站"}, "公开渠道", "符号写在名称前面"),
        ({"公开内容": "表" * 4001}, "公开内容", "4001 个字"),
        ({"二级事项": "预" * 301}, "二级事项", "301 个字"),
    ],
)
def test_words_nobody_can_be_sure_of_are_refused(changes, column, words):
    error = the_error(csv_bytes(matter(**changes)))
    assert (error.row, error.column) == (2, column)
    assert words in error.message


@pytest.mark.parametrize("named", [0, 2])
def test_a_half_empty_first_line_is_not_taken_for_a_header_line(named):
    blank = dict.fromkeys(COLUMNS[named + 1 : 7], "") | {"序号": ""}
    line = matter(**blank, 公开渠道="政府网站", 公开层级="县级")
    assert (2, "公开内容") in errors_of(csv_bytes(line, matter()))


def test_texts_of_exactly_the_limit_pass():
    assert len(rows_of(csv_bytes(matter(公开内容="表" * 4000, 二级事项="预" * 300)))) == 1


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"主动": "", "依申请": ""}, "公开方式"),
        ({"依申请": "√"}, "公开方式"),
        ({"县级": "", "乡级": "□"}, "公开层级"),
        ({"村级": "待定"}, "公开层级"),
        ({"县级": "×"}, "公开层级"),
        ({"全社会": "居民"}, "公开对象"),
    ],
)
def test_tick_columns_are_checked(changes, column):
    assert errors_of(official_book(official(**changes))) == [(4, column)]


def test_same_matter_twice_in_a_sheet_is_refused_and_the_first_line_named():
    error = the_error(csv_bytes(matter(), matter(一级事项="财政 预决算", 公开内容="其他")))
    assert (error.row, error.column, error.value) == (3, "二级事项", "部门预算")
    assert "与第 2 行重复" in error.message


def test_same_matter_on_two_sheets_is_allowed():
    book = new_book()
    add_official_sheet(book, "一", [official()])
    add_official_sheet(book, "二", [official()])
    assert errors_of(book) == []


def test_formula_without_result_is_named():
    error = the_error(official_book(official(公开时限='=CONCATENATE("批复后","20日内")')))
    assert (error.row, error.column) == (4, "公开时限")
    assert "没有保存计算结果" in error.message


def test_formula_that_comes_to_no_text_is_an_empty_cell():
    blank = b'<c r="E4" t="str"><f>IF(1,"","")</f><v></v></c>'
    data = _with_part(SHEET, lambda part: re.sub(rb'<c r="E4".*?</c>', blank, part))
    assert rows_of(data)[0].legal_basis == ""


def test_formula_with_an_error_for_a_result_is_named():
    assert "计算结果出错" in the_error(official_book(official(公开主体="#REF!"))).message


def test_a_line_with_one_lone_text_is_one_error():
    error = the_error(official_book(["一、财政预决算"], official(), merges=["A4:O4"]))
    assert (error.row, error.column, error.value) == (4, "", "一、财政预决算")


@pytest.mark.parametrize("column", COLUMNS[1:])
def test_missing_column_is_an_error_of_the_sheet(column):
    header = [name if name != column else "科室" for name in COLUMNS]
    error = the_error(csv_bytes(matter(), header=header))
    assert (error.row, error.column) == (0, column)


def test_sequence_column_may_be_missing():
    assert rows_of(csv_bytes(matter()[1:], header=COLUMNS[1:]))[0].sequence == ""


def test_sheet_without_header_is_named():
    book = official_book(official())
    book.create_sheet("封面")["A1"] = "明湖县人民政府办公室"
    error = the_error(book)
    assert (error.sheet, error.row) == ("封面", 0)
    assert errors_of(csv_bytes(matter(), header=matter(二级事项="部门决算"))) == [(0, "")]


def test_hidden_sheet_with_text_is_not_read_silently():
    book = official_book(official())
    add_official_sheet(book, "旧稿", [official()]).sheet_state = "hidden"
    result = read(book)
    assert [sheet.name for sheet in result.sheets] == ["财政预决算"]
    assert "隐藏" in result.errors[0].message


def _zip(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _with_part(name: str, change) -> bytes:
    """An official workbook in which one part has been changed by hand."""
    with zipfile.ZipFile(io.BytesIO(book_bytes(official_book(official())))) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    return _zip(**(parts | {name: change(parts.get(name, b""))}))


def _encrypted_zip() -> bytes:
    data = bytearray(book_bytes(official_book(official())))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "没有内容"),
        (b"\xff\xfe\x00\x01", "无法识别文件编码"),
        ("序号".encode("utf-16"), "无法识别文件编码"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "无法识别文件编码"),
        (b"%PDF-1.7", "不是电子表格"),
        (b"<html><table></table></html>", "不是电子表格"),
        (OLE + b"Workbook", "旧版 .xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (_zip(**{"word/document.xml": b"<w/>"}), "不是 .xlsx"),
        (_zip(**{SHEET: b"<worksheet/>"}), "已损坏"),
        (b"PK\x03\x04 cut off", "已损坏"),
        (book_bytes(official_book(official()))[:2000], "已损坏"),
        (_with_part(SHEET, lambda part: part[:-60]), "已损坏"),
        (_with_part(SHEET, lambda part: b"<!DOCTYPE x>" + part), "文档类型声明"),
        (_with_part("xl/media/a.png", lambda _: bytes(limits.MAX_UNCOMPRESSED)), "解压后超过 50 MB"),
        (_with_part("xl/styles.xml", lambda _: b"<x/>" * 300_001), "过多"),
        (_encrypted_zip(), "密码"),
        (b'a,"' + b"b" * 200_000, "CSV"),
    ],
)
def test_what_is_no_readable_spreadsheet_is_said_plainly(data, words):
    error = the_error(data, "upload.xlsx")
    assert (error.sheet, error.row) == ("", 0)
    assert words in error.message


def test_file_over_the_limit_is_not_read_to_the_end():
    class Endless(io.RawIOBase):
        def read(self, size=-1):
            assert 0 < size <= limits.MAX_UNCOMPRESSED + 1
            return b"," * size

    assert "超过 50 MB" in read_catalog(Endless(), "a.csv").errors[0].message


def test_too_many_lines_are_refused():
    assert "20000 行" in the_error(csv_bytes(*[matter()] * limits.MAX_ROWS)).message
    book = official_book(official())
    book.worksheets[0].cell(limits.MAX_ROWS + 1, 1).value = "完"
    assert "20000 行" in the_error(book).message


def test_too_many_sheets_are_refused():
    book = new_book()
    for number in range(limits.MAX_SHEETS + 1):
        book.create_sheet(str(number))
    assert "100 个" in the_error(book).message


def test_a_giant_merged_range_costs_nothing():
    giant = b'<mergeCells count="1"><mergeCell ref="A6:XFD1048576"/>'
    data = _with_part(
        SHEET, lambda part: part.replace(b"</sheetData>", b"</sheetData>" + giant + b"</mergeCells>")
    )
    started = time.perf_counter()
    assert len(rows_of(data)) == 1
    assert time.perf_counter() - started < 2
