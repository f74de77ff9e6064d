"""Reading HTML: text by blocks, rows of tables, and what keeps something from being seen."""

import re

from lxml import etree

Element = etree._Element
DEEPEST = 100
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    {
        *HEADINGS, "p", "div", "li", "tr", "table", "caption", "blockquote", "br", "hr", "ul", "ol", "dt", "dd",
        "section", "article", "pre", "figcaption", "marquee",
    }
)  # fmt: skip
_SILENT = frozenset({"script", "style", "template", "noscript"})
_CELLS = ("td", "th")
_HIDDEN_CLASSES = frozenset(
    ["hidden", "hide", "d-none", "none", "invisible", "sr-only", "visually-hidden", "display-none"]
)
_STYLES = (
    (re.compile(r"display:none"), "不显示"),
    (re.compile(r"visibility:(?:hidden|collapse)"), "不可见"),
    (re.compile(r"opacity:(?:0(?:\.0\d*)?|\.0\d*)(?:;|$)"), "透明"),
    (re.compile(r"font-size:(?:0(?:\.\d+)?|1|1\.\d+)(?:px|pt|em(?<=0em)|%|;|$)"), "字号过小"),
    (re.compile(r"text-indent:-\d{3,}"), "移出页面"),
    (re.compile(r"(?:left|top|right|bottom|margin-left|margin-top):-\d{3,}"), "移出页面"),
    (re.compile(r"(?<![\-a-z])(?:width|height|max-height|max-width):[01](?:px|pt|em|%)?(?:;|$)"), "尺寸为零"),
    (re.compile(r"clip:rect\(0|clip-path:inset\(50|transform:scale\(0"), "被裁去"),
    (
        re.compile(
            r"(?<![\-a-z])color:(?:#fff(?:fff)?(?![0-9a-f])|white|transparent|rgba?\(255,255,255|#fefefe|#fdfdfd)"
        ),
        "与底色相同",
    ),
)
_BACKGROUND = re.compile(r"background(?:-color)?:(?!#fff|white|transparent|none|inherit)")
_PALE = frozenset({"#fff", "#ffffff", "white", "#fefefe"})


class TooDeep(ValueError):
    """Elements inside one another beyond what any text needs: the parser would silently drop the rest."""


def parsed(html: str) -> Element | None:
    """The tree of a fragment as a browser builds it; None when there is nothing. Raises TooDeep."""
    data = html.replace("\x00", "").encode("utf-8", "replace")
    if not data.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser)
    if root is not None and _depth(root) > DEEPEST:
        raise TooDeep
    return root


def _depth(root: Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def is_element(node) -> bool:
    return isinstance(node.tag, str)


def text_of(element: Element) -> str:
    """All text inside, blanks run together."""
    return " ".join("".join(element.itertext()).split())


def text_lines(root: Element, without_tables: bool = False) -> str:
    """The text with a line for each block and a tab between cells, hidden parts included."""
    parts: list[str] = []
    skipping = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if not is_element(node):
            continue
        silent = node.tag in _SILENT or (without_tables and node.tag == "table")
        if event == "start":
            parts += _opening(node)
            skipping += silent
            if node.text and not skipping:
                parts.append(" ".join(node.text.split("\n")))
        else:
            skipping -= silent
            parts += _opening(node)
            if node.tail and not skipping:
                parts.append(" ".join(node.tail.split("\n")))
    lines = (line.strip(" \t") for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _opening(node: Element) -> list[str]:
    if node.tag in _BLOCKS:
        return ["\n"]
    return ["\t"] if node.tag in _CELLS else []


def cells_of(table: Element) -> list[Element]:
    """The cells of a table, without those of tables inside it."""
    return [cell for cell in table.iter(*_CELLS) if next(cell.iterancestors("table")) is table]


def table_rows(table: Element) -> list[list[str]]:
    """The rows of a table as text."""
    rows = (row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table)
    return [[text_of(cell) for cell in row.iterchildren(*_CELLS)] for row in rows]


def hidden_by(element: Element, alone: bool = False) -> str:
    """What hides the element, in Chinese; empty when it can be seen. `alone` asks only for its own markup."""
    for node in [element] if alone else [element, *element.iterancestors(), *_only_children(element)]:
        if how := _hides(node):
            return how
    return ""


def _only_children(element: Element) -> list[Element]:
    """Elements inside that hold all of the text: <a><font size=0>…</font></a>."""
    inside = [child for child in element if is_element(child)]
    return inside if len(inside) == 1 and not (element.text or "").strip() else []


def _hides(node: Element) -> str:
    if not is_element(node):
        return ""
    style = re.sub(r"\s|/\*.*?\*/", "", (node.get("style") or "").lower()).replace("!important", "")
    for pattern, how in _STYLES:
        if pattern.search(style) and not (how == "与底色相同" and _BACKGROUND.search(style)):
            return how
    if node.get("hidden") is not None or _HIDDEN_CLASSES & set((node.get("class") or "").lower().split()):
        return "不显示"
    if node.tag == "font" and (node.get("size") == "0" or (node.get("color") or "").lower() in _PALE):
        return "字号过小" if node.get("size") == "0" else "与底色相同"
    if node.tag == "marquee" and {node.get("width"), node.get("height")} & {"0", "1", "2", "3", "4", "5"}:
        return "尺寸为零"
    return ""
