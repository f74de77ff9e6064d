"""PDF: pages, what is written beside them, and files that cannot be read."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from portal.extraction import ExtractionFailed, extract

from .samples import book, part_with, pdf, picture, saved

SECRET = "藏着的内容"


def rewritten(change) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("第一页的正文"))))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_text_by_page():
    found = extract(pdf("明湖县人民政府文件", "张三 110101199003078515"), "a.pdf")
    assert part_with(found, "明湖县").place == "第1页"
    assert part_with(found, "110101199003078515").place == "第2页"
    assert (found.file_type, found.has_text, found.warnings) == ("pdf", True, ())


def test_text_under_a_black_bar_is_still_there():
    def bar(canvas):
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(72, 600, SECRET)
        canvas.rect(60, 590, 200, 30, fill=1)

    assert part_with(extract(pdf("正文", prepare=bar), "a.pdf"), SECRET)


def test_properties():
    def describe(canvas):
        canvas.setAuthor("李四")
        canvas.setTitle("名单")

    found = extract(pdf("正文", prepare=describe), "a.pdf")
    assert found.metadata["作者"] == "李四"
    assert part_with(found, "李四").kind == "metadata"


def test_what_programs_write_unasked_is_not_an_author():
    assert "作者" not in extract(pdf("正文"), "a.pdf").metadata


def test_xmp():
    xmp = (
        "<x:xmpmeta xmlns:x='adobe:ns:meta/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        "<dc:creator><li>王五</li></dc:creator></x:xmpmeta>"
    )

    def change(writer):
        writer.xmp_metadata = xmp.encode()

    assert "王五" in extract(rewritten(change), "a.pdf").metadata["作者"]


def test_notes_are_hidden_and_typed_text_is_not():
    def change(writer):
        writer.add_annotation(0, Text(text=SECRET, rect=(10, 10, 30, 30)))
        writer.add_annotation(0, FreeText(text="补充说明", rect=(10, 40, 90, 60)))

    found = extract(rewritten(change), "a.pdf")
    assert part_with(found, SECRET).place == "第1页的批注"
    assert part_with(found, SECRET).is_hidden
    assert not part_with(found, "补充说明").is_hidden


def test_links():
    def link(canvas):
        canvas.linkURL("https://example.com/x", (0, 0, 50, 50))

    assert part_with(extract(pdf("正文", prepare=link), "a.pdf"), "example.com").place == "第1页的链接"


def test_attached_files_are_named_and_read():
    data = rewritten(lambda writer: writer.add_attachment("底表.xlsx", saved(book(["姓名"], [SECRET]))))
    found = extract(data, "a.pdf")
    assert part_with(found, SECRET).place == "附带的文件“底表.xlsx”：工作表“名单”第2行"
    assert any(part.text == "底表.xlsx" and part.place == "附带的文件" for part in found.parts)
    assert any("附带文件“底表.xlsx”" in sentence for sentence in found.warnings)


def test_bookmarks():
    data = rewritten(lambda writer: writer.add_outline_item(title=SECRET, page_number=0))
    assert part_with(extract(data, "a.pdf"), SECRET).place == "书签"


def test_fields_of_a_form():
    def form(canvas):
        canvas.acroForm.textfield(name="tel", value="0000-123", x=10, y=10)

    assert "表单项“tel”" in [p.place for p in extract(pdf("正文", prepare=form), "a.pdf").parts]


def test_a_scan_says_so():
    def scan(canvas):
        canvas.drawImage(ImageReader(io.BytesIO(picture())), 0, 0, 100, 100)
        canvas.showPage()

    found = extract(pdf(prepare=scan), "a.pdf")
    assert not found.has_text
    assert any(sentence.startswith("扫描件，没有可以识别的文字") for sentence in found.warnings)


def test_scanned_pages_among_others_are_named():
    def scan(canvas):
        canvas.drawImage(ImageReader(io.BytesIO(picture())), 0, 0, 100, 100)
        canvas.showPage()

    found = extract(pdf("正文", prepare=scan), "a.pdf")
    assert found.has_text
    assert any(sentence.startswith("第1页没有") for sentence in found.warnings)


def test_a_password_is_refused():
    data = pdf("正文", encrypt=StandardEncryption("secret"))
    with pytest.raises(ExtractionFailed) as failure:
        extract(data, "a.pdf")
    assert "密码" in failure.value.reason


def test_a_file_that_only_forbids_printing_is_read():
    data = pdf("正文", encrypt=StandardEncryption("", ownerPassword="x", canPrint=0))
    assert extract(data, "a.pdf").text() == "正文"


def test_too_many_pages(monkeypatch):
    monkeypatch.setattr("portal.extraction.limits.PDF_MAX_PAGES", 1)
    with pytest.raises(ExtractionFailed, match="2 页"):
        extract(pdf("一", "二"), "a.pdf")
