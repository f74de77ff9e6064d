"""What the public gets to download: through one door, under the right name, and gone once withdrawn."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from disclosure.files import store_attachment, store_picture
from disclosure.services import publish, withdraw
from tests.factories import make_user

from .uploads import (
    PDF,
    image,
    upload,
)


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
        assert article.title not in response.content.decode()


def test_a_row_whose_file_is_lost_is_not_found(client, article, attachment, issuer):
    publish(article, issuer)
    default_storage.delete(attachment.file.name)
    assert client.get(attachment.get_absolute_url()).status_code == 404


def test_files_are_only_read(client, attachment):
    assert client.post(attachment.get_absolute_url()).status_code == 405
