"""A publication's page: what the rules require of it, what it links to, what it costs, and what is left when withdrawn."""

import pytest
from bs4 import BeautifulSoup

from disclosure.models import DocumentRelation, Fulfilment, Interpretation, PolicyDocument
from disclosure.services import publish, withdraw
from disclosure.vocabulary import RelationType
from tests import factories

REQUIRED_ELEMENTS = {"索引号", "主题分类", "发布机构", "标题", "发文字号", "成文日期", "发布日期", "有效性"}
MOST_QUERIES = 7


@pytest.fixture
def issuer(calendar):
    bureau = factories.make_organization("县民政局")
    return factories.make_user(organization=bureau, roles=["签发人"])


def make_document(issuer, **fields):
    defaults = {
        "title": "明湖县民政局关于临时救助的通知",
        "document_number": "明民〔2026〕3号",
        "body": "<h2>一、对象</h2><table><caption>标准</caption><tr><th scope='col'>类别</th></tr></table>",
        "topic": "民政、扶贫、救灾\\社会福利",
        "organization": issuer.organization,
    }
    return factories.make_signed(model=PolicyDocument, **{**defaults, **fields})


def explain(document, issuer):
    interpretation = factories.make_signed("临时救助问答", issuer.organization, Interpretation)
    DocumentRelation.objects.create(publication=interpretation, type=RelationType.INTERPRETS, target=document)
    return publish(interpretation, issuer)


def page_of(client, publication, status=200):
    response = client.get(publication.get_absolute_url())
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.django_db
def test_the_element_table_has_every_required_element(client, issuer):
    page = page_of(client, publish(make_document(issuer), issuer))
    elements = {row.dt.get_text(): row.dd.get_text(" ", strip=True) for row in page.select(".elements > div")}
    assert elements.keys() >= REQUIRED_ELEMENTS
    assert elements["发文字号"] == "明民〔2026〕3号"
    assert elements["有效性"] == "有效"


@pytest.mark.django_db
def test_site_column_and_content_tags_are_there_once_each_and_filled(client, issuer):
    page = page_of(client, publish(make_document(issuer), issuer))
    names = ["SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords"]
    for name in [*names, "ColumnType", "ArticleTitle", "PubDate", "ContentSource"]:
        tags = page.find_all("meta", attrs={"name": name})
        assert len(tags) == 1 and tags[0]["content"].strip(), name


@pytest.mark.django_db
def test_document_and_interpretation_link_to_each_other(client, issuer):
    document = publish(make_document(issuer), issuer)
    interpretation = explain(document, issuer)
    of_document = page_of(client, document).select_one(".explanations")
    of_interpretation = page_of(client, interpretation).select_one(".explanations")
    assert of_document.h2.get_text() == "解读"
    assert of_document.a["href"] == interpretation.get_absolute_url()
    assert of_interpretation.h2.get_text() == "原文"
    assert of_interpretation.a["href"] == document.get_absolute_url()


@pytest.mark.django_db
def test_an_interpretation_that_is_not_public_is_not_shown(client, issuer):
    document = publish(make_document(issuer), issuer)
    withdraw(explain(document, issuer), issuer, "内容有误")
    assert page_of(client, document).select_one(".explanations") is None


@pytest.mark.django_db
def test_a_table_scrolls_in_a_named_region_that_the_keyboard_reaches(client, issuer):
    region = page_of(client, publish(make_document(issuer), issuer)).select_one(".prose .table-scroll")
    assert (region["role"], region["tabindex"], region["aria-label"]) == ("region", "0", "标准")


@pytest.mark.django_db
def test_it_shows_the_matters_it_answers_and_stands_in_their_domain(client, issuer):
    obligation = factories.make_obligation(factories.make_matter("临时救助"), issuer.organization)
    article = factories.make_signed(organization=issuer.organization)
    Fulfilment.objects.create(publication=article, obligation=obligation)
    page = page_of(client, publish(article, issuer))
    assert page.select_one(".related a")["href"] == obligation.matter.get_absolute_url()
    assert page.select(".breadcrumbs a")[-1]["href"] == obligation.domain.get_absolute_url()


@pytest.mark.django_db
@pytest.mark.parametrize("relations", [0, 5])
def test_it_takes_few_queries_however_much_it_shows(client, issuer, relations, django_assert_max_num_queries):
    document = publish(make_document(issuer), issuer)
    for _ in range(relations):
        explain(document, issuer)
    with django_assert_max_num_queries(MOST_QUERIES):
        page_of(client, document)


@pytest.mark.django_db
def test_a_withdrawn_one_keeps_its_address_with_the_reason_and_nothing_else(client, issuer):
    document = publish(make_document(issuer), issuer)
    withdraw(document, issuer, "文件印制有误，更正后重新公布")
    page = page_of(client, document, status=410)
    text = page.main.get_text()
    assert "文件印制有误，更正后重新公布" in text
    assert document.title not in text and "一、对象" not in text


@pytest.mark.django_db
def test_a_draft_has_no_address(client, issuer):
    page_of(client, make_document(issuer), status=404)


@pytest.mark.django_db
def test_its_qr_code_is_a_picture_and_follows_the_door(client, issuer):
    document = make_document(issuer)
    assert client.get(f"/publications/{document.pk}/qr.svg").status_code == 404
    publish(document, issuer)
    response = client.get(f"/publications/{document.pk}/qr.svg")
    assert response["Content-Type"] == "image/svg+xml" and b"<svg" in response.content
