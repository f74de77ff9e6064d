"""What a Word document carries that its reader does not see: named, so that a clerk can decide. Nothing is cut from the file."""

import io
import zipfile

from docx.document import Document
from docx.oxml.ns import qn

from .docx_text import hidden_runs

_REVISED = ("w:del", "w:moveFrom", "w:ins", "w:moveTo")


def of_document(document: Document, data: bytes) -> list[str]:
    """Sentences about hidden text, tracked changes, comments, text boxes, headers and embedded objects."""
    body = document.element.body
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.namelist()
    found = [
        _hidden(document),
        _revisions(body),
        _comments(body),
        _boxes(body),
        _objects(parts),
        _pages(document),
    ]
    return [note for note in found if note]


def _hidden(document: Document) -> str:
    runs = [run for run in hidden_runs(document) if _text(run)]
    if not runs:
        return ""
    return (
        f"文档中有{len(runs)}处隐藏文字，没有放进正文。原稿作为附件会一起公开，"
        "请在Word中显示并删除隐藏文字，再重新上传附件。"
    )


def _revisions(body) -> str:
    count = sum(1 for name in _REVISED for _ in body.iter(qn(name)))
    if not count:
        return ""
    return (
        f"文档中有{count}处没有接受的修订：正文按“接受全部修订”导入，删除的内容没有放进正文。"
        "请核对，并在Word中接受或者拒绝修订后重新上传附件。"
    )


def _comments(body) -> str:
    count = sum(1 for _ in body.iter(qn("w:commentReference")))
    return f"文档中有{count}条批注，没有放进正文。请在Word中删除批注后重新上传附件。" if count else ""


def _boxes(body) -> str:
    has_box = next(body.iter(qn("w:txbxContent")), None) is not None
    return "文档中有文本框，其中的文字已放进正文，位置可能变动，请核对。" if has_box else ""


def _objects(parts: list[str]) -> str:
    embedded = [part for part in parts if part.startswith("word/embeddings/")]
    charts = [part for part in parts if part.startswith("word/charts/chart")]
    if not (embedded or charts):
        return ""
    return "文档中嵌入了表格、图表或者其他对象，没有放进正文。请改成Word表格，或者作为单独的附件上传。"


def _pages(document: Document) -> str:
    lines = {
        "".join(paragraph.text for paragraph in part.paragraphs).strip()
        for section in document.sections
        for part in (section.header, section.footer)
        if not part.is_linked_to_previous
    }
    worth = [line for line in lines if line.strip("—-－ 0123456789第页共/")]
    return "页眉、页脚中的文字没有放进正文，需要的请手工补充。" if worth else ""


def _text(run) -> str:
    return "".join(node.text or "" for node in run.iter(qn("w:t"))).strip()
