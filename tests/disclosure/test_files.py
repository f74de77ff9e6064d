"""What is taken in, what is refused and why, and what the public gets to download."""

import hashlib
import io

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from disclosure.files import FileRefused, store_attachment, store_picture
from disclosure.files.kinds import kind_of
from disclosure.files.names import safe_name
from disclosure.files.pictures import open_picture, widths_for
from disclosure.models import Attachment, Picture, Rendition
from disclosure.services import publish, withdraw
from tests.factories import make_article, make_user

from .uploads import (
    EXE,
    PDF,
    image,
    office,
    old_office,
    packed,
    phone_photo,
    png_that_claims,
    upload,
)


@pytest.fixture
def article(db):
    return make_article()


def stored_files() -> set[str]:
    """Every file below the media root, by path."""
    found, folders = set(), [""]
    while folders:
        folder = folders.pop()
        below, files = default_storage.listdir(folder) if default_storage.exists(folder) else ([], [])
        folders += [f"{folder}/{name}".lstrip("/") for name in below]
        found |= {f"{folder}/{name}".lstrip("/") for name in files}
    return found


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


# Pictures


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (100, [100]),
        (480, [480]),
        (700, [480, 700]),
        (1600, [480, 960, 1600]),
        (4000, [480, 960, 1600]),
    ],
)
def test_pictures_are_kept_in_three_widths_and_never_enlarged(width, widths):
    assert widths_for(width) == widths


def test_a_photograph_stands_upright_and_says_nothing_of_who_took_it_where(article):
    picture = store_picture(article, upload("photo.jpg", phone_photo()), "县城全景", "摄于春天")
    rendition = picture.renditions.get()
    data = rendition.file.read()
    with Image.open(io.BytesIO(data)) as stored:
        assert stored.size == (rendition.width, rendition.height) == (200, 400)
        assert stored.format == "JPEG"
        assert dict(stored.getexif()) == {}
        assert {"exif", "comment", "icc_profile"}.isdisjoint(stored.info)
    assert b"Phone 1" not in data
    assert b"by hand" not in data


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (image((1000, 500)), "a.png"),
        (image((1000, 500), "WEBP"), "a.webp"),
        (image((1000, 500), mode="RGBA", colour=(1, 2, 3, 0)), "a.png"),
        (image((1000, 500), mode="P", colour=3), "a.png"),
        (image((1000, 500), mode="1", colour=1), "a.png"),
        (image((1000, 500), "JPEG", mode="CMYK", colour=(10, 20, 30, 40)), "a.jpg"),
    ],
    ids=["png", "webp", "transparent", "palette", "black and white", "printer's colours"],
)
def test_every_kind_of_picture_becomes_one_a_browser_shows(article, data, name):
    picture = store_picture(article, upload(name, data), "图")
    assert [(r.width, r.height) for r in picture.renditions.all()] == [(480, 240), (960, 480), (1000, 500)]
    for rendition in picture.renditions.all():
        with Image.open(rendition.file) as stored:
            stored.load()
            assert stored.mode in ("RGB", "RGBA")


def animation() -> bytes:
    data = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(data, "WEBP", save_all=True, append_images=frames[1:])
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "文件是空的"),
        (b"not a picture", "这不是 jpg、png 或者 webp 图片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "这不是 jpg、png 或者 webp 图片"),
        (image(fmt="GIF"), "这不是 jpg、png 或者 webp 图片"),
        (image((900, 900), "JPEG")[:-300], "可能已经损坏"),
        (image()[:60], "可能已经损坏"),
        (png_that_claims(60_000, 60_000), "太大"),
        (png_that_claims(20, 16_001), "太大"),
        (animation(), "不能上传会动的图片"),
    ],
)
def test_broken_huge_and_moving_pictures_are_refused(article, data, reason):
    with pytest.raises(FileRefused) as refused:
        store_picture(article, upload("a.png", data), "图")
    assert reason in refused.value.messages[0]
    assert not Picture.objects.exists()


def test_a_picture_needs_words_for_those_who_cannot_see_it(article):
    with pytest.raises(FileRefused, match="请填写图片的文字说明"):
        store_picture(article, upload("a.png", image()), "  ")


def test_pictures_have_a_size_limit_of_their_own(article, settings):
    settings.PICTURE_MAX_BYTES = 100
    with pytest.raises(FileRefused, match="超过了"):
        store_picture(article, upload("a.png", image()), "图")


@given(st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_a_damaged_picture_never_breaks_the_portal(place, damage):
    for whole in (image((40, 30), "JPEG"), image((40, 30))):
        data = whole[:place] + damage + whole[place + len(damage) :]
        try:
            open_picture(upload("a.png", data))
        except FileRefused as refused:
            assert refused.messages[0]


# The one door


@pytest.fixture
def issuer(article):
    return make_user(organization=article.organization, roles=["签发人"])


@pytest.fixture
def attachment(article):
    return store_attachment(article, upload("2025年部门预算.pdf", PDF))


@pytest.fixture
def picture(article):
    return store_picture(article, upload("a.png", image()), "县城全景")


def test_the_public_downloads_an_attachment_under_its_own_name(client, article, attachment, issuer):
    published = publish(article, issuer)
    response = client.get(attachment.get_absolute_url())
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(PDF))
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''2025%E5%B9%B4%E9%83%A8%E9%97%A8%E9%A2%84%E7%AE%97.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"] == f'"{attachment.sha256}"'
    assert response["Last-Modified"] == published.published_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert not response.cookies


def test_who_has_it_already_is_told_so(client, article, attachment, picture, issuer):
    publish(article, issuer)
    for url in (attachment.get_absolute_url(), picture.renditions.first().get_absolute_url()):
        first = client.get(url)
        for headers in (
            {"If-None-Match": first["ETag"]},
            {"If-Modified-Since": first["Last-Modified"]},
        ):
            again = client.get(url, headers=headers)
            assert again.status_code == 304
            assert again.content == b""
            assert again["ETag"] == first["ETag"]


def test_a_picture_is_shown_in_the_widths_it_has(client, article, picture, issuer):
    publish(article, issuer)
    response = client.get(reverse("picture", args=[picture.pk, 480]))
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert "attachment" not in response.get("Content-Disposition", "")
    assert client.get(reverse("picture", args=[picture.pk, 481])).status_code == 404


def test_a_download_is_not_compressed_again(client, article, attachment, issuer):
    publish(article, issuer)
    response = client.get(attachment.get_absolute_url(), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response


def test_another_name_leads_to_the_right_one(client, article, attachment, issuer):
    publish(article, issuer)
    response = client.get(reverse("attachment", args=[attachment.pk, "发票.exe"]))
    assert response.status_code == 302
    assert response["Location"] == attachment.get_absolute_url()


def test_files_of_a_draft_do_not_exist_for_anyone(client, attachment, picture):
    client.force_login(make_user(is_superuser=True))
    assert client.get(attachment.get_absolute_url()).status_code == 404
    assert client.get(picture.renditions.first().get_absolute_url()).status_code == 404
    for number in (99_999, 10**40):
        assert client.get(reverse("attachment", args=[number, "a.pdf"])).status_code == 404
        assert client.get(reverse("picture", args=[number, number])).status_code == 404


def test_files_of_something_withdrawn_are_gone_with_a_notice(client, article, attachment, picture, issuer):
    publish(article, issuer)
    withdraw(article, issuer, "附件数据有误")
    for url in (attachment.get_absolute_url(), picture.renditions.first().get_absolute_url()):
        response = client.get(url)
        assert response.status_code == 410
        assert "附件数据有误" in response.content.decode()


def test_a_row_whose_file_is_lost_is_not_found(client, article, attachment, issuer):
    publish(article, issuer)
    default_storage.delete(attachment.file.name)
    assert client.get(attachment.get_absolute_url()).status_code == 404


def test_files_are_only_read(client, attachment):
    assert client.post(attachment.get_absolute_url()).status_code == 405
