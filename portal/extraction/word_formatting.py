"""Text that is there but cannot be seen in a Word document: hidden, white on white, or too small to read."""

from typing import NamedTuple

from lxml import etree

from .colors import is_white
from .safe_xml import attribute, child, descendants, is_on

TINY_HALF_POINTS = 4
CHAIN_MAX = 20


class Look(NamedTuple):
    """What a style or a run says about these three; None where it says nothing."""

    vanish: bool | None = None
    color: str | None = None
    size: float | None = None

    def over(self, below: "Look") -> "Look":
        return Look(*(mine if mine is not None else theirs for mine, theirs in zip(self, below, strict=True)))


class Styles:
    """The styles of a document, with what each inherits."""

    def __init__(self, root: etree._Element | None):
        found = descendants(root, "style") if root is not None else ()
        self._styles = {attribute(style, "styleId"): style for style in found}
        defaults = child(root, "docDefaults", "rPrDefault", "rPr") if root is not None else None
        self._defaults = look_of(defaults)

    def hides(self, run: etree._Element | None, paragraph: etree._Element | None, shaded: bool) -> bool:
        """Whether text with these run and paragraph properties is invisible. `shaded`: it has a dark ground."""
        look = look_of(run)
        look = look.over(self._of(_style(run, "rStyle"))).over(self._of(_style(paragraph, "pStyle")))
        look = look.over(self._defaults)
        if look.vanish or (look.size is not None and look.size <= TINY_HALF_POINTS):
            return True
        ground = shaded or is_shaded(run) or is_shaded(paragraph)
        return is_white(look.color) and not ground

    def shades(self, identity: str) -> bool:
        """Whether a table style paints cells in a colour on which white letters can be read."""
        style = self._styles.get(identity)
        return style is not None and any(_is_dark(shade) for shade in descendants(style, "shd"))

    def _of(self, identity: str) -> Look:
        look = Look()
        for _ in range(CHAIN_MAX):
            style = self._styles.get(identity)
            if style is None:
                break
            look = look.over(look_of(child(style, "rPr")))
            identity = _style(style, "basedOn")
        return look


def look_of(properties: etree._Element | None) -> Look:
    if properties is None:
        return Look()
    vanish, color, size = (child(properties, name) for name in ("vanish", "color", "sz"))
    return Look(
        is_on(vanish) if vanish is not None else None,
        _color(color) if color is not None else None,
        _number(attribute(size, "val")) if size is not None else None,
    )


def is_shaded(properties: etree._Element | None) -> bool:
    shade = child(properties, "shd") if properties is not None else None
    highlight = child(properties, "highlight") if properties is not None else None
    return (shade is not None and _is_dark(shade)) or highlight is not None


def _is_dark(shade: etree._Element) -> bool:
    fill = attribute(shade, "fill", "auto")
    has_theme = any(key.endswith("themeFill") for key in shade.attrib)
    return has_theme or (fill not in ("auto", "") and not is_white(fill))


def _color(element: etree._Element) -> str:
    return "FFFFFF" if attribute(element, "themeColor") == "background1" else attribute(element, "val")


def _style(properties: etree._Element | None, name: str) -> str:
    element = child(properties, name) if properties is not None else None
    return attribute(element, "val") if element is not None else ""


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
