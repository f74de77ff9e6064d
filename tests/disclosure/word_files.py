"""Word documents for tests, as offices write them: numbering definitions, footnotes, revisions python-docx has no verb for."""

import io
import zipfile

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

W = nsdecls("w")
NUMBER_ID = 90


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def define_numbering(
    document, levels: list[tuple[str, str]], number_id: int = NUMBER_ID, start: int = 1
) -> int:
    """A multi-level list; `levels` are (numFmt, lvlText) from the top. Returns its number to pass to `numbered`."""
    xml = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start if n == 0 else 1}"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (number_format, text) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {W} w:abstractNumId="{number_id}">{xml}</w:abstractNum>')
    root.insert(0, abstract)
    root.append(parse_xml(f'<w:num {W} w:numId="{number_id}"><w:abstractNumId w:val="{number_id}"/></w:num>'))
    return number_id


def numbered(
    document, text: str, number_id: int = NUMBER_ID, level: int = 0, face: str = "", bold: bool = False
):
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold or None
    if face:
        set_face(run, face)
    number(paragraph._p, number_id, level)
    return paragraph


def number(element, number_id: int, level: int) -> None:
    element.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>')
    )


def set_face(run, face: str) -> None:
    run.font.name = face
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def centred(document, text: str, face: str = "方正小标宋简体", size: int = 22):
    paragraph = document.add_paragraph()
    paragraph.alignment = 1
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    set_face(run, face)
    return paragraph


def delete_tracked(paragraph, text: str) -> None:
    paragraph._p.append(
        parse_xml(f'<w:del {W} w:id="1" w:author="a"><w:r><w:delText>{text}</w:delText></w:r></w:del>')
    )


def insert_tracked(paragraph, text: str) -> None:
    paragraph._p.append(parse_xml(f'<w:ins {W} w:id="2" w:author="a"><w:r><w:t>{text}</w:t></w:r></w:ins>'))


def with_footnote(document, before: str, note: str, after: str) -> bytes:
    """The document with one more paragraph that has a footnote."""
    paragraph = document.add_paragraph(before)
    paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="1"/></w:r>'))
    paragraph.add_run(after)
    notes = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {W}><w:footnote w:id="1"><w:p><w:r>'
        f"<w:footnoteRef/></w:r><w:r><w:t> {note}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    return _with_part(
        saved(document),
        "footnotes",
        notes,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
    )


def _with_part(data: bytes, name: str, xml: str, content_type: str) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for entry in old.namelist():
            content = old.read(entry).decode("utf-8", "surrogateescape")
            if entry == "[Content_Types].xml":
                part = f'<Override PartName="/word/{name}.xml" ContentType="{content_type}"/></Types>'
                content = content.replace("</Types>", part)
            if entry == "word/_rels/document.xml.rels":
                kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
                link = f'<Relationship Id="rId990" Type="{kind}" Target="{name}.xml"/></Relationships>'
                content = content.replace("</Relationships>", link)
            new.writestr(entry, content.encode("utf-8", "surrogateescape"))
        new.writestr(f"word/{name}.xml", xml)
    return result.getvalue()
