"""Sample files, built in code, and small tools to look into what was extracted."""

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pptx
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from portal.extraction import Extracted, Part, extract

FONT = "STSong-Light"
NAMES = ["姓名", "乡镇", "补助金额"]


def saved(document) -> bytes:
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def word(*paragraphs: str) -> docx.document.Document:
    document = docx.Document()
    document.core_properties.author = ""
    for text in paragraphs:
        document.add_paragraph(text)
    return document


def book(*rows: list, title: str = "名单") -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    return workbook


def slide_show(*titles: str) -> pptx.presentation.Presentation:
    show = pptx.Presentation()
    for title in titles:
        show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = title
    return show


def pdf(*pages: str, prepare: Callable[[Canvas], None] = lambda canvas: None, **options) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    output = io.BytesIO()
    canvas = Canvas(output, **options)
    prepare(canvas)
    for text in pages:
        canvas.setFont(FONT, 12)
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def picture(kind: str = "JPEG", **options) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(output, kind, **options)
    return output.getvalue()


def packed(files: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return output.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """A package with some words of one part replaced."""
    files = unpacked(data)
    assert old.encode() in files[name], files[name].decode()
    files[name] = files[name].replace(old.encode(), new.encode())
    return packed(files)


def with_parts(data: bytes, **parts: str) -> bytes:
    return packed(unpacked(data) | {name: content.encode() for name, content in parts.items()})


def ofd(
    pages: dict[str, str], extra: dict[str, bytes | str] | None = None, document: str = "", info: str = ""
) -> bytes:
    """An OFD package; `pages` maps the name of a page to the XML of its objects."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listing = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/{name}/Content.xml"/>' for n, name in enumerate(pages)
    )
    files: dict[str, bytes | str] = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:Pages>{listing}</ofd:Pages>{document}</ofd:Document>",
    }
    for name, objects in pages.items():
        content = (
            f"<ofd:Page {space}><ofd:Content><ofd:Layer ID='1'>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
        )
        files[f"Doc_0/Pages/{name}/Content.xml"] = content
    return packed(files | (extra or {}))


def ofd_text(text: str, top: float = 20, more: str = "") -> str:
    code = f"<ofd:TextCode X='0' Y='5'>{text}</ofd:TextCode>"
    return f"<ofd:TextObject ID='2' Boundary='20 {top} 100 8' {more}>{code}</ofd:TextObject>"


def part_with(extracted: Extracted, text: str) -> Part:
    """The one part that holds these words."""
    found = [part for part in extracted.parts if text in part.text]
    assert len(found) == 1, [(part.place, part.text) for part in found or extracted.parts]
    return found[0]


def places(data: bytes, name: str, text: str) -> list[str]:
    return [part.place for part in extract(data, name).parts if text in part.text]
