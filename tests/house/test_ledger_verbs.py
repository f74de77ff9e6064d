"""Every act that is written into the ledger has a sentence that says what it was."""

import re
from pathlib import Path

from portal.ledger import sentences

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("portal", "catalog", "disclosure")
CALL = re.compile(
    r"""(?:(?<![.\w])append|(?<![.\w])record|_leave_public|_become_public)\(\s*(?:\w+,\s*){0,2}["']([a-z_]+)["']"""
)


def verbs_in_the_code() -> set[str]:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    return {verb for path in files for verb in CALL.findall(path.read_text("utf-8"))}


def test_the_search_finds_the_verbs():
    assert {"published", "withdrawn", "signed", "consent_asked"} <= verbs_in_the_code()


def test_every_verb_has_its_sentence():
    known = {verb for verb, _ in sentences.labels()}
    assert verbs_in_the_code() - known == set()
