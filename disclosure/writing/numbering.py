"""Numbers of automatic lists in Word files, written out: mammoth and browsers would drop or restart them. Pure.

Formats: ST_NumberFormat of ISO/IEC 29500-1, 17.18.59, as Word and WPS use them in Chinese documents.
"""

import re

from .chinese import DIGITS, to_chinese

CHINESE = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "koreanCounting", "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital",
}  # fmt: skip
LEGAL = {"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"}
DIGIT_BY_DIGIT = {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"}
_TO_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = [
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
]  # fmt: skip


def written(number: int, number_format: str) -> str:
    """`number` in a Word number format; an unknown format is figures."""
    if number_format in DIGIT_BY_DIGIT and number > 10:
        return "".join(DIGITS[int(digit)] for digit in str(number))
    if number_format in CHINESE:
        return to_chinese(number)
    if number_format in LEGAL:
        return to_chinese(number).translate(_TO_LEGAL)
    writer = _WRITERS.get(number_format)
    return writer(number) if writer and number > 0 else str(number)


def label(pattern: str, numbers: list[int], formats: list[str], is_legal: bool = False) -> str:
    """The text of a list number: `pattern` is lvlText ("第%1条"), `numbers` and `formats` are per level from the top."""

    def number_of(match: re.Match) -> str:
        level = int(match[1]) - 1
        if level >= len(numbers):
            return ""
        return written(numbers[level], "decimal" if is_legal else formats[level])

    return re.sub(r"%([1-9])", number_of, pattern)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _circled(number: int) -> str:
    return chr(0x245F + number) if number <= 20 else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


_WRITERS = {
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedParen": lambda number: f"（{number}）",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    "none": lambda number: "",
}
