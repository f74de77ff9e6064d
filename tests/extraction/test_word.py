"""Word documents: what stands on the page in order, and every place where something can hide."""

import io
import zipfile

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from portal.extraction import extract

from .samples import book, changed, packed, part_with, picture, saved, unpacked, word

SECRET = "藏着的内容"
TEMPLATE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"


def read(document):
    return extract(saved(document), "通知.docx")


def raw(document, xml: str, spaces: tuple[str, ...] = ("w",)):
    """Puts a paragraph of one's own XML at the end of the body."""
    document.element.body.insert(-1, parse_xml(f"<w:p {nsdecls(*spaces)}>{xml}</w:p>"))
    return document


def test_paragraphs_come_in_order_with_their_number():
    found = read(word("关于印发方案的通知", "", "各乡镇人民政府："))
    assert [(p.place, p.text) for p in found.parts if p.kind == "text"] == [
        ("第1段", "关于印发方案的通知"),
        ("第2段", "各乡镇人民政府："),
    ]
    assert found.file_type == "docx"
    assert found.has_text
    assert found.text() == "关于印发方案的通知\n各乡镇人民政府："


def test_rows_of_a_table_carry_their_header():
    document = word("名单如下：")
    table = document.add_table(rows=0, cols=3)
    for row in (["姓名", "乡镇", "金额"], ["张三", "云溪镇", "500"]):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    row = part_with(read(document), "张三")
    assert (row.kind, row.place, row.table) == ("table_row", "表格1第2行", "表格1")
    assert dict(zip(row.header, row.cells, strict=True)) == {"姓名": "张三", "乡镇": "云溪镇", "金额": "500"}


def test_cells_merged_across_keep_the_columns_in_line():
    document = word()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合计"
    table.cell(0, 2).text = "9.5"
    assert part_with(read(document), "合计").cells == ("合计", "", "9.5")


def test_a_table_in_a_table_is_read():
    document = word()
    document.add_table(1, 1).cell(0, 0).add_table(1, 1).cell(0, 0).text = SECRET
    assert part_with(read(document), SECRET).table == "表格2"


def test_header_and_footer():
    document = word("正文")
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    found = read(document)
    assert part_with(found, "内部资料").place == "页眉"
    assert part_with(found, "第1页").place == "页脚"


def test_comments_and_who_wrote_them():
    document = word("正文")
    document.add_comment(document.paragraphs[0].runs, text=SECRET, author="赵科员")
    found = read(document)
    comment = part_with(found, SECRET)
    assert (comment.place, comment.is_hidden) == ("批注", True)
    assert found.metadata["批注人"] == "赵科员"
    assert any("1 条批注" in sentence for sentence in found.warnings)


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_deleted_text_that_is_still_in_the_file(mark):
    element = "delText" if mark == "del" else "t"
    runs = f'<w:{mark} w:id="1" w:author="钱主任"><w:r><w:{element}>{SECRET}</w:{element}></w:r></w:{mark}>'
    found = read(raw(word(), f"<w:r><w:t>留下的</w:t></w:r>{runs}"))
    deleted = part_with(found, SECRET)
    assert (deleted.place, deleted.is_hidden) == ("第1段的修订（已删除的文字）", True)
    assert part_with(found, "留下的").text == "留下的"
    assert found.metadata["修订人"] == "钱主任"
    assert any("未接受的修订" in sentence for sentence in found.warnings)


def test_inserted_text_is_seen_and_said():
    found = read(raw(word(), '<w:ins w:id="1" w:author="孙"><w:r><w:t>新加的</w:t></w:r></w:ins>'))
    assert not part_with(found, "新加的").is_hidden
    assert any("未接受的修订" in sentence for sentence in found.warnings)


def _vanish(run):
    run.font.hidden = True


def _white(run):
    run.font.color.rgb = RGBColor(255, 255, 255)


def _tiny(run):
    run.font.size = Pt(1)


@pytest.mark.parametrize("hide", [_vanish, _white, _tiny])
def test_text_that_cannot_be_seen(hide):
    document = word("看得见")
    hide(document.paragraphs[0].add_run(SECRET))
    found = read(document)
    secret = part_with(found, SECRET)
    assert (secret.place, secret.is_hidden, secret.text) == ("第1段（隐藏的文字）", True, SECRET)
    assert part_with(found, "看得见").text == "看得见"
    assert SECRET not in found.text()
    assert any("看不见的文字" in sentence for sentence in found.warnings)


def test_a_style_may_hide_too():
    document = word()
    style = document.styles.add_style("隐身", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    heir = document.styles.add_style("后代", WD_STYLE_TYPE.CHARACTER)
    heir.base_style = style
    document.add_paragraph().add_run(SECRET, heir)
    assert part_with(read(document), SECRET).is_hidden


def test_white_letters_on_a_dark_ground_are_not_hidden():
    document = word()
    cell = document.add_table(1, 1).cell(0, 0)
    _white(cell.paragraphs[0].add_run("表头"))
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1F4E79"/>'))
    assert not part_with(read(document), "表头").is_hidden


def test_text_boxes_are_read_once():
    box = f"<w:txbxContent><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choice = f'<mc:AlternateContent {space}><mc:Choice Requires="wps">{box}</mc:Choice>'
    found = read(raw(word(), f"<w:r>{choice}<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"))
    assert part_with(found, SECRET).place == "文本框"


def test_a_watermark_of_word_art():
    shape = f'<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="{SECRET}"/></v:shape></w:pict>'
    assert part_with(read(raw(word(), f"<w:r>{shape}</w:r>")), SECRET).place == "第1段"


@pytest.mark.parametrize(("kind", "label"), [("footnotes", "脚注"), ("endnotes", "尾注")])
def test_footnotes_and_endnotes(kind, label):
    note = f'<w:{kind} {nsdecls("w")}><w:{kind[:-1]} w:id="2"><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:{kind[:-1]}></w:{kind}>'
    data = _with_part(saved(word("正文")), f"word/{kind}.xml", note, kind)
    assert part_with(extract(data, "a.docx"), SECRET).place == label


def _with_part(data: bytes, name: str, content: str, kind: str) -> bytes:
    relationship = f'<Relationship Id="rIdX" Type="{RELATIONSHIP_TYPE.FOOTNOTES.rsplit("/", 1)[0]}/{kind}" Target="/{name}"/>'
    data = changed(
        data, "word/_rels/document.xml.rels", "</Relationships>", relationship + "</Relationships>"
    )
    return packed(unpacked(data) | {name: content.encode()})


def test_addresses_behind_words():
    document = word("见")
    identity = document.part.relate_to(
        "https://example.com/hidden", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    raw(document, f'<w:hyperlink r:id="{identity}"><w:r><w:t>附件</w:t></w:r></w:hyperlink>', ("w", "r"))
    raw(document, '<w:r><w:instrText>HYPERLINK "https://example.org/field"</w:instrText></w:r>')
    found = read(document)
    assert part_with(found, "example.com/hidden").place == "第2段的链接"
    assert part_with(found, "example.org/field").kind == "link"


def test_a_link_on_hidden_words_is_hidden():
    document = word()
    identity = document.part.relate_to(
        "https://example.com/casino", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    run = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>"
    raw(document, f'<w:hyperlink r:id="{identity}">{run}</w:hyperlink>', ("w", "r"))
    assert part_with(read(document), "casino").is_hidden


def test_templates_and_pictures_from_elsewhere_name_folders_of_people():
    document = word("正文")
    document.part.relate_to("file:///C:/Users/lisi/模板.dotx", TEMPLATE, is_external=True)
    found = part_with(read(document), "lisi")
    assert (found.place, found.is_hidden, found.kind) == ("引用的外部文件（attachedTemplate）", True, "link")


def test_document_properties():
    document = word("正文")
    document.core_properties.author = "李四"
    document.core_properties.last_modified_by = "王五"
    data = changed(
        saved(document), "docProps/app.xml", "</Properties>", "<Manager>周局长</Manager></Properties>"
    )
    data = _with_custom(data, "承办电话", "0000")
    found = extract(data, "a.docx")
    assert found.metadata["作者"] == "李四"
    assert found.metadata["最后修改人"] == "王五"
    assert found.metadata["负责人"] == "周局长"
    assert found.metadata["自定义属性：承办电话"] == "0000"
    assert part_with(found, "李四").kind == "metadata"


def test_what_wps_writes_into_every_file_is_not_what_people_entered():
    metadata = extract(
        _with_custom(saved(word("正文")), "KSOProductBuildVer", "2052-12.1"), "a.docx"
    ).metadata
    assert metadata["软件记录：KSOProductBuildVer"] == "2052-12.1"


def _with_custom(data: bytes, name: str, value: str) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
    relationship = f'<Relationship Id="rIdC" Type="{kind}" Target="docProps/custom.xml"/></Relationships>'
    data = changed(data, "_rels/.rels", "</Relationships>", relationship)
    content = f'<Properties><property name="{name}"><lpwstr>{value}</lpwstr></property></Properties>'
    return packed(unpacked(data) | {"docProps/custom.xml": content.encode()})


def test_alternative_text_of_a_picture():
    document = word()
    document.add_picture(io.BytesIO(picture("PNG")))
    properties = document.element.body.find(".//{*}docPr")
    properties.set("descr", SECRET)
    found = part_with(read(document), SECRET)
    assert (found.place, found.is_hidden) == ("文首图片的替代文字", False)


def test_a_picture_in_the_text_keeps_where_it_was_taken():
    from .test_pictures import taken_at

    document = word()
    document.add_picture(io.BytesIO(taken_at(30, 112)))
    found = read(document)
    assert any("拍摄位置" in part.place and part.is_hidden for part in found.parts)
    assert any("拍摄位置" in sentence for sentence in found.warnings)
    assert found.metadata["拍摄位置"].startswith("文中图片“image1.jpg”：纬度")


def test_an_embedded_workbook_is_named_and_read():
    files = unpacked(saved(word("正文")))
    files["word/embeddings/工作表1.xlsx"] = saved(book(["姓名", "电话"], ["张三", SECRET]))
    found = extract(packed(files), "a.docx")
    row = part_with(found, SECRET)
    assert row.place == "嵌入的文件“工作表1.xlsx”：工作表“名单”第2行"
    assert row.is_hidden
    assert any("嵌入的文件“工作表1.xlsx”" in sentence for sentence in found.warnings)


def test_an_embedded_file_that_cannot_be_read_is_said():
    files = unpacked(saved(word("正文"))) | {
        "word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99
    }
    assert any("没有检查" in sentence for sentence in extract(packed(files), "a.docx").warnings)


def test_macros_are_said():
    files = unpacked(saved(word("正文"))) | {"word/vbaProject.bin": b"x"}
    assert any("宏" in sentence for sentence in extract(packed(files), "a.docx").warnings)


def test_parts_that_no_reader_knows_are_searched_too():
    files = unpacked(saved(word("正文")))
    files["customXml/item1.xml"] = f"<data><who>{SECRET}</who></data>".encode()
    assert part_with(extract(packed(files), "a.docx"), SECRET).is_hidden


def test_variables_and_mail_merge():
    variable = f'<w:docVars><w:docVar w:name="x" w:val="{SECRET}"/></w:docVars></w:settings>'
    data = changed(saved(word("正文")), "word/settings.xml", "</w:settings>", variable)
    assert part_with(extract(data, "a.docx"), SECRET).place == "文档变量"


def test_the_content_decides_and_not_the_name():
    assert extract(saved(word("正文")), "photo.jpg").file_type == "docx"


def test_a_main_part_by_another_name_is_found():
    files = unpacked(saved(word("正文")))
    files["word/document2.xml"] = files.pop("word/document.xml")
    files["word/_rels/document2.xml.rels"] = files.pop("word/_rels/document.xml.rels")
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    assert extract(output.getvalue(), "a.docx").text() == "正文"
