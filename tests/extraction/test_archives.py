"""Zip archives: opened within limits, nothing nested, every inner file read."""

import zipfile

import pytest

from portal.extraction import ExtractionFailed, extract

from .samples import book, packed, part_with, picture, saved, word


def refused(data: bytes) -> str:
    with pytest.raises(ExtractionFailed) as failure:
        extract(data, "a.zip")
    return failure.value.reason


def test_inner_files_are_read_with_their_names_in_front():
    data = packed({"说明.txt": "内容说明", "表/名单.xlsx": saved(book(["姓名", "金额"], ["张三", 500]))})
    found = extract(data, "a.zip")
    assert (found.file_type, found.has_text) == ("zip", True)
    assert part_with(found, "内容说明").place == "“说明.txt”：第1行"
    row = part_with(found, "张三")
    assert (row.place, row.table) == ("“表/名单.xlsx”：工作表“名单”第2行", "“表/名单.xlsx”：工作表“名单”")
    assert not row.is_hidden


def test_names_in_gbk_as_chinese_windows_writes_them():
    data = packed({"AAAA.txt": "张三"}).replace(b"AAAA.txt", "名单.txt".encode("gbk"))
    assert part_with(extract(data, "a.zip"), "张三").place == "“名单.txt”：第1行"


def test_warnings_and_metadata_of_inner_files():
    workbook = book(["甲"])
    workbook.create_sheet("底稿").sheet_state = "hidden"
    workbook.properties.creator = "李四"
    found = extract(packed({"a.xlsx": saved(workbook)}), "a.zip")
    assert any(sentence.startswith("“a.xlsx”：有1个隐藏工作表") for sentence in found.warnings)
    assert part_with(found, "李四").place == "“a.xlsx”：文件属性“作者”"
    assert found.metadata["作者"] == "“a.xlsx”：李四"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize(
    "inner", [packed({"a.docx": saved(word("x"))}, zipfile.ZIP_STORED), b"Rar!\x1a\x07\x00" + b"0" * 99]
)
def test_an_archive_in_an_archive_is_refused(inner, method):
    assert "压缩包里还有压缩包“b.zip”" in refused(packed({"a.txt": "x", "b.zip": inner}, method))


def test_an_archive_in_a_document_is_said():
    from .samples import unpacked

    data = packed(unpacked(saved(word("正文"))) | {"word/embeddings/a.bin": packed({"a.txt": "x"})})
    found = extract(data, "a.docx")
    assert any("压缩包" in sentence for sentence in found.warnings)
    assert found.text() == "正文"


def test_what_cannot_be_read_inside_is_said():
    found = extract(packed({"a.txt": "正文", "b.exe": b"MZ" + b"\0" * 50}), "a.zip")
    assert any(sentence.startswith("“b.exe”：没有检查") for sentence in found.warnings)


def test_pictures_inside():
    assert not extract(packed({"a.jpg": picture()}), "a.zip").has_text


def test_a_password():
    data = bytearray(packed({"a.txt": "x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    assert "密码" in refused(bytes(data))


def test_too_many_files(monkeypatch):
    monkeypatch.setattr("portal.extraction.limits.ARCHIVE_MAX_ENTRIES", 2)
    assert "3 个文件" in refused(packed({f"{n}.txt": "x" for n in range(3)}))


def test_an_empty_archive():
    assert "空的" in refused(packed({}))


def test_documents_of_other_office_families():
    data = packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})
    assert "ODF" in refused(data)
