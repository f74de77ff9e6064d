"""What stands before a period: who or what the rule is about (scope), and what starts the period (event)."""

import re

FROM = r"(?<![现存所来关高低基属对用处由])(?:自|在|于|从)"
_AFTER = r"(?:之日起的?|日起的?|起的?|以后的?|之后的?|后的?|之日)"
_THING = r"(?:决定|结果|信息|清单|预案|情况)"
_HAPPENS = r"(?:作出|形成|确定|下达|变更|印发|获取|制作|征集)"
_ABOUT_ALL = re.compile(r"^(?:该|本)?(?:政府|公开事项)?信息$")
_ENDS_IN_EVENT = re.compile(
    r"(?:形成|变更|下达|批复|批准|作出|印发|签订|确定|收到|结束|完成|通过|送达|调整|备案|认定)(?:（[^（）]*）)?$"
)


def soften(head: str) -> tuple[str, str]:
    """A leading or trailing 原则上 apart from the rest; a 应当在 before the number says nothing."""
    found = re.fullmatch(
        rf"(?P<soft>一般|原则上)?(?P<head>.*?)(?P<late>一般|原则上)?(?:应当|应)?{FROM}?", head
    )
    return (found["soft"] or found["late"] or "", found["head"]) if found else ("", head)


def event_or_scope(lead: str) -> tuple[str, str]:
    """发放前 and 核定后 say when; 拟录用人员 says who."""
    return (lead, "") if re.search("[前后时]$", lead) else ("", trim(lead))


def split_head(head: str) -> tuple[str, str]:
    """(scope, event) of what stands before a period: 行政处罚决定自作出之日起 is ("行政处罚决定", "作出")."""
    after = re.search(rf"{_AFTER}$", head)
    body = head[: after.start()] if after else head
    if found := re.fullmatch(rf"(?P<scope>.*?)(?:应当|应)?{FROM}(?P<event>.+)", body):
        inner_scope, event = _thing_of(found["event"])
        return trim(found["scope"]) or inner_scope, event
    if not after and body and not _ENDS_IN_EVENT.search(body):
        return trim(body), ""
    return _thing_of(body)


def _thing_of(event: str) -> tuple[str, str]:
    """A decision or list of its own narrows the rule to itself; 信息 and 公开事项信息 mean everything."""
    found = re.match(rf"(?P<thing>.*?{_THING}){_HAPPENS}", event)
    if not found or _ABOUT_ALL.match(found["thing"]):
        return "", event
    thing = found["thing"]
    return thing, event.removeprefix(thing) if thing.endswith("情况") else event


def split_manner(head: str) -> tuple[str, str]:
    """招考公告按考试安排 is ("招考公告", "按考试安排")."""
    found = re.fullmatch(r"(?P<scope>.*?)(?P<event>(?:按照?|根据).+)", head)
    return (trim(found["scope"]), found["event"]) if found else ("", head)


def trim(words: str) -> str:
    """A subject without the 应, 应当 or 应于 of its verb."""
    return re.sub(rf"(?:应当|应)?{FROM}?$", "", words)


def when_at_once(head: str) -> tuple[str, str]:
    """(scope, event) before 及时, 实时 or 同步: 征集结束后 and 按进展情况 say when, 空气质量 says what."""
    if re.search("之日起$", head):
        return "", head
    if re.search(r"后$", head) or _ENDS_IN_EVENT.search(head):
        return split_head(head)
    return split_manner(head) if re.search("按|根据|随|与|时$|各?阶段$", head) else (trim(head), "")
