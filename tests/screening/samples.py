"""The labelled corpus, and how well the screening does on it."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from portal.screening import Words, screen_html, screen_text

from .numbers import filled

FOLDER = Path(__file__).with_name("corpus")
BAR = "｜"
FILES = {
    "tuning.txt": "tuned on",
    "held_out.txt": "held out",
    "second_look.txt": "second look",
    "third_look.txt": "third look",
    "fourth_look.txt": "fourth look",
}


class Sample(NamedTuple):
    """`expected`: the codes that should be found, none for a hard negative."""

    expected: frozenset[str]
    text: str
    where: str


@dataclass
class Score:
    """Counted by sample and code: a code that is expected and found is right once."""

    right: Counter = field(default_factory=Counter)
    missed: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def recall(self, *codes: str) -> float | None:
        """Of all codes when none is named; None when there was nothing to find."""
        return self._share(self.missed, codes)

    def precision(self, *codes: str) -> float | None:
        """Of all codes when none is named; None when nothing was found."""
        return self._share(self.wrong, codes)

    def _share(self, faults: Counter, codes: tuple[str, ...]) -> float | None:
        right, bad = self._sum(self.right, codes), self._sum(faults, codes)
        return right / (right + bad) if right + bad else None

    def _sum(self, counts: Counter, codes: tuple[str, ...]) -> int:
        return sum(counts[code] for code in codes or counts)


def load(name: str) -> list[Sample]:
    """The samples of one file: codes or -, a bar, the text; \\n and \\t stand for line break and tab."""
    samples = []
    for number, line in enumerate((FOLDER / name).read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            codes, _, text = line.partition(BAR)
            expected = frozenset() if codes == "-" else frozenset(codes.split(","))
            text = filled(text.replace("\\n", "\n").replace("\\t", "\t"))
            samples.append(Sample(expected, text, f"{name}:{number}"))
    return samples


def found_in(text: str, words: Words) -> frozenset[str]:
    screen = screen_html if text.startswith("<") else screen_text
    return frozenset(finding.code for finding in screen(text, "正文", words))


def score(samples: list[Sample], words: Words) -> Score:
    """Recall and precision of the samples, with every fault named."""
    result = Score()
    for sample in samples:
        found = found_in(sample.text, words)
        result.right.update(sample.expected & found)
        result.missed.update(sample.expected - found)
        result.wrong.update(found - sample.expected)
        if found != sample.expected:
            result.faults.append(f"{sample.where} {sorted(sample.expected)} {sorted(found)} {sample.text!r}")
    return result
