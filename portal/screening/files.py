"""Files: everything in them that a person who downloads them can find, also what a printed page does not show."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from portal.extraction import Extracted, ExtractionFailed, Part, extract

from .codes import CODES
from .detectors.hits import fold
from .detectors.links import read_address, verdict_on
from .findings import Finding, Level, fingerprint, without_repeats
from .masking import masked_excerpt
from .rows import screen_rows
from .spans import Spans
from .text import findings_of, personal_hits, screen_text, wording_hits
from .words import Words

PICTURES = frozenset({"jpeg", "jpg", "png", "gif", "webp"})
LOCATION = "拍摄位置"
TELLING = ("作者", "最后修改人", "批注人", "修订人", "单位", "负责人", "设备主人", "备注", "版权")
"""Metadata that say who; dates and the name of the program say nothing."""
SEEN_KINDS = ("text", "table_row")
SHOWN = 60
_HIDDEN = re.compile(r"隐藏|看不见|批注|修订|备注|附带文件|嵌入的文件")
"""Warnings of what is hidden say less than the findings for the hidden parts themselves."""


def screen_file(data: bytes, name: str, words: Words) -> list[Finding]:
    """What is wrong in a file; what cannot be read is a finding itself. Nothing in the file is changed."""
    place = f"附件“{name}”"
    named = screen_text(name.rsplit(".", 1)[0], f"{place}的文件名", words)
    try:
        read = extract(data, name)
    except ExtractionFailed as failure:
        digest = hashlib.sha256(data).hexdigest()
        return [*named, _finding("file_unreadable", place, name, digest, failure.reason)]
    return without_repeats([*named, *_inside(read, place, words), *_readability(read, place, data)])


def _inside(read: Extracted, place: str, words: Words) -> Iterator[Finding]:
    running = [part for part in read.parts if part.kind in ("text", "metadata")]
    rows = [part for part in read.parts if part.kind == "table_row"]
    yield from _text(running, place, lambda text: [*personal_hits(text), *wording_hits(text, words)])
    yield from _text(rows, place, lambda text: wording_hits(text, words))
    for table, members in _grouped(rows, lambda part: part.table).items():
        yield from screen_rows(
            [part.cells for part in members], f"{place}{table}", header=members[0].header, title=table
        )
    yield from _hidden(read.parts, place)
    yield from _links((part for part in read.parts if part.kind == "link"), place, words)
    yield from _metadata(read.metadata, place)


def _text(parts: list[Part], place: str, detect: Callable) -> list[Finding]:
    """All parts as one text, so that a label helps with what the next paragraph says; places come from the parts."""
    starts, at = [], 0
    for part in parts:
        starts.append(at)
        at += len(part.text) + 1
    text = "\n".join(part.text for part in parts)

    def where(start: int) -> str:
        part = parts[max(0, bisect_right(starts, start) - 1)]
        return f"{place}{part.place}" + ("（隐藏）" if part.is_hidden and part.kind != "metadata" else "")

    return findings_of(text, detect(fold(text)), where)


def _grouped(parts: Iterable[Part], key: Callable[[Part], str]) -> dict[str, list[Part]]:
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(key(part), []).append(part)
    return groups


def _hidden(parts: tuple[Part, ...], place: str) -> Iterator[Finding]:
    """One finding for each hidden sheet, column, comment or passage, by the place where it is found."""
    hidden = (part for part in parts if part.is_hidden and part.kind in SEEN_KINDS)
    for where, members in _grouped(hidden, lambda part: part.table or part.place).items():
        text = " ".join(part.text for part in members)
        counted = f"（共{len(members)}处）" if len(members) > 1 else ""
        proposal = "请删除隐藏的内容后重新上传；确需保留的，请说明理由。"
        yield _finding("hidden_content", f"{place}{where}{counted}", _shown(text), text, proposal)


def _shown(text: str) -> str:
    """The beginning of hidden text, with personal data masked."""
    folded = fold(text)
    personal = Spans((hit.start, hit.end) for hit in personal_hits(folded[: SHOWN * 4]))
    return masked_excerpt(text, 0, min(len(text), SHOWN), personal)


def _links(parts: Iterable[Part], place: str, words: Words) -> Iterator[Finding]:
    for part in parts:
        where = f"{place}{part.place}"
        if part.is_hidden and read_address(part.text).scheme not in ("http", "https"):
            proposal = "文件引用了个人电脑或者内部网络里的文件，请去掉引用后重新上传。"
            yield _finding("file_metadata", where, part.text, part.text, proposal)
        elif verdict := verdict_on(part.text, "", words.allows, words.spam):
            yield _finding(verdict.code, where, part.text, part.text, verdict.proposal)


def _metadata(metadata: dict[str, str], place: str) -> Iterator[Finding]:
    if location := metadata.get(LOCATION):
        proposal = "请去掉照片里的位置信息后重新上传。"
        yield _finding("photo_location", place, location, location, proposal)
    telling = [f"{label}：{value}" for label, value in metadata.items() if _tells(label)]
    if telling:
        proposal = "如不需要，请在“文件—信息—检查文档”里删除文件属性和个人信息后重新上传。"
        text = "；".join(telling)
        yield _finding("file_metadata", f"{place}的文件属性", _shown(text), text, proposal)


def _tells(label: str) -> bool:
    return label in TELLING or label.startswith("自定义属性")


def _readability(read: Extracted, place: str, data: bytes) -> Iterator[Finding]:
    has_hidden = any(part.is_hidden and part.kind in SEEN_KINDS for part in read.parts)
    for warning in read.warnings:
        if LOCATION not in warning and not (has_hidden and _HIDDEN.search(warning)):
            advice = "" if "请" in warning else "请人工检查这一部分，并写明检查结果。"
            yield _finding("file_warning", place, warning, warning, warning + advice)
    if read.has_text:
        return
    digest = hashlib.sha256(data).hexdigest()
    if read.file_type in PICTURES:
        proposal = "图片里的文字机器检查不到，请确认其中没有个人信息和不宜公开的内容。"
        yield _finding("file_without_text", place, "图片", digest, proposal, Level.HINT)
    else:
        proposal = "请逐页人工检查，并写明检查结果；也可以改用能够复制文字的文件。"
        yield _finding("file_without_text", place, "没有可以读出的文字", digest, proposal)


def _finding(
    code: str, place: str, excerpt: str, value: str, proposal: str, level: Level | None = None
) -> Finding:
    return Finding(code, level or CODES[code].level, place, excerpt[:200], proposal, fingerprint(code, value))
