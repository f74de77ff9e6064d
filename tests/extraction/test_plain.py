"""Plain text and tables in text, in the encodings of Chinese offices; and what is no text at all."""

import pytest

from portal.extraction import ExtractionFailed, extract

from .samples import part_with


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings(charset):
    found = extract(
        "第一行\n\n第三行：镕㙍".replace("㙍", "" if charset == "gbk" else "㙍").encode(charset), "说明.txt"
    )
    assert (found.file_type, part_with(found, "第三行").place) == ("txt", "第3行")


def test_csv_has_header_and_rows():
    found = extract("姓名,金额\n张三,500\n".encode("gb18030"), "发放表.csv")
    row = part_with(found, "张三")
    assert (found.file_type, row.header, row.cells) == ("csv", ("姓名", "金额"), ("张三", "500"))
    assert row.place == "第2行"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"\x00\x01\x02\x03" * 20, "不认识"),
        (b"MZ\x90\x00" * 20, "程序"),
        (b"{\\rtf1 abc}", "RTF"),
        (b"Rar!\x1a\x07\x00" + b"0" * 50, "压缩包"),
        (b"7z\xbc\xaf\x27\x1c" + b"0" * 50, "压缩包"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000), "旧格式"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(data, words):
    with pytest.raises(ExtractionFailed) as failure:
        extract(data, "a.txt")
    assert words in failure.value.reason
    assert "请" in failure.value.reason


def test_an_office_file_with_a_password():
    data = bytes.fromhex("d0cf11e0a1b11ae1").ljust(128 * 3, b"\0") + "EncryptedPackage\0".encode(
        "utf-16-le"
    ).ljust(128, b"\0")
    with pytest.raises(ExtractionFailed, match="密码"):
        extract(data, "a.docx")


def test_a_very_long_cell(monkeypatch):
    with pytest.raises(ExtractionFailed, match="过长"):
        extract(b'"' + b"x" * 200_000 + b'"', "a.csv")
