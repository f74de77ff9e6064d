"""One paragraph of a Word document, its text told apart by how a reader sees it (ISO/IEC 29500-1, 17.3)."""

import re
from collections.abc import Callable

from lxml import etree

from .ooxml import link_of
from .package import Relationship
from .safe_xml import attribute, child, local, reference
from .word_formatting import Styles

VISIBLE, HIDDEN, DELETED = "visible", "hidden", "deleted"
_ADDRESS = re.compile(r"""HYPERLINK\s+(?:\\l\s+)?"([^"]+)\"""")
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SKIPPED = {"rPr", "pPr", "sdtPr", "rt"}


class Paragraph:
    """Text by strand, links, boxes of text hanging on it, descriptions of pictures, and who revised it."""

    def __init__(self, relationships: dict[str, Relationship], styles: Styles, shaded: bool = False):
        self.links: list[tuple[str, bool]] = []
        self.boxes: list[etree._Element] = []
        self.descriptions: list[str] = []
        self.revisers: set[str] = set()
        self.is_revised = False
        self._relationships, self._styles, self._shaded = relationships, styles, shaded
        self._pieces: dict[str, list[str]] = {VISIBLE: [], HIDDEN: [], DELETED: []}
        self._last = ""
        self._field: list[str] = []
        self._properties: etree._Element | None = None

    def read(self, element: etree._Element) -> "Paragraph":
        self._properties = child(element, "pPr")
        for inner in element:
            self._walk(inner, VISIBLE)
        for address in _ADDRESS.findall("".join(self._field)):
            self.links.append((address, False))
        return self

    def text(self, strand: str) -> str:
        return "".join(self._pieces[strand]).strip()

    def _walk(self, element: etree._Element, strand: str) -> None:
        name = local(element)
        if name in _SKIPPED:
            return
        strand = self._strand(element, name, strand)
        look = _LOOKS.get(name)
        if look is not None:
            look(self, element, strand)
        elif name in _MARKS:
            self._write(strand, _MARKS[name])
        if name in ("txbxContent", "AlternateContent"):
            return
        for inner in element:
            self._walk(inner, strand)

    def _strand(self, element: etree._Element, name: str, strand: str) -> str:
        if name in ("del", "moveFrom", "ins", "moveTo"):
            self.is_revised = True
            self.revisers.add(attribute(element, "author"))
            return DELETED if name in ("del", "moveFrom") else strand
        if name == "r" and strand == VISIBLE:
            invisible = self._styles.hides(child(element, "rPr"), self._properties, self._shaded)
            return HIDDEN if invisible else VISIBLE
        return strand

    def _write(self, strand: str, text: str) -> None:
        pieces = self._pieces[strand]
        if strand != VISIBLE and pieces and self._last != strand:
            pieces.append(" ")
        pieces.append(text)
        self._last = strand

    def _text(self, element: etree._Element, strand: str) -> None:
        self._write(strand, element.text or "")

    def _deleted_text(self, element: etree._Element, strand: str) -> None:
        self._write(DELETED, element.text or "")

    def _instruction(self, element: etree._Element, strand: str) -> None:
        self._field.append(element.text or "")

    def _simple_field(self, element: etree._Element, strand: str) -> None:
        self._field.append(attribute(element, "instr"))

    def _hyperlink(self, element: etree._Element, strand: str) -> None:
        address = link_of(self._relationships, reference(element))
        if address:
            runs = [run for run in element if local(run) == "r"]
            looks = (self._styles.hides(child(run, "rPr"), self._properties, self._shaded) for run in runs)
            self.links.append((address, bool(runs) and all(looks)))

    def _picture(self, element: etree._Element, strand: str) -> None:
        self.descriptions += filter(None, (attribute(element, "descr"), attribute(element, "title")))
        address = link_of(self._relationships, reference(element))
        if address:
            self.links.append((address, False))

    def _word_art(self, element: etree._Element, strand: str) -> None:
        self._write(strand, attribute(element, "string"))

    def _box(self, element: etree._Element, strand: str) -> None:
        self.boxes.append(element)

    def _alternatives(self, element: etree._Element, strand: str) -> None:
        """The same content twice, for new and for old programs: only the first counts."""
        for inner in list(element)[:1]:
            self._walk(inner, strand)


_LOOKS: dict[str, Callable[[Paragraph, etree._Element, str], None]] = {
    "t": Paragraph._text,
    "delText": Paragraph._deleted_text,
    "instrText": Paragraph._instruction,
    "fldSimple": Paragraph._simple_field,
    "hyperlink": Paragraph._hyperlink,
    "hlinkClick": Paragraph._picture,
    "docPr": Paragraph._picture,
    "textpath": Paragraph._word_art,
    "txbxContent": Paragraph._box,
    "AlternateContent": Paragraph._alternatives,
}
