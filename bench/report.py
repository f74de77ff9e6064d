"""Medians, percentiles, and the table of docs/performance.md."""

from math import ceil
from pathlib import Path
from statistics import median
from typing import NamedTuple

START, END = "<!-- figures: start -->", "<!-- figures: end -->"


class Goal(NamedTuple):
    """What a measure must keep to at the larger size: growth of processor time, wall time, queries."""

    label: str
    ratio: float | None = None
    milliseconds: float | None = None
    queries: int | None = None

    def words(self) -> str:
        parts = [f"≤ {self.ratio}×"] if self.ratio else []
        parts += [f"< {self.milliseconds:g} ms"] if self.milliseconds else []
        parts += [f"≤ {self.queries} queries"] if self.queries else []
        return ", ".join(parts)

    def is_met(self, growth: float, milliseconds: float, queries: int) -> bool:
        return (
            (self.ratio is None or growth <= self.ratio)
            and (self.milliseconds is None or milliseconds < self.milliseconds)
            and (self.queries is None or queries <= self.queries)
        )


GOALS = {
    "home": Goal("Home page", ratio=1.3),
    "domain": Goal("Domain page (财政预决算)", ratio=1.3),
    "matter": Goal("Matter page, the busiest matter", ratio=1.3),
    "publication": Goal("Publication page", ratio=1.3, queries=7),
    "library": Goal("Document library, page 1", ratio=1.3),
    "library_deep": Goal("Document library, page 500 *", ratio=1.3),
    "library_ended": Goal("Document library, repealed ones", ratio=1.3),
    "matrix": Goal("Coverage matrix, whole county", milliseconds=1000),
    "desk": Goal("Desk of a clerk", ratio=1.5),
    "staff_list": Goal("List of publications at the desk, whole county", ratio=1.5),
    "unexplained": Goal("Documents lacking interpretation, whole county", milliseconds=500),
    "reassessed": Goal("Due to be looked at again, whole county", milliseconds=500),
    "every_minute": Goal("What runs every minute, nothing due", milliseconds=5),
    "every_night": Goal("Nightly: validity of documents, nothing due", milliseconds=1000),
    "check_consistency": Goal("Nightly consistency checks, all"),
    "publish": Goal("Publishing, the whole verb with commit"),
    "update_coverage": Goal("Coverage kept up by one publishing (3 obligations)", milliseconds=20),
    "import_catalog": Goal("Catalog import, all 1,196 rows changed"),
}


def percentile(values: list[float], share: float) -> float:
    """Nearest-rank percentile; `share` from 0 to 1."""
    return sorted(values)[max(0, ceil(len(values) * share) - 1)]


def table(small: dict, large: dict, sizes: list[int]) -> list[str]:
    """The figures as a markdown table. `small` and `large` map a measure to its list of figures."""
    head = "| | " + " | ".join(f"{size:,}: median (p95) | processor" for size in sizes)
    return [
        f"{head} | growth | queries | goal | met |",
        "|---|--:|--:|--:|--:|--:|--:|---|:-:|",
        *(_row(GOALS[name], small[name], large[name]) for name in small),
    ]


def _row(goal: Goal, small: list[dict], large: list[dict]) -> str:
    growth = _median(large, "cpu") / _median(small, "cpu")
    queries = [max(figures["queries"] for figures in samples) for samples in (small, large)]
    met = goal.is_met(growth, _median(large, "wall"), queries[1])
    cells = [goal.label]
    for samples in (small, large):
        p95 = percentile([figures["wall"] for figures in samples], 0.95)
        cells += [f"{_median(samples, 'wall'):.1f} ({p95:.1f}) ms", f"{_median(samples, 'cpu'):.1f} ms"]
    cells += [f"{growth:.2f}×", f"{queries[0]} / {queries[1]}", goal.words()]
    cells.append(("yes" if met else "**no**") if goal.words() else "")
    return f"| {' | '.join(cells)} |"


def _median(samples: list[dict], name: str) -> float:
    return median(figures[name] for figures in samples)


def write(path: Path, lines: list[str], begin: str = START, stop: str = END) -> None:
    """Put `lines` between the markers of the document. Raises ValueError when it has none."""
    before, start, rest = path.read_text(encoding="utf-8").partition(begin)
    _, end, after = rest.partition(stop)
    if not (start and end):
        raise ValueError(f"{path} has no place for figures")
    path.write_text("\n".join([before + begin, "", *lines, "", stop + after]), encoding="utf-8")
