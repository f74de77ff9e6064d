"""Marks of a run of text, read from tags and styles of word processors."""

import re

from lxml import etree

from .dom import new, style_of, unwrap

_MARK_OF_TAG = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "u": "u",
    "sub": "sub",
    "sup": "sup",
}
_BOLD = re.compile(r"bold|bolder|[6-9]00")
HEAVY = re.compile(r"黑体|simhei|heiti|小标宋|方正.{0,3}黑")
"""Typefaces of headings: GB/T 9704-2012, 7.3.3 sets the first level in 黑体, the second in 楷体."""
HEAVY_SECOND = re.compile(r"楷体|kaiti|simkai")


def simplify(root) -> None:
    """Runs inside blocks become strong, em, u, sub, sup, links and line breaks; everything else is unwrapped."""
    for element in list(root.iter(etree.Element)):
        if element is root or not isinstance(element.tag, str):
            continue
        if element.tag == "a" and not element.get("href"):
            unwrap(element)
        elif _is_run(element):
            _become(element, _marks(element))


def note_typefaces(root) -> None:
    """Remember on each paragraph whether all of its text is set in a typeface of headings: data-face="1" or "2"."""
    for paragraph in root.iter("p"):
        faces = [_face(node) for node in paragraph.iter(etree.Element) if (node.text or "").strip()]
        for level, pattern in (("1", HEAVY), ("2", HEAVY_SECOND)):
            if faces and all(pattern.search(face) for face in faces):
                paragraph.set("data-face", level)


def is_bold(style: dict[str, str]) -> bool:
    return bool(_BOLD.search(style.get("font-weight", "")))


def _face(element) -> str:
    """The East Asian typeface of a run: the nearest one that is named."""
    while element is not None:
        style = style_of(element)
        face = style.get("mso-fareast-font-family") or style.get("font-family") or element.get("face")
        if face:
            return face.lower()
        element = element.getparent() if element.tag not in ("p", "td") else None
    return ""


def _is_run(element) -> bool:
    return element.tag in _MARK_OF_TAG or element.tag in (
        "span",
        "font",
        "ins",
        "s",
        "strike",
        "big",
        "small",
        "label",
    )


def _marks(element) -> list[str]:
    style = style_of(element)
    weight = style.get("font-weight", "")
    own = _MARK_OF_TAG.get(element.tag)
    marks = [own] if own and not (own == "strong" and weight == "normal") else []
    if is_bold(style):
        marks.append("strong")
    if "italic" in style.get("font-style", ""):
        marks.append("em")
    if "underline" in style.get("text-decoration", ""):
        marks.append("u")
    if style.get("vertical-align") in ("super", "sub"):
        marks.append("sup" if style["vertical-align"] == "super" else "sub")
    above = {ancestor.tag for ancestor in element.iterancestors()}
    return [mark for mark in dict.fromkeys(marks) if mark not in above]


def _become(element, marks: list[str]) -> None:
    if not marks:
        unwrap(element)
        return
    element.tag = marks[0]
    element.attrib.clear()
    for mark in marks[1:]:
        inner = new(mark)
        inner.text, inner[:] = element.text, list(element)
        element.text, element[:] = None, [inner]
