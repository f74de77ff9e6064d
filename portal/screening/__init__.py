"""What is checked before anything goes out: text, body and files. Findings come back; nothing is changed."""

from .codes import CODES
from .files import screen_file
from .findings import Finding, Level
from .html import screen_html
from .rows import screen_rows
from .text import screen_text
from .words import Words

__all__ = [
    "CODES",
    "Finding",
    "Level",
    "Words",
    "screen_file",
    "screen_html",
    "screen_rows",
    "screen_text",
]
