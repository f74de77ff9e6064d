"""The hash chain of the ledger, as pure functions.

hash = SHA-256(previous hash + digest); digest = SHA-256(canonical JSON of the content). A private entry can
therefore be shown to the public by its digest alone, and the whole chain still verifies.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

GENESIS = "0" * 64


class Link(NamedTuple):
    sequence: int
    digest: str
    hash: str


def digest_of(content: dict) -> str:
    """SHA-256 (hex) of `content` as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def next_hash(previous: str, digest: str) -> str:
    return hashlib.sha256((previous + digest).encode()).hexdigest()


def broken_links(links: Iterable[Link], previous: str = GENESIS, after: int = 0) -> Iterator[tuple[int, str]]:
    """Walk the chain; yield (sequence, what is wrong) for each entry that does not fit.

    The walk begins behind entry `after`, whose hash is `previous`; by default at the start of the chain.
    """
    for link in links:
        if link.sequence != after + 1:
            yield link.sequence, f"序号不连续：应为 {after + 1}"
        if next_hash(previous, link.digest) != link.hash:
            yield link.sequence, "与前一条的链接不符"
        previous, after = link.hash, link.sequence
