"""What a draft that starts from a matter begins with, besides the link to it."""

import html
import re

from catalog.models import Obligation
from disclosure.models import Publication
from disclosure.vocabulary import Attribute, Ground

TOPIC_OF_DOMAIN = {
    "01-major-projects": "国民经济管理、国有资产监管\\重大建设项目",
    "02-public-resource-trading": "商贸、海关、旅游\\国内贸易（含供销）",
    "03-budget": "财政、金融、审计\\财政",
    "04-work-safety": "市场监管、安全生产监管\\安全生产监管",
    "05-taxation": "财政、金融、审计\\税务",
    "06-land-requisition": "国土资源、能源\\土地",
    "07-housing-expropriation": "城乡建设、环境保护\\城乡建设（含住房）",
    "08-affordable-housing": "城乡建设、环境保护\\城乡建设（含住房）",
    "09-rural-housing": "城乡建设、环境保护\\城乡建设（含住房）",
    "10-environment": "城乡建设、环境保护\\环境监测、保护与治理",
    "11-public-culture": "文化、广电、新闻出版\\文化",
    "12-legal-services": "公安、安全、司法\\司法",
    "13-poverty-alleviation": "民政、扶贫、救灾\\扶贫",
    "14-disaster-relief": "民政、扶贫、救灾\\减灾救灾",
    "15-food-drug": "市场监管、安全生产监管\\食品药品监管",
    "16-urban-enforcement": "城乡建设、环境保护\\城市规划",
    "17-employment": "劳动、人事、监察\\劳动就业",
    "18-social-insurance": "劳动、人事、监察\\社会保障",
    "19-social-assistance": "民政、扶贫、救灾\\社会福利",
    "20-elder-care": "民政、扶贫、救灾\\社会福利",
    "21-household-registration": "公安、安全、司法\\公安",
    "22-agricultural-subsidies": "农业、林业、水利\\农业、畜牧业、渔业",
    "23-compulsory-education": "科技、教育\\教育",
    "24-health": "卫生、体育\\卫生",
    "25-municipal-services": "城乡建设、环境保护\\城乡建设（含住房）",
    "26-spatial-planning": "城乡建设、环境保护\\城市规划",
    "27-transport": "工业、交通\\公路",
    "28-statistics": "国民经济管理、国有资产监管\\统计",
    "29-broadcasting": "文化、广电、新闻出版\\广播、电影、电视",
    "30-tourism": "商贸、海关、旅游\\旅游",
    "s1-statutory": "综合政务\\政务公开",
    "v1-village-affairs": "农业、林业、水利\\农业、畜牧业、渔业",
}
MOST_HEADINGS = 12
_ITEMS = re.compile(r"[；;\n]+|(?<=。)")
_NUMBER = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、])\s*")


def proposals(obligation: Obligation) -> dict:
    """Initial values for a draft that answers `obligation`: attribute, class and stage, as last time. Two queries."""
    last = (
        Publication.objects.public()
        .filter(fulfilments__obligation=obligation)
        .order_by("-published_at")
        .values("topic", "stage", "keywords")
        .first()
    ) or {"topic": TOPIC_OF_DOMAIN.get(obligation.domain.code.lower(), ""), "stage": "", "keywords": ""}
    return {**last, **attribute_of(obligation.matter.method)}


def attribute_of(method: str) -> dict:
    """公开属性 as the catalog's 公开方式 has it; what is given on request concerns third parties more often than not."""
    if "依申请" in method and "主动" not in method:
        return {"attribute": Attribute.ON_REQUEST, "ground": Ground.THIRD_PARTY}
    return {"attribute": Attribute.PROACTIVE}


def template(content: str) -> str:
    """The catalog's 公开内容 as headings to write under; nothing when it names one thing only."""
    items = [_NUMBER.sub("", item).strip(" 。，、") for item in _ITEMS.split(content)]
    items = [item for item in items if item]
    if not 1 < len(items) <= MOST_HEADINGS:
        return ""
    return "\n".join(f"<h2>{html.escape(item)}</h2><p></p>" for item in items)
