"""Resident identity numbers (GB 11643-1999), the 15-digit ones before them, and travel documents."""

import re
from collections.abc import Iterator
from datetime import date

from .hits import Hit, before, digits

_PROVINCE_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
PROVINCES = frozenset(str(n) for first, last in _PROVINCE_RANGES for n in range(first, last + 1))
"""GB/T 2260: the first two digits."""
WEIGHTS = tuple(pow(2, 17 - index, 11) for index in range(17))
"""GB 11643-1999, 6.2: the weight of place i is 2^(18-i) mod 11."""
CHECK = "10X98765432"
MISTYPED = "像是身份证号码，但是校验位不对。请核实；是身份证号码的，删去或者只保留前4位和后4位。"

_GAP = r"(?:[ \t\-·.]{1,2}|[ \t]{0,2}\n[ \t]{0,2})?"  # one way to read each gap: no blow-up on long blanks
_EIGHTEEN = re.compile(rf"(?<![\dA-Za-z*])\d(?:{_GAP}\d){{16}}{_GAP}[\dXx×](?![\dA-Za-z*])")
_FIFTEEN = re.compile(r"(?<![\dA-Za-z*.\-])\d{6}[ \-]?\d{6}[ \-]?\d{3}(?![\dA-Za-z*.\-])")
_IDENTITY_LABEL = re.compile(r"身\s?份|证件|公民|户口|居民证")
_OTHER_LABEL = re.compile(
    r"(?:码|号|编号|代码|IMEI|串号|单号|ID|No\.?|流水|税号|凭证|序列|条码|金额|合计|批次|档号)\s*[（(\w\u4e00-\u9fff)）]{0,4}[:：为是\s]*$",
    re.I,
)
_CREDIT_LABEL = re.compile(r"信用代码|索\s*引\s*号|组织机构代码|社会信用|机构代码")
_TRAVEL = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|旅行证|居留证)[^\n。；;，,]{0,10}?(?<![A-Za-z\d])([A-Z]{1,2}\d{7,8}(?:\d{2})?|(?:\d{8}|\d{10}))(?!\d)(?!\s*(?:件|人|份|本|次|年|元))"
)
_TRAVEL_NOISE = re.compile(r"受理|编号(?=\s*\d)|窗口|电话|业务|取证|回执|流水|日期")


def identity_numbers(text: str) -> Iterator[Hit]:
    """18 digits with a province, a date of birth and the check character; blanks, hyphens and line breaks forgiven.

    With a wrong check character it is still a person's number when it is called one: mistyped, to be answered.
    """
    for match in _EIGHTEEN.finditer(text):
        number = digits(match.group().replace("×", "X"))
        if not _has_form(number) or _is_index_number(text, match):
            continue
        if number[17] == check_character(number):
            yield Hit("identity_number", match.start(), match.end(), number)
        elif _IDENTITY_LABEL.search(before(text, match.start(), 12)):
            yield Hit("identity_number", match.start(), match.end(), number, MISTYPED, "answer")


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a resident identity number: province, date of birth, check character."""
    return _has_form(number) and number[17] == check_character(number)


def _has_form(number: str) -> bool:
    has_digits = len(number) == 18 and number[:17].isdecimal()
    return has_digits and number[:2] in PROVINCES and _is_birth(number[6:14])


def check_character(number: str) -> str:
    """The 18th character for the first 17 digits (GB 11643-1999: weighted sum mod 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECK[total % 11]


def _is_birth(text: str) -> bool:
    try:
        return date(1900, 1, 1) <= date(int(text[:4]), int(text[4:6]), int(text[6:])) <= date(2099, 12, 31)
    except ValueError:
        return False


def _is_index_number(text: str, match: re.Match) -> bool:
    """Credit codes of public bodies begin with 11, 12, 51 ... and may look like a number of Beijing or Sichuan."""
    follows = re.match(r"/20\d\d", text[match.end() : match.end() + 5])
    return bool(follows or _CREDIT_LABEL.search(before(text, match.start(), 16)))


def old_identity_numbers(text: str) -> Iterator[Hit]:
    """15 digits with a province and a birthday of 19YY, unless another kind of number stands before them."""
    for match in _FIFTEEN.finditer(text):
        number = digits(match.group())
        if number[:2] in PROVINCES and _is_birth("19" + number[6:12]) and _may_be_a_person(text, match):
            yield Hit("old_identity_number", match.start(), match.end(), number)


def _may_be_a_person(text: str, match: re.Match) -> bool:
    label = before(text, match.start(), 20)
    return bool(_IDENTITY_LABEL.search(label) or not _OTHER_LABEL.search(label))


def travel_documents(text: str) -> Iterator[Hit]:
    """Numbers of passports and travel permits, only where the document is named before them."""
    for match in _TRAVEL.finditer(text):
        if not _TRAVEL_NOISE.search(text[match.start() : match.start(1)].replace("护照编号", "")):
            yield Hit("travel_document", match.start(1), match.end(1), match.group(1))
