"""Placeholders in the texts of fixtures, filled from the day a document was formed."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from types import MappingProxyType

from .errors import DemoDataError

NO_WORDS: Mapping[str, object] = MappingProxyType({})
QUARTERS = "一二三四"

_PLACEHOLDER = re.compile(r"\{([a-z_]+)([+-]\d+)?\}")
_NUMBER = re.compile(r"\{(n\d+)(?::(\d+)-(\d+))?\}")
_SUM = re.compile(r"\{sum:([^}]+)\}")
_TERM = re.compile(r"([+-]?)(n\d+)")


def chinese_date(day: date) -> str:
    """2026年10月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def quarter_before(day: date) -> tuple[int, str]:
    """The last quarter that was over on `day`: (2026, "三")."""
    quarter = (day.month - 1) // 3
    return (day.year, QUARTERS[quarter - 1]) if quarter else (day.year - 1, QUARTERS[3])


def fill(text: str, formed: date, words: Mapping[str, object] = NO_WORDS) -> str:
    """`text` with {year}, {year-1}, {month}, {date}, {date+15} counted from `formed`, and with `words`.

    `words` go first. Raises DemoDataError for a placeholder that is not known.
    """

    def value(match: re.Match) -> str:
        name, step = match[1], int(match[2] or 0)
        if name in words:
            return str(words[name] + step if step else words[name])
        known = _KNOWN.get(name)
        if known is None:
            raise DemoDataError(f"不认识的占位符 {match[0]}")
        return known(formed, step)

    return _PLACEHOLDER.sub(value, text)


def draw_numbers(text: str, chance: Random) -> str:
    """`text` with {n1:low-high} drawn, once for each name, and {sum:n1+n2-n3} computed from them.

    A sum may stand before the numbers it needs. Raises DemoDataError for a name that is never drawn.
    """
    drawn = {name: chance.randint(int(low), int(high)) for name, low, high in _NUMBER.findall(text) if low}
    try:
        text = _NUMBER.sub(lambda match: str(drawn[match[1]]), text)
        return _SUM.sub(lambda match: str(_sum(match[1], drawn)), text)
    except KeyError as error:
        raise DemoDataError(f"数字 {error} 没有给出范围") from error


def _sum(terms: str, drawn: Mapping[str, int]) -> int:
    return sum(-drawn[name] if sign == "-" else drawn[name] for sign, name in _TERM.findall(terms))


_KNOWN = {
    "year": lambda day, step: str(day.year + step),
    "month": lambda day, step: str((day.month - 1 + step) % 12 + 1),
    "date": lambda day, step: chinese_date(day + timedelta(days=step)),
}
