"""Every public page is one copy for everyone: no cookie, nothing of the visitor, honest validators, whole markup."""

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.models import (
    AnnualReportPage,
    DocumentRelation,
    Interpretation,
    PolicyDocument,
    StatutoryPage,
)
from portal.organizations.models import Kind
from portal.pages.urls import urlpatterns
from tests import factories

pytestmark = pytest.mark.django_db
PART_NAMES = ("guide", "rules", "content", "reports", "requests")
PAGES = {
    "home": [],
    "catalog": [],
    "catalog_organizations": [],
    "catalog_revisions": [],
    "catalog_revision": ["2025-1"],
    "domain": ["aid"],
    "matter": ["aid-one"],
    "publication": ["pk"],
    "documents": [],
    "interpretations": [],
    "organizations": [],
    "organization": ["civil"],
    **{f"organization_part {part}": ["civil", part] for part in PART_NAMES},
    "villages": [],
    "village": ["bridge"],
    "disclosure_column": [],
    **{f"disclosure_{part}": [] for part in PART_NAMES},
    "search": [],
    "site_map": [],
    "accessibility": [],
    "report_error": [],
    "negative_list": [],
    "ledger": [],
}
OTHERS = {
    "ledger_head": [],
    "ledger_program": [],
    "robots": [],
    "sitemap": [],
    "sitemap_section": ["pages"],
    "feed_site": [],
    "feed_documents": [],
    "feed_domain": ["aid"],
    "feed_organization": ["civil"],
}
ELSEWHERE = {"ledger_entries", "publication_qr", "attachment", "picture", "healthz", "readyz", "styleguide"}
EVERYTHING = sorted({**PAGES, **OTHERS})


@pytest.fixture
def publication():
    """A small county in which every page has something to show."""
    grow()
    return PolicyDocument.objects.public().earliest("pk")


def grow(number: int = 0) -> None:
    """Another publication of every kind, organisation, matter; the first ones get the codes of PAGES."""
    first = number == 0
    bureau = factories.make_organization(code="civil" if first else f"civil-{number}")
    town = factories.make_organization(kind=Kind.TOWN)
    factories.make_revision()
    village = factories.make_organization(
        kind=Kind.VILLAGE, parent=town, code="bridge" if first else f"bridge-{number}"
    )
    affairs = factories.make_domain(f"村务公开{number}", f"affairs-{number}", scheme="village")
    domain = factories.make_domain(f"社会救助{number}", "aid" if first else f"aid-{number}")
    matter = factories.make_matter("低保", domain, code="aid-one" if first else f"aid-{number}-one")
    document = factories.make_published("低保办法", PolicyDocument, bureau)
    factories.make_answer(document, factories.make_obligation(matter, bureau))
    news = factories.make_published("村里的信息", organization=village)
    factories.make_answer(news, factories.make_obligation(factories.make_matter("收支", affairs), village))
    interpretation = factories.make_published("低保问答", Interpretation, bureau)
    DocumentRelation.objects.create(publication=interpretation, type="interprets", target=document)
    factories.make_published("指南", StatutoryPage, bureau, part="guide")
    factories.make_published("制度", StatutoryPage, bureau, part="rules")
    factories.make_published("年报", AnnualReportPage, bureau, year=2020)


def address_of(name: str, publication) -> str:
    arguments = [publication.pk if a == "pk" else a for a in {**PAGES, **OTHERS}[name]]
    return reverse(name.split()[0], args=arguments)


def test_the_walk_covers_every_public_address():
    names = {pattern.name for pattern in urlpatterns if getattr(pattern, "name", None)}
    assert names == {name.split()[0] for name in EVERYTHING} | ELSEWHERE


@pytest.mark.parametrize("name", EVERYTHING)
def test_any_cache_may_keep_it_and_ask_whether_it_changed(client, publication, name):
    address = address_of(name, publication)
    response = client.get(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies and "Set-Cookie" not in response
    assert "cookie" not in response.get("Vary", "").lower()
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304 and not again.content and not again.cookies


@pytest.mark.parametrize("name", EVERYTHING)
def test_staff_who_are_signed_in_see_the_very_same(client, publication, name):
    anonymous = client.get(address_of(name, publication))
    client.force_login(factories.make_user(is_superuser=True))
    signed_in = client.get(address_of(name, publication))
    assert signed_in.content == anonymous.content
    assert not signed_in.cookies


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_whole(client, publication, name):
    page = BeautifulSoup(client.get(address_of(name, publication)).content, "html.parser")
    assert page.html["lang"] == "zh-CN"
    assert len(page.find_all("h1")) == 1 and page.h1.get_text(strip=True)
    assert page.title.get_text(strip=True).endswith(settings.SITE["name"])
    assert bool(page.select_one(".breadcrumbs")) == (name != "home")
    assert page.select_one('[aria-current="page"]') is not None or name in ("search",)
    tags = ["SiteName", "SiteDomain", "SiteIDCode"]
    for tag in [*tags, "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]:
        found = page.find_all("meta", attrs={"name": tag})
        assert len(found) == 1 and found[0]["content"].strip(), tag
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids)), "an id is used twice"
    assert not page.select("[style], script:not([src])")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_in_the_elderly_mode_every_link_keeps_the_mode(client, publication, name):
    response = client.get("/v/elder" + address_of(name, publication))
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    assert "view-elder" in page.html["class"]
    inside = [a["href"] for a in page.select("a[href^='/']") if not a.has_attr("data-view")]
    leaving = [href for href in inside if not href.startswith(("/v/elder", "/static/"))]
    assert [href for href in leaving if not is_switch(page, href)] == []


def is_switch(page, href) -> bool:
    """The links that change the look itself may of course leave it."""
    return any(a.find_parent(class_=re.compile("^(strip|tools)")) for a in page.select(f'a[href="{href}"]'))


@pytest.mark.parametrize("name", EVERYTHING)
def test_it_takes_as_many_queries_with_much_to_show_as_with_little(client, publication, name):
    address = address_of(name, publication)
    few = count_queries(client, address)
    for number in range(1, 4):
        grow(number)
    assert count_queries(client, address) == few


def count_queries(client, address) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
