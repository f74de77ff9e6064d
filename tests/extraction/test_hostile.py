"""Files made to do harm, and files that are broken: they end in a refusal, quickly and within bounds."""

import functools
import io
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.extraction import Extracted, ExtractionFailed, extract, limits

from .samples import NAMES, book, ofd, ofd_text, packed, pdf, picture, saved, slide_show, unpacked, word

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'


@functools.cache
def samples() -> dict[str, bytes]:
    return {
        "a.docx": saved(word("正文", "第二段")),
        "a.xlsx": saved(book(NAMES, ["张三", "云溪镇", 500])),
        "a.pptx": saved(slide_show("标题")),
        "a.pdf": pdf("正文"),
        "a.ofd": ofd({"Page_0": ofd_text("正文")}),
        "a.jpg": picture(),
        "a.png": picture("PNG"),
        "a.webp": picture("WEBP"),
        "a.csv": "姓名,金额\n张三,500".encode(),
        "a.zip": packed({"a.txt": "正文", "b.txt": "第二个"}),
    }


def outcome(data: bytes, name: str) -> Extracted | str:
    """What comes out, or the reason why nothing does; any other exception fails the test."""
    try:
        return extract(data, name)
    except ExtractionFailed as failure:
        assert failure.reason.endswith("。")
        return failure.reason


@pytest.mark.parametrize("name", list(samples()))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_mutated_files_never_raise_anything_else(name, data):
    content = bytearray(samples()[name])
    places = data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=12))
    for place in places:
        content[place] = data.draw(st.integers(0, 255))
    outcome(bytes(content), name)


@pytest.mark.parametrize("name", list(samples()))
@settings(max_examples=15, deadline=None)
@given(share=st.floats(0, 1))
def test_truncated_files_never_raise_anything_else(name, share):
    content = samples()[name]
    outcome(content[: int(len(content) * share)], name)


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_mutated_parts_never_raise_anything_else(name, data):
    """Damage inside the compressed parts, where it reaches the readers and not only the zip's checksums."""
    files = unpacked(samples()[name])
    part = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[part])
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(32, 126))
    outcome(packed(files | {part: bytes(content)}), name)


@pytest.mark.parametrize("prologue", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize(
    ("name", "part", "content"),
    [
        ("a.docx", "word/document.xml", "<document><body><p><r><t>&i;</t></r></p></body></document>"),
        ("a.docx", "docProps/core.xml", "<coreProperties><creator>&i;</creator></coreProperties>"),
        (
            "a.xlsx",
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row><c t='str'><v>&i;</v></c></row></sheetData></worksheet>",
        ),
        ("a.xlsx", "xl/sharedStrings.xml", "<sst><si><t>&i;</t></si></sst>"),
        (
            "a.ofd",
            "Doc_0/Pages/Page_0/Content.xml",
            "<Page><TextObject><TextCode>&i;</TextCode></TextObject></Page>",
        ),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_entities_are_refused(prologue, name, part, content, charset):
    prologue = prologue.replace('<?xml version="1.0"?>', "")
    data = packed(unpacked(samples()[name]) | {part: (prologue + content).encode(charset)})
    assert "内部结构不正常" in outcome(data, name)


def test_xml_that_is_nested_without_end():
    deep = "<document><body>" + "<sdt>" * 5000 + "</sdt>" * 5000 + "</body></document>"
    assert "损坏" in outcome(
        packed(unpacked(samples()["a.docx"]) | {"word/document.xml": deep.encode()}), "a.docx"
    )


@pytest.mark.parametrize("name", ["a.zip", "a.docx"])
def test_zip_bombs(name):
    bomb = packed(unpacked(samples()[name]) | {"word/bomb.xml": b" " * (50 * limits.MEBIBYTE)})
    tracemalloc.start()
    assert "压缩得不正常" in outcome(bomb, name)
    assert tracemalloc.get_traced_memory()[1] < 10 * limits.MEBIBYTE
    tracemalloc.stop()


def test_a_page_that_unpacks_to_very_much():
    def swell(canvas):
        canvas._code.append(" " * (30 * limits.MEBIBYTE))

    data = pdf("正文", prepare=swell, pageCompression=1)
    assert len(data) < limits.MEBIBYTE
    assert outcome(data, "a.pdf") == limits.TOO_BIG


def test_an_entry_that_lies_about_its_size():
    data = bytearray(packed({"a.txt": "x" * 100_000}))
    place = data.find(b"PK\x01\x02") + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    assert isinstance(outcome(bytes(data), "a.zip"), Extracted)


@pytest.mark.parametrize(
    ("limit", "value", "name"),
    [
        ("FILE_MAX_BYTES", 10, "a.docx"),
        ("UNPACKED_MAX_BYTES", 1000, "a.docx"),
        ("XML_MAX_BYTES", 100, "a.docx"),
        ("XML_MAX_TAGS", 10, "a.docx"),
        ("STREAMED_XML_MAX_BYTES", 100, "a.xlsx"),
        ("STREAMED_XML_MAX_WAITING", 3, "a.xlsx"),
        ("PART_MAX", 1, "a.csv"),
        ("CHARACTERS_MAX", 3, "a.csv"),
        ("CELLS_MAX", 3, "a.xlsx"),
        ("PART_MAX", 1, "a.zip"),
        ("PDF_STREAM_MAX_BYTES", 10, "a.pdf"),
    ],
)
def test_each_limit_ends_in_a_refusal(monkeypatch, limit, value, name):
    monkeypatch.setattr(limits, limit, value)
    assert outcome(samples()[name], name) == limits.TOO_BIG


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx", "a.pdf", "a.csv", "a.zip", "a.ofd"])
def test_time_is_limited(monkeypatch, name):
    monkeypatch.setattr(limits, "SECONDS_MAX", -1)
    assert outcome(samples()[name], name) == limits.TOO_LONG


def test_files_within_files_within_files(monkeypatch):
    monkeypatch.setattr(limits, "DEPTH_MAX", 1)
    inner = packed(unpacked(saved(word("里"))) | {"word/embeddings/b.xlsx": samples()["a.xlsx"]})
    found = extract(packed({"a.docx": inner}), "a.zip")
    assert any("层层嵌套" in sentence for sentence in found.warnings)


def test_one_row_of_countless_elements_stays_small():
    rows = "<row>" + "<x/>" * 600_000 + "</row>"
    sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()
    data = _stored(unpacked(samples()["a.xlsx"]) | {"xl/worksheets/sheet1.xml": sheet})
    assert outcome(data, "a.xlsx") == limits.TOO_BIG


def test_a_path_that_leads_out_of_the_package_finds_nothing():
    files = unpacked(samples()["a.docx"])
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"word/document.xml", b"../../../../etc/passwd")
    assert isinstance(outcome(packed(files), "a.docx"), Extracted)


def _stored(files: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return output.getvalue()
