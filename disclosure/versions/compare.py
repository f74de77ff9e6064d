"""Two versions side by side. Pure: works on what `disclosure.versions.reading` made readable."""

from typing import NamedTuple

from .marking import ADDED, REMOVED, SAME, Piece, aligned, mark
from .passages import Passage, passages

CHANGED, LOOK = "changed", "look"


class Pair(NamedTuple):
    """One field or passage on both sides. `state`: same, changed, added, removed, or look (only its form differs)."""

    label: str
    state: str
    old: list[Piece]
    new: list[Piece]

    @property
    def is_different(self) -> bool:
        return self.state != SAME


class Rows(NamedTuple):
    """Links and files: what came, what went, what stayed."""

    label: str
    added: list[str]
    removed: list[str]
    kept: list[str]

    @property
    def is_different(self) -> bool:
        return bool(self.added or self.removed)


class Comparison(NamedTuple):
    fields: list[Pair]
    blocks: list[Pair]
    attachments: Rows
    pictures: Rows
    relations: Rows
    obligations: Rows

    @property
    def links(self) -> list[Rows]:
        return [self.attachments, self.pictures, self.relations, self.obligations]

    @property
    def is_different(self) -> bool:
        return any(part.is_different for part in (*self.fields, *self.blocks, *self.links))


def compare(old: dict, new: dict) -> Comparison:
    """What differs between two readable contents; each: fields {label: text}, body, and lists of lines."""
    return Comparison(
        fields=[_field(label, old, new) for label in {**old["fields"], **new["fields"]}],
        blocks=[_block(*pair) for pair in aligned(passages(old["body"]), passages(new["body"]), _text)],
        attachments=_rows("附件", old["attachments"], new["attachments"]),
        pictures=_rows("图片", old["pictures"], new["pictures"]),
        relations=_rows("关联文件", old["relations"], new["relations"]),
        obligations=_rows("对应的公开事项", old["obligations"], new["obligations"]),
    )


def _text(passage: Passage) -> str:
    return passage.text


def _field(label: str, old: dict, new: dict) -> Pair:
    before, after = old["fields"].get(label, ""), new["fields"].get(label, "")
    return Pair(label, SAME if before == after else CHANGED, *mark(before, after))


def _block(old: Passage | None, new: Passage | None) -> Pair:
    if old is None:
        return Pair(new.label, ADDED, [], [Piece(ADDED, new.text)])
    if new is None:
        return Pair(old.label, REMOVED, [Piece(REMOVED, old.text)], [])
    state = CHANGED if old.text != new.text else SAME if old == new else LOOK
    return Pair(new.label or old.label, state, *mark(old.text, new.text))


def _rows(label: str, old: list[str], new: list[str]) -> Rows:
    return Rows(
        label,
        added=[line for line in new if line not in old],
        removed=[line for line in old if line not in new],
        kept=[line for line in new if line in old],
    )
