"""Chinese numbers and dates, and the numbers of Word's automatic lists."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.writing.chinese import DIGITS, dates_in, from_chinese, only_date, to_chinese
from disclosure.writing.numbering import label, written


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1003, "一千零三"),
        (2020, "二千零二十"),
    ],
)
def test_numbers_as_articles_write_them(number, text):
    assert to_chinese(number) == text


@given(st.integers(1, 9999))
def test_every_number_is_read_back(number):
    assert from_chinese(to_chinese(number)) == number


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)))
def test_a_date_is_read_in_figures_and_in_words(day):
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    in_words = f"{year}年{to_chinese(day.month)}月{to_chinese(day.day)}日"
    in_figures = f"{day.year}年{day.month}月{day.day}日"
    assert only_date(in_words) == only_date(in_figures) == day
    assert dates_in(f"自{in_words}起至{in_figures}止") == [day, day]


@pytest.mark.parametrize("text", ["2026年2月30日", "二〇二六年十三月一日", "2026年3月", "截至2026年3月5日"])
def test_what_is_no_date_alone_is_none(text):
    assert only_date(text) is None


@pytest.mark.parametrize(
    ("number", "number_format", "text"),
    [
        (3, "chineseCounting", "三"),
        (12, "japaneseCounting", "十二"),
        (12, "ideographDigital", "一二"),
        (3, "chineseLegalSimplified", "叁"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (3, "decimalEnclosedCircle", "③"),
        (12, "decimalFullWidth", "１２"),
        (2, "ideographTraditional", "乙"),
        (7, "decimalZero", "07"),
        (7, "unheard of", "7"),
    ],
)
def test_number_formats_of_word(number, number_format, text):
    assert written(number, number_format) == text


def test_a_label_of_several_levels():
    assert label("%1.%2", [2, 3], ["chineseCounting", "decimal"]) == "二.3"
    assert label("%1.%2", [2, 3], ["chineseCounting", "decimal"], is_legal=True) == "2.3"
    assert label("第%1条", [10], ["chineseCounting"]) == "第十条"
