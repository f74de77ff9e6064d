"""OFD, the national format of official documents (GB/T 33190-2016): text codes of the pages, properties, attachments."""

import posixpath

from lxml import etree

from . import limits
from .collector import Collector
from .package import ENCRYPTED, Package
from .parts import ExtractionFailed
from .safe_xml import DAMAGED, all_text, child, descendants, is_on, local

LABELS = {
    "Title": "标题",
    "Author": "作者",
    "Subject": "主题",
    "Abstract": "摘要",
    "CreationDate": "创建时间",
    "ModDate": "修改时间",
    "Creator": "制作软件",
    "DocUsage": "用途",
}
SAME_LINE_MM = 1.0
SCANNED = "没有可以识别的文字（可能是扫描件）。请改用由文档直接导出的文件，或者人工逐页核对。"


def read(package: Package, collector: Collector) -> None:
    """Fills the collector from a package with OFD.xml. Raises ExtractionFailed for encrypted and damaged ones."""
    if any(name.lower().endswith(("encryptions.xml", "decryptseed.dat")) for name in package.names):
        raise ExtractionFailed(ENCRYPTED)
    root = package.xml("OFD.xml")
    roots = [element for element in descendants(root, "DocRoot") if element.text]
    if not roots:
        raise ExtractionFailed(DAMAGED)
    for info in descendants(root, "DocInfo"):
        _properties(info, collector)
    for element in roots:
        _document(package, _part(package, "", element.text), collector)
    collector.has_text = any(part.place.startswith("第") for part in collector.parts)
    if not collector.has_text:
        collector.warn(SCANNED)


def _properties(info: etree._Element, collector: Collector) -> None:
    for element in info:
        name = local(element)
        if name in LABELS:
            collector.describe(LABELS[name], element.text or "")
        elif name == "Keywords":
            collector.describe("关键词", all_text(element, "；"))
        elif name == "CustomDatas":
            for data in descendants(element, "CustomData"):
                collector.describe(f"自定义属性：{data.get('Name', '')}", data.text or "")


def _document(package: Package, main: str, collector: Collector) -> None:
    root = package.xml(main)
    for template in descendants(root, "TemplatePage"):
        _page(package, _part(package, main, template.get("BaseLoc")), "模板页", collector)
    for number, page in enumerate(descendants(root, "Page"), start=1):
        _page(package, _part(package, main, page.get("BaseLoc")), f"第{number}页", collector)
    for outline in descendants(root, "OutlineElem"):
        collector.text("书签", outline.get("Title", ""))
    _annotations(package, main, root, collector)
    _attachments(package, main, root, collector)


def _page(package: Package, name: str, place: str, collector: Collector) -> None:
    root = package.xml(name)
    collector.text(place, _lines(root, visible=True))
    collector.text(f"{place}（隐藏的文字）", _lines(root, visible=False), hidden=True)
    for address in descendants(root, "URI"):
        collector.link(f"{place}的链接", address.get("URI", ""))


def _lines(root: etree._Element, *, visible: bool) -> str:
    """The text objects of a page; those on one height belong to one line, often a character each."""
    pieces, height = [], None
    for item in descendants(root, "TextObject"):
        if is_seen(item) != visible:
            continue
        place = _top(item)
        if pieces and (place is None or height is None or abs(place - height) > SAME_LINE_MM):
            pieces.append("\n")
        height = place
        pieces += [code.text or "" for code in descendants(item, "TextCode")]
    return "".join(pieces)


def is_seen(item: etree._Element) -> bool:
    """GB/T 33190, 8.5: an object is drawn unless it says otherwise, or is wholly transparent."""
    drawn = is_on(item, "Visible") and item.get("Alpha") != "0"
    fill = child(item, "FillColor")
    return drawn and (fill is None or fill.get("Alpha") != "0")


def _top(item: etree._Element) -> float | None:
    try:
        return float(item.get("Boundary", "").split()[1])
    except (IndexError, ValueError):
        return None


def _annotations(package: Package, main: str, root: etree._Element, collector: Collector) -> None:
    for pointer in descendants(root, "Annotations"):
        listing = _part(package, main, pointer.text)
        for file in descendants(package.xml(listing), "FileLoc"):
            for note in descendants(package.xml(_part(package, listing, file.text)), "Annot"):
                text = "\n".join(filter(None, (all_text(note, ""), note.get("Remark", ""))))
                collector.text("批注", text, hidden=not is_on(note, "Visible"))
                collector.describe("批注人", note.get("Creator", ""))


def _attachments(package: Package, main: str, root: etree._Element, collector: Collector) -> None:
    for pointer in descendants(root, "Attachments"):
        listing = _part(package, main, pointer.text)
        for attached in descendants(package.xml(listing), "Attachment"):
            _attachment(package, listing, attached, collector)


def _attachment(package: Package, listing: str, attached: etree._Element, collector: Collector) -> None:
    name = attached.get("Name", "") or "未命名"
    file = child(attached, "FileLoc")
    collector.mention("附带的文件", name)
    collector.warn(f"OFD 里附带文件“{name}”，打开的人可以取出。请核对内容，不需要的删除后另存。")
    if file is not None:
        part = _part(package, listing, file.text)
        collector.enclose(name, f"附带的文件“{name}”：", lambda: package.read(part, limits.FILE_MAX_BYTES))


def _part(package: Package, base: str, location: str | None) -> str:
    """The part a path points to: from the root when it begins with a stroke, else from the file that names it."""
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), (location or "").strip())).lstrip(
        "/"
    )
    near_root = (location or "").strip().lstrip("/")
    for candidate in (path, near_root):
        if candidate in package:
            return candidate
    raise ExtractionFailed(DAMAGED)
