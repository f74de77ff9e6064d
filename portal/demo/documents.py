"""Written publications in `fixtures/demo/publications/*.toml`: read, and checked before anything is stored."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from disclosure.models import Article, Interpretation, PolicyDocument
from disclosure.topics import topic_labels
from disclosure.vocabulary import GENRES, InterpretationForm, RelationType, Stage, Validity

from .errors import DemoDataError

KINDS = {"article": Article, "policy": PolicyDocument, "interpretation": Interpretation}
VALIDITIES = {label: value for value, label in Validity.choices}
OLDEST = -900

_TEXT, _WHOLE, _LIST, _FLAG, _TABLE = str, int, list, bool, dict
REQUIRED = {
    "key": _TEXT, "kind": _TEXT, "title": _TEXT, "organization": _TEXT, "matters": _LIST, "formed": _WHOLE,
    "published": _WHOLE, "stage": _TEXT, "topic": _TEXT, "keywords": _LIST, "summary": _TEXT, "body": _TEXT,
}  # fmt: skip
OPTIONAL = {
    "source": _TEXT, "document_number": _TEXT, "genre": _TEXT, "normative": _FLAG, "validity": _TEXT,
    "effective": _WHOLE, "ceases": _WHOLE, "form": _TEXT, "interprets": _TEXT, "relations": _LIST,
    "attachments": _LIST, "picture": _TABLE,
}  # fmt: skip
ALLOWED = {
    "kind": KINDS,
    "stage": Stage.values,
    "topic": topic_labels(),
    "genre": (*GENRES, ""),
    "validity": VALIDITIES,
    "form": InterpretationForm.values,
}


@dataclass(frozen=True)
class Document:
    """One entry of a fixture. `formed`, `published`, `effective`, `ceases` are days relative to today."""

    file: str
    key: str
    kind: str
    title: str
    organization: str
    matters: list[str]
    formed: int
    published: int
    stage: str
    topic: str
    keywords: list[str]
    summary: str
    body: str
    source: str = ""
    document_number: str = ""
    genre: str = ""
    normative: bool = False
    validity: str = "有效"
    effective: int | None = None
    ceases: int | None = None
    form: str = InterpretationForm.TEXT.value
    interprets: str = ""
    relations: list[dict] = field(default_factory=list)
    attachments: list[dict] = field(default_factory=list)
    picture: dict = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """The domain whose file it stands in, as the catalog codes it."""
        return Path(self.file).stem.lower()

    def targets(self) -> Iterator[tuple[RelationType, str]]:
        """(relation, key of the other publication)."""
        if self.interprets:
            yield RelationType.INTERPRETS, self.interprets
        for relation in self.relations:
            yield RelationType(relation["type"]), relation["to"]

    def fail(self, what: str) -> DemoDataError:
        return DemoDataError(f"{self.file} {self.key}：{what}")


def read_documents(folder: Path) -> list[Document]:
    """Every document of the folder. Raises DemoDataError naming file, key and what is wrong."""
    documents = [document for path in sorted(folder.glob("*.toml")) for document in read_file(path)]
    known: set[str] = set()
    for document in documents:
        if document.key in known:
            raise document.fail("key 重复")
        known.add(document.key)
        if document.formed < OLDEST:
            raise document.fail(f"formed 不能早于 {OLDEST}")
    for document in documents:
        for _, key in document.targets():
            if key not in known:
                raise document.fail(f"关联的 {key} 不存在")
    return documents


def read_file(path: Path) -> list[Document]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DemoDataError(f"{path.name}：不是正确的 TOML：{error}") from error
    return [document_from(path.name, entry) for entry in content.get("publication", [])]


def document_from(file: str, entry: dict) -> Document:
    """The checked document of one TOML table. Raises DemoDataError."""
    place = f"{file} {entry.get('key', '（没有 key）')}"
    for name, kind in {**REQUIRED, **OPTIONAL}.items():
        if name in entry and not isinstance(entry[name], kind):
            raise DemoDataError(f"{place}：{name} 应当是 {kind.__name__}")
    if missing := REQUIRED.keys() - entry.keys():
        raise DemoDataError(f"{place}：缺少 {'、'.join(sorted(missing))}")
    if unknown := entry.keys() - REQUIRED.keys() - OPTIONAL.keys():
        raise DemoDataError(f"{place}：不认识 {'、'.join(sorted(unknown))}")
    for name, values in ALLOWED.items():
        if name in entry and entry[name] not in values:
            raise DemoDataError(f"{place}：{name} 不能是“{entry[name]}”")
    document = Document(file=file, **entry)
    _check_days(document)
    _check_relations(document)
    return document


def _check_days(document: Document) -> None:
    if not document.formed <= document.published <= -1:
        raise document.fail("应当 formed ≤ published ≤ -1")


def _check_relations(document: Document) -> None:
    if (document.kind == "interpretation") != bool(document.interprets):
        raise document.fail("解读应当有 interprets，其他类型不能有")
    for relation in document.relations:
        if set(relation) != {"type", "to"} or relation["type"] not in RelationType.values:
            raise document.fail(f"relations 中的 {relation} 应当有正确的 type 和 to")
