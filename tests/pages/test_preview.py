"""预览: the same page as the public one, for whoever has a live link or may see it at the desk, and for nobody else."""

import logging
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from disclosure import previewing
from disclosure.files import store_attachment, store_picture
from disclosure.models import DocumentRelation, Fulfilment, PreviewLink, Publication, Version
from disclosure.vocabulary import RelationType, Status
from portal.ledger.models import LedgerEntry
from portal.refusal import NotAllowed
from tests import factories
from tests.disclosure.uploads import PDF, image, upload

pytestmark = pytest.mark.django_db
TITLE = "明湖县农村供水补助公示"


@pytest.fixture
def bureau():
    return factories.make_organization("县水利局")


@pytest.fixture
def author(bureau, calendar):
    return factories.make_user(organization=bureau, roles=["经办人"])


@pytest.fixture
def draft(bureau):
    """With a picture in the text, another below it, an attachment and a matter."""
    article = factories.make_article(TITLE, bureau, summary="补助名单。")
    shown = store_picture(article, upload("a.png", image()), "水厂")
    store_picture(article, upload("b.png", image((300, 200))), "管线")
    store_attachment(article, upload("名单.pdf", PDF))
    article.body = f'<p>补助名单见附件。</p><figure><img src="/pictures/{shown.pk}/480/" alt="水厂"></figure>'
    article.save()
    matter = factories.make_matter("供水补助", factories.make_domain("供水", "supply"))
    Fulfilment.objects.create(publication=article, obligation=factories.make_obligation(matter, bureau))
    return article


@pytest.fixture
def token(draft, author):
    return previewing.share(draft, author, 3, "法律顾问")[1]


def look(client, token, status=200):
    response = client.get(reverse("preview", args=[token]))
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def main_text(page) -> str:
    for mark in page.select(".preview-mark"):
        mark.decompose()
    return page.main.get_text(" ", strip=True)


def test_it_is_the_page_citizens_will_see(client, draft, token):
    before = main_text(look(client, token))
    now = timezone.now()
    Publication.objects.filter(pk=draft.pk).update(
        status=Status.PUBLISHED, published_at=now, signed_at=now, index_number="X/2026-1"
    )
    Fulfilment.objects.update(published_on=now.date())
    public = BeautifulSoup(client.get(draft.get_absolute_url()).content, "html.parser")
    assert before == main_text(public).replace("X/2026-1", "发布时自动生成")


def test_it_says_that_it_is_not_public_and_until_when(client, token):
    page = look(client, token)
    link = PreviewLink.objects.get()
    until = timezone.localtime(link.expires_at)
    mark = page.select_one(".preview-mark").get_text(" ", strip=True)
    assert "预览稿，未公开，请勿外传" in mark
    assert f"有效期至 {until.year}年{until.month}月{until.day}日 {until:%H:%M}" in mark
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex, nofollow"
    assert link.opened == 1 and link.last_opened_at is not None


def files_on(page) -> list[str]:
    pictures = [img["src"] for img in page.select("main img")]
    return [*pictures, *(a["href"] for a in page.select(".attachments a"))]


def test_files_are_read_below_the_address_of_the_preview_and_nowhere_else(client, draft, token):
    found = files_on(look(client, token))
    assert len(found) == 4 and all(address.startswith(f"/preview/{token}/") for address in found)
    for address in found:
        assert client.get(address).status_code == 200, address
    assert client.get(draft.attachments.get().get_absolute_url()).status_code == 404
    assert client.get(draft.pictures.first().renditions.first().get_absolute_url()).status_code == 404
    assert PreviewLink.objects.get().opened == 1, "files do not count as openings"


@pytest.mark.parametrize(
    "address", ["/preview/{}/", "/preview/{}/qr.svg", "/v/elder/preview/{}/", "/preview/wrong/"]
)
def test_no_cache_no_search_engine_and_no_referrer_learns_of_it(client, token, address):
    response = client.get(address.format(token))
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert not response.cookies


def test_other_pages_are_still_framed_by_nobody(client, bureau):
    for address in ("/", factories.make_published(organization=bureau).get_absolute_url()):
        response = client.get(address)
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_files_carry_the_same_headers(client, draft, token):
    for address in files_on(look(client, token)):
        assert client.get(address)["Cache-Control"] == "private, no-store"


def test_in_the_elderly_mode_it_is_the_same_page_bigger(client, token):
    page = BeautifulSoup(client.get(f"/v/elder/preview/{token}/").content, "html.parser")
    assert "view-elder" in page.html["class"]
    assert all(address.startswith(f"/v/elder/preview/{token}/") for address in files_on(page))


@pytest.mark.parametrize("days", previewing.LIVES)
def test_it_opens_until_its_time_and_not_after(client, draft, author, days):
    _, token = previewing.share(draft, author, days)
    until = PreviewLink.objects.get().expires_at
    assert until - timezone.now() > timedelta(days=days) - timedelta(minutes=1)
    with time_machine.travel(until - timedelta(seconds=1), tick=False):
        look(client, token)
    with time_machine.travel(until, tick=False):
        gone(client, token)


def gone(client, token) -> None:
    for address in (
        f"/preview/{token}/",
        f"/preview/{token}/qr.svg",
        f"/preview/{token}/attachments/1/a.pdf",
    ):
        response = client.get(address)
        assert response.status_code == 404
        text = response.content.decode()
        assert "预览链接已经失效" in text and TITLE not in text


def test_revoked_and_wrong_tokens_open_nothing(client, draft, author, token):
    gone(client, "x" * 43)
    previewing.revoke(PreviewLink.objects.get(), author)
    gone(client, token)
    with pytest.raises(NotAllowed, match="已经作废"):
        previewing.revoke(PreviewLink.objects.get(), author)


def test_the_token_cannot_be_read_out_of_database_ledger_or_log(client, draft, author, token, caplog):
    link = PreviewLink.objects.get()
    assert token not in str(link.__dict__) and len(token) >= 43
    assert token not in str(list(LedgerEntry.objects.values()))
    with caplog.at_level(logging.DEBUG):
        previewing.revoke(link, author)
        gone(client, token)
    assert "/preview/…/" in caplog.text and token not in caplog.text


@pytest.mark.parametrize(
    ("values", "goes_to_public"),
    [
        ({"status": Status.PUBLISHED, "index_number": "X/2026-1"}, True),
        ({"status": Status.WITHDRAWN, "withdrawn_at": timezone.now(), "withdrawal_reason": "有误"}, True),
        ({"status": Status.ARCHIVED, "archived_at": timezone.now(), "archive_reason": "期满"}, True),
    ],
)
def test_once_public_or_gone_the_public_address_speaks(client, draft, token, values, goes_to_public):
    now = timezone.now()
    Publication.objects.filter(pk=draft.pk).update(published_at=now, signed_at=now, **values)
    for address in (
        f"/preview/{token}/",
        f"/preview/{token}/attachments/{draft.attachments.get().pk}/名单.pdf",
    ):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, draft.get_absolute_url())


def test_filed_away_without_being_public_it_opens_nothing(client, draft, token):
    Publication.objects.filter(pk=draft.pk).update(status=Status.ARCHIVED, archived_at=timezone.now())
    gone(client, token)


def test_what_is_not_to_be_public_is_not_shared_and_no_longer_shown(client, draft, author, token):
    Publication.objects.filter(pk=draft.pk).update(attribute="withheld", ground="16-1")
    gone(client, token)
    with pytest.raises(NotAllowed, match="不能发给单位以外的人看"):
        previewing.share(Publication.objects.get(), author, 1)


def test_what_must_be_put_right_first_is_not_shared(client, draft, author, token):
    draft.body = "<p>身份证号11010519491231002X。</p>"
    draft.save()
    Publication.objects.filter(pk=draft.pk).update(screened_version=None)
    with pytest.raises(NotAllowed, match="必须改正"):
        previewing.share(draft, author, 1)
    assert draft.findings.filter(level="blocks").exists(), "what was found stays stored"
    gone(client, token)


def test_who_may_share(draft, bureau):
    stranger = factories.make_user(organization=factories.make_organization(), roles=["经办人"])
    inspector = factories.make_user(organization=bureau, roles=["督查员"])
    for user, said in ((stranger, "不在您的单位范围之内"), (inspector, "您的岗位没有这项权限")):
        with pytest.raises(NotAllowed, match=said):
            previewing.share(draft, user, 1)
    for role in ("经办人", "审核人", "保密审查员", "签发人"):
        assert previewing.why_not_share(draft, factories.make_user(organization=bureau, roles=[role])) == []


def test_a_life_that_is_not_offered_is_refused(draft, author):
    with pytest.raises(NotAllowed, match="1天、3天或者7天"):
        previewing.share(draft, author, 365)


def test_others_that_are_not_public_are_not_shown(client, draft, token, bureau):
    hidden = factories.make_article("尚未公开的依据", bureau)
    shown = factories.make_published("已经公开的依据", organization=bureau)
    for target in (hidden, shown):
        DocumentRelation.objects.create(publication=draft, type=RelationType.BASED_ON, target=target)
    text = look(client, token).main.get_text()
    assert "已经公开的依据" in text and "尚未公开的依据" not in text


def test_files_of_another_publication_are_not_read_with_the_link(client, draft, token, bureau):
    other = factories.make_article("另一份稿子", bureau)
    attachment = store_attachment(other, upload("另一个.pdf", PDF + b"\n"))
    picture = store_picture(other, upload("c.png", image()), "图")
    assert client.get(f"/preview/{token}/attachments/{attachment.pk}/另一个.pdf").status_code == 404
    absent = client.get(f"/preview/{token}/pictures/{picture.pk}/480/")
    assert (absent.status_code, absent["Referrer-Policy"]) == (404, "no-referrer")


def test_a_correction_is_seen_in_the_place_of_what_it_corrects(client, draft, author, bureau):
    original = factories.make_published("公开的那一条", organization=bureau, revised_at=timezone.now())
    Version.objects.create(publication=original, number=1, content={}, is_public=True, public_note="更正文号")
    explains = factories.make_published("问答", organization=bureau)
    DocumentRelation.objects.create(publication=explains, type=RelationType.INTERPRETS, target=original)
    Publication.objects.filter(pk=draft.pk).update(corrects=original, correction_note="更正金额")
    page = look(client, previewing.share(draft, author, 1)[1])
    text = page.main.get_text(" ", strip=True)
    assert TITLE in text and original.index_number in text and "问答" in text
    assert [li.get_text().split("更正：")[1] for li in page.select(".corrections li")] == [
        "更正金额",
        "更正文号",
    ]


def test_it_only_reads(client, token, draft):
    before = Publication.objects.values().get(pk=draft.pk)
    look(client, token)
    assert client.post(f"/preview/{token}/").status_code == 405
    assert client.head(f"/preview/{token}/").status_code == 200
    assert Publication.objects.values().get(pk=draft.pk) == before
    assert PreviewLink.objects.get().opened == 1


STAFF = [
    "/preview/staff/{pk}/",
    "/preview/staff/{pk}/attachments/{file}/名单.pdf",
    "/preview/staff/{pk}/qr.svg",
]


@pytest.mark.parametrize("address", STAFF)
def test_staff_see_it_without_a_link_as_far_as_they_see_it_at_the_desk(client, draft, author, address):
    address = address.format(pk=draft.pk, file=draft.attachments.get().pk)
    assert client.get(address).status_code == 302, "a visitor is asked to sign in"
    wrong_organ = factories.make_user(organization=factories.make_organization(), roles=["经办人"])
    no_right = factories.make_user(organization=draft.organization)
    outsider = factories.make_user(organization=draft.organization, roles=["经办人"], is_staff=False)
    for user, status in ((wrong_organ, {403, 404}), (no_right, {403}), (outsider, {302}), (author, {200})):
        client.force_login(user)
        response = client.get(address)
        assert response.status_code in status, user
        assert "private" in response.get("Cache-Control", "") or response.status_code == 403


def test_staff_see_files_below_the_staff_address(client, draft, author):
    client.force_login(author)
    page = BeautifulSoup(client.get(f"/preview/staff/{draft.pk}/").content, "html.parser")
    assert "工作人员预览" in page.select_one(".preview-mark").get_text()
    for address in files_on(page):
        assert address.startswith(f"/preview/staff/{draft.pk}/")
        assert client.get(address).status_code == 200
    assert client.get("/preview/staff/999999/").status_code == 404
