"""Identity numbers and cards: the arithmetic of the standards, and the ways in which they are written."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.screening.detectors.bank import is_bank_card, luhn_remainder
from portal.screening.detectors.hits import fold
from portal.screening.detectors.identity import identity_numbers, is_identity_number

from .numbers import FULL, card, credit_code, grouped, identity_number

SEEDS = st.integers(0, 10**9)


@given(SEEDS)
def test_a_right_number_is_known_and_one_wrong_digit_is_not(seed):
    rng = random.Random(seed)
    number = identity_number(rng)
    assert is_identity_number(number)
    place = rng.randrange(17)
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    assert not is_identity_number(wrong)


@given(SEEDS)
def test_it_is_found_however_it_is_written(seed):
    number = identity_number(random.Random(seed))
    for written in (
        number,
        number.lower(),
        number.translate(FULL),
        grouped(number, (6, 8, 4), " "),
        grouped(number, (6, 8, 4), "－"),
        grouped(number, (6, 8, 4), "\u3000"),
        grouped(number, (10, 8), "\n"),
        " ".join(number),
        grouped(number, (6, 12), "\u200b"),
    ):
        assert [hit.value for hit in identity_numbers(fold(written))] == [number]


@pytest.mark.parametrize(
    "number", ["110101190013010010", "990101199001010010", "110101199002300010", "11010118990101001X"]
)
def test_impossible_provinces_and_dates_are_none(number):
    assert not is_identity_number(number)


@given(SEEDS)
def test_credit_codes_and_index_numbers_are_none(seed):
    code = credit_code(random.Random(seed))
    assert not list(identity_numbers(f"统一社会信用代码{code}"))
    assert not list(identity_numbers(f"{code}/2024-00012"))


def test_a_number_inside_a_longer_one_is_none():
    number = identity_number(random.Random(5))
    assert not list(identity_numbers(f"1{number}"))
    assert not list(identity_numbers(f"{number}0"))
    assert not list(identity_numbers(f"AB{number}"))


def test_the_luhn_digit_by_hand():
    # ISO/IEC 7812-1 annex B: 7992739871 takes 3.
    assert luhn_remainder("79927398713") == 0
    assert luhn_remainder("79927398710") == 7


@given(SEEDS)
def test_cards_need_issuer_length_and_check_digit(seed):
    number = card(random.Random(seed))
    assert is_bank_card(number)
    assert not is_bank_card(number[:-1] + str((int(number[-1]) + 1) % 10))
    assert not is_bank_card("8" + number[1:])


def test_a_credit_card_counts_only_where_a_card_is_named():
    visa = "4111111111111111"
    assert luhn_remainder(visa) == 0
    assert is_bank_card(visa, is_named=True)
    assert not is_bank_card(visa)
