"""Gathers what a reader of one format finds, and keeps account of how much."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from .limits import Budget
from .parts import LINK, METADATA, TABLE_ROW, TEXT, Extracted, Part
from .tables import header_of

SEPARATOR = "　"


class Enclosure(NamedTuple):
    """A file inside the file; `load` fetches its bytes when it is its turn."""

    name: str
    place: str
    load: Callable[[], bytes]
    is_hidden: bool


class Row(NamedTuple):
    place: str
    cells: list[str]
    is_hidden: bool = False


class Collector:
    """Parts, metadata and warnings of one file while it is read. Raises ExtractionFailed past the budget."""

    def __init__(self, budget: Budget):
        self.budget = budget
        self.parts: list[Part] = []
        self.metadata: dict[str, str] = {}
        self.enclosures: list[Enclosure] = []
        self.has_text: bool | None = None
        self._warnings: dict[str, None] = {}
        self._links: set[tuple[str, str]] = set()

    def add(self, part: Part) -> None:
        if not part.text.strip():
            return
        self.budget.spend("parts", 1)
        self.budget.spend("characters", len(part.text))
        self.parts.append(part)

    def text(self, place: str, text: str, *, hidden: bool = False) -> None:
        self.add(Part(place, text.strip(), hidden, TEXT))

    def link(self, place: str, address: str, *, hidden: bool = False) -> None:
        if (place, address) not in self._links:
            self._links.add((place, address))
            self.add(Part(place, address.strip(), hidden, LINK))

    def mention(self, place: str, name: str) -> None:
        """A name that the file keeps, of something that is reported elsewhere or harmless."""
        self.add(Part(place, name.strip(), True, METADATA))

    def describe(self, label: str, value: str) -> None:
        """One piece of metadata. Several values of one label stand side by side."""
        value = value.replace("\0", "").strip()
        if value and value not in self.metadata.get(label, "").split("；"):
            self._note(label, value)
            self.add(Part(f"文件属性“{label}”", value, True, METADATA))

    def _note(self, label: str, value: str) -> None:
        known = self.metadata.get(label)
        self.metadata[label] = f"{known}；{value}" if known else value

    def table(self, name: str, rows: list[Row]) -> None:
        """The rows of one table, in order; its header is recognised."""
        header = header_of([row.cells for row in rows])
        for row in rows:
            self.row(name, row, header)

    def row(self, name: str, row: Row, header: tuple[str, ...]) -> None:
        """One row of a table whose header is known."""
        self.budget.spend("cells", len(row.cells))
        cells = tuple(cell.strip() for cell in row.cells)
        line = SEPARATOR.join(filter(None, cells))
        self.add(Part(row.place, line, row.is_hidden, TABLE_ROW, cells, header, name))

    def warn(self, sentence: str) -> None:
        self._warnings[sentence] = None

    def enclose(self, name: str, place: str, load: Callable[[], bytes], *, hidden: bool = True) -> None:
        self.enclosures.append(Enclosure(name, place, load, hidden))

    def adopt(self, enclosure: Enclosure, inner: Extracted) -> None:
        """What was found in a file inside this one, its places prefixed. The budget has been spent already."""
        prefix = enclosure.place
        for part in inner.parts:
            table = f"{prefix}{part.table}" if part.table else ""
            hidden = part.is_hidden or enclosure.is_hidden
            self.parts.append(replace(part, place=prefix + part.place, table=table, is_hidden=hidden))
        for label, value in inner.metadata.items():
            if not label.endswith(("时间", "软件")):
                self._note(label, prefix + value)
        for sentence in inner.warnings:
            self.warn(prefix + sentence)

    def finish(self, file_type: str) -> Extracted:
        has_text = self.has_text
        if has_text is None:
            has_text = any(part.kind in (TEXT, TABLE_ROW) for part in self.parts)
        return Extracted(file_type, tuple(self.parts), self.metadata, tuple(self._warnings), has_text)
