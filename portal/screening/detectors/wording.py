"""Words of the editable list: banned, mistyped, outdated names of organs, wording that is no longer right."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .hits import Hit

CODES = {
    "banned": "banned_word",
    "mistyped": "mistyped_word",
    "organ": "organ_name",
    "wording": "wording",
}
_PAST = re.compile(
    r"(?:原|前身[为是]?|时任|曾任|当时的|旧称|更名前|撤销|挂牌前的|(?:19\d\d|200\d|201[0-7])年)[^。；，,、）)与和及\n]{0,10}$"
)
_ORDER = re.compile(r"[^。；，,\n《]{0,24}?(?:令|公告)\s?(?:第|〔|\d)")
_FIGHTING = re.compile(
    r"(?:打击|查处|防范|严禁|谨防|整治|举报|警惕|拒绝|禁止|不得|涉嫌|取缔|惩治|识别|抵制)[^。；\n]{0,12}$"
)
_TITLE_OPEN, _TITLE_CLOSE = "《", "》"


class Rule(NamedTuple):
    """One line of the list. `level` overrides that of its kind; `text` is a pattern when `is_regex`."""

    kind: str
    text: str
    replacement: str
    reason: str
    is_regex: bool
    level: str


Compiled = tuple[list[Rule], list[tuple[re.Pattern, Rule]]]


def compiled(rules: tuple[Rule, ...]) -> Compiled:
    """Literals, longest first, and compiled patterns. A pattern that does not compile is left out."""
    wanted = [rule for rule in rules if rule.kind in CODES]
    literals = sorted((rule for rule in wanted if not rule.is_regex), key=lambda rule: -len(rule.text))
    patterns = []
    for rule in wanted:
        if rule.is_regex:
            try:
                patterns.append((re.compile(rule.text), rule))
            except re.error:
                continue
    return literals, patterns


def wrong_words(text: str, rules: Compiled) -> Iterator[Hit]:
    """Every place where a word of the list stands. An organ's old name is right in a title, in an order's number, and after 原."""
    literals, patterns = rules
    for rule in literals:
        if rule.text in text:
            for start in _places(text, rule.text):
                yield from _hit(text, start, start + len(rule.text), rule)
    for pattern, rule in patterns:
        for match in pattern.finditer(text):
            if match.end() > match.start():
                yield from _hit(text, match.start(), match.end(), rule)


def _places(text: str, word: str) -> Iterator[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + len(word))


def _hit(text: str, start: int, end: int, rule: Rule) -> Iterator[Hit]:
    if rule.kind == "organ" and (_speaks_of_the_past(text, start) or _ORDER.match(text, end)):
        return
    if rule.kind == "banned" and _FIGHTING.search(text[max(0, start - 14) : start]):
        return
    yield Hit(CODES[rule.kind], start, end, text[start:end], _proposal(text[start:end], rule), rule.level)


def _speaks_of_the_past(text: str, start: int) -> bool:
    before = text[max(0, start - 60) : start]
    in_title = before.rfind(_TITLE_OPEN) > before.rfind(_TITLE_CLOSE)
    return in_title or bool(_PAST.search(before))


def _proposal(word: str, rule: Rule) -> str:
    advice = f"“{word}”建议改为“{rule.replacement}”。" if rule.replacement else f"请删去或者改写“{word}”。"
    return advice + (f"{rule.reason.rstrip('。')}。" if rule.reason else "")
