"""Every address of a publication in every state: nothing before it is public, a notice once it is gone."""

import xml.etree.ElementTree as ElementTree
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from disclosure.files import store_attachment, store_picture
from disclosure.models import Publication, Version
from disclosure.vocabulary import Status
from tests import factories
from tests.disclosure.uploads import PDF, image, upload

pytestmark = pytest.mark.django_db
TITLE = "关于梅岭供水工程的公示"
NOW = timezone.now()
BEFORE = {
    "draft": {"status": Status.DRAFT},
    "submitted": {"status": Status.SUBMITTED},
    "reviewed": {"status": Status.REVIEWED},
    "checked": {"status": Status.CHECKED},
    "signed": {"status": Status.SIGNED, "signed_at": NOW},
    "scheduled": {"status": Status.SCHEDULED, "signed_at": NOW, "publish_at": NOW + timedelta(days=1)},
    "returned": {"status": Status.RETURNED},
    "filed away": {"status": Status.ARCHIVED, "archived_at": NOW, "archive_reason": "不再办理"},
}
ONCE = {"published_at": NOW, "signed_at": NOW, "index_number": "11369921000000000X/2026-00001"}
GONE = {
    "withdrawn": {
        **ONCE,
        "status": Status.WITHDRAWN,
        "withdrawn_at": NOW,
        "withdrawal_reason": "数据有误，更正后重新发布",
    },
    "archived": {**ONCE, "status": Status.ARCHIVED, "archived_at": NOW, "archive_reason": "公示（公开）期满"},
}
SAID = {"withdrawn": "数据有误，更正后重新发布", "archived": "已归档：公示（公开）期满"}


@pytest.fixture
def publication():
    """With an attachment and a picture, under a matter of its own organisation."""
    organ = factories.make_organization("县水利局", code="water")
    matter = factories.make_matter("供水", factories.make_domain("供水", "supply"), code="supply-one")
    article = factories.make_article(TITLE, organ)
    factories.Fulfilment.objects.create(
        publication=article, obligation=factories.make_obligation(matter, organ)
    )
    store_attachment(article, upload("公示表.pdf", PDF))
    store_picture(article, upload("a.png", image()), "示意图")
    return article


def put(publication, **values) -> None:
    Publication.objects.filter(pk=publication.pk).update(**values)


def own_addresses(publication) -> list[str]:
    picture = publication.pictures.get()
    return [
        reverse("publication", args=[publication.pk]),
        reverse("publication_qr", args=[publication.pk]),
        publication.attachments.get().get_absolute_url(),
        picture.renditions.first().get_absolute_url(),
        f"/v/elder/publications/{publication.pk}/",
    ]


def lists(publication) -> list[str]:
    return [
        "/",
        "/catalog/supply/",
        "/catalog/matters/supply-one/",
        "/organizations/water/",
        "/documents/",
        "/search/?q=梅岭供水",
        "/feeds/site.atom",
        "/feeds/domains/supply.atom",
        "/feeds/organizations/water.atom",
        f"/sitemap-publications-{publication.pk // 5000}.xml",
        "/ledger/",
    ]


def nowhere_listed(client, publication) -> None:
    for address in lists(publication):
        response = client.get(address)
        text = response.content.decode()
        assert f"/publications/{publication.pk}/" not in text, address
        assert address.startswith("/ledger/") or TITLE not in text.replace("<mark>", "").replace(
            "</mark>", ""
        ), address


@pytest.mark.parametrize("state", BEFORE)
def test_before_it_is_public_no_address_knows_it(client, publication, state):
    put(publication, **BEFORE[state])
    for address in own_addresses(publication):
        assert client.get(address).status_code == 404, address
    nowhere_listed(client, publication)


@pytest.mark.parametrize("state", [Status.DRAFT, Status.SIGNED, Status.SCHEDULED, Status.ARCHIVED])
def test_a_correction_has_no_public_address_whatever_its_state(client, publication, state):
    original = factories.make_published("公开的那一条", organization=publication.organization)
    times = {"archived_at": NOW, "publish_at": NOW} if state != Status.DRAFT else {}
    put(publication, status=state, corrects=original, correction_note="更正金额", signed_at=NOW, **times)
    for address in own_addresses(publication):
        assert client.get(address).status_code == 404, address
    nowhere_listed(client, publication)
    page = client.get(original.get_absolute_url()).content.decode()
    assert "更正金额" not in page and TITLE not in page


@pytest.mark.parametrize("state", GONE)
def test_once_it_is_gone_every_address_says_so_and_nothing_else(client, publication, state):
    put(publication, **GONE[state])
    for address in own_addresses(publication):
        response = client.get(address)
        text = response.content.decode()
        assert response.status_code == 410, address
        assert SAID[state] in text, address
        assert TITLE not in text and "正文。" not in text, address
        assert response["Cache-Control"] == "public, max-age=60", address
    nowhere_listed(client, publication)


@pytest.fixture
def corrected(publication):
    """Public for a month, corrected twice; the second time on Monday."""
    put(
        publication,
        **{**ONCE, "status": Status.PUBLISHED, "published_at": NOW - timedelta(days=30), "revised_at": NOW},
    )
    for number, (note, days) in enumerate((("更正附件的金额", 10), ("更正联系电话", 0)), 1):
        version = Version.objects.create(
            publication=publication, number=number, content={}, is_public=True, public_note=note
        )
        Version.objects.filter(pk=version.pk).update(saved_at=NOW - timedelta(days=days))
    return Publication.objects.get(pk=publication.pk)


def test_the_page_says_what_was_corrected_newest_first_above_the_text(client, corrected):
    page = BeautifulSoup(client.get(corrected.get_absolute_url()).content, "html.parser")
    notes = [li.get_text() for li in page.select(".corrections li")]
    days = [timezone.localdate(NOW - timedelta(days=days)) for days in (0, 10)]
    told = [f"{d.year}年{d.month}月{d.day}日" for d in days]
    assert notes == [f"{told[0]}更正：更正联系电话", f"{told[1]}更正：更正附件的金额"]
    assert page.select_one(".corrections").find_next(class_="prose") is not None


def test_what_was_never_corrected_says_nothing_of_it(client, publication):
    put(publication, **ONCE, status=Status.PUBLISHED)
    assert "更正：" not in client.get(publication.get_absolute_url()).content.decode()


def test_the_notes_cost_one_query(client, corrected, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        client.get(corrected.get_absolute_url())


def test_a_note_is_text_and_not_markup(client, corrected):
    Version.objects.filter(number=2).update(public_note="<script>alert(1)</script>")
    text = client.get(corrected.get_absolute_url()).content.decode()
    assert "<script>alert" not in text and "&lt;script&gt;alert(1)" in text


def test_feeds_sitemap_and_files_follow_the_last_change(client, corrected):
    atom = {"a": "http://www.w3.org/2005/Atom"}
    for address in ("/feeds/site.atom", "/feeds/domains/supply.atom", "/feeds/organizations/water.atom"):
        put(corrected.fulfilments.get().publication, status=Status.PUBLISHED)
        factories.Fulfilment.objects.update(published_on=corrected.date)
        response = client.get(address)
        entry = ElementTree.fromstring(response.content).find("a:entry", atom)  # noqa: S314 our own output
        assert entry.find("a:updated", atom).text[:10] == timezone.localdate(NOW).isoformat(), address
        assert entry.find("a:published", atom).text[:10] == corrected.date.isoformat()
    for address in ("/sitemap.xml", f"/sitemap-publications-{corrected.pk // 5000}.xml"):
        assert f"<lastmod>{timezone.localdate(NOW).isoformat()}" in client.get(address).content.decode(), (
            address
        )
    told = NOW.strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert client.get(corrected.attachments.get().get_absolute_url())["Last-Modified"] == told
    assert client.get(corrected.pictures.get().renditions.first().get_absolute_url())["Last-Modified"] == told
