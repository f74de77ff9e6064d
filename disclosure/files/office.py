"""What an Office document of today (a zip of XML parts) may not bring along: programs, and contents from elsewhere."""

import html
import re
import zipfile

from .refusal import FileRefused

PART_MAX_BYTES = 1024 * 1024
DAMAGED = "文件已经损坏，打不开。请在电脑上打开核对，另存一份再上传。"

_PROGRAM = re.compile(r"\.(exe|dll|bat|cmd|com|js|vbs|ps1|jar|msi|scr|hta)$", re.IGNORECASE)
_RELATIONSHIP = re.compile(r"<(?:\w+:)?Relationship\s[^>]*")
_HYPERLINK = re.compile(r"""\bType\s*=\s*["'][^"']*/hyperlink["']""")
# A web address, or a shared folder however it is written; file:///C:\ is the author's own disk and harmless.
_ELSEWHERE = re.compile(
    r"""\bTarget\s*=\s*["'](https?:|ftps?:|mhtml:|(file:/{0,3})?\\\\|//|file://[^/])""", re.I
)


def refuse_dangerous(package: zipfile.ZipFile) -> None:
    """Raises FileRefused for macros, embedded programs, and parts fetched from elsewhere when it is opened."""
    names = package.namelist()
    if _has_macros(package, names):
        raise FileRefused("文件里有宏（程序）。请另存为不含宏的 docx、xlsx、pptx 或者 pdf 再上传。")
    if any(_PROGRAM.search(name) for name in names):
        raise FileRefused("文件里嵌入了程序。请删除嵌入的程序，或者另存为 pdf 再上传。")
    if any(_fetches(package, name) for name in names if name.lower().endswith(".rels")):
        raise FileRefused(
            "文件打开时会到别处读取模板、图片或者表格，群众打不开，也不安全。"
            "请把这些内容嵌入文件并断开链接，或者另存为 pdf 再上传。"
        )


def _has_macros(package: zipfile.ZipFile, names: list[str]) -> bool:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return True
    return "macroenabled" in _text(package, "[Content_Types].xml").lower()


def _fetches(package: zipfile.ZipFile, name: str) -> bool:
    tags = map(html.unescape, _RELATIONSHIP.findall(_text(package, name)))
    return any(_ELSEWHERE.search(tag) and not _HYPERLINK.search(tag) for tag in tags)


def _text(package: zipfile.ZipFile, name: str) -> str:
    """A small part as text; without NUL, UTF-16 reads like UTF-8 as far as markup goes."""
    if package.getinfo(name).file_size > PART_MAX_BYTES:
        raise FileRefused(DAMAGED)
    return package.read(name).replace(b"\0", b"").decode("utf-8", "replace")
