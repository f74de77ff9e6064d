"""The text of a compilation (several matters in one publication): for each matter its points, as a clerk would write them."""

import re
from datetime import date
from html import escape
from itertools import groupby
from random import Random

from catalog.models import CatalogItem, Obligation
from disclosure.vocabulary import Stage
from portal.organizations.models import Organization

from .placeholders import chinese_date, quarter_before
from .rhythm import Rhythm
from .wording import points_of, say, words_for

STAGE_WORDS = (
    (Stage.SERVICE, ("指南", "服务", "咨询", "申领", "申请", "办理", "简介", "职能")),
    (Stage.DECISION, ("政策", "法规", "文件", "规划", "方案", "决策", "制度", "标准")),
    (Stage.RESULT, ("结果", "决算", "发放", "分配", "名单", "财务", "公布")),
    (Stage.MANAGEMENT, ("检查", "处罚", "强制", "许可", "监督", "监管", "执法", "资产")),
)
KINDS_OF_TEXT = {
    "s1-statutory": "法定主动公开信息",
    "v1-village-affairs": "村务公开信息",
    "community": "居务公开信息",
}
SAID_ALONE = ("信息", "情况", "结果", "公告", "公示", "目录", "清单", "名单", "指南", "报告", "文件", "政策")
"""Endings after which the name of a matter makes a title without 信息 behind it."""

BARE_NAMES = frozenset(
    (
        "办事指南",
        "法律法规",
        "部门和地方规章",
        "其他政策文件",
        "标准",
        "重要会议",
        "行政检查",
        "年度计划",
        "计划完成情况",
        "规范性文件",
        "行政法规、规章",
        "政策法规文件",
        "审核信息",
        "审批信息",
        "审核审批信息",
        "法规文件",
        "政策解读",
        "监督检查",
    )
)
"""Names that several groups share: they say nothing without their group, or where that is bare too, their domain."""

BARE_GROUPS = frozenset(
    ("政策文件", "综合业务", "法规政策", "政策法规", "部门文件", "其他行政职责", "行政管理")
)
IN_BRACKETS = re.compile(r"（[^）]*）")
NAMED = 3
"""Matters that a summary names."""


def title_of(organization: Organization, unit: list[Obligation], rhythm: Rhythm, formed: date) -> str:
    """沙洲村2026年第三季度村务公开信息（村级财务、惠农政策）; of a single matter 供水水质信息, without brackets."""
    who, domain = f"{organization.short_name}{period_of(rhythm, formed)}", unit[0].domain
    if len(unit) == 1:
        return f"{who}{_with_ending(spoken_name(unit[0].matter))}"
    what = KINDS_OF_TEXT.get("community" if organization.kind == "community" else domain.code)
    if domain.code not in KINDS_OF_TEXT:
        what = f"{plain_name(domain)}{'办事指南' if stage_of(unit) == Stage.SERVICE else '信息'}"
    return f"{who}{what}{_contents(unit, what)}"


def summary_of(unit: list[Obligation]) -> str:
    """Up to three names, the number when there are more, and what is said about each."""
    names = _spoken_names(unit)
    more = f"等{len(unit)}项" if len(unit) > NAMED else ""
    return f"列明{'、'.join(names[:NAMED])}{more}的内容、依据、时限和联系方式。"[:200]


def spoken_name(matter: CatalogItem) -> str:
    """The matter's name without brackets, with its group where the name alone says nothing."""
    name, group = (IN_BRACKETS.sub("", item.name) for item in (matter, matter.parent))
    if name not in BARE_NAMES:
        return name
    return f"{plain_name(matter.domain) if group in BARE_GROUPS else group}{name}"


def _spoken_names(unit: list[Obligation]) -> list[str]:
    """Each once; without the domain, which stands in the title."""
    said = (spoken_name(o.matter).removeprefix(plain_name(o.domain)) for o in unit)
    return list(dict.fromkeys(name or o.matter.name for name, o in zip(said, unit, strict=True)))


def _contents(unit: list[Obligation], what: str) -> str:
    """In brackets, the first two groups; of a single group that `what` names already, the first two matters."""
    names = list(dict.fromkeys(o.matter.parent.name for o in unit))
    if len(names) == 1 and names[0] in what:
        names = _spoken_names(unit)
    return f"（{'、'.join(names[:2])}{'等' if len(names) > 2 else ''}）"


def _with_ending(name: str) -> str:
    return name if name.endswith(SAID_ALONE) else f"{name}信息"


def body_of(organization: Organization, unit: list[Obligation], formed: date, luck: Random) -> str:
    """The whole text in HTML: by level-1 group, a table for each matter, and the contacts at the end."""
    parts = [_opening(organization, unit, formed)]
    for group, obligations in groupby(unit, key=lambda o: o.matter.parent.name):
        parts.append(f"<h2>{escape(group)}</h2>")
        parts += [_matter(organization, o.matter, formed, luck) for o in obligations]
    return "".join([*parts, _contacts(organization)])


def stage_of(unit: list[Obligation]) -> Stage:
    """The stage that most names of the matters speak of."""
    names = "".join(o.matter.name + o.matter.parent.name for o in unit)
    best, count = max(
        ((stage, sum(names.count(word) for word in words)) for stage, words in STAGE_WORDS),
        key=lambda found: found[1],
    )
    return best if count else Stage.EXECUTION


def period_of(rhythm: Rhythm, formed: date) -> str:
    """The period that a periodic compilation reports on; empty for the others."""
    year, quarter = quarter_before(formed)
    return {
        Rhythm.YEARLY: f"{formed.year}年度",
        Rhythm.QUARTERLY: f"{year}年第{quarter}季度",
        Rhythm.SHORT: f"{formed.year}年{formed.month}月",
    }.get(rhythm, "")


def plain_name(domain: CatalogItem) -> str:
    """The domain's name of today: 扶贫（巩固拓展脱贫攻坚成果） is spoken of by what stands in brackets."""
    _, _, rest = domain.name.partition("（")
    return rest.removesuffix("）") if rest.endswith("）") else domain.name


def _catalog_of(domain: CatalogItem) -> str:
    name = plain_name(domain)
    return f"{name}目录" if "公开" in name else f"{name}领域公开目录"


def _opening(organization: Organization, unit: list[Obligation], formed: date) -> str:
    return (
        f"<p>为方便群众查阅，{escape(organization.short_name)}对照{escape(_catalog_of(unit[0].domain))}，"
        f"将{_what(unit)}的信息公布如下，内容更新至{chinese_date(formed)}。"
        "单项信息另有文件或者公告的，以文件和公告为准。</p>"
    )


def _what(unit: list[Obligation]) -> str:
    return f"{len(unit)}项公开事项" if len(unit) > 1 else f"“{spoken_name(unit[0].matter)}”"


def _matter(organization: Organization, matter: CatalogItem, formed: date, luck: Random) -> str:
    words = words_for(organization, matter) | {"matter": spoken_name(matter)}
    rows = "".join(
        f'<tr><th scope="row">{escape(point)}</th><td>{escape(say(point, words, formed, luck))}</td></tr>'
        for point in points_of(matter)
    )
    return (
        f"<h3>{escape(matter.name)}</h3><table><caption>{escape(matter.name)}</caption>"
        '<thead><tr><th scope="col">公开内容</th><th scope="col">公开信息</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        f"<p>公开依据：{escape(words['basis'])}。公开时限：{escape(matter.time_limit)}。</p>"
    )


def _contacts(organization: Organization) -> str:
    rows = (
        ("单位", organization.name),
        ("办公地址", organization.address),
        ("办公时间", organization.office_hours),
        ("联系电话", organization.phone),
    )
    cells = "".join(f'<tr><th scope="row">{k}</th><td>{escape(v)}</td></tr>' for k, v in rows if v)
    return f"<h2>联系方式</h2><table><caption>联系方式</caption><tbody>{cells}</tbody></table>"
