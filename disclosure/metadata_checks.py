"""What is missing or contradicts itself in the particulars of a publication (rules 10.2-10.6)."""

import re
from collections.abc import Iterator

from portal.screening import Finding, Level
from portal.screening.findings import fingerprint

from .html import plain_text
from .vocabulary import Attribute, Kind, Validity

PLACE = "著录信息"
LABELS = {
    "date_contradiction": "日期矛盾",
    "validity_without_date": "缺少废止（失效）日期",
    "attribute_contradiction": "公开属性与标题矛盾",
    "draft_as_document": "没有定稿的文件",
    "annex_missing": "缺少附件",
    "number_missing": "缺少发文字号",
    "genre_missing": "缺少体裁",
    "summary_missing": "缺少摘要",
    "topic_other": "主题分类选了“其他”",
    "matter_missing": "没有对应公开事项",
}
_ANNEX = re.compile(r"附件\s*[:：1-9１-９一二三]|详见附件|见附件")
_YEAR = re.compile(r"〔(\d{4})〕")


def check(publication) -> list[Finding]:
    """Findings about the fields of `publication`. Queries: attachments and obligations."""
    return [*_contradictions(publication), *_gaps(publication)]


def _contradictions(p) -> Iterator[Finding]:
    year = _YEAR.search(p.document_number or "")
    if year and p.formed_on and int(year[1]) != p.formed_on.year:
        yield _finding(
            "date_contradiction",
            Level.ANSWER,
            f"{p.document_number} / {p.formed_on}",
            "发文字号的年份与成文日期的年份不一致，请核对。",
        )
    if p.effective_on and p.formed_on and p.effective_on < p.formed_on:
        yield _finding(
            "date_contradiction",
            Level.ANSWER,
            f"{p.effective_on} / {p.formed_on}",
            "实施日期早于成文日期，请核对；确需追溯施行的，请说明依据。",
        )
    if p.validity in (Validity.EXPIRED, Validity.REPEALED) and not p.ceases_on:
        yield _finding(
            "validity_without_date",
            Level.ANSWER,
            p.get_validity_display(),
            "有效性为失效或者废止的，请填写废止（失效）日期。",
        )
    if p.attribute == Attribute.PROACTIVE and re.search(r"不予?公开|依申请公开", p.title):
        yield _finding(
            "attribute_contradiction", Level.ANSWER, p.title, "标题说不公开，公开属性却是主动公开，请核对。"
        )
    if p.kind == Kind.POLICY and re.search(r"征求意见稿|送审稿|讨论稿|草案", p.title):
        yield _finding(
            "draft_as_document",
            Level.ANSWER,
            p.title,
            "标题像是还没有定稿的文件，请核对；征求意见请用相应的栏目。",
        )
    text = plain_text(p.body)
    if _ANNEX.search(text) and not p.attachments.exists() and "附件" in text[-2000:]:
        yield _finding(
            "annex_missing", Level.ANSWER, _around(text), "正文提到附件，但没有上传附件，请补上或者说明。"
        )


def _gaps(p) -> Iterator[Finding]:
    if p.kind == Kind.POLICY and not p.document_number:
        yield _finding("number_missing", Level.HINT, p.title, "政策文件一般有发文字号，请核对是否漏填。")
    if p.kind == Kind.POLICY and not p.genre:
        yield _finding("genre_missing", Level.HINT, p.title, "请选择体裁（通知、意见、公告等）。")
    if not p.summary:
        yield _finding(
            "summary_missing", Level.HINT, "", "没有摘要。写一两句话，群众在列表和搜索结果里就能看懂。"
        )
    if p.topic.endswith("其他"):
        yield _finding("topic_other", Level.HINT, p.topic, "主题分类选了“其他”，请看看有没有更合适的分类。")
    if p.attribute == Attribute.PROACTIVE and not p.fulfilments.exists():
        yield _finding(
            "matter_missing", Level.HINT, "", "没有对应公开事项，发布后不会出现在目录里，也不计入公开情况。"
        )


def _around(text: str) -> str:
    found = _ANNEX.search(text)
    return text[max(0, found.start() - 15) : found.end() + 15]


def _finding(code: str, level: Level, excerpt: str, proposal: str) -> Finding:
    return Finding(code, level, PLACE, excerpt[:120], proposal, fingerprint(code, excerpt))
