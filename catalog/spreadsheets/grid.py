"""One sheet as a grid of texts, whatever file it came from."""

from dataclasses import dataclass, field

from catalog.spreadsheets.archive import Unreadable

MAX_COLUMNS = 60
MAX_MERGED_CELLS = 500_000


@dataclass(frozen=True)
class Merge:
    """A merged range, lines and columns from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Grid:
    """The texts of a sheet by (line, column), both from 1; only cells with text are kept.

    `broken` names cells whose formula has no usable value, with the sentence that says so.
    """

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False

    def __post_init__(self):
        self.last_line = max((line for line, _ in [*self.cells, *self.broken]), default=0)
        self._anchors = self._spread_merges()
        self.cells = self._visible(self.cells)
        self.broken = self._visible(self.broken)
        self.lines = {line for line, _ in [*self.cells, *self.broken]}
        self.last_column = max((column for _, column in [*self.cells, *self.broken]), default=0)
        self._by_line: dict[int, dict[int, str]] = {}
        for (line, column), text in sorted(self.cells.items()):
            self._by_line.setdefault(line, {})[column] = text

    def _visible(self, cells: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
        """Without what lies hidden under a merged range: some programs keep the texts they merged away."""
        return {place: text for place, text in cells.items() if self.anchor(*place) == place}

    def _spread_merges(self) -> dict[tuple[int, int], tuple[int, int]]:
        anchors = {}
        for merge in self.merges:
            lines = range(merge.top, min(merge.bottom, self.last_line) + 1)
            columns = range(merge.left, min(merge.right, MAX_COLUMNS) + 1)
            if len(anchors) + len(lines) * len(columns) > MAX_MERGED_CELLS:
                raise Unreadable("合并单元格过多。请取消不必要的合并后再上传。")
            for line in lines:
                anchors.update({(line, column): (merge.top, merge.left) for column in columns})
        return anchors

    def anchor(self, line: int, column: int) -> tuple[int, int]:
        """The cell that holds the text shown at this place: itself, or the first cell of its merged range."""
        return self._anchors.get((line, column), (line, column))

    def text(self, line: int, column: int) -> str:
        """The text shown at this place, merged ranges filled in; empty when there is none."""
        return self.cells.get(self.anchor(line, column), "")

    def own(self, line: int) -> dict[int, str]:
        """The texts written in this very line, by column."""
        return self._by_line.get(line, {})

    def __bool__(self) -> bool:
        return bool(self.cells or self.broken)
