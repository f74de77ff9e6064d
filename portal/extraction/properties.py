"""Document properties of OOXML files: who wrote it, for whom, with what (ISO/IEC 29500-2, part 11; docProps)."""

import re

from lxml import etree

from . import safe_xml
from .collector import Collector
from .package import Package

CORE = {
    "creator": "作者",
    "lastModifiedBy": "最后修改人",
    "title": "标题",
    "subject": "主题",
    "description": "备注",
    "keywords": "关键词",
    "category": "类别",
    "contentStatus": "状态",
    "identifier": "标识",
    "created": "创建时间",
    "modified": "修改时间",
    "lastPrinted": "最后打印时间",
}
APPLICATION = {
    "Company": "单位",
    "Manager": "负责人",
    "Application": "制作软件",
    "Template": "模板",
    "HyperlinkBase": "链接基础地址",
}
_BY_PROGRAMS = re.compile(
    r"KSO|ICV$|CRO$|commondata$|ContentTypeId$|MediaService|MSIP_|PTEX|GTS_PDF|SourceModified$"
)


def read_properties(package: Package, collector: Collector) -> set[str]:
    """Puts the properties into the collector. Returns the names of the parts that hold them."""
    core = package.related("", "core-properties")
    application = package.related("", "extended-properties")
    custom = package.related("", "custom-properties")
    for name in core:
        _labelled(package.xml(name), CORE, collector)
    for name in application:
        _labelled(package.xml(name), APPLICATION, collector)
    for name in custom:
        _custom(package.xml(name), collector)
    return {*core, *application, *custom}


def _labelled(root: etree._Element, labels: dict[str, str], collector: Collector) -> None:
    for element in root:
        label = labels.get(safe_xml.local(element))
        if label:
            collector.describe(label, element.text or "")


def _custom(root: etree._Element, collector: Collector) -> None:
    for element in safe_xml.descendants(root, "property"):
        name = element.get("name") or "未命名"
        collector.describe(custom_label(name), safe_xml.all_text(element))


def custom_label(name: str) -> str:
    """Told apart: what people entered, and what WPS, Office and layout programs write into every file."""
    return f"软件记录：{name}" if _BY_PROGRAMS.match(name) else f"自定义属性：{name}"
