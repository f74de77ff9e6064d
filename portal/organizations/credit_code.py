"""Unified social credit code (统一社会信用代码) of legal persons and other organisations: GB 32100-2015."""

import re

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015, table 2: digits and capitals without I, O, S, V, Z; the position is the value."""

MODULUS = 31
WEIGHTS = tuple(pow(3, index, MODULUS) for index in range(17))
"""GB 32100-2015, table 3: the weight of place i (counted from 1) is 3^(i-1) mod 31."""

_FIRST_17 = re.compile(f"[{CHARACTERS}]{{17}}")


def check_digit(first17: str) -> str:
    """The 18th character for the first 17 (GB 32100-2015, check character: 31 minus the weighted sum mod 31).

    Raises ValueError unless exactly 17 characters of the code's own set come in.
    """
    if not _FIRST_17.fullmatch(first17):
        raise ValueError("17 characters of 0-9 and A-Z without I, O, S, V, Z are needed")
    weighted = sum(CHARACTERS.index(char) * weight for char, weight in zip(first17, WEIGHTS, strict=True))
    return CHARACTERS[-weighted % MODULUS]


def is_valid_credit_code(code: str) -> bool:
    """Whether `code` has 18 characters of the set and its own check digit (GB 32100-2015).

    Lower case and surrounding blanks are not forgiven: the code goes into index numbers as it stands.
    """
    return _FIRST_17.fullmatch(code[:17]) is not None and code[17:] == check_digit(code[:17])
