"""What a time limit is, once it has been read: plain values, no law and no calendar in them."""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """How the official wording ties publication to time."""

    WITHIN = "within"  # 形成之日起20个工作日内
    BEFORE = "before"  # 开始前20日, 发放前, 12月31日前
    AT_LEAST = "at_least"  # 公示不少于5个工作日
    EVERY = "every"  # 每季度公布一次, 每年1月31日前
    AT_ONCE = "at_once"  # 及时, 实时, 同步, 随时
    CONTINUOUS = "continuous"  # 长期公开, 动态调整


class Unit(StrEnum):
    """Units of time as the catalog writes them; 日 and 天 are calendar days."""

    WORKDAY = "workday"
    DAY = "day"
    HOUR = "hour"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def measure(self) -> str:
        """The Chinese measure word that follows a number: 个工作日, 日, 个月."""
        return _MEASURES[self]

    @property
    def days(self) -> float:
        """About how many calendar days one unit lasts. Only for comparing limits, never for counting one."""
        return _DAYS[self]


_MEASURES = {
    Unit.WORKDAY: "个工作日",
    Unit.DAY: "日",
    Unit.HOUR: "小时",
    Unit.WEEK: "周",
    Unit.MONTH: "个月",
    Unit.QUARTER: "个季度",
    Unit.YEAR: "年",
}

_DAYS = {
    Unit.WORKDAY: 7 / 5,
    Unit.DAY: 1,
    Unit.HOUR: 1 / 24,
    Unit.WEEK: 7,
    Unit.MONTH: 365 / 12,
    Unit.QUARTER: 365 / 4,
    Unit.YEAR: 365,
}


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """One rule out of one official text. Every word in it is the catalog's own.

    event: what starts the period ("信息形成或者变更"), without 自, 之日起, 后, 前; for AT_LEAST with its
        前 or 后 ("发放前"); for EVERY the point inside the round ("1月31日前", "首月20日", "年初", "学期").
    amount, unit: the period. WITHIN and AT_LEAST always have both; BEFORE may have neither (发放前);
        AT_ONCE and CONTINUOUS never have them; EVERY has the length of one round, half a year being 6 MONTH.
    scope: what the rule is about, when the text tells things apart ("处罚决定", "其他信息").
    max_amount: the upper end of a range (7至15日).
    fixed_day: "MM-DD", MM counting the months of the round: "01-31" with YEAR is 31 January, "01-20" with
        QUARTER the 20th of its first month, "01-10" with MONTH every 10th. With WITHIN and MONTH it is the
        day in the month after the event (次月15日内). With BEFORE it is a date in the year.
    exception: a reservation of the text (另有规定的，从其规定; 原则上; 一般).
    act: what must be done, when the text says so ("公示", "在村公示栏公开", "及时更新"); "" means publish.
    """

    mode: Mode
    event: str = ""
    amount: int | None = None
    unit: Unit | None = None
    scope: str = ""
    max_amount: int | None = None
    fixed_day: str = ""
    exception: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """An official text, the rules read out of it, and the clauses nobody should pretend to have read."""

    text: str
    limits: tuple[TimeLimit, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def readable(self) -> bool:
        """True when at least one rule could be read."""
        return bool(self.limits)
