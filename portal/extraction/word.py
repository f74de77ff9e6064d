"""Word documents (docx): text in order, tables by row, and all the places a reader of the page does not see."""

from collections.abc import Iterator

from lxml import etree

from .collector import Collector, Row
from .ooxml import read_surroundings
from .package import Package
from .safe_xml import attribute, child, descendants, is_on, local, reference
from .word_formatting import Styles, is_shaded
from .word_paragraph import DELETED, HIDDEN, VISIBLE, Paragraph

STORIES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
WRAPPERS = ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "footnote", "endnote", "comment")
SPAN_MAX = 64
UNACCEPTED = "含有未接受的修订，打开文件的人可以看到修改前后的内容。请接受或者拒绝全部修订后另存。"
INVISIBLE = "含有看不见的文字（隐藏、白色或者极小的字）。请删除后另存。"


def read(package: Package, main: str, collector: Collector) -> None:
    """Fills the collector from a docx whose main part is `main`."""
    sheet = next(iter(package.related(main, "styles")), None)
    styles = Styles(package.xml(sheet) if sheet else None)
    root = package.xml(main)
    _Story(package, main, styles, collector).blocks(
        child(root, "body") if child(root, "body") is not None else root
    )
    done = {main}
    for kind, label in STORIES.items():
        for name in package.related(main, kind):
            _Story(package, name, styles, collector, label).blocks(package.xml(name))
            done.add(name)
    _comments(package, main, collector)
    _settings(package, main, collector)
    read_surroundings(package, collector, done)


class _Story:
    """One run of text with its own relationships: the body, a header, the footnotes ..."""

    def __init__(self, package: Package, name: str, styles: Styles, collector: Collector, label: str = ""):
        self._package, self._name, self._styles, self._collector = package, name, styles, collector
        self._relationships = package.relationships(name)
        self._label = label
        self._is_hidden = label == STORIES["comments"]
        self._paragraphs = self._tables = 0

    def blocks(self, container: etree._Element, inside: str = "", hidden: bool = False) -> None:
        for element in container:
            name = local(element)
            if name == "p":
                self._paragraph(element, inside)
            elif name == "tbl":
                self._table(element)
            elif name == "altChunk":
                self._chunk(element)
            elif name in WRAPPERS:
                self.blocks(element, inside)

    def _paragraph(self, element: etree._Element, inside: str) -> None:
        paragraph = Paragraph(self._relationships, self._styles).read(element)
        if paragraph.text(VISIBLE) and not inside:
            self._paragraphs += 1
        number = f"第{self._paragraphs}段" if self._paragraphs else "文首"
        place = inside or self._label or number
        self._collector.text(place, paragraph.text(VISIBLE), hidden=self._is_hidden)
        self._aside(paragraph, place)

    def _aside(self, paragraph: Paragraph, place: str) -> None:
        """What hangs on a paragraph besides the text that everybody sees."""
        collector = self._collector
        collector.text(f"{place}（隐藏的文字）", paragraph.text(HIDDEN), hidden=True)
        collector.text(f"{place}的修订（已删除的文字）", paragraph.text(DELETED), hidden=True)
        if paragraph.text(HIDDEN):
            collector.warn(INVISIBLE)
        if paragraph.is_revised:
            collector.warn(UNACCEPTED)
        for author in sorted(paragraph.revisers):
            collector.describe("修订人", author)
        for address, hidden in paragraph.links:
            collector.link(f"{place}的链接", address, hidden=hidden or self._is_hidden)
        for description in paragraph.descriptions:
            collector.text(f"{place}图片的替代文字", description)
        for box in paragraph.boxes:
            self.blocks(box, f"{self._label}文本框")

    def _table(self, element: etree._Element) -> None:
        self._tables += 1
        name = f"{self._label}表格{self._tables}"
        style = child(element, "tblPr", "tblStyle")
        shaded = style is not None and self._styles.shades(attribute(style, "val"))
        shaded = shaded or is_shaded(child(element, "tblPr"))
        rows, nested = [], []
        for number, row in enumerate(_unwrapped(element, "tr"), start=1):
            place = f"{name}第{number}行"
            cells = [
                text for cell in _unwrapped(row, "tc") for text in self._cell(cell, place, shaded, nested)
            ]
            gone = any(is_on(child(row, "trPr", mark)) for mark in ("hidden", "del"))
            mark = "（隐藏）" if gone else ""
            rows.append(Row(place + mark, cells, gone or self._is_hidden))
        self._collector.table(name, rows)
        for inner in nested:
            self._table(inner)

    def _cell(
        self, cell: etree._Element, place: str, shaded: bool, nested: list[etree._Element]
    ) -> list[str]:
        """The text of a cell, and an empty one for each further column it spans."""
        properties = child(cell, "tcPr")
        shaded = shaded or is_shaded(properties)
        lines = []
        for element in _unwrapped(cell, "p", "tbl"):
            if local(element) == "tbl":
                nested.append(element)
                continue
            paragraph = Paragraph(self._relationships, self._styles, shaded).read(element)
            lines.append(paragraph.text(VISIBLE))
            self._aside(paragraph, place)
        return ["\n".join(filter(None, lines)), *[""] * (_span(properties) - 1)]

    def _chunk(self, element: etree._Element) -> None:
        found = self._relationships.get(reference(element))
        if found and not found.is_external and found.target in self._package:
            name = found.target
            self._collector.enclose(name, "插入的文件：", lambda: self._package.read(name), hidden=False)


def _unwrapped(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Children of these names, also through content controls and marks of revision."""
    for inner in element:
        if local(inner) in names:
            yield inner
        elif local(inner) in WRAPPERS:
            yield from _unwrapped(inner, *names)


def _span(properties: etree._Element | None) -> int:
    span = child(properties, "gridSpan") if properties is not None else None
    text = attribute(span, "val") if span is not None else ""
    return min(max(int(text), 1), SPAN_MAX) if text.isdigit() else 1


def _comments(package: Package, main: str, collector: Collector) -> None:
    for name in package.related(main, "comments"):
        comments = list(descendants(package.xml(name), "comment"))
        if comments:
            collector.warn(f"含有 {len(comments)} 条批注。请删除批注后另存。")
        for comment in comments:
            collector.describe("批注人", attribute(comment, "author"))


def _settings(package: Package, main: str, collector: Collector) -> None:
    """Variables that programs keep in the document, and the list of addressees of a mail merge."""
    for name in package.related(main, "settings"):
        root = package.xml(name)
        for variable in descendants(root, "docVar"):
            text = f"{attribute(variable, 'name')}：{attribute(variable, 'val')}"
            collector.text("文档变量", text, hidden=True)
        for source in descendants(root, "connectString", "query"):
            collector.text("邮件合并的数据源", attribute(source, "val"), hidden=True)
