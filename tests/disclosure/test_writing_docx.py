"""A Word document comes in with its structure; what a reader of it would not see is named and left out."""

import io
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm
from PIL import Image

from disclosure.files import FileRefused
from disclosure.html import clean_html, plain_text
from disclosure.writing.docx import import_docx
from disclosure.writing.docx_pictures import Place, meaningful, placed

from .word_files import (
    centred,
    define_numbering,
    delete_tracked,
    insert_tracked,
    numbered,
    saved,
    with_footnote,
)

OFFICIAL = [
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
]


def imported(document):
    return import_docx(saved(document))


def test_an_official_document_is_read_from_masthead_to_signature():
    document = Document()
    centred(document, "明湖县人民政府办公室文件", size=40)
    document.add_paragraph("明政办发[2026]06号")
    centred(document, "明湖县人民政府办公室关于印发")
    centred(document, "《春季造林工作方案》的通知")
    document.add_paragraph("各乡镇人民政府，县直各部门：")
    document.add_paragraph("现将方案印发给你们，请认真执行。")
    document.add_paragraph("明湖县人民政府办公室")
    document.add_paragraph("2026年3月5日")
    found = imported(document)
    assert found.title == "明湖县人民政府办公室关于印发《春季造林工作方案》的通知"
    assert found.document_number == "明政办发〔2026〕6号"
    assert found.formed_on == date(2026, 3, 5)
    assert found.signature_organ == "明湖县人民政府办公室"
    assert found.html == (
        "<p>各乡镇人民政府，县直各部门：</p><p>现将方案印发给你们，请认真执行。</p>"
        '<p class="signature">明湖县人民政府办公室<br>2026年3月5日</p>'
    )
    assert found.notes == []


@pytest.mark.parametrize("written", ["二〇二六年三月五日", "二○二六年三月五日", "2026 年 3 月 5 日"])
def test_dates_in_words_are_dates(written):
    document = Document()
    document.add_paragraph("特此公告。")
    document.add_paragraph("明湖县民政局")
    document.add_paragraph(written)
    assert imported(document).formed_on == date(2026, 3, 5)


def test_automatic_numbers_are_written_out_and_headings_recognised():
    document = Document()
    define_numbering(document, OFFICIAL)
    numbered(document, "总体要求", level=0, face="黑体")
    document.add_paragraph("坚持稳中求进。")
    numbered(document, "主要任务", level=0, face="黑体")
    numbered(document, "扩大内需", level=1, face="楷体_GB2312")
    numbered(document, "发放消费券；", level=2)
    numbered(document, "改造农贸市场。", level=2)
    numbered(document, "稳定就业", level=1, face="楷体_GB2312")
    numbered(document, "开发岗位。", level=2)
    assert imported(document).html == (
        "<h2>一、总体要求</h2><p>坚持稳中求进。</p><h2>二、主要任务</h2><h3>（一）扩大内需</h3>"
        "<p>1.发放消费券；</p><p>2.改造农贸市场。</p><h3>（二）稳定就业</h3><p>1.开发岗位。</p>"
    )


def test_articles_keep_their_numbers():
    document = Document()
    define_numbering(document, [("chineseCounting", "第%1条")], start=10)
    numbered(document, "本办法由县财政局解释。")
    numbered(document, "本办法自印发之日起施行。")
    assert imported(document).html == (
        '<p class="article"><strong>第十条</strong>　本办法由县财政局解释。</p>'
        '<p class="article"><strong>第十一条</strong>　本办法自印发之日起施行。</p>'
    )


def test_bullets_are_a_list():
    document = Document()
    document.add_paragraph("申请表", style="List Bullet")
    document.add_paragraph("身份证明", style="List Bullet")
    assert imported(document).html == "<ul><li>申请表</li><li>身份证明</li></ul>"


def test_heading_styles_begin_below_the_title():
    document = Document()
    document.add_paragraph("办事指南", style="Title")
    document.add_paragraph("办理条件", style="Heading 1")
    document.add_paragraph("年满60周岁。")
    document.add_paragraph("所需材料", style="Heading 2")
    document.add_paragraph("身份证。")
    found = imported(document)
    assert found.title == "办事指南"
    assert found.html == "<h2>办理条件</h2><p>年满60周岁。</p><h3>所需材料</h3><p>身份证。</p>"


def test_tables_keep_merged_cells_and_a_bold_first_row_is_the_header():
    document = Document()
    document.add_paragraph("表1 收费标准")
    table = document.add_table(rows=3, cols=3)
    for cell, text in zip(table.rows[0].cells, ("项目", "标准", "依据"), strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    table.cell(1, 0).merge(table.cell(2, 0)).text = "停车"
    table.cell(1, 1).merge(table.cell(1, 2)).text = "免费"
    table.cell(2, 1).text, table.cell(2, 2).text = "5元", "县发展和改革局批复"
    assert imported(document).html == (
        '<table><caption>表1 收费标准</caption><thead><tr><th scope="col">项目</th><th scope="col">标准</th>'
        '<th scope="col">依据</th></tr></thead><tbody><tr><td rowspan="2">停车</td><td colspan="2">免费</td></tr>'
        "<tr><td>5元</td><td>县发展和改革局批复</td></tr></tbody></table>"
    )


def test_footnotes_are_kept_and_lead_back():
    found = import_docx(with_footnote(Document(), "常住人口", "据抽样调查推算。", "增加。"))
    assert found.html.startswith(
        '<p>常住人口<sup><a href="#fn-1" id="fnref-1" rel="noopener noreferrer">1</a></sup>增加。</p>'
    )
    assert '<section class="footnotes"><ol><li id="fn-1">据抽样调查推算。' in found.html


def test_hidden_and_deleted_text_is_left_out_and_named():
    document = Document()
    paragraph = document.add_paragraph("办理时限为")
    paragraph.add_run("身份证号110101").font.hidden = True
    delete_tracked(paragraph, "15")
    insert_tracked(paragraph, "10")
    paragraph.add_run("个工作日。")
    found = imported(document)
    assert plain_text(found.html) == "办理时限为10个工作日。"
    assert any("1处隐藏文字" in note for note in found.notes)
    assert any("2处没有接受的修订" in note for note in found.notes)


def test_comments_are_left_out_and_named():
    document = Document()
    paragraph = document.add_paragraph("正在征求意见。")
    document.add_comment(paragraph.runs, text="请再核对", author="某某")
    found = imported(document)
    assert "请再核对" not in found.html
    assert any("1条批注" in note for note in found.notes)


def test_a_picture_without_words_is_left_out_and_asked_for():
    document = Document()
    document.add_paragraph("现场如下：")
    document.add_picture(a_picture(), width=Cm(4))
    found = imported(document)
    assert "<img" not in found.html
    assert [alt for _, alt in found.pictures] == [""]
    assert any("第1幅" in note and "文字说明" in note for note in found.notes)


def test_a_picture_with_words_keeps_its_place():
    document = Document()
    document.add_picture(a_picture(), width=Cm(4))
    shape = document.inline_shapes[0]._inline.docPr
    shape.set("descr", "县城防洪堤加固前后对比")
    document.add_paragraph("图1 加固前后")
    found = imported(document)
    assert found.html == (
        '<figure><img alt="县城防洪堤加固前后对比" src="/pictures/0/1/"><figcaption>图1 加固前后</figcaption></figure>'
    )
    assert 'width="480" height="240" alt="县城防洪堤加固前后对比" src="/pictures/7/480/"' in placed(
        found.html, {1: Place("/pictures/7/480/", 480, 240)}
    )
    assert "<img" not in placed(found.html, {})


@pytest.mark.parametrize(
    "alt", ["图片 1", "Picture 3", "IMG_0001.jpg", "", "图形用户界面, 文本 描述已自动生成", "微信图片_2026"]
)
def test_a_file_name_is_no_description(alt):
    assert meaningful(alt) == ""


@pytest.mark.parametrize(
    "data", [b"", b"text", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"PK\x03\x04broken", saved(Document())[:800]]
)
def test_what_is_no_word_document_is_refused_in_a_sentence(data):
    with pytest.raises(FileRefused) as refusal:
        import_docx(data)
    assert "。" in refusal.value.messages[0]


def test_an_empty_document_says_that_there_is_nothing():
    found = import_docx(saved(Document()))
    assert found.html == ""
    assert any("没有可以导入的文字" in note for note in found.notes)


def test_what_comes_in_is_clean():
    document = Document()
    document.add_paragraph("<script>alert(1)</script>")
    found = imported(document)
    assert found.html == clean_html(found.html)
    assert "<script" not in found.html


def a_picture() -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (600, 300), "navy").save(made, "PNG")
    made.seek(0)
    return made


def test_a_linked_picture_reads_no_file_of_the_server(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(a_picture().getvalue())
    document = Document()
    document.add_paragraph("正文。")
    document.add_picture(a_picture(), width=Cm(4))
    blip = next(document.element.body.iter(qn("a:blip")))
    del blip.attrib[qn("r:embed")]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    blip.set(qn("r:link"), document.part.relate_to(str(secret), kind, is_external=True))
    try:
        assert imported(document).pictures == []
    except FileRefused as refusal:
        assert "。" in refusal.messages[0]
