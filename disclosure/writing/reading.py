"""Title, document number, date and organ of an official document, read from its text: proposals, never decisions.

Layout: 党政机关公文格式 GB/T 9704-2012, 7.2 (head) and 7.3.5 (signature).
"""

import re
from datetime import date
from typing import NamedTuple

from disclosure.html import plain_text
from disclosure.numbers import is_document_number, normalize_document_number

from .chinese import only_date
from .docx_text import Head
from .dom import drop, text_of

_NUMBER = re.compile(r"[\u3400-\u9fff]{1,20}\s*[\[［〔【(（]\s*\d{4}\s*[\]］〕】)）]\s*第?\s*\d{1,5}\s*号")
_MASTHEAD = re.compile(r"^[^，。]{4,40}(文件|公报)$")
_TITLE = re.compile(
    r"(决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|办法|规定|细则|方案|规划|计划|指南|解读|条例|规则|预案|清单|说明|名单)(（[^）]{1,20}）)?$"
)
TITLE_MAX = 100
TOP = 12


class Metadata(NamedTuple):
    title: str
    document_number: str
    formed_on: date | None
    signature_organ: str


def take_metadata(root, head: Head) -> Metadata:
    """Read the proposals; what belongs to the head of a document (masthead, number, title) leaves the text."""
    top = [block for block in root if block.tag in ("p", "h1", "h2")][:TOP]
    number = _take_number(top)
    _take_masthead(top)
    title = _take_title([block for block in top if block.getparent() is not None], head)
    organ, day = _signature(root)
    return Metadata(title, number, day, organ)


def notes(found: Metadata, body: str) -> list[str]:
    """What was not recognised, so that the clerk fills it in."""
    missing = [
        name
        for name, value in (
            ("标题", found.title),
            ("成文日期", found.formed_on),
            ("落款", found.signature_organ),
        )
        if not value
    ]
    said = []
    if missing:
        said.append(f"没有识别出{'、'.join(missing)}，请核对并补充。")
    if not plain_text(body):
        said.append("文档中没有可以导入的文字，可能是扫描件。请在正文中写明内容，不要只发扫描件。")
    return said


def _take_number(top: list) -> str:
    """The number on a line of its own (with 签发人 at most); it is a field of the publication, not of the text."""
    for block in top:
        match = _NUMBER.search(text_of(block))
        if match is None:
            continue
        number = normalize_document_number(match[0])
        if is_document_number(number):
            rest = text_of(block).replace(match[0], "").strip()
            if not rest or rest.startswith("签发人"):
                drop(block)
                return number
    return ""


def _take_masthead(top: list) -> None:
    for block in top[:3]:
        if block.getparent() is not None and _MASTHEAD.match(text_of(block)):
            drop(block)
            return


def _take_title(top: list, head: Head) -> str:
    lines = _title_lines(top, head)
    title = "".join(_compact(text_of(block)) for block in lines)
    for block in lines:
        drop(block)
    return title[:300]


def _title_lines(top: list, head: Head) -> list:
    for wanted in (head.styled, [text for text in head.centred if not _MASTHEAD.match(text)]):
        lines = _run_of(top, {_compact(text) for text in wanted})
        if lines:
            return lines
    first = top[0] if top else None
    if first is not None and len(text_of(first)) <= TITLE_MAX and _TITLE.search(text_of(first)):
        return [first]
    return [first] if first is not None and first.tag == "h1" else []


def _run_of(top: list, wanted: set[str]) -> list:
    """The blocks that follow each other with these texts."""
    lines = []
    for block in top:
        if _compact(text_of(block)) in wanted:
            lines.append(block)
        elif lines:
            break
    return lines


def _compact(text: str) -> str:
    return re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", text)


def _signature(root) -> tuple[str, date | None]:
    signed = [block for block in root if block.get("class") == "signature"]
    if not signed:
        return "", None
    lines = [line for line in signed[-1].itertext() if line.strip()]
    days = [day for line in lines if (day := only_date(line))]
    organ = lines[0].strip() if len(lines) > 1 or not days else ""
    return organ, days[-1] if days else None
