"""What comes out of a file: its parts, each with the place where a person finds it."""

from dataclasses import dataclass

TEXT, TABLE_ROW, METADATA, LINK = "text", "table_row", "metadata", "link"


class ExtractionFailed(Exception):
    """The file cannot be read. `reason` is a Chinese sentence saying what is wrong and what to do."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Part:
    """One piece of a file.

    `is_hidden`: a reader of the printed page would not see it. `kind`: text, table_row, metadata or link.
    Of a table row, `cells` and `header` run side by side; cells that stand in hidden columns come in a row of
    their own, with the visible ones left empty.
    """

    place: str
    text: str
    is_hidden: bool = False
    kind: str = TEXT
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    table: str = ""


@dataclass(frozen=True)
class Extracted:
    """All that was found in one file.

    `metadata` maps Chinese labels to values, several of one label joined by ；, those of files inside it with
    their place in front. `warnings` are Chinese sentences for whoever screens it.
    """

    file_type: str
    parts: tuple[Part, ...]
    metadata: dict[str, str]
    warnings: tuple[str, ...]
    has_text: bool

    def text(self) -> str:
        """What a reader sees, line by line: no hidden parts, no metadata, no addresses of links."""
        seen = (p.text for p in self.parts if not p.is_hidden and p.kind in (TEXT, TABLE_ROW))
        return "\n".join(seen)
