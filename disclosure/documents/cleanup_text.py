"""The words of a clean-up's result: an introduction and the three lists of rule 8.22."""

from html import escape

from disclosure.vocabulary import CleanupVerdict

LISTS = (
    ("继续有效的文件", (CleanupVerdict.KEEP,)),
    ("拟修改的文件", (CleanupVerdict.AMEND,)),
    ("废止和失效的文件", (CleanupVerdict.REPEAL, CleanupVerdict.EXPIRE)),
)
NUMERALS = "一二三"
ENDED = (CleanupVerdict.REPEAL, CleanupVerdict.EXPIRE)


def summary_of(decisions: list) -> str:
    """How many documents are on each list, as a sentence."""
    counts = "，".join(f"{title[:-3]}{len(_of(decisions, verdicts))}件" for title, verdicts in LISTS)
    return f"共清理文件{len(decisions)}件：{counts}。"


def body_of(cleanup, decisions: list) -> str:
    """HTML of the result; `decisions` come with document and organisation."""
    basis = f"根据{escape(cleanup.basis)}，" if cleanup.basis else ""
    before = cleanup.formed_before
    head = (
        f"<p>{basis}{escape(cleanup.organization.name)}对{before.year}年{before.month}月{before.day}日以前制定、"
        f"现行有效的文件进行了清理。{escape(summary_of(decisions))}现予公布，自公布之日起施行。</p>"
    )
    tail = (
        "<p>列入拟修改目录的文件，修改后的文件公布以前继续有效。废止和失效的文件，自公布之日起停止执行；"
        "依照原文件已经作出的处理继续有效。</p>"
    )
    lists = (_list(number, title, _of(decisions, verdicts)) for number, (title, verdicts) in enumerate(LISTS))
    return head + "".join(lists) + tail


def _of(decisions, verdicts) -> list:
    return [d for d in decisions if d.verdict in verdicts]


def _list(number: int, title: str, decisions: list) -> str:
    heading = f"<h2>{NUMERALS[number]}、{title}（{len(decisions)}件）</h2>"
    if not decisions:
        return f"{heading}<p>无。</p>"
    columns = ["序号", "文件名称", "发文字号", "制定机关", "成文日期", *_more_columns(decisions)]
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    rows = "".join(_row(index, d) for index, d in enumerate(decisions, 1))
    return f"{heading}<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _more_columns(decisions) -> list[str]:
    verdicts = {d.verdict for d in decisions}
    if verdicts <= {CleanupVerdict.KEEP}:
        return []
    return ["清理意见", "理由"] if verdicts & set(ENDED) else ["修改的理由"]


def _row(index: int, decision) -> str:
    document = decision.document
    link = f'<a href="{escape(document.get_absolute_url())}">{escape(document.title)}</a>'
    formed = f"{document.formed_on.year}年{document.formed_on.month}月{document.formed_on.day}日"
    cells = [
        str(index),
        link,
        escape(document.document_number) or "无",
        escape(document.organization.name),
        formed,
    ]
    if decision.verdict in ENDED:
        cells.append(CleanupVerdict(decision.verdict).label)
    if decision.verdict != CleanupVerdict.KEEP:
        cells.append(escape(decision.reason))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
