"""Excerpts that can be shown and stored: every personal number in them is masked."""

from .spans import Spans

AROUND = 18
"""Characters of context on either side."""


def masked(value: str) -> str:
    """`value` with its middle hidden: long numbers keep 4 and 4 (3301**********1234), shorter things less."""
    value = " ".join(value.split())
    keep = 4 if len(value) >= 15 else 3 if len(value) >= 10 else 1
    hidden = len(value) - 2 * keep
    return value[:keep] + "*" * hidden + value[len(value) - keep :] if hidden > 0 else "*" * len(value)


def masked_excerpt(text: str, start: int, end: int, personal: Spans) -> str:
    """The surroundings of a hit on one line, with all personal data in it masked, also that of other hits."""
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    hidden = personal.between(left, right)
    left = min([left, *(begin for begin, _ in hidden)])
    right = max([right, *(stop for _, stop in hidden)])
    parts, at = [], left
    for begin, stop in hidden:
        parts += [text[at:begin], masked(text[begin:stop])]
        at = stop
    parts.append(text[at:right])
    dots = ("…" if left > 0 else "", "…" if right < len(text) else "")
    return dots[0] + " ".join("".join(parts).split()) + dots[1]
