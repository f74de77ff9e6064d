"""Index numbers (索引号) and document numbers (发文字号). Pure."""

import re

INDEX_NUMBER = re.compile(r"^[0-9A-HJ-NP-RTUW-Y]{18}/\d{4}-\d{5}$")
DOCUMENT_NUMBER = re.compile(r"^[\u3400-\u9fff]+〔\d{4}〕[1-9]\d*号$")

_BRACKETED_YEAR = re.compile(r"[\[\(（【〔［]\s*(\d{4})\s*年?\s*[\]\)）】〕］]")
_SERIAL = re.compile(r"〕\s*第?\s*0*([1-9]\d*)\s*号?$")


def index_number(credit_code: str, year: int, serial: int) -> str:
    """`<18-character credit code>/<YYYY>-<5 digits>` (rule 10.1). Raises ValueError when it does not fit."""
    number = f"{credit_code}/{year}-{serial:05d}"
    if not INDEX_NUMBER.match(number):
        raise ValueError(f"not an index number: {number}")
    return number


def normalize_document_number(text: str) -> str:
    """`text` in the standard form 机关代字〔年份〕N号 (rule 10.2): brackets U+3014/U+3015, no 第, no leading zeros.

    A text that cannot be brought into the form comes back only stripped of spaces; `is_document_number` tells.
    """
    compact = "".join(text.split())
    number = _BRACKETED_YEAR.sub(r"〔\1〕", compact)
    return _SERIAL.sub(r"〕\1号", number)


def is_document_number(text: str) -> bool:
    """Whether `text` has the form of GB/T 9704-2012, 7.2.5: 渝府办发〔2022〕6号."""
    return bool(DOCUMENT_NUMBER.match(text))


def next_document_numbers(used: list[str], year: int) -> list[str]:
    """For each 机关代字 among `used`, the number that follows the highest of `year`, most used first."""
    highest: dict[str, int] = {}
    for number in used:
        found = re.match(rf"^([\u3400-\u9fff]+)〔{year}〕([1-9]\d*)号$", number)
        if found:
            highest[found[1]] = max(highest.get(found[1], 0), int(found[2]))
    return [
        f"{code}〔{year}〕{last + 1}号" for code, last in sorted(highest.items(), key=lambda item: -item[1])
    ]
