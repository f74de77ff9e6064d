"""Search, site map, statements, robots and sitemap."""

import html
import re
import xml.etree.ElementTree as ElementTree

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from disclosure.models import PolicyDocument, Publication
from disclosure.vocabulary import Status
from portal.organizations.models import Kind
from portal.pages import sitemaps
from portal.pages.listing import clean_text
from portal.pages.searching import highlight
from tests import factories


def page_of(client, address) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def found(page) -> list[str]:
    return [a.get_text() for a in page.select(".publication-title a, .results a")]


@pytest.fixture
def holdings(db):
    bureau = factories.make_organization("县民政局", code="civil", phone="0700-1")
    factories.make_published(
        "关于提高低保标准的通知", PolicyDocument, bureau, document_number="明民〔2026〕6号"
    )
    factories.make_published(
        "养老机构名单", organization=bureau, index_number="11369921234567890X/2026-00077"
    )
    factories.make_matter("最低生活保障", factories.make_domain("社会救助"))
    return bureau


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("低保", "关于提高低保标准的通知"),
        ("提高低保标准", "关于提高低保标准的通知"),
        ("标准 低保", "关于提高低保标准的通知"),
        ("明民〔2026〕6号", "关于提高低保标准的通知"),
        ("明民(2026)第06号", "关于提高低保标准的通知"),
        ("2026-00077", "养老机构名单"),
    ],
)
def test_publications_are_found_by_words_of_any_length_and_by_numbers(client, holdings, words, title):
    assert found(page_of(client, f"/search/?q={words}")) == [title]


def test_matters_and_organisations_are_found_beside_with_their_counts(client, holdings):
    assert found(page_of(client, "/search/?q=生活保障&type=matters")) == ["最低生活保障"]
    assert found(page_of(client, "/search/?q=民政&type=organizations")) == ["明湖县民政局"]
    tabs = [a.get_text() for a in page_of(client, "/search/?q=民").select(".tabs a")]
    assert tabs == ["信息1", "事项0", "机构1"]


@pytest.mark.parametrize("words", ["低保", "吃低保"])
def test_everyday_words_find_what_the_catalog_calls_otherwise(client, holdings, words):
    assert found(page_of(client, f"/search/?q={words}&type=matters")) == ["最低生活保障"]


def test_the_first_kind_that_has_results_is_shown_unless_one_was_asked_for(client, holdings):
    assert found(page_of(client, "/search/?q=最低生活")) == ["最低生活保障"]
    assert page_of(client, "/search/?q=最低生活&type=information").select_one(".empty")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_what_is_not_public_is_not_found(client, holdings, status):
    Publication.objects.update(status=status, withdrawn_at="2026-01-01T00:00Z", withdrawal_reason="有误")
    page = page_of(client, "/search/?q=低保&type=information")
    assert found(page) == [] and page.select_one(".tabs a").get_text() == "信息0"


def test_the_empty_page_gives_hints_and_nothing_found_says_what_to_do(client, holdings):
    assert "这样查" in page_of(client, "/search/").main.get_text()
    nothing = page_of(client, "/search/?q=没有这个词").select_one(".empty")
    assert "没有找到含有“没有这个词”的结果" in nothing.get_text()
    assert reverse("disclosure_requests") in [a["href"] for a in nothing.select("a")]


def test_the_query_is_trimmed_and_kept_in_the_field(client, holdings):
    page = page_of(client, "/search/?q=%20%20低保%0A%00%20标准%20")
    assert page.select_one("#page-search")["value"] == "低保 标准"
    assert len(clean_text("字" * 500)) == 60


@pytest.mark.parametrize("query", ["page=abc", "type=other", "page=99999999999", "type[]=matters"])
def test_nonsense_in_the_address_is_forgiven(client, holdings, query):
    assert found(page_of(client, f"/search/?q=低保&{query}")) == ["关于提高低保标准的通知"]


@given(st.text(max_size=40), st.text(max_size=20))
def test_highlighting_changes_no_letter_and_lets_no_markup_through(title, words):
    without_marks = re.sub("</?mark>", "", highlight(title, clean_text(words)))
    assert not re.search("[<>]", without_marks)
    assert html.unescape(without_marks) == title


def test_words_are_marked_in_results(client, holdings):
    mark = page_of(client, "/search/?q=低保").select_one(".publication mark")
    assert mark.get_text() == "低保"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["information", "matters", "organizations"])
def test_a_full_page_of_results_costs_as_much_as_a_short_one(client, kind, django_assert_num_queries):
    for number in (1, 22):
        for _ in range(number):
            organ = factories.make_organization()
            factories.make_published(f"公开{organ.name}", organization=organ)
            factories.make_matter(f"某局{organ.code}")
        with django_assert_num_queries({"information": 5}.get(kind, 4)):
            client.get(f"/search/?q=局&type={kind}")


@pytest.mark.django_db
def test_the_site_map_reaches_every_column_domain_and_organisation(client):
    domain = factories.make_domain()
    town = factories.make_organization(kind=Kind.TOWN)
    village = factories.make_organization(kind=Kind.VILLAGE, parent=town)
    links = {a["href"] for a in page_of(client, "/site-map/").select("main a")}
    assert {item.get_absolute_url() for item in (domain, town, village)} <= links
    columns = [
        "catalog",
        "documents",
        "interpretations",
        "disclosure_guide",
        "disclosure_requests",
        "villages",
    ]
    assert {reverse(name) for name in columns} <= links


@pytest.mark.django_db
def test_the_accessibility_statement_is_concrete_and_honest(client, settings):
    text = page_of(client, "/accessibility/").main.get_text()
    for wanted in ("长者模式", "只用键盘", "已知的不足", "没有取得第三方评测标识", settings.SITE["phone"]):
        assert wanted in text


@pytest.mark.django_db
def test_errors_of_the_site_can_be_reported_and_it_says_what_is_not_open_yet(client, settings):
    text = page_of(client, "/report-error/").main.get_text()
    for wanted in ("还没有开通网上留言", settings.SITE["phone"], settings.SITE["email"]):
        assert wanted in text


@pytest.mark.django_db
def test_robots_are_kept_from_the_desk_and_from_doubles_of_pages(client, settings):
    text = client.get("/robots.txt").content.decode()
    for path in ("/admin/", "/oversight/", "/search/", "/v/"):
        assert f"Disallow: {path}\n" in text
    assert f"Sitemap: {settings.SITE['url']}/sitemap.xml" in text


def addresses(client, path) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    tree = ElementTree.fromstring(response.content)  # noqa: S314 our own output
    return [element.text for element in tree.iter() if element.tag.endswith("}loc")]


@pytest.mark.django_db
def test_the_sitemap_leads_to_every_public_publication_and_to_no_other(client, settings, monkeypatch):
    monkeypatch.setattr(sitemaps, "CHUNK", 2)
    public = [factories.make_published() for _ in range(5)]
    draft = factories.make_article()
    sections = addresses(client, "/sitemap.xml")
    found = [address for s in sections for address in addresses(client, s.removeprefix(settings.SITE["url"]))]
    assert len(found) == len(set(found))
    expected = {f"{settings.SITE['url']}{p.get_absolute_url()}" for p in public}
    assert expected <= set(found)
    assert f"{settings.SITE['url']}{draft.get_absolute_url()}" not in found


@pytest.mark.django_db
def test_addresses_in_the_sitemap_never_carry_a_look(client, settings):
    factories.make_published()
    assert all("/v/" not in address for address in addresses(client, "/v/elder/sitemap-pages.xml"))


@pytest.mark.django_db
@pytest.mark.parametrize("section", ["other", "publications-", "publications-x", "publications-99999999999"])
def test_a_section_that_does_not_exist_is_not_found(client, section):
    assert client.get(f"/sitemap-{section}.xml").status_code == 404


@pytest.mark.django_db
def test_the_style_guide_draws_every_component(client):
    assert page_of(client, "/styleguide/").title.get_text().startswith("设计规范")
