"""Why an obligation is in its state, line by line, for the inspector and the organisation inspected."""

from datetime import date
from functools import lru_cache

from catalog.models import Obligation
from catalog.states import OVERDUE, State
from catalog.time_limits import explain, read_time_limit


@lru_cache(maxsize=2048)
def rule_in_words(time_limit: str) -> str:
    """The rules read out of an official time limit, as one phrase; what was not read is quoted."""
    reading = read_time_limit(time_limit)
    if not reading.readable:
        return f"公开时限“{time_limit}”无法换算成日期" if time_limit else "目录没有写明公开时限"
    return "；".join(dict.fromkeys(explain(limit) for limit in reading.limits))


def explain_obligation(obligation: Obligation, today: date) -> list[str]:
    """Line by line: the rule, what was published, and what is or was due when. Reads `matter` of the row."""
    lines = [rule_in_words(obligation.matter.time_limit), *_facts(obligation, today)]
    return [line for line in lines if line]


def days_overdue(obligation: Obligation, today: date) -> int | None:
    """Calendar days since the day that was missed; None when nothing was."""
    if obligation.state not in OVERDUE:
        return None
    missed = obligation.renew_by if obligation.state == State.STALE else obligation.first_due_on
    return (today - missed).days if missed else None


def _facts(obligation: Obligation, today: date) -> list[str]:
    if obligation.state == State.NOT_APPLICABLE:
        return [f"经批准不适用：{obligation.not_applicable_reason}"]
    if obligation.published_count:
        return [_latest(obligation), _renewal(obligation, today)]
    return [_waiting(obligation, today) or _first(obligation, today)]


def _latest(obligation: Obligation) -> str:
    lateness = "，超过规定时限" if obligation.latest_is_late else ""
    return f"最近公开 {obligation.latest_published_on or '日期不详'}{lateness}"


def _renewal(obligation: Obligation, today: date) -> str:
    if obligation.renew_by is None:
        return ""
    return f"应于 {obligation.renew_by} 前更新{_passed(obligation.renew_by, today)}"


def _first(obligation: Obligation, today: date) -> str:
    if obligation.first_due_on is None:
        reason = "工作日历没有录入相应年份，期限待定" if obligation.is_rule_readable else "需要人工判断"
        return f"还没有公开；{reason}"
    return f"还没有公开；应于 {obligation.first_due_on} 前首次公开{_passed(obligation.first_due_on, today)}"


def _waiting(obligation: Obligation, today: date) -> str:
    until = obligation.awaiting_until
    if until is None:
        return ""
    if until < today:
        return f"曾说明信息尚未形成，预计至 {until}；还没有公开{_passed(until, today)}"
    return f"信息尚未形成（{obligation.awaiting_reason}），预计至 {until}"


def _passed(day: date, today: date) -> str:
    return f"，已超过 {(today - day).days} 天" if day < today else ""
