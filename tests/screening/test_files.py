"""Files: what a printed page does not show is found, and what cannot be read is said."""

import io
import random

import docx
import pytest
from openpyxl import Workbook
from PIL import Image

from portal.screening import Level, Words, screen_file

from .numbers import identity_number, mobile

WORDS = Words.shipped()


def saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def document(*paragraphs: str, author: str = ""):
    made = docx.Document()
    made.core_properties.author = author
    made.core_properties.comments = ""
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    return made


def found(data: bytes, name: str):
    return screen_file(data, name, WORDS)


def test_a_clean_document_says_nothing():
    assert (
        found(saved(document("关于开展防汛检查的通知", "各乡镇人民政府：", "（此件公开发布）")), "通知.docx")
        == []
    )


def test_text_and_marks_in_a_document():
    findings = found(saved(document("机密★1年", "截止目前，县国土资源局已完成。")), "通知.docx")
    assert [f.code for f in findings] == ["secrecy_mark", "mistyped_word", "organ_name"]
    assert all(f.place.startswith("附件“通知.docx”") for f in findings)


def test_a_hidden_identity_number_is_found():
    made = document("公示如下。")
    number = identity_number(random.Random(1))
    made.add_paragraph().add_run(f"身份证{number}").font.hidden = True
    findings = found(saved(made), "公示.docx")
    assert {f.code for f in findings} == {"identity_number", "hidden_content"}
    assert not any(number in f.excerpt for f in findings)


def test_a_hidden_sheet_and_a_hidden_column():
    rng = random.Random(2)
    book = Workbook()
    sheet = book.active
    sheet.title = "公示"
    sheet.append(["姓名", "村", "身份证号"])
    for name in ("王强", "李娟", "赵敏"):
        sheet.append([name, "石门村", identity_number(rng)])
    sheet.column_dimensions["C"].hidden = True
    other = book.create_sheet("底册")
    other.append(["姓名", "电话"])
    for name in ("王强", "李娟", "赵敏"):
        other.append([name, mobile(rng)])
    other.sheet_state = "hidden"
    findings = found(saved(book), "补贴名单.xlsx")
    blocking = {f.code for f in findings if f.level == Level.BLOCKS}
    assert blocking == {"identity_number", "mobile_number"}
    assert sum(f.code == "hidden_content" for f in findings) >= 2


def test_metadata_and_the_name_of_the_file():
    (finding,) = found(saved(document("通知", author="张三")), "通知.docx")
    assert (finding.code, finding.level) == ("file_metadata", Level.HINT)
    assert "作者：张三" in finding.excerpt
    assert found(saved(document("通知")), "内部资料.docx")[0].place == "附件“内部资料.docx”的文件名"


def test_a_photo_tells_where_it_was_taken():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (28.0, 30.0, 0.0), 3: "E", 4: (116.0, 15.0, 0.0)}
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif)
    findings = {f.code: f.level for f in found(file.getvalue(), "现场.jpg")}
    assert findings == {"photo_location": Level.ANSWER, "file_without_text": Level.HINT}


@pytest.mark.parametrize(
    "data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, b"PK\x03\x04broken"]
)
def test_what_cannot_be_read_is_a_finding_of_its_own(data):
    (finding,) = found(data, "旧表.xls")
    assert (finding.code, finding.level) == ("file_unreadable", Level.ANSWER)
    assert finding.proposal.endswith("。")


def test_links_in_a_document():
    made = document("正文")
    relation = made.part.relate_to(
        "https://casino.example.com/",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    link = made.paragraphs[0]._p.makeelement(
        docx.oxml.ns.qn("w:hyperlink"), {docx.oxml.ns.qn("r:id"): relation}
    )
    link.append(made.paragraphs[0].runs[0]._r)
    made.paragraphs[0]._p.append(link)
    assert [f.code for f in found(saved(made), "通知.docx")] == ["spam_link"]
