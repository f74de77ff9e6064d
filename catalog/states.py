"""The state of an obligation, as a pure rule. `coverage.py` says the same in SQL, and a test holds both together.

Not yet due, due and missing, and not applicable with a reason are different things: an honest catalog must not
score worse than a short one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    ON_TIME = "on_time"
    LATE = "late"
    NOT_DUE = "not_due"
    MISSING = "missing"
    STALE = "stale"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"


LABELS = {
    State.ON_TIME: "按时公开",
    State.LATE: "逾期公开",
    State.NOT_DUE: "未到期",
    State.MISSING: "应公开未公开",
    State.STALE: "需更新",
    State.NOT_APPLICABLE: "不适用",
    State.UNDETERMINED: "未能判定",
}
CHOICES = [(state.value, LABELS[state]) for state in State]
MEANINGS = {
    State.ON_TIME: "最近一次公开在规定时限之内。",
    State.LATE: "已经公开，但最近一次公开超过了规定时限。",
    State.NOT_DUE: "还没有公开，首次公开的期限尚未届满，或者已说明信息尚未形成。",
    State.MISSING: "首次公开的期限已过，还没有公开任何信息。",
    State.STALE: "应当定期更新，最近一次公开之后已经超过更新周期。",
    State.NOT_APPLICABLE: "经批准，本单位没有这一事项，并说明了理由。",
    State.UNDETERMINED: "公开时限的表述无法换算成日期，或者工作日历没有录入相应年份，需要人工判断。",
}

COVERED = frozenset({State.ON_TIME, State.LATE})
OVERDUE = frozenset({State.MISSING, State.STALE})
DUE = COVERED | OVERDUE
RATE_DEFINITION = (
    "公开率 =（按时公开 + 逾期公开）÷（按时公开 + 逾期公开 + 应公开未公开 + 需更新）。"
    "未到期、不适用、未能判定的事项不计入分母。"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at. Dates are calendar dates; None means there is none or it cannot be counted."""

    is_not_applicable: bool = False
    is_rule_readable: bool = True
    published_count: int = 0
    latest_is_late: bool = False
    first_due_on: date | None = None
    awaiting_until: date | None = None
    renew_by: date | None = None


def state_of(facts: Facts, today: date) -> State:
    """The state on `today`. A due day is still in time; the day after it is not (rules 1.26.1, 9.2)."""
    if facts.is_not_applicable:
        return State.NOT_APPLICABLE
    if not facts.is_rule_readable:
        return State.UNDETERMINED
    if facts.published_count:
        if facts.renew_by is not None and facts.renew_by < today:
            return State.STALE
        return State.LATE if facts.latest_is_late else State.ON_TIME
    if facts.awaiting_until is not None and today <= facts.awaiting_until:
        return State.NOT_DUE
    if facts.first_due_on is None:
        return State.UNDETERMINED
    return State.MISSING if facts.first_due_on < today else State.NOT_DUE


def covered(tally: Mapping[str, int]) -> int:
    """How many of a tally {state: number} are public and up to date, in time or late."""
    return sum(tally.get(state, 0) for state in COVERED)


def due(tally: Mapping[str, int]) -> int:
    """How many of a tally count: what is not yet due, not applicable or undetermined says nothing of diligence."""
    return sum(tally.get(state, 0) for state in DUE)


def overdue(tally: Mapping[str, int]) -> int:
    """How many of a tally are missing or stale."""
    return sum(tally.get(state, 0) for state in OVERDUE)


def rate(tally: Mapping[str, int]) -> float | None:
    """Coverage rate from 0 to 1: covered of those due (RATE_DEFINITION); None when nothing is due."""
    return covered(tally) / due(tally) if due(tally) else None


def merge(tallies: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sum of several tallies {state: number}."""
    total: dict[str, int] = {}
    for tally in tallies:
        for state, number in tally.items():
            total[state] = total.get(state, 0) + number
    return total
