"""Which row is the header of a table."""

import pytest

from portal.extraction.tables import header_of


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["姓名", "金额"], ["张三", "500"]], ("姓名", "金额")),
        ([["名单", ""], ["姓名", "金额"], ["张三", "500"]], ("姓名", "金额")),
        ([["单位：元", "2024年"], ["姓名", "金额"]], ("姓名", "金额")),
        ([["张三", "13800000000"], ["李四", "13900000000"]], ()),
        ([["1", "2"], ["3", "4"]], ()),
        ([["姓名"], ["张三"]], ("姓名",)),
        ([], ()),
        ([["", ""]], ()),
    ],
)
def test_header(rows, header):
    assert header_of(rows) == header


def test_two_rows_of_labels_are_joined():
    rows = [["姓名", "补助", "", "备注"], ["", "春季", "秋季", ""], ["张三", "1", "2", ""]]
    assert header_of(rows) == ("姓名", "补助春季", "补助秋季", "备注")


def test_a_row_of_data_under_a_gap_is_no_second_row_of_labels():
    assert header_of([["姓名", "", "乡镇"], ["张三", "男", "云溪镇"]]) == ("姓名", "", "乡镇")
