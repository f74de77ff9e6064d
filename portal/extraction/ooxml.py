"""What the three Office formats share: programs and files inside them, links, and parts no reader has looked at."""

import re

from . import safe_xml
from .collector import Collector
from .package import Package, Relationship
from .properties import read_properties

EMBEDDED = re.compile(r"/embeddings/|/activeX/.*\.bin$")
PICTURE = re.compile(r"/media/.*\.(jpe?g|png|webp)$", re.IGNORECASE)
MACROS = "文件含有宏（程序）。请另存为不含宏的 docx、xlsx、pptx 或者 pdf 再上传。"
# Parts whose text nodes are not contents: they repeat others, or only describe the look.
_IDLE = re.compile(
    r"(^|/)(_rels/|\[Content_Types\]|_xmlsignatures/|docProps/|theme/|styles|fontTable|numbering|webSettings)"
    r"|diagrams/(drawing|layout|quickStyle|colors)|charts/(style|colors)|threadedComments/|xl/tables/|calcChain"
)
# Parts that are seen on the page, and the elements that hold their words (the others hold positions).
_SEEN_BY_READERS = {
    "charts/": ("图表", ("t", "v")),
    "diagrams/": ("图示", ("t",)),
    "drawings/": ("图形中的文字", ("t",)),
}


def read_surroundings(package: Package, collector: Collector, done: set[str]) -> None:
    """Everything besides the main contents. `done` names the parts that were read already."""
    done = done | read_properties(package, collector)
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        collector.warn(MACROS)
    for name in package.names:
        if EMBEDDED.search(name):
            _embedded(package, collector, name)
        elif PICTURE.search(name):
            _picture(package, collector, name)
        elif name.endswith(".rels"):
            _references(package, collector, name)
        elif name.endswith(".xml") and name not in done and not _IDLE.search(name):
            _leftover(package, collector, name)


def link_of(relationships: dict[str, Relationship], identity: str) -> str:
    """The address outside the file that an id stands for, or ""."""
    found = relationships.get(identity)
    return found.target if found and found.is_external else ""


def _embedded(package: Package, collector: Collector, name: str) -> None:
    file = name.rpartition("/")[2]
    collector.mention("嵌入的文件", file)
    collector.warn(f"含有嵌入的文件“{file}”，打开文件的人可以取出其中的全部内容。")
    collector.enclose(file, f"嵌入的文件“{file}”：", lambda: package.read(name))


def _picture(package: Package, collector: Collector, name: str) -> None:
    file = name.rpartition("/")[2]
    collector.enclose(file, f"文中图片“{file}”：", lambda: package.read(name))


def _references(package: Package, collector: Collector, name: str) -> None:
    """Addresses outside the file other than links to click: templates, pictures, data. Full paths name people."""
    for element in package.xml(name):
        kind, target = element.get("Type", "").rpartition("/")[2], element.get("Target", "")
        if element.get("TargetMode") == "External" and kind != "hyperlink":
            collector.link(f"引用的外部文件（{kind}）", target, hidden=True)


def _leftover(package: Package, collector: Collector, name: str) -> None:
    """Whatever text stands in a part that no reader knows. Charts and drawings are seen, the others are not."""
    root, file = package.xml(name), name.rpartition("/")[2]
    for path, (place, elements) in _SEEN_BY_READERS.items():
        if path in name:
            words = (element.text or "" for element in safe_xml.descendants(root, *elements))
            collector.text(f"{place}（{file}）", "\n".join(words))
            _descriptions(root, f"{place}（{file}）", collector)
            return
    collector.text(f"文件内部数据（{file}）", safe_xml.all_text(root), hidden=True)


def _descriptions(root, place: str, collector: Collector) -> None:
    """What is read out to blind people instead of a picture."""
    for element in safe_xml.descendants(root, "cNvPr", "docPr"):
        for key in ("descr", "title"):
            collector.text(f"{place}的替代文字", element.get(key, ""))
