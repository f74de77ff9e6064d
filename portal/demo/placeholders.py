"""Placeholders in the texts of fixtures, filled from the day a document was formed."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from .errors import DemoDataError

_PLACEHOLDER = re.compile(r"\{([a-z_]+)([+-]\d+)?\}")


def chinese_date(day: date) -> str:
    """2026年10月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def fill(text: str, formed: date, words: Mapping[str, object] = {}) -> str:
    """`text` with {year}, {year-1}, {month}, {quarter}, {date}, {date+15} counted from `formed`, and `words`.

    Raises DemoDataError for a placeholder that is not known.
    """

    def value(match: re.Match) -> str:
        name, step = match[1], int(match[2] or 0)
        if name in words:
            return str(words[name])
        known = _KNOWN.get(name)
        if known is None:
            raise DemoDataError(f"不认识的占位符 {match[0]}")
        return known(formed, step)

    return _PLACEHOLDER.sub(value, text)


_KNOWN = {
    "year": lambda day, step: str(day.year + step),
    "month": lambda day, step: str((day.month - 1 + step) % 12 + 1),
    "quarter": lambda day, step: "一二三四"[((day.month - 1) // 3 + step) % 4],
    "date": lambda day, step: chinese_date(day + timedelta(days=step)),
}
