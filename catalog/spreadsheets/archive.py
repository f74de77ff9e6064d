"""Is this file safe to open? Looked at before any spreadsheet library sees it."""

import zipfile
from typing import BinaryIO

MEGABYTE = 1024 * 1024
MAX_UNCOMPRESSED = 50 * MEGABYTE
MAX_SHEETS = 100
MAX_ROWS = 20_000
TOO_MANY_ROWS = f"文件超过 {MAX_ROWS} 行，请拆分成几个文件后分别上传。"
TOO_MANY_SHEETS = f"工作表超过 {MAX_SHEETS} 个，请拆分成几个文件后分别上传。"
MAX_TAGS = 4_000_000
MAX_TAGS_BESIDE_TEXT = 300_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_CHUNK = 1 << 20


class Unreadable(Exception):
    """The file or the sheet cannot be read; the message tells the clerk why and what to do."""


def read_limited(file: BinaryIO) -> bytes:
    """All bytes of the file; Unreadable when there are more than the limit."""
    data = file.read(MAX_UNCOMPRESSED + 1)
    if len(data) > MAX_UNCOMPRESSED:
        raise Unreadable(f"文件超过 {MAX_UNCOMPRESSED // MEGABYTE} MB，请按领域拆分成几个文件后分别上传。")
    return data


def kind_of(data: bytes) -> str:
    """`xlsx` for a zip archive, `csv` for what may be text; Unreadable for old and encrypted workbooks."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("文件设置了打开密码，无法读取。请取消密码后另存为 .xlsx 再上传。")
        raise Unreadable("这是旧版 .xls 文件。请用 WPS 表格或 Excel 另存为 .xlsx 后再上传。")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "xlsx"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"%", b"{"):
        raise Unreadable("文件不是电子表格。请用 WPS 表格或 Excel 打开，另存为 .xlsx 或 .csv 后再上传。")
    return "csv"


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raise Unreadable for an archive that is encrypted, no workbook, or would swell when opened.

    zipfile never yields more bytes than a member declares, so the declared sizes are an upper bound.
    """
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("压缩包设置了密码，无法读取。请取消密码后另存为 .xlsx 再上传。")
    if sum(member.file_size for member in members) > MAX_UNCOMPRESSED:
        raise Unreadable(
            f"文件解压后超过 {MAX_UNCOMPRESSED // MEGABYTE} MB，可能含有图片或大量空白格式。"
            "请只保留目录内容，或拆分成几个文件后再上传。"
        )
    sheets = [m for m in members if m.filename.startswith("xl/worksheets/") and m.filename.endswith(".xml")]
    if not sheets:
        raise Unreadable("文件不是 .xlsx 电子表格。请用 WPS 表格或 Excel 另存为 .xlsx 后再上传。")
    if len(sheets) > MAX_SHEETS:
        raise Unreadable(TOO_MANY_SHEETS)
    _check_markup(archive, members)


def _check_markup(archive, members) -> None:
    tags = beside = 0
    for member in members:
        count = _tags_of(archive, member)
        tags += count
        # Styles and the like become one Python object per tag; a hostile file could list millions.
        beside += count * (not member.filename.startswith(("xl/worksheets/", "xl/sharedStrings")))
    if tags > MAX_TAGS or beside > MAX_TAGS_BESIDE_TEXT:
        raise Unreadable("文件内的单元格或格式过多。请把目录复制到新建的工作簿，只保留文字后再上传。")


def _tags_of(archive, member) -> int:
    tags, tail = 0, b""
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            if any(mark in tail + chunk for mark in _DOCTYPES):
                raise Unreadable(
                    "文件含有不允许的文档类型声明。请用 WPS 表格或 Excel 另存为 .xlsx 后再上传。"
                )
            tags += chunk.count(b"<")
            tail = chunk[-18:]
    return tags
