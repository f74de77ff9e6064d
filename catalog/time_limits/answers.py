"""What callers ask of a reading: the limit for publishing, the round of renewal, a sentence for people."""

import re
from collections.abc import Iterable

from catalog.time_limits.model import Mode, Reading, TimeLimit, Unit

Period = tuple[int, Unit]

_WHOLE = ("", "一般事项")
_INFORMATION_FORMS = re.compile(
    r"^$|^(?:该|本)?(?:政府|公开事项)?信息|^(?:制作|制定|获取)|^形成(?:或者?变更)?$"
)
_SOFT = ("一般", "原则上")
_ON_REQUEST = re.compile(r"^(?:收到|接到|受理).*申请")
_NOT_PUBLISHING = re.compile(r"答复|回应|举行|反馈|通知")


def publish_within(reading: Reading) -> Period | None:
    """The period in which the matter's information must be out once it has formed; None without one.

    Only WITHIN rules count, and only those that publish: not answers (收到申请之日起…, …内答复), not a
    fixed day of the next month. Of several, the first group that has any decides: rules on the information
    as such (信息形成, 制作或获取, or no event at all) without scope; other rules without scope (批准后);
    rules with a scope of their own. In a group the strictest wins, a working day counting 7/5 calendar days.
    The 20 working days of 条例 Art. 26 are the caller's default.
    """
    rules = [limit for limit in reading.limits if _is_publishing_period(limit)]
    whole = [limit for limit in rules if limit.scope in _WHOLE]
    general = [limit for limit in whole if _INFORMATION_FORMS.search(limit.event)]
    return _strictest(general or whole or rules)


def renewal(reading: Reading) -> Period | None:
    """How often what was published must be renewed (EVERY rules); None when the text names no round.

    Rules without scope go first; when all have one, the strictest counts. 每学期 and 每半年 are 6 months.
    """
    rules = [limit for limit in reading.limits if limit.mode is Mode.EVERY]
    return _strictest([limit for limit in rules if limit.scope in _WHOLE] or rules)


def explain(limit: TimeLimit) -> str:
    """One Chinese sentence for the public, without full stop. Never empty."""
    soft, _, exception = limit.exception.partition("，")
    if soft not in _SOFT:
        soft, exception = "", limit.exception
    sentence = _about(limit.scope, _softly(soft, _SENTENCES[limit.mode](limit)))
    return f"{sentence}（{exception}）" if exception else sentence


def _softly(soft: str, sentence: str) -> str:
    return sentence.replace("不少于", soft + "不少于", 1) if "不少于" in sentence else soft + sentence


def _about(scope: str, sentence: str) -> str:
    """行政处罚决定 + 作出后7个工作日内公开 reads on; other scopes are set off by a colon."""
    if not scope or sentence.startswith(scope):
        return sentence
    reads_on = re.match(r"作出|形成", sentence) and re.search(r"[^的：]$", scope)
    return f"{scope}{sentence}" if reads_on else f"{scope}：{sentence}"


def _is_publishing_period(limit: TimeLimit) -> bool:
    return (
        limit.mode is Mode.WITHIN
        and limit.amount is not None
        and not limit.fixed_day
        and not _ON_REQUEST.search(limit.event)
        and not _NOT_PUBLISHING.search(limit.act)
    )


def _strictest(limits: Iterable[TimeLimit]) -> Period | None:
    periods = [(limit.max_amount or limit.amount, limit.unit) for limit in limits if limit.unit]
    return min(periods, key=lambda period: period[0] * period[1].days, default=None)


def _period(limit: TimeLimit) -> str:
    if limit.amount is None or limit.unit is None:
        return ""
    upper = f"至{limit.max_amount}" if limit.max_amount else ""
    return f"{limit.amount}{upper}{limit.unit.measure}"


def _after(event: str) -> str:
    stands_alone = re.search(r"^(?:按|根据|随|与)|(?:时|起|阶段|后)$", event)
    return event if stands_alone or not event else event + "后"


def _within(limit: TimeLimit) -> str:
    act = limit.act or "公开"
    if limit.fixed_day:
        return f"{_after(limit.event)}的次月{int(limit.fixed_day[-2:])}日内{act}"
    return f"{_after(limit.event)}{_period(limit)}内{act}"


def _before(limit: TimeLimit) -> str:
    act, period = limit.act or "公开", _period(limit)
    if not limit.event:
        return f"提前{period}{act}" if period else act
    if limit.act.startswith("提前"):
        return f"{limit.event}{act}"
    return f"{limit.event}{period}前{act}"


def _at_least(limit: TimeLimit) -> str:
    range_given = "" if limit.max_amount else "不少于"
    return f"{limit.event}{limit.act or '公开'}{range_given}{_period(limit)}"


def _every(limit: TimeLimit) -> str:
    point = limit.event.removeprefix("学期")
    act = {"": "公开" if point else "公开一次", "一次": "公开一次"}.get(limit.act, limit.act)
    return f"{_round(limit)}{point}{act}"


def _round(limit: TimeLimit) -> str:
    if limit.event.startswith("学期"):
        return "每学期"
    if (limit.amount, limit.unit) == (6, Unit.MONTH):
        return "每半年"
    if limit.amount == 1 and limit.unit:
        return "每" + limit.unit.measure.removeprefix("个")
    within = "内" if limit.unit in (Unit.WORKDAY, Unit.DAY, Unit.HOUR) else ""
    return f"每{_period(limit)}{within}"


def _at_once(limit: TimeLimit) -> str:
    return f"{_after(limit.event)}{limit.act or '及时公开'}"


def _continuous(limit: TimeLimit) -> str:
    act = limit.act.partition("（")[0] or "长期公开"
    return f"{act}，内容有变化随时更新"


_SENTENCES = {
    Mode.WITHIN: _within,
    Mode.BEFORE: _before,
    Mode.AT_LEAST: _at_least,
    Mode.EVERY: _every,
    Mode.AT_ONCE: _at_once,
    Mode.CONTINUOUS: _continuous,
}
