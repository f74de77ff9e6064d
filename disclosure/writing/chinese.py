"""Chinese numbers and dates as official documents write them (党政机关公文格式 GB/T 9704-2012, 7.3). Pure."""

import re
from datetime import date

DIGITS = "〇一二三四五六七八九"
_VALUES = {
    **{digit: n for n, digit in enumerate(DIGITS)},
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "◯": 0,
    "两": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ZERO = "〇零○ＯO◯"
_DIGIT = rf"[{_ZERO}一二三四五六七八九]"
_WRITTEN = re.compile(rf"({_DIGIT}{{4}})年([一二三四五六七八九十]{{1,3}})月([一二三四五六七八九十]{{1,3}})日")
_FIGURES = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


def to_chinese(number: int) -> str:
    """`number` (1 to 9999) as in 第一百零三条; others come back in figures."""
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += DIGITS[digit] + sign
        elif text and number % unit and not text.endswith("零"):
            text += "零"
    return text[1:] if text.startswith("一十") else text


def from_chinese(text: str) -> int | None:
    """The value of a Chinese number up to 9999; None when `text` is none."""
    if not text or any(sign not in _VALUES and sign not in _UNITS for sign in text):
        return None
    total, digit = 0, 0
    for sign in text:
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _VALUES[sign]
    return total + digit


def dates_in(text: str) -> list[date]:
    """Every date of `text`, in order: 2026年3月5日 and 二〇二六年三月五日."""
    found = [(m.start(), _date(*map(int, m.groups()))) for m in _FIGURES.finditer(text)]
    found += [(m.start(), _written_date(m)) for m in _WRITTEN.finditer(text)]
    return [day for _, day in sorted(found, key=lambda pair: pair[0]) if day]


def only_date(text: str) -> date | None:
    """The date `text` consists of, and of nothing else."""
    compact = "".join(text.split())
    is_alone = _FIGURES.fullmatch(compact) or _WRITTEN.fullmatch(compact)
    return next(iter(dates_in(compact)), None) if is_alone else None


def _written_date(match: re.Match) -> date | None:
    year = int("".join(str(_VALUES[sign]) for sign in match[1]))
    return _date(year, from_chinese(match[2]) or 0, from_chinese(match[3]) or 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
