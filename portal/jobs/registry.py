from collections.abc import Callable
from typing import NamedTuple

from django.core.files import File

KINDS: dict[str, Callable] = {}


class Outcome(NamedTuple):
    """What a job came to: a sentence, lines for the page ({"text", "url", "note"}), an address to go on to, a file."""

    message: str = ""
    lines: tuple = ()
    url: str = ""
    file: File | None = None
    filename: str = ""


def job(kind: str):
    """Register `def run(work, **arguments) -> Outcome` as what a job of this kind does. Arguments are JSON.

    It calls `work.expect(total)` and `work.advance()`; NotAllowed ends it with its sentences.
    """

    def register(run: Callable) -> Callable:
        KINDS[kind] = run
        return run

    return register
