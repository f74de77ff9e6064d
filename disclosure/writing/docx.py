"""A Word document (.docx) as text of the portal: body, and proposals for title, number, date and organ."""

import io
import re
import zipfile
from datetime import date
from typing import NamedTuple

import mammoth
from docx import Document
from lxml import etree

from disclosure.files import FileRefused
from disclosure.files.kinds import DAMAGES, kind_of
from disclosure.html import clean_html

from . import docx_notes, docx_pictures, docx_text, reading
from .dom import inner_html, parse
from .paste import shape_document

STYLE_MAP = """
p[style-name='heading 1'] => h1:fresh
p[style-name='heading 2'] => h2:fresh
p[style-name='heading 3'] => h3:fresh
p[style-name='heading 4'] => h4:fresh
p[style-name='heading 5'] => h4:fresh
p[style-name='标题 1'] => h1:fresh
p[style-name='标题 2'] => h2:fresh
p[style-name='标题 3'] => h3:fresh
p[style-name='标题 4'] => h4:fresh
p[style-name='Title'] => p:fresh
p[style-name='标题'] => p:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='副标题'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='引用'] => blockquote > p:fresh
u => u
"""
PARTS_MAX_BYTES = 100 * 1024 * 1024
UNREADABLE = "这个Word文档打不开。请用Word或者WPS打开核对，另存为docx再上传。"
NOT_DOCX = "只能导入docx格式的Word文档。doc、wps格式的，请用Word或者WPS另存为docx再上传。"


class Imported(NamedTuple):
    """What was read from a Word document. Fields that were not recognised are empty; `notes` say what to check.

    Pictures that have words of their own stand in `html` at /pictures/0/<n>/, n from 1 as in `pictures`
    (see `docx_pictures.placed`); those without are in `pictures` with an empty alt, and nowhere in the text.
    """

    html: str
    title: str
    document_number: str
    formed_on: date | None
    signature_organ: str
    notes: list[str]
    pictures: list[tuple[bytes, str]]


def import_docx(data: bytes) -> Imported:
    """Read a Word document. Raises FileRefused with a sentence for what is no docx, is damaged or dangerous."""
    _refuse_unfit(data)
    try:
        document = Document(io.BytesIO(data))
        notes = docx_notes.of_document(document, data)
        document_head = docx_text.prepare(document)
        prepared = io.BytesIO()
        document.save(prepared)
        pictures = docx_pictures.Pictures()
        html = mammoth.convert_to_html(
            prepared,
            style_map=STYLE_MAP,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(pictures.take),
        ).value
    except (*DAMAGES, KeyError, AttributeError, TypeError, RecursionError, etree.XMLSyntaxError) as error:
        raise FileRefused(UNREADABLE) from error
    return _assembled(html, document_head, notes, pictures)


def _refuse_unfit(data: bytes) -> None:
    if not data:
        raise FileRefused("文件是空的（0字节）。请核对后重新选择。")
    if not data.startswith(b"PK"):
        raise FileRefused(NOT_DOCX)
    if kind_of(data, "导入.docx").extension != "docx":
        raise FileRefused(NOT_DOCX)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(entry.file_size for entry in package.infolist()) > PARTS_MAX_BYTES:
            raise FileRefused("文档展开以后太大，无法导入。请压缩其中的图片，或者删去不需要的内容再上传。")


def _assembled(
    html: str, head: docx_text.Head, notes: list[str], pictures: docx_pictures.Pictures
) -> Imported:
    root = parse(html)
    shape_document(root)
    found = reading.take_metadata(root, head)
    body = clean_html(inner_html(root).strip())
    notes = [*notes, *pictures.notes(), *reading.notes(found, body)]
    return Imported(
        body,
        found.title,
        found.document_number,
        found.formed_on,
        found.signature_organ,
        notes,
        pictures.kept,
    )


def file_title(name: str) -> str:
    """The name of an uploaded file as a title, when the document has none."""
    return re.sub(r"\.docx$", "", name.rsplit("/", 1)[-1], flags=re.IGNORECASE).strip()
