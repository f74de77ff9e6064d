"""What a check says: level, place, excerpt with personal data masked, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.crypto import salted_hmac

SALT = "portal.screening.fingerprint"


class Level(TextChoices):
    """BLOCKS must be put right; ANSWER is put right or answered by the secrecy officer; HINT may be left."""

    BLOCKS = "blocks", "必须改正"
    ANSWER = "answer", "须作说明"
    HINT = "hint", "提示"


@dataclass(frozen=True)
class Finding:
    """One finding. `excerpt` never shows a personal number in clear; `fingerprint` does not depend on the place."""

    code: str
    level: Level
    place: str
    excerpt: str
    proposal: str
    fingerprint: str = ""

    @property
    def blocks(self) -> bool:
        return self.level == Level.BLOCKS


def fingerprint(code: str, value: str) -> str:
    """A keyed hash of what was found (64 hex digits), so that an answer stays with it when the text moves.

    A different number or word is a different finding. It changes with SECRET_KEY: open answers are then asked again.
    """
    return salted_hmac(SALT, f"{code}\n{value}", algorithm="sha256").hexdigest()


def without_repeats(findings: Iterable[Finding]) -> list[Finding]:
    """The findings with each fingerprint once, in the order of first sight; the proposal says how many more there are."""
    first: dict[str, Finding] = {}
    more: dict[str, int] = {}
    for finding in findings:
        if finding.fingerprint in first:
            more[finding.fingerprint] += 1
        else:
            first[finding.fingerprint] = finding
            more[finding.fingerprint] = 0
    return [_with_count(finding, more[key]) for key, finding in first.items()]


def _with_count(finding: Finding, more: int) -> Finding:
    if not more:
        return finding
    return replace(finding, proposal=f"{finding.proposal}同样的内容还有{more}处。")
