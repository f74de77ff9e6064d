"""What a file is, by its first bytes and, in a zip, by what its parts say."""

from . import safe_xml
from .package import ENCRYPTED, Package
from .parts import ExtractionFailed

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
OFFICE_ROOTS = {"document": "docx", "workbook": "xlsx", "presentation": "pptx"}
OFFICE_FALLBACKS = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
DIRECTORY_ENTRY = 128
READABLE = "docx、xlsx、pptx、pdf、ofd、txt、csv、jpg、png、webp"
UNKNOWN = f"不认识这种文件，无法检查。可以检查的格式有：{READABLE}。请另存为其中一种再上传。"
LEGACY = "这是旧格式的文件（doc、xls、ppt 或者 wps），无法检查。请另存为 docx、xlsx、pptx 或者 pdf 再上传。"


class IsArchive(ExtractionFailed):
    """An archive that is not opened: not a zip, or inside another file."""


def is_zip(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def picture_type(data: bytes) -> str:
    """`jpg`, `png`, `webp`, `gif`, or "" when it is no picture."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def package_type(package: Package) -> tuple[str, str]:
    """(`docx`, `xlsx`, `pptx`, `ofd` or `zip`; name of the main part). The main part's root decides, not its name."""
    if "OFD.xml" in package:
        return "ofd", "OFD.xml"
    main = package.main_part() or next((name for name in OFFICE_FALLBACKS if name in package), "")
    if not main:
        _refuse_open_document(package)
        return "zip", ""
    if not main.endswith(".xml"):
        raise ExtractionFailed("文件是二进制格式（如 xlsb），无法检查。请另存为 xlsx 或者 pdf 再上传。")
    found = OFFICE_ROOTS.get(safe_xml.local(package.xml(main)))
    if found is None:
        raise ExtractionFailed(UNKNOWN)
    return found, main


def refuse_unreadable(data: bytes) -> None:
    """Raises ExtractionFailed with advice for the well-known formats that nobody reads here."""
    if data.startswith(OLE):
        raise ExtractionFailed(ENCRYPTED if _has_stream(data, "EncryptedPackage") else LEGACY)
    if data.startswith(ARCHIVES):
        raise IsArchive("不能检查这种压缩包。请解压后逐个上传，或者改用 zip。")
    if data.startswith(b"{\\rtf"):
        raise ExtractionFailed("这是 RTF 文件，无法检查。请另存为 docx 或者 pdf 再上传。")
    if data.startswith(PROGRAMS):
        raise ExtractionFailed("这是程序，不是文件。请上传文档、表格或者图片。")


def _refuse_open_document(package: Package) -> None:
    if "mimetype" in package and package.read("mimetype", 1024).startswith(b"application/"):
        raise ExtractionFailed("这是 ODF 等格式的文件，无法检查。请另存为 docx、xlsx 或者 pdf 再上传。")


def _has_stream(data: bytes, name: str) -> bool:
    """Whether the directory of an OLE file names a stream; entries stand at multiples of their length."""
    entry = (name + "\0").encode("utf-16-le")
    place = data.find(entry)
    while place != -1:
        if place % DIRECTORY_ENTRY == 0:
            return True
        place = data.find(entry, place + 1)
    return False
