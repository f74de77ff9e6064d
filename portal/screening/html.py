"""The body: its text, its links, and whether it can be read by everyone."""

import re
from collections.abc import Iterator

from .codes import CODES
from .detectors.hits import fold
from .detectors.links import verdict_on
from .findings import Finding, fingerprint, without_repeats
from .markup import (
    HEADINGS,
    Element,
    TooDeep,
    cells_of,
    hidden_by,
    is_element,
    parsed,
    table_rows,
    text_lines,
    text_of,
)
from .rows import screen_rows
from .spans import paragraphs_of
from .text import findings_of, personal_hits, wording_hits
from .words import Words

_FILE_NAME = re.compile(
    r"[\w\-. ]+\.(?:jpe?g|png|gif|webp|bmp)|(?:img|dsc|image|图片|微信图片|截图)[_\- ]?\d*", re.I
)


def screen_html(body_html: str, place: str, words: Words) -> list[Finding]:
    """What is wrong in a body: its text, hidden and outward links, pictures, tables and headings.

    Give it the markup as it was handed in: cleaning takes the styles away by which things are hidden.
    """
    try:
        root = parsed(body_html)
    except TooDeep:
        proposal = "请清除格式后重新粘贴正文，再送检查。"
        return [_finding("unreadable_markup", place, "嵌套过深的格式", body_html, proposal)]
    if root is None:
        return []
    text = text_lines(root)
    wording = findings_of(text, wording_hits(fold(text), words), paragraphs_of(text, place))
    outside = text_lines(root, without_tables=True)
    personal = findings_of(outside, personal_hits(fold(outside)), paragraphs_of(outside, place))
    return without_repeats(
        [
            *wording,
            *personal,
            *_people(root, place),
            *_links(root, place, words),
            *_hidden_text(root, place),
            *_structure(root, place),
        ]
    )


def hidden_links(body_html: str, place: str, words: Words) -> list[Finding]:
    """Only the links of a body that cannot be seen, by style or for want of words."""
    try:
        root = parsed(body_html)
    except TooDeep:
        return []
    found = _links(root, place, words) if root is not None else ()
    return without_repeats(finding for finding in found if finding.code == "hidden_link")


def _people(root: Element, place: str) -> Iterator[Finding]:
    for number, table in enumerate(root.iter("table"), 1):
        title = " ".join(caption.text or "" for caption in table.iterchildren("caption"))
        yield from screen_rows(table_rows(table), f"{place}表格{number}", title=title)


def _links(root: Element, place: str, words: Words) -> Iterator[Finding]:
    for link in root.iter("a"):
        href, anchor = (link.get("href") or "").strip(), text_of(link)
        if not href or href.startswith("#"):
            continue
        verdict = verdict_on(href, anchor, words.allows, words.spam)
        how = hidden_by(link)
        if how and not (verdict and verdict.code in ("spam_link", "unsafe_link", "lookalike_link")):
            proposal = f"这个链接被隐藏（{how}），请删除，并检查它是怎样进来的。"
            yield _finding("hidden_link", place, f"{anchor or '（没有文字）'} → {href}", href, proposal)
        elif verdict:
            yield _finding(
                verdict.code, place, f"{anchor or '（没有文字）'} → {href}", href, verdict.proposal
            )
        elif not anchor and link.find(".//img") is None:
            proposal = "链接没有文字，读者看不见，请补上文字或者删除链接。"
            yield _finding("hidden_link", place, f"（没有文字） → {href}", href, proposal)


def _hidden_text(root: Element, place: str) -> Iterator[Finding]:
    for element in root.iter():
        if (
            not is_element(element)
            or element.tag in ("a", "html", "body")
            or not hidden_by(element, alone=True)
        ):
            continue
        text = text_of(element)
        if text and element.find(".//a") is None:
            proposal = f"这段文字被隐藏（{hidden_by(element, alone=True)}），请删除，或者让读者看得见。"
            yield _finding("hidden_text", place, text, text, proposal)


def _structure(root: Element, place: str) -> Iterator[Finding]:
    yield from _pictures(root, place)
    yield from _headers(root, place)
    yield from _headings(root, place)


def _pictures(root: Element, place: str) -> Iterator[Finding]:
    for picture in root.iter("img"):
        alt, source = (picture.get("alt") or "").strip(), (picture.get("src") or "").strip()
        if not alt or _FILE_NAME.fullmatch(alt):
            name = source[:60] if not source.startswith("data:") else "直接粘贴的图片"
            proposal = "请用一句话写明图片的内容；文件名不能作为替代文字。"
            yield _finding("missing_alt", place, name, source, proposal)


def _headers(root: Element, place: str) -> Iterator[Finding]:
    for number, table in enumerate(root.iter("table"), 1):
        rows = table_rows(table)
        if len(rows) > 1 and not any(is_element(cell) and cell.tag == "th" for cell in cells_of(table)):
            first = "｜".join(cell for cell in rows[0] if cell)[:60]
            proposal = "请把第一行（或者第一列）设为表头。"
            yield _finding("table_header", f"{place}表格{number}", first, first, proposal)


def _headings(root: Element, place: str) -> Iterator[Finding]:
    last = 1
    for heading in (e for e in root.iter() if is_element(e) and e.tag in HEADINGS):
        level, text = int(heading.tag[1]), text_of(heading)
        if not text and heading.find(".//img") is None:
            yield _finding("empty_heading", place, f"{level}级标题", heading.tag, "请删去空标题。")
            continue
        if level > last + 1:
            proposal = f"{last}级标题之后应当是{last + 1}级，这里用了{level}级，请逐级使用。"
            yield _finding("heading_order", place, text[:60], text, proposal)
        last = level


def _finding(code: str, place: str, excerpt: str, value: str, proposal: str) -> Finding:
    return Finding(code, CODES[code].level, place, excerpt[:200], proposal, fingerprint(code, value))
