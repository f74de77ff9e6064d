"""The automatic numbers of a Word document, counted as Word counts them (ISO/IEC 29500-1, 17.9)."""

from typing import NamedTuple

from docx.document import Document
from docx.oxml.ns import qn

from .numbering import label

LEVELS = 9
_NO_START = 1


class Level(NamedTuple):
    start: int
    format: str
    pattern: str
    restart: int | None
    is_legal: bool


class Numbers:
    """Counts through the paragraphs of one document, in order."""

    def __init__(self, document: Document):
        self._abstract, self._instances = _definitions(document)
        self._styles = _style_numbers(document)
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def of(self, paragraph) -> tuple[str, bool] | None:
        """(number as text, is a bullet) of a `w:p`; None when it has no automatic number."""
        reference = self._reference(paragraph)
        if reference is None:
            return None
        instance, depth = reference
        abstract, overrides = self._instances[instance]
        levels = self._abstract.get(abstract, {})
        if depth not in levels:
            return None
        self._count(instance, abstract, depth, levels, overrides)
        if levels[depth].format == "bullet":
            return "", True
        return self._written(abstract, depth, levels), False

    def _reference(self, paragraph) -> tuple[str, int] | None:
        properties = paragraph.find(qn("w:pPr"))
        own = properties.find(qn("w:numPr")) if properties is not None else None
        style = properties.find(qn("w:pStyle")) if properties is not None else None
        by_style = self._styles.get(style.get(qn("w:val"))) if style is not None else self._styles.get(None)
        if own is None and by_style is None:
            return None
        instance, depth = _num_pr(own) if own is not None else (None, None)
        instance = instance or (by_style and by_style[0])
        if depth is None:
            depth = by_style[1] if by_style else 0
        return (instance, depth) if instance in self._instances else None

    def _count(self, instance: str, abstract: str, depth: int, levels: dict, overrides: dict) -> None:
        counters = self._counters.setdefault(abstract, [None] * LEVELS)
        if depth in overrides and (instance, depth) not in self._started:
            counters[depth] = None
        self._started.add((instance, depth))
        start = overrides.get(depth, levels[depth].start)
        counters[depth] = start if counters[depth] is None else counters[depth] + 1
        for lower in range(depth + 1, LEVELS):
            restart = levels[lower].restart if lower in levels else None
            if restart is None or (restart and depth < restart):
                counters[lower] = None

    def _written(self, abstract: str, depth: int, levels: dict) -> str:
        counters = self._counters[abstract]
        numbers, formats = [], []
        for n in range(depth + 1):
            level = levels.get(n)
            numbers.append(counters[n] if counters[n] is not None else (level.start if level else 1))
            formats.append(level.format if level else "decimal")
        return label(levels[depth].pattern, numbers, formats, levels[depth].is_legal).strip()


def _definitions(document: Document) -> tuple[dict, dict]:
    """Levels by abstract number; (abstract number, starts overridden by level) by instance."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}, {}
    abstract = {
        found.get(qn("w:abstractNumId")): {
            int(level.get(qn("w:ilvl"))): _level(level) for level in found.findall(qn("w:lvl"))
        }
        for found in root.findall(qn("w:abstractNum"))
    }
    instances = {}
    for number in root.findall(qn("w:num")):
        named = number.find(qn("w:abstractNumId"))
        instances[number.get(qn("w:numId"))] = (named.get(qn("w:val")), _overrides(number))
    return abstract, instances


def _overrides(number) -> dict[int, int]:
    starts = {}
    for override in number.findall(qn("w:lvlOverride")):
        start = override.find(qn("w:startOverride"))
        if start is not None:
            starts[int(override.get(qn("w:ilvl")))] = int(start.get(qn("w:val")))
    return starts


def _level(element) -> Level:
    restart = _value(element, "w:lvlRestart")
    return Level(
        int(_value(element, "w:start") or _NO_START),
        _value(element, "w:numFmt") or "decimal",
        _value(element, "w:lvlText") or "",
        int(restart) if restart is not None else None,
        element.find(qn("w:isLgl")) is not None,
    )


def _style_numbers(document: Document) -> dict[str | None, tuple[str, int]]:
    """Numbering that comes with a paragraph style, its own or inherited. The default style is under None."""
    styles = {style.get(qn("w:styleId")): style for style in document.styles.element.findall(qn("w:style"))}
    found = {}
    for name, style in styles.items():
        numbered = _inherited(style, styles)
        if numbered:
            found[name] = numbered
            if style.get(qn("w:default")) == "1" and style.get(qn("w:type")) == "paragraph":
                found[None] = numbered
    return found


def _inherited(style, styles: dict, depth: int = 0) -> tuple[str, int] | None:
    properties = style.find(qn("w:pPr"))
    own = properties.find(qn("w:numPr")) if properties is not None else None
    if own is not None:
        instance, level = _num_pr(own)
        if instance:
            return instance, level or 0
    base = style.find(qn("w:basedOn"))
    parent = styles.get(base.get(qn("w:val"))) if base is not None else None
    return _inherited(parent, styles, depth + 1) if parent is not None and depth < LEVELS else None


def _num_pr(element) -> tuple[str | None, int | None]:
    depth = _value(element, "w:ilvl")
    return _value(element, "w:numId"), int(depth) if depth is not None else None


def _value(element, name: str) -> str | None:
    child = element.find(qn(name))
    return child.get(qn("w:val")) if child is not None else None
