"""Index numbers (rule 10.1) and document numbers (rule 10.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.numbers import INDEX_NUMBER, index_number, is_document_number, normalize_document_number
from portal.organizations.credit_code import CHARACTERS, check_digit

CODES = st.text(CHARACTERS, min_size=17, max_size=17).map(lambda first17: first17 + check_digit(first17))
ORGAN_CODES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=8)
YEARS = st.integers(1949, 2099)
SERIALS = st.integers(1, 9999)
BRACKETS = st.sampled_from(["[]", "()", "（）", "【】", "〔〕", "［］"])


@given(CODES, st.integers(1949, 9999), st.integers(0, 99_999))
def test_an_index_number_is_code_year_and_five_digits(code, year, serial):
    number = index_number(code, year, serial)
    assert INDEX_NUMBER.match(number)
    assert number == f"{code}/{year}-{str(serial).zfill(5)}"


@given(CODES, YEARS, st.integers(1, 99_999), st.integers(1, 99_999))
def test_two_serials_never_make_one_number(code, year, one, other):
    assert (index_number(code, year, one) == index_number(code, year, other)) == (one == other)


@pytest.mark.parametrize(
    ("code", "year", "serial"),
    [("123", 2026, 1), ("11369921MB0000001I", 2026, 1), ("113699210000000011", 2026, 100_000)],
)
def test_what_does_not_fit_is_an_error_and_not_a_wrong_number(code, year, serial):
    with pytest.raises(ValueError, match="not an index number"):
        index_number(code, year, serial)


@pytest.mark.parametrize(
    ("written", "standard"),
    [
        ("明政办发〔2026〕6号", "明政办发〔2026〕6号"),
        ("明政办发[2026]6号", "明政办发〔2026〕6号"),
        ("明政办发（2026）第6号", "明政办发〔2026〕6号"),
        ("明政办发(2026年)006号", "明政办发〔2026〕6号"),
        ("明政办发 【2026】 6", "明政办发〔2026〕6号"),
        ("", ""),
    ],
)
def test_common_spellings_are_brought_into_the_standard_form(written, standard):
    assert normalize_document_number(written) == standard


@given(ORGAN_CODES, YEARS, SERIALS, BRACKETS, st.sampled_from(["", "第"]), st.sampled_from(["", "0", "00"]))
def test_every_spelling_of_a_number_means_that_number(organ, year, serial, brackets, ordinal, zeros):
    written = f"{organ}{brackets[0]}{year}{brackets[1]}{ordinal}{zeros}{serial}号"
    standard = normalize_document_number(written)
    assert standard == f"{organ}〔{year}〕{serial}号"
    assert is_document_number(standard)


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing_more(text):
    once = normalize_document_number(text)
    assert normalize_document_number(once) == once


@pytest.mark.parametrize(
    "wrong",
    ["明政办发〔2026〕0号", "明政办发〔26〕6号", "〔2026〕6号", "ABC〔2026〕6号", "明政办发〔2026〕6", "6号"],
)
def test_other_forms_are_no_document_number(wrong):
    assert not is_document_number(wrong)
