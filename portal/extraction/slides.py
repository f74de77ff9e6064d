"""Presentations (pptx): slides in order, hidden ones too, notes, comments, and what stands off the page."""

from lxml import etree

from .collector import Collector, Row
from .ooxml import link_of, read_surroundings
from .package import Package
from .safe_xml import all_text, attribute, child, descendants, is_on, local, reference

TINY_HUNDREDTHS = 200
SHAPES = ("sp", "cxnSp", "pic", "graphicFrame")
MASTERS = {"slideMaster": "母版", "notesMaster": "备注母版", "handoutMaster": "讲义母版"}
SELF_FILLED = ("slidenum", "datetime")
UNSEEN = "含有看不见的内容（隐藏的、移到页面以外的或者极小的字）。请删除后另存。"


def read(package: Package, main: str, collector: Collector) -> None:
    """Fills the collector from a pptx whose main part is `main`."""
    root = package.xml(main)
    relationships = package.relationships(main)
    size = _size(root)
    done, hidden = {main}, []
    for number, entry in enumerate(descendants(root, "sldId"), start=1):
        slide = relationships.get(reference(entry))
        if slide is None or slide.target not in package:
            continue
        if _slide(package, slide.target, number, size, collector, done):
            hidden.append(str(number))
    if hidden:
        collector.warn(f"第{'、'.join(hidden)}张幻灯片被隐藏。请核对，不需要公开的删除后另存。")
    _masters(package, main, size, collector, done)
    _comment_authors(package, main, collector)
    read_surroundings(package, collector, done)


def _slide(
    package: Package, name: str, number: int, size: tuple, collector: Collector, done: set[str]
) -> bool:
    """Reads a slide with its notes and comments; returns whether it is hidden."""
    root = package.xml(name)
    is_hidden = not is_on(root, "show")
    place = f"幻灯片{number}" + ("（隐藏）" if is_hidden else "")
    _Page(package, name, place, size, collector, is_hidden).read(root)
    done.add(name)
    for notes in package.related(name, "notesSlide"):
        _Page(package, notes, f"{place}备注", size, collector, is_hidden=True).read(package.xml(notes))
        done.add(notes)
    for comments in package.related(name, "comments"):
        _comments(package.xml(comments), f"{place}的批注", collector)
        done.add(comments)
    return is_hidden


class _Page:
    """The shapes of one slide, notes page or master."""

    def __init__(self, package, name: str, place: str, size: tuple, collector: Collector, is_hidden: bool):
        self._relationships = package.relationships(name)
        self._place, self._size, self._collector, self._is_hidden = place, size, collector, is_hidden
        self._tables = 0

    def read(self, root: etree._Element, *, own_only: bool = False) -> None:
        """`own_only`: leave out the placeholders, which on masters hold only instructions."""
        for shape in descendants(root, *SHAPES):
            if not (own_only and next(descendants(shape, "ph"), None) is not None):
                self._shape(shape)
        for click in descendants(root, "hlinkClick", "hlinkHover", "hlinkMouseOver"):
            address = link_of(self._relationships, reference(click))
            self._collector.link(f"{self._place}的链接", address, hidden=self._is_hidden)

    def _shape(self, shape: etree._Element) -> None:
        names = next(descendants(shape, "cNvPr"), None)
        unseen = self._is_unseen(shape, names)
        hidden = self._is_hidden or unseen
        place = self._place + ("（看不见的内容）" if unseen else "")
        for table in descendants(shape, "tbl"):
            self._table(table, place, hidden)
        for body in (inner for inner in shape if local(inner) == "txBody"):
            self._body(body, place, hidden)
        if names is not None:
            for key in ("descr", "title"):
                self._collector.text(f"{self._place}的替代文字", names.get(key, ""), hidden=self._is_hidden)
        if unseen and next(descendants(shape, "t"), None) is not None:
            self._collector.warn(UNSEEN)

    def _body(self, body: etree._Element, place: str, hidden: bool) -> None:
        for paragraph in descendants(body, "p"):
            seen, tiny = _words(paragraph)
            self._collector.text(place, seen, hidden=hidden)
            self._collector.text(f"{self._place}（极小的字）", tiny, hidden=True)
            if tiny:
                self._collector.warn(UNSEEN)

    def _table(self, table: etree._Element, place: str, hidden: bool) -> None:
        self._tables += 1
        name = f"{place}表格{self._tables}"
        rows = []
        for number, row in enumerate(descendants(table, "tr"), start=1):
            cells = [
                "\n".join("".join(_words(p)) for p in descendants(tc, "p")) for tc in descendants(row, "tc")
            ]
            rows.append(Row(f"{name}第{number}行", cells, hidden))
        self._collector.table(name, rows)

    def _is_unseen(self, shape: etree._Element, names: etree._Element | None) -> bool:
        if names is not None and "hidden" in names.attrib and is_on(names, "hidden"):
            return True
        frame = child(shape, "spPr", "xfrm")
        frame = child(shape, "xfrm") if frame is None else frame
        in_group = local(shape.getparent()) == "grpSp"  # there, positions are counted from the group
        return frame is not None and not in_group and _is_outside(frame, self._size)


def _words(paragraph: etree._Element) -> tuple[str, str]:
    """The text of a paragraph that can be read, and the text too small for it. Page numbers fill themselves in."""
    seen, tiny = [], []
    for run in paragraph:
        kind = local(run)
        if kind == "br":
            seen.append("\n")
        if kind not in ("r", "fld") or attribute(run, "type").startswith(SELF_FILLED):
            continue
        look = child(run, "rPr")
        size = look.get("sz", "") if look is not None else ""
        into = tiny if size.isdigit() and int(size) <= TINY_HUNDREDTHS else seen
        into += [text.text or "" for text in descendants(run, "t")]
    return "".join(seen), "".join(tiny)


def _size(root: etree._Element) -> tuple[int, int]:
    size = child(root, "sldSz")
    return (_whole(size, "cx"), _whole(size, "cy")) if size is not None else (0, 0)


def _is_outside(frame: etree._Element, size: tuple[int, int]) -> bool:
    place, extent = child(frame, "off"), child(frame, "ext")
    if place is None or extent is None or not all(size):
        return False
    left, top = _whole(place, "x"), _whole(place, "y")
    right, bottom = left + _whole(extent, "cx"), top + _whole(extent, "cy")
    return right <= 0 or bottom <= 0 or left >= size[0] or top >= size[1]


def _whole(element: etree._Element, name: str) -> int:
    text = element.get(name, "")
    return int(text) if text.lstrip("-").isdigit() and len(text) < 20 else 0


def _comments(root: etree._Element, place: str, collector: Collector) -> None:
    for comment in descendants(root, "cm"):
        words = [t.text or "" for t in descendants(comment, "t")] or [all_text(comment)]
        collector.text(place, "".join(words), hidden=True)
        collector.warn("含有批注。请删除批注后另存。")


def _comment_authors(package: Package, main: str, collector: Collector) -> None:
    for name in package.related(main, "commentAuthors") + package.related(main, "authors"):
        for author in descendants(package.xml(name), "cmAuthor", "author"):
            collector.describe("批注人", author.get("name", ""))


def _masters(package: Package, main: str, size: tuple, collector: Collector, done: set[str]) -> None:
    """What stands on every slide. Masters and layouts show only what they add themselves."""
    for kind, label in MASTERS.items():
        for master in package.related(main, kind):
            for name in (master, *package.related(master, "slideLayout")):
                page = _Page(package, name, label, size, collector, is_hidden=kind != "slideMaster")
                page.read(package.xml(name), own_only=True)
                done.add(name)
    # Notes bring their master along even when the presentation does not name it.
    done |= {name for name in package.names if "/notesMasters/" in name or "/slideLayouts/" in name}
