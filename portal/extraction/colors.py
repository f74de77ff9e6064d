"""Colours in which text disappears on white paper."""

PARTS = (0, 2, 4)
NEARLY_WHITE = 0xF5


def is_white(color: str | None) -> bool:
    """White or so nearly white that nobody can read it on paper."""
    if color is None or len(color) != 6:
        return False
    try:
        return all(int(color[i : i + 2], 16) >= NEARLY_WHITE for i in PARTS)
    except ValueError:
        return False
