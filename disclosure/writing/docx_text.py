"""A Word document made ready for mammoth: numbers written out, hidden text gone, header rows and headings marked."""

from typing import NamedTuple

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from .docx_numbers import Numbers
from .inline import HEAVY, HEAVY_SECOND
from .structure import is_heading_text

TITLE_STYLES = {"title", "标题", "大标题", "文件标题", "公文标题"}
FACES = (HEAVY, HEAVY_SECOND)


class Head(NamedTuple):
    """Texts of paragraphs at the top that are set as a title: in a title's style, or centred and large."""

    styled: list[str]
    centred: list[str]


LARGE_HALF_POINTS = 36
TOP = 15


def prepare(document: Document) -> Head:
    """Change `document` in place; returns what is set as a title."""
    _drop_hidden(document)
    _write_numbers(document)
    head = _head(document)
    for paragraph in document.paragraphs:
        _mark_heading(paragraph)
    for table in document.tables:
        _mark_header_row(table)
    return head


def hidden_runs(document: Document) -> list:
    """Every `w:r` of hidden text (w:vanish), by itself, its character style or its paragraph's style."""
    styles = _hiding_styles(document)
    return [run for run in document.element.body.iter(qn("w:r")) if _is_hidden(run, styles)]


def _is_hidden(run, styles: set[str]) -> bool:
    properties = run.find(qn("w:rPr"))
    own = _switch(properties, "w:vanish")
    if own is not None:
        return own
    character = properties.find(qn("w:rStyle")) if properties is not None else None
    if character is not None and character.get(qn("w:val")) in styles:
        return True
    paragraph = next(run.iterancestors(qn("w:p")), None)
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}") if paragraph is not None else None
    return style is not None and style.get(qn("w:val")) in styles


def _hiding_styles(document: Document) -> set[str]:
    return {
        style.get(qn("w:styleId"))
        for style in document.styles.element.findall(qn("w:style"))
        if _switch(style.find(qn("w:rPr")), "w:vanish")
    }


def _switch(properties, name: str) -> bool | None:
    """A property that is on, off, or not said."""
    element = properties.find(qn(name)) if properties is not None else None
    if element is None:
        return None
    return element.get(qn("w:val"), "true") not in ("0", "false", "off")


def _drop_hidden(document: Document) -> None:
    for run in hidden_runs(document):
        run.getparent().remove(run)
    for part in _note_parts(document):
        for run in list(part.iter(qn("w:r"))):
            if _switch(run.find(qn("w:rPr")), "w:vanish"):
                run.getparent().remove(run)


def _note_parts(document: Document) -> list:
    """Footnotes and endnotes whose XML python-docx has parsed; others are raw parts, which mammoth reads."""
    related = (relation.target_part for relation in document.part.rels.values() if not relation.is_external)
    return [part.element for part in related if hasattr(part, "element") and "notes" in str(part.partname)]


def _write_numbers(document: Document) -> None:
    """Numbers become text in front of their paragraph; bullets stay lists, which mammoth knows."""
    numbers = Numbers(document)
    for paragraph in document.element.body.iter(qn("w:p")):
        found = numbers.of(paragraph)
        if found is None or found[1]:
            continue
        _silence(paragraph)
        if found[0]:
            _put_text(paragraph, found[0])


def _silence(paragraph) -> None:
    """Number 0 takes a paragraph out of its list, and out of its style's."""
    properties = paragraph.get_or_add_pPr()
    old = properties.find(qn("w:numPr"))
    if old is not None:
        properties.remove(old)
    none = properties._add_numPr()
    none.get_or_add_numId().val = 0


def _put_text(paragraph, number: str) -> None:
    first = paragraph.find(qn("w:r"))
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    if first is not None and first.find(qn("w:rPr")) is not None:
        run.append(_copy(first.find(qn("w:rPr"))))
    text.text = number if number.endswith(("、", "）", ")", ".", "．")) else f"{number}\u3000"
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    properties = paragraph.find(qn("w:pPr"))
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, run)


def _copy(element):
    return element.__deepcopy__(None)


def _head(document: Document) -> Head:
    styled, centred = [], []
    for paragraph in [p for p in document.paragraphs if p.text.strip()][:TOP]:
        text = " ".join(paragraph.text.split())
        if (paragraph.style.name or "").lower() in TITLE_STYLES:
            styled.append(text)
        elif _is_large_and_centred(paragraph):
            centred.append(text)
    return Head(styled, centred)


def _is_large_and_centred(paragraph) -> bool:
    alignment = paragraph.paragraph_format.alignment
    if alignment is None and paragraph.style is not None:
        alignment = paragraph.style.paragraph_format.alignment
    runs = [run for run in paragraph.runs if run.text.strip()]
    if alignment is None or alignment.name != "CENTER" or not runs:
        return False
    return all(_half_points(run) >= LARGE_HALF_POINTS or "小标宋" in _face(run._r) for run in runs)


def _half_points(run) -> int:
    size = run.font.size or (run.style.font.size if run.style is not None else None)
    return int(size.pt * 2) if size else 0


def _mark_heading(paragraph) -> None:
    """A line numbered 一、 or （一） and set in 黑体 or 楷体 is as bold as mammoth can say it: a heading."""
    runs = [run for run in paragraph.runs if run.text.strip()]
    if not runs or not is_heading_text(paragraph.text.strip()):
        return
    for pattern in FACES:
        if all(pattern.search(_face(run._r)) for run in runs):
            for run in runs:
                run.bold = True
            return


def _face(run) -> str:
    fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    return (
        (fonts.get(qn("w:eastAsia")) or fonts.get(qn("w:ascii")) or "").lower() if fonts is not None else ""
    )


def _mark_header_row(table) -> None:
    """The first row is the header when Word repeats it on every page, or when all of it is bold."""
    if len(table.rows) < 2:
        return
    row = table.rows[0]
    properties = row._tr.get_or_add_trPr()
    if properties.find(qn("w:tblHeader")) is None and _is_bold(row):
        properties.append(OxmlElement("w:tblHeader"))


def _is_bold(row) -> bool:
    runs = [
        run
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.text.strip()
    ]
    return bool(runs) and all(run.bold for run in runs)
