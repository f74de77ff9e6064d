"""Atom feeds: newest thirty, stable ids, nothing withdrawn, cheap to ask again."""

import xml.etree.ElementTree as ElementTree

import pytest

from disclosure.models import PolicyDocument, Publication
from disclosure.services import withdraw
from disclosure.vocabulary import Status
from tests import factories

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def bureau():
    return factories.make_organization("县民政局", code="civil")


@pytest.fixture
def addresses(bureau):
    """Each feed with a publication in it."""
    domain = factories.make_domain(code="aid")
    document = factories.make_published("低保办法", PolicyDocument, bureau, summary="提高标准。")
    factories.make_answer(document, factories.make_obligation(factories.make_matter("", domain), bureau))
    return [
        "/feeds/site.atom",
        "/feeds/documents.atom",
        "/feeds/domains/aid.atom",
        "/feeds/organizations/civil.atom",
    ]


def feed_at(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)  # noqa: S314 our own output


def titles(feed) -> list[str]:
    return [title.text for title in feed.findall("a:entry/a:title", ATOM)]


def test_an_entry_says_what_who_when_and_where(client, addresses, bureau, settings):
    document = Publication.objects.get()
    for address in addresses:
        feed = feed_at(client, address)
        entry = feed.find("a:entry", ATOM)
        assert entry.find("a:title", ATOM).text == "低保办法"
        assert entry.find("a:summary", ATOM).text == "提高标准。"
        assert entry.find("a:author/a:name", ATOM).text == bureau.name
        assert entry.find("a:link", ATOM).get("href") == settings.SITE["url"] + document.get_absolute_url()
        assert entry.find("a:updated", ATOM).text.startswith(document.date.isoformat())
        assert feed.find("a:title", ATOM).text
        self_link = next(link for link in feed.findall("a:link", ATOM) if link.get("rel") == "self")
        assert self_link.get("href") == settings.SITE["url"] + address


def test_ids_stay_when_the_look_or_the_address_of_the_site_changes(client, addresses, settings):
    def ids(address):
        return [e.text for e in feed_at(client, address).findall("a:entry/a:id", ATOM)]

    before = ids("/feeds/site.atom")
    settings.SITE = settings.SITE | {"url": "https://other.example"}
    assert ids("/v/elder/feeds/site.atom") == before
    links = feed_at(client, "/v/elder/feeds/site.atom").findall(".//a:link", ATOM)
    assert all("/v/" not in link.get("href") for link in links)


def test_the_thirty_newest(client, bureau):
    for number in range(33):
        factories.make_published(f"信息{number}", organization=bureau, days_ago=number)
    assert titles(feed_at(client, "/feeds/site.atom")) == [f"信息{number}" for number in range(30)]


def test_the_documents_feed_has_documents_alone(client, addresses, bureau):
    factories.make_published("一条动态", organization=bureau)
    assert titles(feed_at(client, "/feeds/documents.atom")) == ["低保办法"]


def test_what_is_withdrawn_leaves_every_feed(client, addresses, calendar, bureau):
    clerk = factories.make_user(organization=bureau, roles=["签发人"])
    withdraw(Publication.objects.get(), clerk, "内容有误")
    assert [titles(feed_at(client, address)) for address in addresses] == [[], [], [], []]


def test_a_draft_is_in_no_feed(client, addresses):
    Publication.objects.update(status=Status.DRAFT)
    assert [titles(feed_at(client, address)) for address in addresses] == [[], [], [], []]


def test_asked_again_with_its_validators_it_answers_that_nothing_changed(client, addresses):
    for address in addresses:
        first = client.get(address)
        assert "Last-Modified" in first
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
        assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304


def test_an_empty_feed_is_valid_and_steady(client):
    first = client.get("/feeds/site.atom")
    assert titles(feed_at(client, "/feeds/site.atom")) == []
    assert client.get("/feeds/site.atom", headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["/feeds/domains/none.atom", "/feeds/organizations/none.atom"])
def test_a_feed_of_nothing_known_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_feed_costs_the_same_with_one_entry_and_with_thirty(client, addresses, django_assert_num_queries):
    for address, queries in zip(addresses, (1, 1, 3, 2), strict=True):
        with django_assert_num_queries(queries):
            client.get(address)
    for _ in range(30):
        factories.make_published(model=PolicyDocument)
    with django_assert_num_queries(1):
        client.get("/feeds/site.atom")


def test_a_control_character_in_one_title_does_not_silence_the_feed(client, addresses):
    bureau = factories.make_organization("县\x0b财政局")
    factories.make_published(organization=bureau)
    Publication.objects.filter(organization=bureau).update(title="预算\x0b公开", summary="\x1f")
    assert "预算 公开" in titles(feed_at(client, addresses[0]))
