"""File names that are safe in an address, in a header and on anyone's disk. Pure."""

import re
import unicodedata

NAME_MAX = 200

# Separators, wild cards, quotes, control characters, and marks that reverse the direction of writing.
_UNSAFE = re.compile(r'[\\/:*?"<>|%#\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')


def safe_name(name: str, extension: str) -> str:
    """`name` without path and unsafe characters, ending in `.extension`, at most 200 characters."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    clean = " ".join(_UNSAFE.sub(" ", last).split()).strip(". ")
    stem = clean[: -len(extension) - 1] if clean.lower().endswith(f".{extension}") else clean
    stem = re.sub(r"\.(jpeg|jpe|jfif)$", "", stem, flags=re.IGNORECASE) if extension == "jpg" else stem
    room = NAME_MAX - len(extension) - 1
    return f"{stem.strip('. ')[:room] or '附件'}.{extension}"
