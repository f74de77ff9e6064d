"""Presentations: slides in order, and what the audience does not see."""

import pytest
from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt

from portal.extraction import extract

from .samples import changed, packed, part_with, saved, slide_show, unpacked

SECRET = "藏着的内容"


def read(show):
    return extract(saved(show), "汇报.pptx")


def boxed(show, text=SECRET, left=1):
    box = show.slides[0].shapes.add_textbox(Inches(left), Inches(1), Inches(2), Inches(1))
    box.text_frame.text = text
    return box


def test_slides_in_order():
    found = read(slide_show("工作总结", "下一步打算"))
    assert [(p.place, p.text) for p in found.parts if p.kind == "text"] == [
        ("幻灯片1", "工作总结"),
        ("幻灯片2", "下一步打算"),
    ]
    assert found.file_type == "pptx"


def test_notes():
    show = slide_show("标题")
    show.slides[0].notes_slide.notes_text_frame.text = SECRET
    notes = part_with(read(show), SECRET)
    assert (notes.place, notes.is_hidden) == ("幻灯片1备注", True)


def test_hidden_slides():
    show = slide_show("标题", SECRET)
    show.slides[1]._element.set("show", "0")
    found = read(show)
    assert part_with(found, SECRET).is_hidden
    assert part_with(found, SECRET).place == "幻灯片2（隐藏）"
    assert any("第2张幻灯片被隐藏" in sentence for sentence in found.warnings)


def test_tables():
    show = slide_show("标题")
    table = show.slides[0].shapes.add_table(2, 2, 0, 0, Inches(3), Inches(1)).table
    for place, text in [((0, 0), "姓名"), ((0, 1), "金额"), ((1, 0), "张三"), ((1, 1), "500")]:
        table.cell(*place).text = text
    row = part_with(read(show), "张三")
    assert (row.place, row.header, row.cells) == ("幻灯片1表格1第2行", ("姓名", "金额"), ("张三", "500"))


def test_shapes_off_the_page():
    show = slide_show("标题")
    boxed(show, left=50)
    found = read(show)
    assert part_with(found, SECRET).is_hidden
    assert any("页面以外" in sentence for sentence in found.warnings)


def test_hidden_shapes():
    show = slide_show("标题")
    boxed(show)._element.nvSpPr.cNvPr.set("hidden", "1")
    assert part_with(read(show), SECRET).is_hidden


def test_tiny_letters():
    show = slide_show("标题")
    boxed(show).text_frame.paragraphs[0].runs[0].font.size = Pt(1)
    assert part_with(read(show), SECRET).is_hidden


def test_white_letters_are_common_on_slides_and_not_hidden():
    show = slide_show("标题")
    boxed(show).text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
    assert not part_with(read(show), SECRET).is_hidden


def test_shapes_in_groups():
    show = slide_show("标题")
    group = show.slides[0].shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 100, 100).text_frame.text = SECRET
    assert part_with(read(show), SECRET).place == "幻灯片1"


def test_links_and_alternative_texts():
    show = slide_show("标题")
    box = boxed(show, "见网站")
    box.text_frame.paragraphs[0].runs[0].hyperlink.address = "https://example.com/x"
    box._element.nvSpPr.cNvPr.set("descr", SECRET)
    found = read(show)
    assert part_with(found, "example.com").place == "幻灯片1的链接"
    assert part_with(found, SECRET).place == "幻灯片1的替代文字"


def test_comments_of_a_slide():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    pointer = f'<Relationship Id="rIdC" Type="{kind}" Target="../comments/comment1.xml"/></Relationships>'
    data = changed(saved(slide_show("标题")), "ppt/slides/_rels/slide1.xml.rels", "</Relationships>", pointer)
    files = unpacked(data) | {
        "ppt/comments/comment1.xml": f"<cmLst><cm><text>{SECRET}</text></cm></cmLst>".encode()
    }
    assert part_with(extract(packed(files), "a.pptx"), SECRET).place == "幻灯片1的批注"


@pytest.mark.parametrize("where", ["slide_layouts", "slide_masters"])
def test_what_stands_on_every_slide(where):
    show = slide_show("标题")
    box = boxed(show)
    target = show.slide_masters[0] if where == "slide_masters" else show.slide_layouts[5]
    target.shapes._spTree.append(box._element)
    found = read(show)
    assert part_with(found, SECRET).place == "母版"
    assert not any("Click to edit" in part.text for part in found.parts)


def test_properties():
    show = slide_show("标题")
    show.core_properties.author = "李四"
    assert read(show).metadata["作者"] == "李四"
