"""What a workbook keeps besides its sheets: comments, names, caches of pivot tables and of other files, connections."""

import re

from lxml import etree

from . import limits
from .collector import Collector, Row
from .excel_values import Strings, text_of
from .package import Package
from .safe_xml import all_text, attribute, child, descendants, local, stream

PIVOT = "数据透视表缓存"
_EXTERNAL = re.compile(r"xl/externalLinks/[^/]+\.xml$")
_PIVOT = re.compile(r"xl/pivotCache/pivotCacheDefinition[^/]*\.xml$")
SECRETS = ("connection", "command", "sourceFile", "url", "description")


def read_comments(package: Package, sheet: str, label: str, collector: Collector) -> set[str]:
    """The comments of a sheet and who wrote them. Returns the names of their parts."""
    plain, threads = package.related(sheet, "comments"), package.related(sheet, "threadedComment")
    for name in plain or threads:
        root = package.xml(name)
        for author in descendants(root, "author"):
            collector.describe("批注人", "" if (author.text or "").startswith("tc=") else author.text or "")
        comments = list(descendants(root, "comment", "threadedComment"))
        for comment in comments:
            text = text_of(comment) or all_text(comment)
            collector.text(f"{label}{comment.get('ref', '')}的批注", text, hidden=True)
        if comments:
            collector.warn(f"{label}含有 {len(comments)} 条批注。请删除批注后另存。")
    return {*plain, *threads}


def read_names(root: etree._Element, collector: Collector) -> None:
    """Names that stand for cells are harmless; those that hold words or point to other files are hidden contents."""
    for element in descendants(root, "definedName"):
        name, value = element.get("name", ""), element.text or ""
        place = f"定义的名称“{name}”"
        if any(mark in value for mark in '"[{'):
            collector.text(place, value, hidden=True)
        elif not name.startswith("_xlnm."):
            collector.mention(place, name)


def read_caches(package: Package, collector: Collector) -> set[str]:
    """Data copied from elsewhere. Returns the names of the parts read."""
    done = set()
    for name in package.names:
        if _EXTERNAL.match(name):
            done.add(name)
            _external(package, name, collector)
        elif _PIVOT.match(name):
            done |= {name, *_pivot(package, name, collector)}
        elif name == "xl/connections.xml":
            done.add(name)
            _connections(package, name, collector)
    return done


def read_unused(strings: Strings, collector: Collector) -> None:
    """Words of deleted cells that the program that saved the file has left behind."""
    for text in strings.unused():
        collector.text("文件内部残留的文字", text, hidden=True)


def _external(package: Package, name: str, collector: Collector) -> None:
    collector.warn("引用了其他文件中的数据，并带有这些数据的副本。请断开链接、只保留数值后另存。")
    for row in descendants(package.xml(name), "row"):
        values = [value.text or "" for value in descendants(row, "v")]
        collector.text("外部文件数据的副本", "　".join(values), hidden=True)


def _pivot(package: Package, name: str, collector: Collector) -> list[str]:
    """Pivot tables keep all of their source, also when its sheet has been deleted."""
    collector.warn("数据透视表带有全部源数据。请把透视表复制为数值后另存。")
    fields = list(descendants(package.xml(name), "cacheField"))
    header = tuple(field.get("name", "") for field in fields)
    shared = [_items(child(field, "sharedItems")) for field in fields]
    records = package.related(name, "pivotCacheRecords")
    for part in records:
        data = package.read(part, limits.STREAMED_XML_MAX_BYTES)
        for number, record in enumerate(stream(data, {"r"}), start=1):
            cells = [_value(item, shared[i] if i < len(shared) else []) for i, item in enumerate(record)]
            collector.row(PIVOT, Row(f"{PIVOT}第{number}行", cells, True), header)
    if not records:
        for title, values in zip(header, shared, strict=True):
            collector.text(f"{PIVOT}“{title}”", "\n".join(values), hidden=True)
    return records


def _items(shared: etree._Element | None) -> list[str]:
    return [item.get("v", "") for item in shared] if shared is not None else []


def _value(item: etree._Element, shared: list[str]) -> str:
    text = item.get("v", "")
    if local(item) != "x":
        return text
    return shared[int(text)] if text.isdigit() and int(text) < len(shared) else ""


def _connections(package: Package, name: str, collector: Collector) -> None:
    collector.warn("带有数据库或者其他数据源的连接。请删除连接后另存。")
    for element in package.xml(name).iter():
        texts = [attribute(element, key) for key in SECRETS]
        collector.text("数据连接", "\n".join(filter(None, texts)), hidden=True)
