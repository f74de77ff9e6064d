"""How much of one text is taken over from another. Pure, and linear in the length of both."""

import re
import unicodedata
from collections.abc import Iterable

SHINGLE = 8
"""Characters that, in a row, are unlikely to agree by chance in Chinese official prose."""

COPIED_AT_MOST = 0.6
"""Above this share an interpretation mostly repeats its document (rule 8.3: not a shortened copy)."""

_NOISE = re.compile(r"[\W_]+")


def copied_share(text: str, original: str, names: Iterable[str] = ()) -> float:
    """The share (0-1) of `text`'s characters that stand in a run of SHINGLE or more taken from `original`.

    Punctuation, spaces and full-width forms make no difference. `names` (the document's title, the organ) have to be
    said in any text about it, and do not count on either side.
    """
    names = sorted((_bare(name) for name in names if name), key=len, reverse=True)
    text, original = _without(_bare(text), names), _without(_bare(original), names)
    length = len(text.replace(_GAP, ""))
    if length < SHINGLE:
        return 0.0
    known = {original[i : i + SHINGLE] for i in range(len(original) - SHINGLE + 1)}
    return _covered(text, known) / length


_GAP = "\n"


def _bare(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text))


def _without(text: str, names: list[str]) -> str:
    """A gap stands where a name was, so that nothing grows together; no run goes across it."""
    for name in names:
        text = text.replace(name, _GAP) if name else text
    return text


def _covered(text: str, known: set[str]) -> int:
    """How many characters of `text` stand in a run that is known."""
    covered = end = 0
    for start in range(len(text) - SHINGLE + 1):
        run = text[start : start + SHINGLE]
        if run in known and _GAP not in run:
            covered += start + SHINGLE - max(start, end)
            end = start + SHINGLE
    return covered
