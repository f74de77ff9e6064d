"""XML from strangers: no entities, no documents from elsewhere, bounded size. Names are compared without namespace,
so that transitional and strict OOXML read alike."""

from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from . import limits
from .parts import ExtractionFailed

DAMAGED = "文件已经损坏，打不开。请在电脑上打开核对，另存一份再上传。"
FORGED = "文件的内部结构不正常，可能会损害电脑，已经停止检查。请在电脑上打开核对，另存一份再上传。"
_GUARDS = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}


def parse(data: bytes) -> etree._Element:
    """The root element. Raises ExtractionFailed for damaged, oversized or booby-trapped XML."""
    if len(data) > limits.XML_MAX_BYTES or data.count(b"<") > limits.XML_MAX_TAGS:
        raise ExtractionFailed(limits.TOO_BIG)
    refuse_doctype(data)
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, **_GUARDS)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ExtractionFailed(DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ExtractionFailed(FORGED)
    return root


def stream(data: bytes, names: set[str]) -> Iterator[etree._Element]:
    """Elements of these local names as they close, in order; each is emptied after use, so memory stays small."""
    refuse_doctype(data)
    waiting = 0
    try:
        for _, element in etree.iterparse(BytesIO(data), events=("end",), remove_comments=True, **_GUARDS):
            waiting += 1
            if waiting > limits.STREAMED_XML_MAX_WAITING:
                raise ExtractionFailed(limits.TOO_BIG)
            if local(element) in names:
                yield element
                _forget(element)
                waiting = 0
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ExtractionFailed(DAMAGED) from error


def refuse_doctype(data: bytes) -> None:
    """Office documents never declare a document type; whoever does wants to define entities."""
    plain = data.replace(b"\0", b"") if b"\0" in data[:200] else data
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise ExtractionFailed(FORGED)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str, default: str = "") -> str:
    """An attribute by its local name, whatever the namespace."""
    if name in element.attrib:
        return element.attrib[name]
    return next((value for key, value in element.attrib.items() if key.endswith("}" + name)), default)


def reference(element: etree._Element) -> str:
    """r:id, the id of a relationship; a plain id beside it is something else."""
    return next((value for key, value in element.attrib.items() if key.endswith("}id")), "")


def is_on(element: etree._Element | None, name: str = "val") -> bool:
    """A switch such as <w:vanish/>: on unless it says otherwise."""
    return element is not None and attribute(element, name, "1") not in ("0", "false", "off")


def child(element: etree._Element, *path: str) -> etree._Element | None:
    """The first descendant down a path of local names."""
    for name in path:
        element = next((inner for inner in element if local(inner) == name), None)
        if element is None:
            return None
    return element


def descendants(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    return element.iter(*(f"{{*}}{name}" for name in names))


def all_text(element: etree._Element, separator: str = " ") -> str:
    return separator.join(filter(None, (piece.strip() for piece in element.itertext())))


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
