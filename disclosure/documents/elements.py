"""The elements an interpretation explains (rule 8.3, mission P12), and which of them a text lacks. Pure."""

import html as entities
import re
from collections.abc import Iterator
from typing import NamedTuple


class Element(NamedTuple):
    code: str
    name: str
    synonyms: tuple[str, ...]
    """What its heading may say instead; parts of words are enough."""
    hint: str
    is_required: bool = True
    """Others are explained where the document has them."""


ELEMENTS = (
    Element(
        "background",
        "背景依据",
        ("背景", "依据", "为什么", "为何", "出台的原因", "必要性", "由来"),
        "为什么出台、根据哪些上级规定。",
    ),
    Element(
        "goal",
        "目标任务",
        ("目标", "任务", "目的", "要达到", "要解决", "意义"),
        "要解决什么问题、达到什么目标。",
    ),
    Element(
        "content",
        "主要内容",
        (
            "主要内容",
            "重点内容",
            "核心内容",
            "规定了什么",
            "规定了哪些",
            "有哪些内容",
            "哪些规定",
            "主要措施",
            "主要举措",
        ),
        "用自己的话讲清最重要的几条，不照抄原文。",
    ),
    Element(
        "scope",
        "适用范围",
        ("范围", "对象", "哪些人", "什么人", "谁可以", "谁能", "哪些企业", "适用", "涉及"),
        "对谁适用、从什么时候起。",
        is_required=False,
    ),
    Element(
        "standard",
        "执行标准",
        ("标准", "条件", "额度", "多少钱", "补多少", "怎么算", "如何计算", "期限", "比例"),
        "金额、条件、比例、期限怎么定。",
    ),
    Element(
        "notes",
        "注意事项",
        (
            "注意",
            "提醒",
            "提示",
            "怎么办理",
            "怎么申请",
            "如何办理",
            "如何申请",
            "办理流程",
            "办理程序",
            "所需材料",
        ),
        "怎么办理、要带什么、容易弄错什么。",
        is_required=False,
    ),
    Element(
        "terms",
        "关键词诠释",
        ("关键词", "名词解释", "术语", "概念", "什么是", "是什么意思", "含义"),
        "文件里不好懂的词怎么理解。",
        is_required=False,
    ),
    Element(
        "benefit",
        "惠民利民举措",
        (
            "惠民",
            "利民",
            "便民",
            "好处",
            "受益",
            "优惠",
            "实惠",
            "惠企",
            "能得到",
            "享受",
            "支持政策",
            "扶持",
        ),
        "群众和企业能得到什么。",
    ),
    Element(
        "difference",
        "新旧政策差异",
        ("新旧", "差异", "变化", "不同", "区别", "相比", "对比", "创新", "亮点", "有什么新", "调整了"),
        "和过去的规定比有什么变化；第一次制定的也要说明。",
    ),
)
LONGEST_HEADING = 40

_BLOCK = re.compile(
    r"<(h[1-6]|p|li|dt|th|td|caption|summary)\b[^>]*>(.*?)(?=<(?:h[1-6]|p|li|dt|th|td|caption|summary)\b|\Z)",
    re.S | re.I,
)
_TAG = re.compile(r"<[^>]+>")
_BOLD = re.compile(r"\s*<(strong|b)\b[^>]*>(.*?)</\1>(.*)", re.S | re.I)
_NUMBERED = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十\d]+[部问条]|问\s*\d*\s*[:：、.])"
)
_SENTENCE_END = re.compile(r"[。；;！!]\s*\S")


def missing_elements(html: str) -> list[Element]:
    """The elements for which `html` has no heading with words below it; required ones first.

    A heading is a heading of any level, a line that begins in bold, or a short numbered line or question.
    """
    found = {
        element.code for heading, has_text in sections(html) if has_text for element in named_by(heading)
    }
    lacking = [element for element in ELEMENTS if element.code not in found]
    return sorted(lacking, key=lambda element: not element.is_required)


def named_by(heading: str) -> list[Element]:
    """The elements that a heading speaks of; one heading may announce several (背景和目标)."""
    return [e for e in ELEMENTS if e.name in heading or any(word in heading for word in e.synonyms)]


def sections(html: str) -> list[tuple[str, bool]]:
    """(heading, whether there are words below it) in order. Words below a smaller heading count for the larger one."""
    found: list[tuple[str, int, bool]] = []
    for level, heading, text in _lines(html):
        if heading:
            found.append((heading, level, False))
        if text:
            found = _fill(found)
    return [(heading, has_text) for heading, _, has_text in found]


def _fill(found: list[tuple[str, int, bool]]) -> list[tuple[str, int, bool]]:
    """Words stand below the last heading, and below every larger one that it stands in."""
    filled, level = list(found), 99
    for index in range(len(found) - 1, -1, -1):
        heading, own, _ = found[index]
        if own < level:
            filled[index] = (heading, own, True)
            level = own
    return filled


def _lines(html: str) -> Iterator[tuple[int, str, str]]:
    """(level, heading or nothing, words or nothing) of each block."""
    for match in _BLOCK.finditer(html):
        tag, inner = match[1].lower(), match[2]
        if tag.startswith("h"):
            yield int(tag[1]), _words(inner), ""
        elif heading := _heading_in(tag, inner):
            yield 7, *heading
        else:
            yield 0, "", _words(inner)


def _heading_in(tag: str, inner: str) -> tuple[str, str] | None:
    """(heading, rest of the line) of a paragraph that serves as one."""
    if tag not in ("p", "li", "dt", "summary"):
        return None
    bold = _BOLD.match(inner)
    if bold and _words(bold[2]):
        return _words(bold[2])[:LONGEST_HEADING], _words(bold[3])
    text = _words(inner)
    is_short = len(text) <= LONGEST_HEADING and not _SENTENCE_END.search(text)
    if (
        is_short
        and (_NUMBERED.match(text) or text.endswith(("？", "?", "：", ":")))
        and not text.endswith("。")
    ):
        return text, ""
    return None


def _words(markup: str) -> str:
    return " ".join(entities.unescape(_TAG.sub("", markup)).split())


def template() -> str:
    """The body an interpretation starts with: every element as a heading, to be filled in or taken out."""
    return "".join(f"<h2>{element.name}</h2><p></p>" for element in ELEMENTS)
