"""The text of a compilation (公开事项信息汇编): for each matter its points, as a clerk would write them."""

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
    "s1-statutory": "法定主动公开内容汇编",
    "v1-village-affairs": "村务公开事项汇总",
    "community": "居务公开事项汇总",
}


def title_of(organization: Organization, unit: list[Obligation], rhythm: Rhythm, formed: date) -> str:
    """桃坞村2026年第三季度村务公开事项汇总（村级财务、惠农政策）."""
    domain = unit[0].domain
    what = KINDS_OF_TEXT.get("community" if organization.kind == "community" else domain.code)
    if domain.code not in KINDS_OF_TEXT:
        kind = "办事指南汇编" if stage_of(unit) == Stage.SERVICE else "政务公开事项信息汇编"
        what = f"{plain_name(domain)}领域{kind}"
    return f"{organization.short_name}{period_of(rhythm, formed)}{what}（{_groups_in_words(unit)}）"


def summary_of(organization: Organization, unit: list[Obligation]) -> str:
    names = "、".join(o.matter.name for o in unit[:3])
    return f"汇总公开{organization.short_name}{names}等{len(unit)}项事项的内容、依据、办理方式和联系方式。"[
        :200
    ]


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


def _groups_in_words(unit: list[Obligation]) -> str:
    groups = list(dict.fromkeys(o.matter.parent.name for o in unit))
    return "、".join(groups[:2]) + ("等" if len(groups) > 2 else "")


def _opening(organization: Organization, unit: list[Obligation], formed: date) -> str:
    return (
        f"<p>为方便群众查阅，{escape(organization.short_name)}对照{escape(_catalog_of(unit[0].domain))}，"
        f"将{len(unit)}项公开事项的信息汇总如下，内容更新至{chinese_date(formed)}。"
        "单项信息另有文件或者公告的，以文件和公告为准。</p>"
    )


def _matter(organization: Organization, matter: CatalogItem, formed: date, luck: Random) -> str:
    words = words_for(organization, matter)
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
