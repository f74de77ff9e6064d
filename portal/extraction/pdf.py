"""PDF: the text of each page, what is written beside it (annotations, forms, bookmarks), attachments, properties."""

import io
import logging
import re

from pypdf import PageObject, PasswordType, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from . import limits, safe_xml
from .collector import Collector
from .package import ENCRYPTED
from .parts import ExtractionFailed
from .properties import custom_label

LABELS = {
    "/Author": "作者",
    "/Title": "标题",
    "/Subject": "主题",
    "/Keywords": "关键词",
    "/Company": "单位",
    "/Creator": "原始软件",
    "/Producer": "制作软件",
    "/CreationDate": "创建时间",
    "/ModDate": "修改时间",
}
XMP_LABELS = {
    "creator": "作者",
    "title": "标题",
    "description": "主题",
    "publisher": "单位",
    "contributor": "参与人",
}
PROTECTED = "PDF 加了保护，无法检查其中的文字。请用原来的软件重新导出不加保护的 PDF 再上传。"
SCANNED = "扫描件，没有可以识别的文字。请改用由文档直接导出的 PDF，或者人工逐页核对。"
FORGERIES = re.compile(r"^(anonymous|unspecified|untitled)$")  # what programs write when nobody told them

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(data: bytes, collector: Collector) -> None:
    """Fills the collector. Raises ExtractionFailed for encrypted, damaged and very long files."""
    reader = _open(data)
    pages = len(reader.pages)
    if pages > limits.PDF_MAX_PAGES:
        raise ExtractionFailed(f"PDF 有 {pages} 页，超过 {limits.PDF_MAX_PAGES} 页。请分成几个再上传。")
    _properties(reader, collector)
    silent = [
        number for number, page in enumerate(reader.pages, start=1) if not _page(page, number, collector)
    ]
    collector.has_text = len(silent) < pages
    if not collector.has_text:
        collector.warn(SCANNED)
    elif silent:
        collector.warn(
            f"第{'、'.join(map(str, silent[:20]))}页没有可以识别的文字（可能是扫描的），请人工核对。"
        )
    for beside in (_bookmarks, _form, _attachments):
        _carefully(beside, reader, collector)


def _open(data: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise ExtractionFailed(ENCRYPTED)
        len(reader.pages)
    except DependencyError as error:
        raise ExtractionFailed(PROTECTED) from error
    except (PyPdfError, ValueError, KeyError, OSError) as error:
        raise ExtractionFailed(safe_xml.DAMAGED) from error
    return reader


def _page(page: PageObject, number: int, collector: Collector) -> bool:
    """Whether the page has text that a machine can read."""
    collector.budget.check_time()
    contents = page.get_contents()
    size = len(contents.get_data()) if contents is not None else 0
    collector.budget.spend("unpacked", size)
    if size > limits.PDF_STREAM_MAX_BYTES:
        raise ExtractionFailed(limits.TOO_BIG)
    text = page.extract_text() if size else ""
    collector.text(f"第{number}页", text)
    _carefully(_annotations, page, number, collector)
    return bool(text.strip())


def _annotations(page: PageObject, number: int, collector: Collector) -> None:
    for reference in page.annotations or ():
        note = reference.get_object()
        kind = note.get("/Subtype")
        action = note.get("/A")
        if action is not None and "/URI" in action.get_object():
            collector.link(f"第{number}页的链接", _string(action.get_object()["/URI"]))
        if kind in ("/Link", "/Widget", "/Popup"):
            continue
        collector.text(f"第{number}页的批注", _string(note.get("/Contents")), hidden=kind != "/FreeText")
        collector.describe("批注人", _string(note.get("/T")))


def _properties(reader: PdfReader, collector: Collector) -> None:
    _carefully(_information, reader, collector)
    _carefully(_xmp, reader, collector)


def _information(reader: PdfReader, collector: Collector) -> None:
    for key, value in (reader.metadata or {}).items():
        text = _string(value)
        if FORGERIES.match(text) or key in ("/Trapped",):
            continue
        collector.describe(LABELS.get(key) or custom_label(key.lstrip("/")), text)


def _xmp(reader: PdfReader, collector: Collector) -> None:
    stream = reader.root_object.get("/Metadata")
    if stream is None:
        return
    root = safe_xml.parse(stream.get_object().get_data())
    for element in safe_xml.descendants(root, *XMP_LABELS):
        text = safe_xml.all_text(element, "；")
        if not FORGERIES.match(text):
            collector.describe(XMP_LABELS[safe_xml.local(element)], text)


def _bookmarks(reader: PdfReader, collector: Collector) -> None:
    waiting = [reader.outline]
    while waiting:
        for item in waiting.pop():
            if isinstance(item, list):
                waiting.append(item)
            else:
                collector.text("书签", _string(item.title))


def _form(reader: PdfReader, collector: Collector) -> None:
    for name, field in (reader.get_fields() or {}).items():
        value = _string(field.get("/V"))
        if value and value != "/Off":
            collector.text(f"表单项“{name}”", value)


def _attachments(reader: PdfReader, collector: Collector) -> None:
    for attached in reader.attachment_list:
        name = attached.alternative_name or attached.name
        collector.mention("附带的文件", name)
        collector.warn(f"PDF 里附带文件“{name}”，打开的人可以取出。请核对内容，不需要的删除后另存。")
        collector.enclose(
            name, f"附带的文件“{name}”：", lambda attached=attached: _content(attached, collector)
        )


def _content(attached, collector: Collector) -> bytes:
    content = attached.content
    collector.budget.spend("unpacked", len(content))
    return content


def _string(value: object) -> str:
    value = value.get_object() if hasattr(value, "get_object") else value
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def _carefully(look, *arguments) -> None:
    """Something beside the text that is damaged does not make the text unreadable, but it is said."""
    try:
        look(*arguments)
    except ExtractionFailed:
        raise
    except Exception:  # pypdf raises whatever a damaged object leads it to
        arguments[-1].warn(
            "PDF 的一部分（批注、书签、属性、表单或者附件）已经损坏，没有检查到。请重新导出后再上传。"
        )
