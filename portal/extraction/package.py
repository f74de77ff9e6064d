"""A zip read with limits, and the way its parts refer to one another (OPC, ISO/IEC 29500-2)."""

import io
import posixpath
import zipfile
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from . import limits, safe_xml
from .limits import Budget
from .parts import ExtractionFailed

ENCRYPTED = "文件加了密码，无法检查，群众也打不开。请取消密码再上传。"
BOMB = "文件压缩得不正常（展开后会大出许多倍），已经停止检查。请在电脑上打开核对，另存一份再上传。"
IS_ENCRYPTED, IS_UTF8 = 0x1, 0x800


class Relationship(NamedTuple):
    id: str
    kind: str  # last word of the type: slide, hyperlink, comments ...
    target: str  # name of a part, or an address when external
    is_external: bool


class Package:
    """The parts of a zip by name. Raises ExtractionFailed for what is damaged, encrypted or too big."""

    def __init__(self, data: bytes, budget: Budget, max_entries: int = limits.PACKAGE_MAX_ENTRIES):
        self.budget = budget
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise ExtractionFailed(safe_xml.DAMAGED) from error
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        if len(entries) > max_entries:
            raise ExtractionFailed(
                f"文件里有 {len(entries)} 个文件，超过 {max_entries} 个。请分成几个再上传。"
            )
        self._entries = {name_of(entry): entry for entry in entries}
        self._refuse_bombs(entries)

    def _refuse_bombs(self, entries: list[zipfile.ZipInfo]) -> None:
        if any(entry.flag_bits & IS_ENCRYPTED for entry in entries):
            raise ExtractionFailed(ENCRYPTED)
        if sum(entry.file_size for entry in entries) > limits.UNPACKED_MAX_BYTES:
            raise ExtractionFailed(limits.TOO_BIG)
        for entry in entries:
            packed = max(entry.compress_size, 1)
            if entry.file_size > limits.RATIO_FREE_BYTES and entry.file_size / packed > limits.RATIO_MAX:
                raise ExtractionFailed(BOMB)

    @cached_property
    def names(self) -> list[str]:
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str, limit: int = limits.UNPACKED_MAX_BYTES) -> bytes:
        """The bytes of a part, at most `limit` of them."""
        entry = self._entries[name]
        if entry.file_size > limit:
            raise ExtractionFailed(limits.TOO_BIG)
        self.budget.spend("unpacked", entry.file_size)
        self.budget.check_time()
        try:
            with self._zip.open(entry) as opened:
                return opened.read(entry.file_size)
        except Exception as error:  # zlib, lzma, bz2 and zipfile each have their own
            raise ExtractionFailed(safe_xml.DAMAGED) from error

    def xml(self, name: str) -> etree._Element:
        return safe_xml.parse(self.read(name, limits.XML_MAX_BYTES))

    def relationships(self, name: str = "") -> dict[str, Relationship]:
        """What a part refers to, by id; of the package itself when no part is named."""
        folder, _, file = name.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if rels not in self:
            return {}
        found = (_relationship(element, folder) for element in self.xml(rels))
        return {relationship.id: relationship for relationship in found}

    def related(self, name: str, kind: str) -> list[str]:
        """The names of the parts of one kind that a part refers to, as far as they exist."""
        found = (r for r in self.relationships(name).values() if r.kind == kind and not r.is_external)
        return [relationship.target for relationship in found if relationship.target in self]

    def main_part(self) -> str:
        return next(iter(self.related("", "officeDocument")), "")


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of an entry; zip programs on Chinese Windows write it in GBK without saying so."""
    if entry.flag_bits & IS_UTF8 or entry.filename.isascii():
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _relationship(element: etree._Element, folder: str) -> Relationship:
    target, is_external = element.get("Target", ""), element.get("TargetMode") == "External"
    if not is_external:
        path = unquote(target.replace("\\", "/"))
        target = posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
    return Relationship(
        element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, is_external
    )
