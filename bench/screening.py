"""Recall, precision and speed of the screening, on the labelled corpus of the tests.

    python bench/screening.py [--write] [--faults]

`--write` puts the figures into docs/performance.md.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from bench.report import write  # noqa: E402
from portal.screening import CODES, Words, screen_text  # noqa: E402
from tests.screening.samples import FILES, Score, load, score  # noqa: E402

START, END = "<!-- screening: start -->", "<!-- screening: end -->"
DOCUMENT = ROOT / "docs" / "performance.md"
ROUNDS = 7
LENGTHS = (5_000, 50_000)


def main() -> None:
    options = _options()
    lines = figures()
    print("\n".join(lines))
    if options.faults:
        for name in FILES:
            print("\n".join(score(load(name), Words.shipped()).faults))
    if options.write:
        write(DOCUMENT, lines, START, END)


def figures() -> list[str]:
    """Recall and precision per code and overall, and how long screening takes, as markdown."""
    words = Words.shipped()
    samples = [sample for name in FILES for sample in load(name)]
    scores = [score(load(name), words) for name in FILES]
    both = score(samples, words)
    codes = sorted({code for sample in samples for code in sample.expected}, key=list(CODES).index)
    return [
        f"| | samples | {' | '.join(f'{name}: recall / precision' for name in FILES.values())} |",
        "|---|--:|" + "--:|" * len(FILES),
        *(_row(CODES[code].label, samples, scores, code) for code in codes),
        _row("**all**", samples, scores),
        "",
        f"{sum(bool(s.expected) for s in samples)} positive and {sum(not s.expected for s in samples)} hard negative "
        f"samples, {len(both.faults)} of them read wrongly.",
        "",
        _speed(words, [sample.text for sample in samples if not sample.text.startswith("<")]),
    ]


def _row(label: str, samples: list, scores: list[Score], *codes: str) -> str:
    count = sum(bool(sample.expected & set(codes)) if codes else 1 for sample in samples)
    cells = [f"{_share(s.recall(*codes))} / {_share(s.precision(*codes))}" for s in scores]
    return f"| {label} | {count} | {' | '.join(cells)} |"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _speed(words: Words, texts: list[str]) -> str:
    """The corpus itself is the worst case: nearly every line is found fault with. Growth shows whether time is linear."""
    small, large = (_seconds(words, texts, length) for length in LENGTHS)
    growth = (large / LENGTHS[1]) / (small / LENGTHS[0])
    return (
        f"Screening {LENGTHS[0]:,} characters takes {small * 1000:.0f} ms and {LENGTHS[1]:,} takes {large * 1000:.0f} ms "
        f"({LENGTHS[1] / large:,.0f} characters a second, {growth:.2f}× the time per character)."
    )


def _seconds(words: Words, texts: list[str], length: int) -> float:
    text = "\n".join(texts)
    text = (text * (length // len(text) + 1))[:length]
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        screen_text(text, "正文", words)
        best = min(best, time.process_time() - start)
    return best


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    parser.add_argument("--faults", action="store_true", help="name every sample that is read wrongly")
    return parser.parse_args()


if __name__ == "__main__":
    main()
