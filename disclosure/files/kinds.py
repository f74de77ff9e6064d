"""What a file is, judged by its content. The name must agree with it (GB/T 9704 documents, tables, pictures, text)."""

import io
import lzma
import re
import zipfile
import zlib
from typing import NamedTuple

import puremagic

from . import office
from .refusal import FileRefused

OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": OFFICE_TYPE + "wordprocessingml.document",
    "xlsx": OFFICE_TYPE + "spreadsheetml.sheet",
    "pptx": OFFICE_TYPE + "presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "txt": "text/plain",
    "csv": "text/csv",
    "jpg": "image/jpeg",
    "png": "image/png",
}
ALLOWED = "、".join(CONTENT_TYPES)
SYNONYMS = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
OFFICE_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
OLE_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
TEXT_KINDS = ("txt", "csv")

UNPACKED_MAX_BYTES = 500 * 1024 * 1024
DIRECTORY_ENTRY = 128
DAMAGES = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\s*(<!doctype|<html|<svg|<script|<\?php|<\?xml|#!)", re.IGNORECASE)


class FileKind(NamedTuple):
    extension: str
    content_type: str


def kind_of(data: bytes, filename: str) -> FileKind:
    """The kind of a file from its bytes. Raises FileRefused when it is not allowed or `filename` says otherwise."""
    extension = extension_of(filename)
    found = _by_content(data, extension)
    if not extension:
        raise FileRefused(f"文件名没有扩展名，内容是 {found}。请在文件名末尾加上“.{found}”再上传。")
    if found != extension:
        raise FileRefused(
            f"文件名以“.{extension}”结尾，内容却是 {found}。请用原来的软件另存为正确的格式，再重新上传。"
        )
    charset = f"; charset={charset_of(data)}" if found in TEXT_KINDS else ""
    return FileKind(found, CONTENT_TYPES[found] + charset)


def extension_of(filename: str) -> str:
    """The extension in lower case without the dot, `jpeg` and the like as `jpg`; "" when there is none."""
    stem, dot, extension = filename.rpartition(".")
    extension = extension.strip().lower() if dot and stem else ""
    return SYNONYMS.get(extension, extension)


def charset_of(data: bytes) -> str | None:
    """`utf-8` or `gb18030` (GB 18030-2022, what office software in China writes), or None when it is neither."""
    for charset in ("utf-8", "gb18030"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else charset
    return None


def _by_content(data: bytes, extension: str) -> str:
    suffixes = _suffixes(data)
    if data.startswith(b"PK"):
        return _in_zip(data)
    if data.startswith(bytes.fromhex("d0cf11e0a1b11ae1")):
        return _in_ole(data)
    for known in ("pdf", "png", "jpg"):
        if known in suffixes:
            return known
    if extension in TEXT_KINDS:
        return _plain_text(data, extension)
    raise FileRefused(f"不能上传这种文件。可以上传的格式有：{ALLOWED}。请另存为其中一种再上传。")


def _suffixes(data: bytes) -> set[str]:
    """What the signature at the start of the file may be, best knowledge of the signature table."""
    try:
        matches = puremagic.magic_string(data[:4096])
    except (puremagic.PureError, ValueError):
        return set()
    return {SYNONYMS.get(name, name) for name in (m.extension.lstrip(".").lower() for m in matches)}


def _plain_text(data: bytes, extension: str) -> str:
    charset = charset_of(data)
    if charset is None:
        raise FileRefused(f"这不是纯文本。请用记事本等软件另存为 UTF-8 编码的 {extension} 再上传。")
    if _MARKUP.match(data[:200].decode(charset, "ignore").lstrip("\ufeff")):
        raise FileRefused(f"文件里是网页或者程序代码，不是 {extension}。请把要公开的内容另存为文档再上传。")
    return extension


def _in_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _in_package(package)
    except DAMAGES as error:
        raise FileRefused(office.DAMAGED) from error


def _in_package(package: zipfile.ZipFile) -> str:
    names = {entry.filename for entry in package.infolist()}
    found = next((kind for part, kind in OFFICE_PARTS.items() if part in names), None)
    if found is None or "[Content_Types].xml" not in names:
        raise FileRefused("不能上传压缩包：群众在手机上打不开，也无法审核里面的内容。请解压后逐个上传。")
    if sum(entry.file_size for entry in package.infolist()) > UNPACKED_MAX_BYTES:
        raise FileRefused("文件展开以后太大，无法处理。请压缩其中的图片或者拆成几个文件再上传。")
    office.refuse_dangerous(package)
    return found


def _in_ole(data: bytes) -> str:
    """Old Office files: a file system in the file, whose directory names the streams in UTF-16."""
    if _has_stream(data, "EncryptedPackage"):
        raise FileRefused("文件加了密码，群众打不开。请取消密码再上传。")
    if _has_stream(data, "_VBA_PROJECT") or _has_stream(data, "_VBA_PROJECT_CUR"):
        raise FileRefused("文件里有宏（程序）。请另存为不含宏的 docx、xlsx 或者 pdf 再上传。")
    found = next((kind for stream, kind in OLE_STREAMS.items() if _has_stream(data, stream)), None)
    if found is None:
        raise FileRefused(f"不能上传这种文件。可以上传的格式有：{ALLOWED}。请另存为其中一种再上传。")
    return found


def _has_stream(data: bytes, name: str) -> bool:
    entry = (name + "\0").encode("utf-16-le")
    place = data.find(entry)
    while place != -1:
        if place % DIRECTORY_ENTRY == 0:
            return True
        place = data.find(entry, place + 1)
    return False
