"""Who owes a catalog matter: the official wording of 公开主体, read into parts. Pure.

The wording comes from the standard catalogs (国办发〔2019〕54号 and its sector guidelines). Each part keeps
its own words; what cannot be read stands in `unread`. Whether the county has a named organ is asked elsewhere.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Selector(StrEnum):
    """Which organisations a part means."""

    NAMED = "named"
    EVERY_DEPARTMENT = "every_department"
    EVERY_TOWN = "every_town"
    EVERY_VILLAGE = "every_village"
    EVERY_COMMUNITY = "every_community"
    RELATED_DEPARTMENTS = "related_departments"
    """Departments that the words do not determine (相关部门, 承办部门): shown only."""
    OUTSIDE = "outside"
    """No organ by its own name (采购人, 供水企业): shown; an organisation may still carry it as an alias."""


@dataclass(frozen=True, slots=True)
class Responsible:
    """One part of the wording.

    `also_known_as` holds the names in brackets: another name, or the body that acts for the one before it.
    `alternative` marks parts joined by 或 or 或者: one of them owes. `official` is a literal piece of the
    text; a piece that means two groups (村（居）民委员会) gives two parts.
    """

    selector: Selector
    name: str
    also_known_as: tuple[str, ...]
    alternative: bool
    official: str


@dataclass(frozen=True, slots=True)
class ResponsibleReading:
    """The whole wording: its parts in their order, and the pieces that could not be read."""

    text: str
    parts: tuple[Responsible, ...]
    unread: tuple[str, ...]


SOLE_DEPARTMENTS = frozenset({"房屋征收部门"})
"""Departments of which a county has one by law, though named without 县 (征收补偿条例, Order 590, Art. 4)."""

# 和 also stands inside names (发展和改革局): it joins only where one body ends and another begins.
_JOINT = re.compile(
    r"[、，,；;。/／\n]|以及|(?<![普涉])及|或者|或"
    r"|(?<=[局府门室构业人位心会村□])(?:和|与)(?=[县乡镇村居各相有其])"
    r"|(?<![高中初同平])(?=等)"
)
_BRACKET = re.compile(r"[（(]([^（()）]*)[）)]$")
_LEADING_WORDS = re.compile(r"^等?(?:其(?!他)(?:委托的)?)?")
_VILLAGES_AND_COMMUNITIES = re.compile(r"各?村[（(]居[）)]民?委(?:员)?会")

_TOWN = r"乡镇|乡[（(]镇[）)]|镇[（(]乡[）)]|乡级|乡|镇"
_BODY = r"局|办公室|办|委员会|委|部门|机关|政府|机构|中心|医院|馆|站|队|公司|处|所|院|校|社|会"
_OTHERS = r"人|方|者|企业|公司|单位|机构|院|站|所|中心|队|馆|校|园|团|社|会|村|组织|银行"

_PATTERNS = tuple(
    (selector, re.compile(pattern))
    for selector, pattern in (
        (Selector.EVERY_VILLAGE, r"各?(?:行政村|村民委员会|村委会|村)"),
        (Selector.EVERY_COMMUNITY, r"各?(?:社区)?(?:居民委员会|居委会)|各?社区"),
        (Selector.EVERY_TOWN, rf"各?(?:{_TOWN})(?:人民政府|政府|街道)?|各?街道(?:办事处)?"),
        (
            Selector.EVERY_DEPARTMENT,
            r"(?:县(?:级|直|人民政府|政府)?|本级)?(?:所属|各|工作|组成|职能)*部门",
        ),
        (Selector.RELATED_DEPARTMENTS, r".*(?:相关|有关|其他).*(?:部门|单位|机关|机构)"),
        (Selector.RELATED_DEPARTMENTS, r"县(?:级|直)?行业.*部门"),
        (Selector.NAMED, rf"(?:县(?![级直内域以])|区(?![内域])|市|旗)[^各（()）]*(?:{_BODY})"),
        (Selector.NAMED, r"[^各（()）]+(?:局|[乡镇]人民政府|街道办事处)"),
        (Selector.NAMED, "|".join(sorted(SOLE_DEPARTMENTS))),
        (Selector.RELATED_DEPARTMENTS, r".*(?:部门|机关)"),
        (Selector.OUTSIDE, rf".+(?:{_OTHERS})"),
    )
)
_OPEN_END = re.compile(r"等(?:.*(?:部门|单位|机关))?")


@lru_cache(maxsize=1024)
def read_responsible(text: str) -> ResponsibleReading:
    """Reads any wording of 公开主体. Never raises; every piece ends up in a part or in `unread`.

    In “A、B或C” only B and C are taken as alternatives: the words do not say more.
    """
    parts: list[Responsible] = []
    unread: list[str] = []
    for piece, alternative in _pieces(text):
        read = _read_piece(piece, alternative)
        parts.extend(read)
        if not read:
            unread.append(piece)
    return ResponsibleReading(text, tuple(parts), tuple(unread))


def _pieces(text: str) -> list[tuple[str, bool]]:
    """The text cut at its joints outside brackets; True for pieces next to 或 or 或者."""
    pieces, start, after_or = [], 0, False
    for joint in _JOINT.finditer(_brackets_blanked(text)):
        before_or = joint.group().startswith("或")
        pieces.append((text[start : joint.start()].strip(), after_or or before_or))
        start, after_or = joint.end(), before_or
    pieces.append((text[start:].strip(), after_or))
    return [(piece, alternative) for piece, alternative in pieces if piece]


def _brackets_blanked(text: str) -> str:
    """Same length, with brackets and what they hold as □; an unclosed bracket runs to the end."""
    blanked, depth = [], 0
    for char in text:
        depth += char in "（("
        blanked.append("□" if depth else char)
        if char in "）)" and depth:
            depth -= 1
    return "".join(blanked)


def _read_piece(piece: str, alternative: bool) -> list[Responsible]:
    bracket = _BRACKET.search(piece)
    known_as = _names_in(bracket.group(1)) if bracket else ()
    words = piece[: bracket.start()] if bracket else piece
    name = _LEADING_WORDS.sub("", words).strip() or words
    return [Responsible(selector, name, known_as, alternative, piece) for selector in _selectors(words, name)]


def _selectors(words: str, name: str) -> tuple[Selector, ...]:
    if _OPEN_END.fullmatch(words):
        return (Selector.RELATED_DEPARTMENTS,)
    if _VILLAGES_AND_COMMUNITIES.fullmatch(name):
        return (Selector.EVERY_VILLAGE, Selector.EVERY_COMMUNITY)
    return next(((selector,) for selector, pattern in _PATTERNS if pattern.fullmatch(name)), ())


def _names_in(bracket: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split(r"[、，,；;/／]", bracket) if name.strip())
