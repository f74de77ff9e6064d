"""GB 32100-2015: 18 characters, the last one follows from the other 17."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organizations.credit_code import CHARACTERS, WEIGHTS, check_digit, is_valid_credit_code

FIXTURE = Path(__file__).parents[2] / "fixtures" / "demo" / "organizations.csv"
ROWS = list(csv.DictReader(FIXTURE.open(encoding="utf-8")))

bodies = st.text(alphabet=CHARACTERS, min_size=17, max_size=17)


def test_the_set_has_31_characters_without_those_that_look_like_digits():
    assert len(set(CHARACTERS)) == 31
    assert not set("IOSVZ") & set(CHARACTERS)


def test_the_weights_are_those_of_table_3():
    assert WEIGHTS == (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@pytest.mark.parametrize(
    ("first17", "digit"),
    [
        ("0" * 17, "0"),
        ("1" + "0" * 16, "Y"),  # 31 - 1 * 1 = 30
        ("0" + "1" + "0" * 15, "W"),  # 31 - 1 * 3 = 28
        ("0" * 16 + "1", "3"),  # 31 - 1 * 28 = 3
    ],
)
def test_worked_examples(first17, digit):
    assert check_digit(first17) == digit


@given(bodies)
def test_a_code_with_its_own_check_digit_is_valid(first17):
    assert is_valid_credit_code(first17 + check_digit(first17))


@given(bodies, st.sampled_from(CHARACTERS))
def test_no_other_check_digit_is_accepted(first17, last):
    assert is_valid_credit_code(first17 + last) == (last == check_digit(first17))


@given(bodies, st.integers(0, 16), st.sampled_from(CHARACTERS))
def test_one_wrong_character_is_always_noticed(first17, place, wrong):
    mistyped = first17[:place] + wrong + first17[place + 1 :]
    assert is_valid_credit_code(mistyped + check_digit(first17)) == (mistyped == first17)


@given(bodies, st.integers(0, 15))
def test_swapped_neighbours_are_always_noticed(first17, place):
    swapped = first17[:place] + first17[place + 1] + first17[place] + first17[place + 2 :]
    assert is_valid_credit_code(swapped + check_digit(first17)) == (swapped == first17)


@given(st.text())
def test_any_text_gets_an_answer(text):
    assert is_valid_credit_code(text) in (True, False)


@pytest.mark.parametrize("damage", [str.lower, "{} ".format, lambda code: code[:-1], lambda code: ""])
def test_blanks_lower_case_and_missing_characters_are_not_forgiven(damage):
    code = "11369921MA0000000"
    assert not is_valid_credit_code(damage(code + check_digit(code)))


@pytest.mark.parametrize("first17", ["", "0" * 16, "0" * 18, "O" * 17, "０" * 17])
def test_a_check_digit_needs_17_characters_of_the_set(first17):
    with pytest.raises(ValueError, match="17 characters"):
        check_digit(first17)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_every_organisation_of_the_demo_county_has_a_valid_code(row):
    assert is_valid_credit_code(row["credit_code"])


def test_no_two_organisations_of_the_demo_county_share_a_code():
    assert len({row["credit_code"] for row in ROWS}) == len(ROWS)
