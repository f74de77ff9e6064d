"""OFD (GB/T 33190): text codes of the pages, properties, notes, attachments."""

import pytest

from portal.extraction import ExtractionFailed, extract

from .samples import book, ofd, ofd_text, packed, part_with, saved

SECRET = "藏着的内容"
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def test_pages_and_properties():
    info = "<ofd:Title>通知</ofd:Title><ofd:Author>李四</ofd:Author><ofd:Creator>排版软件</ofd:Creator>"
    found = extract(ofd({"Page_0": ofd_text("第一页"), "Page_1": ofd_text("末页")}, info=info), "通知.ofd")
    assert [(p.place, p.text) for p in found.parts if p.kind == "text"] == [
        ("第1页", "第一页"),
        ("第2页", "末页"),
    ]
    assert found.metadata == {"标题": "通知", "作者": "李四", "制作软件": "排版软件"}
    assert (found.file_type, found.has_text) == ("ofd", True)


def test_pieces_of_one_line_are_joined_and_lines_are_not():
    objects = ofd_text("110101", 20) + ofd_text("199003078515", 20.2) + ofd_text("下一行", 30)
    assert extract(ofd({"Page_0": objects}), "a.ofd").text() == "110101199003078515\n下一行"


@pytest.mark.parametrize("more", ["Visible='false'", "Alpha='0'"])
def test_invisible_text(more):
    found = extract(ofd({"Page_0": ofd_text("正文") + ofd_text(SECRET, 40, more)}), "a.ofd")
    assert part_with(found, SECRET).is_hidden
    assert part_with(found, SECRET).place == "第1页（隐藏的文字）"


def test_templates_of_pages():
    content = f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{ofd_text('内部资料')}</ofd:Layer></ofd:Content></ofd:Page>"
    document = "<ofd:CommonData><ofd:TemplatePage ID='9' BaseLoc='Tpls/Tpl_0/Content.xml'/></ofd:CommonData>"
    data = ofd({"Page_0": ofd_text("正文")}, {"Doc_0/Tpls/Tpl_0/Content.xml": content}, document)
    assert part_with(extract(data, "a.ofd"), "内部资料").place == "模板页"


def test_notes():
    listing = f"<ofd:Annotations {SPACE}><ofd:Page><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>"
    note = f"<ofd:PageAnnot {SPACE}><ofd:Annot Creator='赵科员'><ofd:Remark>{SECRET}</ofd:Remark></ofd:Annot></ofd:PageAnnot>"
    extra = {"Doc_0/Annots/Annotations.xml": listing, "Doc_0/Annots/Page_0/Annotation.xml": note}
    data = ofd(
        {"Page_0": ofd_text("正文")}, extra, "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
    )
    found = extract(data, "a.ofd")
    assert part_with(found, SECRET).place == "批注"
    assert found.metadata["批注人"] == "赵科员"


def test_attached_files():
    file = "<ofd:FileLoc>a.xlsx</ofd:FileLoc>"
    attached = f"<ofd:Attachment Name='底表.xlsx'>{file}</ofd:Attachment>"
    listing = f"<ofd:Attachments {SPACE}>{attached}</ofd:Attachments>"
    extra = {"Doc_0/Attachs/Attachments.xml": listing, "Doc_0/Attachs/a.xlsx": saved(book([SECRET]))}
    data = ofd(
        {"Page_0": ofd_text("正文")}, extra, "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
    )
    found = extract(data, "a.ofd")
    assert part_with(found, SECRET).place.startswith("附带的文件“底表.xlsx”：")
    assert any("附带文件“底表.xlsx”" in sentence for sentence in found.warnings)


def test_without_text():
    found = extract(ofd({"Page_0": ""}), "a.ofd")
    assert not found.has_text
    assert any("没有可以识别的文字" in sentence for sentence in found.warnings)


def test_encrypted():
    with pytest.raises(ExtractionFailed, match="密码"):
        extract(ofd({"Page_0": ""}, {"Doc_0/Encryptions.xml": "<a/>"}), "a.ofd")


def test_a_missing_page():
    with pytest.raises(ExtractionFailed, match="损坏"):
        extract(
            packed({"OFD.xml": "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"}),
            "a.ofd",
        )
