"""预览 at the desk: three looks, links made, shown once, counted and revoked."""

import re

import pytest
from django.urls import reverse

from disclosure.models import PreviewLink, Publication
from disclosure.vocabulary import Status
from tests.factories import make_published, make_user

from .desk import messages, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(draft, author, client, calendar):
    client.force_login(author)
    return reverse("admin:disclosure_article_preview", args=[draft.pk])


@pytest.mark.parametrize(
    ("look", "prefix", "width"),
    [("desktop", "", "1200"), ("phone", "", "375"), ("elder", "/v/elder", "1200"), ("x", "", "1200")],
)
def test_three_looks_in_a_frame_and_in_a_window(client, draft, url, look, prefix, width):
    found = page(client.get(f"{url}?look={look}"))
    frame = found.select_one("iframe")
    assert (
        frame["src"] == f"{prefix}/preview/staff/{draft.pk}/" and frame["width"] == width and frame["title"]
    )
    assert found.select_one(f'a[target="_blank"][href="{frame["src"]}"]')
    response = client.get(frame["src"])
    assert response.status_code == 200 and response["X-Frame-Options"] == "SAMEORIGIN"


def made(client, url, **answers) -> str:
    response = client.post(url, {"days": 3, "note": "法律顾问", **answers})
    field = page(response).select_one("#preview-address")
    return field["value"] if field else ""


def test_a_link_is_shown_this_once_and_opens(client, url, draft):
    address = made(client, url)
    path = re.fullmatch(r"http://testserver(/preview/[\w-]{43}/)", address)[1]
    assert path.split("/")[2] not in client.get(url).content.decode()
    client.logout()
    assert client.get(path).status_code == 200
    assert PreviewLink.objects.get().opened == 1


def test_the_list_tells_whom_until_when_and_how_often(client, url, author):
    path = made(client, url).removeprefix("http://testserver")
    client.get(path)
    client.get(path)
    row = page(client.get(url)).select_one(".preview-links table tbody tr").get_text(" ", strip=True)
    assert "法律顾问" in row and str(author) in row and "有效" in row and " 2 " in row


def test_a_link_is_revoked(client, url):
    path = made(client, url).removeprefix("http://testserver")
    form = page(client.get(url)).select_one('form[action*="revoke"]')
    assert client.get(form["action"]).status_code == 302 and client.get(path).status_code == 200
    response = client.post(form["action"], follow=True)
    assert "预览链接已经作废" in messages(response)[0]
    assert client.get(path).status_code == 404
    assert not page(client.get(url)).select('form[action*="revoke"]')


def test_who_may_not_revoke(client, url, draft, education):
    made(client, url)
    link = PreviewLink.objects.get()
    revoke = reverse("admin:disclosure_article_revoke_preview", args=[draft.pk, link.pk])
    for user in (
        None,
        make_user(organization=draft.organization),
        make_user(organization=draft.organization, roles=["督查员"]),
        make_user(organization=education, roles=["经办人"]),
    ):
        client.logout()
        if user:
            client.force_login(user)
        client.post(revoke)
        link.refresh_from_db()
        assert link.revoked_at is None


def test_the_link_of_another_publication_is_not_found(client, url, finance, author):
    made(client, url)
    other = make_published(organization=finance)
    address = reverse(
        "admin:disclosure_article_revoke_preview", args=[other.pk, PreviewLink.objects.get().pk]
    )
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("answers", [{"days": ""}, {"days": "30"}, {"note": "长" * 101}])
def test_a_wrong_answer_is_asked_again(client, url, answers):
    assert made(client, url, **answers) == ""
    assert not PreviewLink.objects.exists()


def test_what_must_be_put_right_is_said(client, url, draft):
    Publication.objects.filter(pk=draft.pk).update(
        body="<p>身份证号11010519491231002X</p>", screened_version=None
    )
    response = client.post(url, {"days": 3})
    assert "没有生成预览链接" in messages(response)[0] and "必须改正" in messages(response)[0]
    assert "没有生成预览链接" in response.content.decode()


def test_what_is_public_has_no_preview(client, finance, author):
    public = make_published(organization=finance)
    client.force_login(author)
    found = page(client.get(reverse("admin:disclosure_article_preview", args=[public.pk])))
    assert not found.select("iframe") and found.select_one(f'a[href="{public.get_absolute_url()}"]')
    assert client.get(f"/preview/staff/{public.pk}/")["Location"] == public.get_absolute_url()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.RETURNED])
def test_the_page_is_kept_by_no_cache(client, url, draft, status):
    Publication.objects.filter(pk=draft.pk).update(status=status)
    assert "no-store" in client.get(url)["Cache-Control"]
