"""Attachments: what is taken in, what is refused and why, and that files follow their rows."""

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from disclosure.files import FileRefused, store_attachment, store_picture
from disclosure.files.kinds import kind_of
from disclosure.files.names import safe_name
from disclosure.models import Attachment, Picture, Rendition
from tests.factories import make_article

from .uploads import (
    EXE,
    PDF,
    image,
    office,
    old_office,
    packed,
    phone_photo,
    stored_files,
    upload,
)

# Attachments: what is taken


@pytest.mark.parametrize(
    ("name", "data", "extension", "content_type"),
    [
        ("a.pdf", PDF, "pdf", "application/pdf"),
        ("a.docx", office("docx"), "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.XLSX", office("xlsx"), "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.pptx", office("pptx"), "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("a.doc", old_office("WordDocument"), "doc", "application/msword"),
        ("a.xls", old_office("Workbook"), "xls", "application/vnd.ms-excel"),
        ("a.txt", "预算说明".encode(), "txt", "text/plain; charset=utf-8"),
        ("a.csv", "项目,金额".encode("gb18030"), "csv", "text/csv; charset=gb18030"),
        ("a.jpeg", image(fmt="JPEG"), "jpg", "image/jpeg"),
        ("a.jpg", phone_photo(), "jpg", "image/jpeg"),
        ("a.png", image(), "png", "image/png"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_documents_tables_text_and_pictures_are_taken(name, data, extension, content_type):
    assert kind_of(data, name) == (extension, content_type)


def test_an_attachment_is_stored_with_its_size_sum_and_name(article):
    attachment = store_attachment(article, upload("2025年预算.pdf", PDF), "附表1：预算")
    assert (attachment.name, attachment.size) == ("附表1：预算.pdf", len(PDF))
    assert attachment.sha256 == hashlib.sha256(PDF).hexdigest()
    assert attachment.file.read() == PDF
    assert "预算" not in attachment.file.name


# Attachments: what is refused


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"", "文件是空的"),
        ("a.zip", packed({"a.txt": "x"}), "不能上传压缩包"),
        ("a.docx", packed({"a.txt": "x"}), "不能上传压缩包"),
        ("a.docx", office("docx")[:-30], "已经损坏"),
        ("a.docx", office("docx", **{"word/vbaProject.bin": b"x"}), "有宏"),
        ("a.xlsx", office("xlsx", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "有宏"),
        ("a.docx", office("docx", "application/x.macroEnabled.main".encode("utf-16")), "有宏"),
        ("a.docx", office("docx", " " * 1024 * 1024 + "macroEnabled"), "已经损坏"),
        ("a.docx", office("docx", **{"word/embeddings/setup.EXE": b"x"}), "嵌入了程序"),
        ("a.xls", old_office("Workbook", "_VBA_PROJECT"), "有宏"),
        ("a.docx", old_office("EncryptedPackage"), "加了密码"),
        ("a.doc", old_office("PowerPoint Document"), "不能上传这种文件"),
        ("a.exe", EXE, "不能上传这种文件"),
        ("a.pdf", EXE, "不能上传这种文件"),
        ("a.txt", EXE, "不是纯文本"),
        ("a.txt", "预算".encode("utf-16"), "另存为 UTF-8"),
        ("a.txt", b"<!DOCTYPE html><script>alert(1)</script>", "网页或者程序代码"),
        ("a.csv", b"\xef\xbb\xbf <svg onload='alert(1)'>", "网页或者程序代码"),
        ("a.html", b"<!DOCTYPE html>", "不能上传这种文件"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不能上传这种文件"),
        ("a.pdf", image(), "内容却是 png"),
        ("a.xlsx", office("docx"), "内容却是 docx"),
        ("a.docx", old_office("WordDocument"), "内容却是 doc"),
        ("预算", PDF, "没有扩展名"),
        (".pdf", PDF, "没有扩展名"),
        ("a.rar", b"Rar!\x1a\x07\x00" + bytes(20), "不能上传这种文件"),
    ],
)
def test_everything_else_is_refused_with_a_reason(article, name, data, reason):
    before = stored_files()
    with pytest.raises(FileRefused) as refused:
        store_attachment(article, upload(name, data))
    assert reason in refused.value.messages[0]
    assert not Attachment.objects.exists()
    assert stored_files() == before


def test_the_size_limit_is_told_in_the_refusal(article, settings):
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024
    with pytest.raises(FileRefused, match=r"1\.0 MB，超过了 1 MB 的上限"):
        store_attachment(article, upload("a.txt", b"a" * (1024 * 1024 + 1)))
    assert store_attachment(article, upload("a.txt", b"a" * 1024 * 1024)).size == 1024 * 1024


def test_a_package_that_unfolds_to_a_flood_is_refused(monkeypatch):
    monkeypatch.setattr("disclosure.files.kinds.UNPACKED_MAX_BYTES", 1000)
    with pytest.raises(FileRefused, match="展开以后太大"):
        kind_of(office("docx", **{"word/media/image1.png": b"0" * 2000}), "a.docx")


@given(st.binary(max_size=300), st.sampled_from(["pdf", "docx", "xls", "txt", "jpg", "exe", ""]))
def test_any_bytes_are_either_taken_or_refused(data, extension):
    for start in (b"", b"PK\x03\x04", b"%PDF-", b"\xff\xd8\xff", bytes.fromhex("d0cf11e0a1b11ae1")):
        try:
            assert kind_of(start + data, f"a.{extension}").extension == extension
        except FileRefused as refused:
            assert refused.messages[0].endswith(("。", "”再上传。"))


@pytest.mark.parametrize(
    ("kind", "target", "is_taken"),
    [
        ("hyperlink", "https://www.example.com/", True),
        ("attachedTemplate", "file:///C:\\Templates\\Normal.dotm", True),
        ("image", "media/image1.png", True),
        ("attachedTemplate", "https://www.example.com/a.dotm", False),
        ("attachedTemplate", "&#104;ttps://www.example.com/a.dotm", False),
        ("oleObject", "mhtml:https://www.example.com/a.html!x", False),
        ("externalLinkPath", "file:///\\\\10.0.0.1\\share\\a.xlsx", False),
        ("image", "file://10.0.0.1/share/a.png", False),
    ],
)
def test_a_document_that_fetches_from_elsewhere_when_opened_is_refused(kind, target, is_taken):
    tag = (
        f'<Relationship Id="1" Type="http://x/relationships/{kind}" Target="{target}" TargetMode="External"/>'
    )
    data = office("docx", **{"word/_rels/settings.xml.rels": f"<Relationships>{tag}</Relationships>"})
    if is_taken:
        assert kind_of(data, "a.docx").extension == "docx"
        return
    with pytest.raises(FileRefused, match="断开链接"):
        kind_of(data, "a.docx")


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_document_damaged_on_the_way_is_taken_or_refused(place, byte):
    data = bytearray(office("docx", "<Types>" + "".join(map(str, range(300))) + "</Types>"))
    data[place % len(data)] = byte
    try:
        assert kind_of(bytes(data), "a.docx").extension == "docx"
    except FileRefused as refusal:
        assert refusal.messages


# Names


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("预算.pdf", "预算.pdf"),
        ("C:\\桌面\\预算.pdf", "预算.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("预算", "预算.pdf"),
        ("预算.PDF", "预算.pdf"),
        ("预\u202e算\r\nSet-Cookie: a.pdf", "预 算 Set-Cookie a.pdf"),
        ("....", "附件.pdf"),
        ("", "附件.pdf"),
    ],
)
def test_names_lose_what_is_unsafe(name, safe):
    assert safe_name(name, "pdf") == safe


@given(st.text(max_size=400))
def test_every_name_fits_an_address_and_a_header(name):
    safe = safe_name(name, "pdf")
    assert len(safe) <= 200
    assert safe.endswith(".pdf")
    assert not set(safe) & set('/\\"<>%\r\n\0')
    assert safe_name(safe, "pdf") == safe


# Files follow their rows


def test_a_deleted_row_takes_its_file_after_commit(article, django_capture_on_commit_callbacks):
    attachment = store_attachment(article, upload("a.pdf", PDF))
    path = attachment.file.name
    with django_capture_on_commit_callbacks(execute=True):
        attachment.delete()
        assert default_storage.exists(path)
    assert not default_storage.exists(path)


@pytest.mark.django_db(transaction=True)
def test_a_deletion_that_is_rolled_back_keeps_the_file():
    attachment = store_attachment(make_article(), upload("a.pdf", PDF))
    try:
        with transaction.atomic():
            Attachment.objects.get().delete()
            raise RuntimeError
    except RuntimeError:
        pass
    assert Attachment.objects.get().file.read() == PDF
    assert default_storage.exists(attachment.file.name)


def test_the_same_file_of_two_publications_is_stored_for_each(article, django_capture_on_commit_callbacks):
    one, other = (store_attachment(a, upload("a.pdf", PDF)) for a in (article, make_article()))
    with django_capture_on_commit_callbacks(execute=True):
        one.delete()
    assert other.file.read() == PDF


def test_nothing_is_left_when_the_row_cannot_be_saved(article, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("no room")

    before = stored_files()
    monkeypatch.setattr(Attachment, "save", fail)
    monkeypatch.setattr(Rendition, "save", fail)
    with pytest.raises(RuntimeError):
        store_attachment(article, upload("a.pdf", PDF))
    with pytest.raises(RuntimeError):
        store_picture(article, upload("a.png", image()), "县城全景")
    assert stored_files() == before
    assert not Picture.objects.exists()
