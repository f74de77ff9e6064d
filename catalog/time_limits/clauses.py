"""One clause of an official text in, its rules out; an empty tuple when the clause cannot be read."""

import calendar
import re
from collections.abc import Callable
from dataclasses import replace

from catalog.time_limits.heads import (
    FROM,
    event_or_scope,
    soften,
    split_head,
    split_manner,
    trim,
    when_at_once,
)
from catalog.time_limits.model import Mode, TimeLimit, Unit
from catalog.time_limits.wording import ACT, QUANTITY, number, states_plainly, unit

Rules = tuple[TimeLimit, ...]

_SOFT = r"(?P<soft>一般|原则上)?"
# 公示期7日内, 开始前7日内, 至少7日内: whoever wrote them, the start of the period is not told.
_NO_START = re.compile(r"(?:前|公示|公告|征求意见|期|期限|时间|至少|最多|最长|最短|每)$")
_TELLS_START = re.compile(r"(?<!公布|公开|公示|公告|发布)(?:之日起|后)$")
_ROUNDS = {
    "年": (1, Unit.YEAR),
    "年度": (1, Unit.YEAR),
    "半年": (6, Unit.MONTH),
    "学期": (6, Unit.MONTH),  # two terms make a school year
    "季度": (1, Unit.QUARTER),
    "季": (1, Unit.QUARTER),
    "月": (1, Unit.MONTH),
    "月份": (1, Unit.MONTH),
    "周": (1, Unit.WEEK),
    "星期": (1, Unit.WEEK),
    "日": (1, Unit.DAY),
    "天": (1, Unit.DAY),
    "工作日": (1, Unit.WORKDAY),
}
_ROUND_NAMES = "|".join(sorted(_ROUNDS, key=len, reverse=True))
_POINT = (
    r"(?P<point>[0-9]{1,2}月(?:[0-9]{1,2}日|[底末])前?|首月[0-9]{1,2}日前?|[0-9]{1,2}日前?"
    r"|[年月季]?[初底末]前?|[^0-9，]{1,20}?前)"
)


def read_clause(clause: str) -> Rules:
    """The rules of one clause (no ；。，at its top level)."""
    bare = re.sub(r"^(?:其中|或者|或|并且|并|同时)", "", clause)
    if rules := _every(bare):
        return rules
    if re.search(rf"每个?(?:{_ROUND_NAMES})", bare):
        return ()
    return next((rules for reader in _READERS if (rules := reader(bare))), ())


def is_act(clause: str) -> bool:
    """True for a clause that only says what is done and where: 在村公示栏公开."""
    return bool(re.fullmatch(ACT, clause)) and states_plainly(clause)


def _every(clause: str) -> Rules:
    """每季度首月20日公布, 至少每季度公开一次, 每20个工作日内更新, 每年…报告后20个工作日内."""
    found = re.fullmatch(
        rf"(?P<scope>[^每]*?)(?P<least>至少)?(?P<round>每(?:{QUANTITY}内?|个?(?P<name>{_ROUND_NAMES})))(?P<rest>.*)",
        clause,
    )
    if not found or found["max"] or not states_plainly(found["scope"]):
        return ()
    length, of = _ROUNDS[found["name"]] if found["name"] else (number(found["n"]), unit(found["unit"]))
    if not length:
        return ()
    rule = TimeLimit(Mode.EVERY, "", length, of, scope=trim(found["scope"]))
    return _within_every(rule, found) or _point_and_act(rule, found)


def _within_every(rule: TimeLimit, found: re.Match[str]) -> Rules:
    """每月后10个工作日内, 每年向…报告后20个工作日内: a round, and a period inside it."""
    if not re.search(rf"[后起]{QUANTITY}", found["rest"]):
        return ()
    return tuple(
        piece
        for inner in _within(found["rest"])
        for piece in (
            rule,
            replace(inner, event=found["round"] + inner.event, scope=rule.scope or inner.scope),
        )
    )


def _point_and_act(rule: TimeLimit, found: re.Match[str]) -> Rules:
    tail = re.fullmatch(rf"(?:的?{_POINT})?(?P<act>一次|{ACT})?", found["rest"])
    if not tail or not states_plainly(tail["act"] or ""):
        return ()
    point, day = tail["point"] or "", ""
    if re.search("[0-9]", point) and not (day := _fixed_day(point, rule.unit)):
        return ()
    if rule.unit is Unit.YEAR and re.fullmatch("[年]?[底末]前?", point):
        day = "12-31"
    act = tail["act"] or ""
    if found["least"]:
        act = "至少" + (act if act != "一次" else "公开一次")
    event = "学期" + point if found["name"] == "学期" else point
    return (TimeLimit(Mode.EVERY, event, rule.amount, rule.unit, scope=rule.scope, fixed_day=day, act=act),)


def _fixed_day(point: str, of: Unit | None) -> str:
    """1月31日前 as "01-31", 6月底前 as "06-30", 首月20日 as "01-20"; "" for a day that does not exist."""
    found = re.fullmatch(r"(?:(?P<month>[0-9]{1,2}|首)月)?(?:(?P<day>[0-9]{1,2})日|[底末])前?", point)
    if not found:
        return ""
    if (found["month"] == "首") != (of is Unit.QUARTER) or (found["month"] is None) != (of is Unit.MONTH):
        return ""
    month = int(found["month"]) if (found["month"] or "").isdigit() else 1
    if not 1 <= month <= 12:
        return ""
    last = calendar.monthrange(2023, month)[1]
    day = int(found["day"] or last)
    return f"{month:02}-{day:02}" if 1 <= day <= last else ""


def _by_date(clause: str) -> Rules:
    """12月31日前公布, 2024年6月底前: a date, not a round."""
    found = re.fullmatch(
        rf"(?P<scope>[^每]*?){FROM}?"
        r"(?P<date>(?:[0-9]{4}年)?(?P<day>[0-9]{1,2}月(?:[0-9]{1,2}日|[底末])))"
        rf"(?:之|以)?前(?P<act>{ACT})?",
        clause,
    )
    if not found or not states_plainly(found["scope"], found["act"] or ""):
        return ()
    day = _fixed_day(found["day"], Unit.YEAR)
    if not day or re.search("[0-9]$", found["scope"]):
        return ()
    scope, act = trim(found["scope"]), _act(found["act"])
    return (TimeLimit(Mode.BEFORE, found["date"], scope=scope, fixed_day=day, act=act),)


def _before(clause: str) -> Rules:
    """开始前20日, 听证7个工作日前, 提前24小时公告, 规定时间前24小时, 发放前公示, 提前公告."""
    opening = rf"(?P<soft>原则上)?(?:应当|应|至少|不得晚于|不晚于|不迟于|最迟)*{FROM}?"
    forms = (
        rf"{opening}(?P<event>.*?)(?:至少|应当|应)*提前(?:至少|不少于)?{QUANTITY}(?:向社会)?(?P<act>{ACT})?",
        rf"{opening}(?P<event>.+?)(?:之|以)?前(?:至少|不少于|提前)?{QUANTITY}(?P<act>{ACT})?",
        rf"{opening}(?P<event>.+?){QUANTITY}(?:之|以)?前(?P<act>{ACT})?",
    )
    for form in forms:
        found = re.fullmatch(form, clause)
        if found and not found["max"] and states_plainly(found["event"], found["act"] or ""):
            return _before_rule(found, number(found["n"]), unit(found["unit"]))
    return _some_time_before(clause)


def _some_time_before(clause: str) -> Rules:
    found = re.fullmatch(rf"(?P<event>.*?)(?P<act>提前{ACT})", clause) or re.fullmatch(
        rf"(?P<event>.+?)(?:之|以)?前(?P<act>{ACT})", clause
    )
    if found and states_plainly(found["event"], found["act"]):
        return _before_rule(found, None, None)
    return ()


def _before_rule(found: re.Match[str], amount: int | None, of: Unit | None) -> Rules:
    if of is not None and amount is None:
        return ()
    scope, event = split_manner(found["event"])
    soft = found.groupdict().get("soft") or ""
    return (TimeLimit(Mode.BEFORE, event, amount, of, scope=scope, exception=soft, act=_act(found["act"])),)


def _at_least(clause: str) -> Rules:
    """公示不少于5个工作日, 公示期限不得少于30日, 公示7个工作日, 公示7至15日."""
    found = re.fullmatch(
        rf"(?P<head>.*?){_SOFT}(?:应当|应)?(?:不得|不)(?:少|低|短)于{QUANTITY}", clause
    ) or re.fullmatch(rf"(?P<head>.*(?:公示|公告)(?:期限|时间|期)?)(?:为|满)?(?P<soft>){QUANTITY}", clause)
    if not found or not (amount := number(found["n"])):
        return ()
    head = re.fullmatch(
        r"(?P<lead>.*?)(?P<act>(?:正式|批前|批后|审核|预)?(?:公开征求意见|征求意见|信息披露|披露信息"
        r"|公示|公告|公布|公开|披露|发布)?)(?:的?(?:期限|时间|期间|期))?",
        found["head"],
    )
    if not head or not states_plainly(head["lead"]):
        return ()
    event, scope = event_or_scope(head["lead"])
    return (
        TimeLimit(
            Mode.AT_LEAST,
            event,
            amount,
            unit(found["unit"]),
            scope=scope,
            max_amount=_maximum(found),
            exception=found["soft"] or "",
            act=head["act"],
        ),
    )


def _within(clause: str) -> Rules:
    """信息形成或者变更之日起20个工作日内予以公开, 20个工作日, 文书送达后的次月15日内."""
    if rules := _by_day_next_month(clause):
        return rules
    found = re.fullmatch(rf"(?P<head>.*?){QUANTITY}(?P<inside>(?:以|之)?内(?P<act>{ACT})?)?", clause)
    if not found or not (amount := number(found["n"])):
        return ()
    soft, head = soften(found["head"])
    act = _act(found["act"])
    if not found["inside"] and head and not _TELLS_START.search(head):
        return ()
    if _NO_START.search(head) or not states_plainly(head, act):
        return ()
    scope, event = split_head(head)
    return (
        TimeLimit(
            Mode.WITHIN,
            event,
            amount,
            unit(found["unit"]),
            scope=scope,
            max_amount=_maximum(found),
            exception=soft,
            act=act,
        ),
    )


def _by_day_next_month(clause: str) -> Rules:
    found = re.fullmatch(
        rf"(?P<head>.+?)(?:的|后)次月的?(?P<day>[0-9]{{1,2}})日(?:以|之)?[内前](?P<act>{ACT})?", clause
    )
    if not found or not 1 <= int(found["day"]) <= 31 or not states_plainly(found["head"], found["act"] or ""):
        return ()
    scope, event = split_head(found["head"])
    day = f"01-{int(found['day']):02}"
    return (TimeLimit(Mode.WITHIN, event, 1, Unit.MONTH, scope=scope, fixed_day=day, act=_act(found["act"])),)


def _at_once(clause: str) -> Rules:
    """征集结束后及时公开, 空气质量实时公开, 与政策文件同步发布, 随预决算公开, 认定之日起公示."""
    forms = (
        rf"(?P<head>.+后)(?P<act>(?:在|于|向|通过).*(?:及时|实时|立即){ACT})",
        rf"(?P<head>.*?)(?P<act>(?:应当|应)?(?:及时|实时|即时|随时|立即|同步|第一时间){ACT})",
        rf"(?P<head>随.+?)(?P<act>(?:同步|同时|一并)?{ACT})",
        rf"(?P<head>.+之日起)(?P<act>{ACT})",
    )
    for form in forms:
        found = re.fullmatch(form, clause)
        if found and states_plainly(found["head"], found["act"]):
            scope, event = when_at_once(found["head"])
            return (TimeLimit(Mode.AT_ONCE, event, scope=scope, act=_act(found["act"])),)
    return ()


def _continuous(clause: str) -> Rules:
    """长期公开, 长期公开（动态调整）, 动态调整."""
    act = r"(?P<act>(?:长期|常年|持续|动态)(?:公开|公示|公布|调整|更新|展示)(?:（[^（）]*）)?)"
    found = re.fullmatch(rf"(?P<scope>.*?){act}", clause)
    if not found or not states_plainly(found["scope"], found["act"]):
        return ()
    return (TimeLimit(Mode.CONTINUOUS, scope=trim(found["scope"]), act=found["act"]),)


def _act(words: str | None) -> str:
    return re.sub(r"^(?:应当|应)?(?:予以)?", "", words or "")


def _maximum(found: re.Match[str]) -> int | None:
    return number(found["max"]) if found["max"] else None


_READERS: tuple[Callable[[str], Rules], ...] = (
    _by_date,
    _at_least,
    _before,
    _within,
    _at_once,
    _continuous,
)
