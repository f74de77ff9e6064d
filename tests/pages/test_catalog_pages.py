"""Home, the catalog topic, a domain, a matter: a citizen finds a matter, what it means, who owes it, what is published."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import CatalogItem
from disclosure.models import Fulfilment
from disclosure.services import link_obligations, publish, withdraw
from disclosure.vocabulary import Stage
from portal.pages import catalog_reading
from tests import factories


@pytest.fixture
def issuer(calendar):
    return factories.make_user(organization=factories.make_organization("县民政局"), roles=["签发人"])


@pytest.fixture
def matter(calendar):
    domain = factories.make_domain("社会救助", code="19-social-assistance")
    return factories.make_matter(
        "临时救助",
        domain,
        content="救助对象；申请材料",
        legal_basis="《社会救助暂行办法》（国务院令第649号）、《条例》",
        responsible="县民政局、采购人",
    )


def published_under(matter, issuer, count=1):
    obligation = matter.obligations.filter(
        organization=issuer.organization
    ).first() or factories.make_obligation(matter, issuer.organization)
    articles = [factories.make_signed(organization=issuer.organization) for _ in range(count)]
    for article in articles:
        Fulfilment.objects.create(publication=article, obligation=obligation)
    return [publish(article, issuer) for article in articles]


def soup(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return BeautifulSoup(response.content, "html.parser")


def links(page):
    return {a["href"] for a in page.main.find_all("a", href=True)}


@pytest.mark.django_db
def test_from_home_a_citizen_reaches_a_matter_and_what_is_published_under_it(client, issuer, matter):
    (article,) = published_under(matter, issuer)
    assert matter.domain.get_absolute_url() in links(soup(client, "/"))
    assert matter.domain.get_absolute_url() in links(soup(client, "/catalog/"))
    domain = soup(client, matter.domain.get_absolute_url())
    assert links(domain) >= {matter.get_absolute_url(), article.get_absolute_url()}
    assert article.get_absolute_url() in links(soup(client, matter.get_absolute_url()))


@pytest.mark.django_db
def test_a_matter_says_in_plain_words_what_when_and_who(client, issuer, matter):
    published_under(matter, issuer)
    text = soup(client, matter.get_absolute_url()).main.get_text()
    for words in (
        "救助对象",
        "申请材料",
        "20个工作日内公开",
        "《社会救助暂行办法》（国务院令第649号）",
        "采购人",
        "主动公开",
    ):
        assert words in text
    assert issuer.organization.name in text


@pytest.mark.django_db
def test_what_is_withdrawn_leaves_every_list(client, issuer, matter):
    (article,) = published_under(matter, issuer)
    withdraw(article, issuer, "内容有误")
    for url in ("/", matter.domain.get_absolute_url(), matter.get_absolute_url()):
        assert article.get_absolute_url() not in links(soup(client, url))


@pytest.mark.django_db
def test_an_empty_matter_says_why_and_what_to_do(client, matter):
    factories.make_obligation(matter, factories.make_organization())
    assert "还没有公开信息" in soup(client, matter.get_absolute_url()).main.get_text()


@pytest.mark.django_db
def test_the_tabs_show_each_tier_and_an_unknown_tier_is_not_found(client, matter):
    assert matter.domain.get_absolute_url() in links(soup(client, "/catalog/?level=county"))
    assert matter.domain.get_absolute_url() not in links(soup(client, "/catalog/?level=village"))
    assert client.get("/catalog/?level=province").status_code == 404


@pytest.mark.django_db
def test_an_ended_matter_keeps_its_address_and_says_so(client, matter):
    CatalogItem.objects.filter(pk=matter.pk).update(ended_on=factories.LONG_AGO)
    assert "已经停用" in soup(client, matter.get_absolute_url()).main.get_text()


@pytest.mark.django_db
def test_every_page_costs_the_same_with_few_and_with_many(client, issuer, matter):
    urls = [
        "/",
        "/catalog/",
        "/catalog/organizations/",
        matter.domain.get_absolute_url(),
        matter.get_absolute_url(),
    ]

    def queries(url):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            soup(client, url)
        return len(captured)

    published_under(matter, issuer)
    few = [queries(url) for url in urls]
    published_under(matter, issuer, count=15)
    for _ in range(6):
        published_under(factories.make_matter(domain=matter.domain), issuer)
    assert [queries(url) for url in urls] == few
    assert max(few) <= 14


def stages_shown(client, domain):
    return [
        item.select_one(".stage-count").get_text()
        for item in soup(client, domain.get_absolute_url()).select(".stages li")
    ]


@pytest.mark.django_db
def test_the_five_stages_count_each_publication_once_and_follow_what_is_edited(client, issuer, matter):
    (article,) = published_under(matter, issuer)
    other = factories.make_matter(domain=matter.domain)
    link_obligations(
        article, [*matter.obligations.all(), factories.make_obligation(other, issuer.organization)]
    )
    article.stage = Stage.RESULT
    article.save()
    assert stages_shown(client, matter.domain) == ["0 条", "0 条", "0 条", "0 条", "1 条"]
    withdraw(article, issuer, "内容有误")
    assert stages_shown(client, matter.domain) == ["0 条"] * 5


@pytest.mark.django_db
def test_one_publication_with_many_matters_does_not_crowd_out_the_others(issuer, matter):
    (older,) = published_under(matter, issuer)
    compilation = factories.make_signed(organization=issuer.organization)
    matters = [factories.make_matter(domain=matter.domain) for _ in range(45)]
    link_obligations(compilation, [factories.make_obligation(m, issuer.organization) for m in matters])
    publish(compilation, issuer)
    assert [p.pk for p in catalog_reading.newest_in_domain(matter.domain, 2)] == [compilation.pk, older.pk]
