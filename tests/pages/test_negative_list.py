"""负面清单: counted from what is withheld, and nothing of it shows anywhere in public (mission C10)."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from disclosure.models import DocumentRelation, PolicyDocument
from disclosure.vocabulary import Attribute, Ground, RelationType, Status
from portal.ledger.services import append
from tests.factories import make_organization, make_published, make_signed

from .test_cacheable import EVERYTHING, address_of, grow

pytestmark = pytest.mark.django_db
SECRETS = ("绝不外传的标题", "明密〔2026〕7号", "绝不外传的正文", "绝不外传的摘要", "绝不外传的关键词")
ADDRESS = "/disclosure/negative-list/"


def hide(organization, ground=Ground.INTERNAL_AFFAIRS, **fields):
    return make_signed(
        SECRETS[0],
        organization,
        PolicyDocument,
        attribute=Attribute.WITHHELD,
        ground=ground,
        document_number=SECRETS[1],
        body=f"<p>{SECRETS[2]}</p>",
        summary=SECRETS[3],
        keywords=SECRETS[4],
        **fields,
    )


def page(client) -> BeautifulSoup:
    return BeautifulSoup(client.get(ADDRESS).content, "html.parser")


def test_it_stands_where_it_is_looked_for(client):
    assert reverse("negative_list") == ADDRESS
    for name in ("disclosure_column", "site_map"):
        assert f'href="{ADDRESS}"' in client.get(reverse(name)).content.decode()


def test_each_organ_has_its_grounds_with_the_article_of_law(client):
    bureau = make_organization("县民政局")
    for _ in range(6):
        hide(bureau)
    table = page(client).select_one("table.negative-list")
    assert table.caption.get_text() == "县民政局"
    cells = [cell.get_text() for cell in table.select("tbody tr:first-child > *")]
    assert cells[0].startswith("人事管理") and "第十六条" in cells[1]
    assert cells[2:4] == ["政策文件（不予公开）", "6件"]


def test_few_are_not_counted_and_state_secrets_not_at_all(client):
    hide(make_organization("县民政局"))
    hide(make_organization("县公安局"), Ground.STATE_SECRET)
    found = page(client)
    assert "少于5件" in found.main.get_text() and "县公安局" not in found.main.get_text()
    first = found.select_one("#grounds + .table-scroll tbody tr")
    assert "国家秘密" in first.get_text() and "不单列" in first.get_text()


def test_an_empty_list_says_why(client):
    assert "还没有登记" in page(client).select_one(".empty").get_text()


def test_it_takes_one_query_however_much_there_is(client, django_assert_num_queries):
    for number in range(4):
        bureau = make_organization()
        for ground in list(Ground)[number:]:
            hide(bureau, ground)
        with django_assert_num_queries(1):
            client.get(ADDRESS)


@pytest.mark.parametrize("status", [Status.SIGNED, Status.ARCHIVED, Status.DRAFT, Status.CHECKED])
@pytest.mark.parametrize("name", EVERYTHING)
def test_nothing_of_what_is_withheld_shows_on_any_public_address(client, name, status):
    grow()
    document = PolicyDocument.objects.public().earliest("pk")
    secret = hide(document.organization)
    type(secret).objects.filter(pk=secret.pk).update(status=status)
    DocumentRelation.objects.create(publication=secret, type=RelationType.REPEALS, target=document)
    DocumentRelation.objects.create(publication=document, type=RelationType.BASED_ON, target=secret)
    append("signed", f"publication:{secret.pk}", payload={"title": SECRETS[0]}, is_public=False)
    response = client.get(address_of(name, document))
    said = response.content.decode()
    assert not [words for words in SECRETS if words in said]


@pytest.mark.parametrize("status", [Status.SIGNED, Status.ARCHIVED])
@pytest.mark.parametrize("address", ["publication", "publication_qr"])
def test_its_own_address_is_not_there(client, status, address):
    secret = hide(make_organization())
    type(secret).objects.filter(pk=secret.pk).update(status=status)
    response = client.get(reverse(address, args=[secret.pk]))
    assert response.status_code == 404
    assert not [words for words in SECRETS if words in response.content.decode()]


def test_search_and_the_ledgers_files_know_nothing_of_it(client):
    secret = hide(make_published().organization)
    append("signed", f"publication:{secret.pk}", payload={"title": SECRETS[0]}, is_public=False)
    for address in (f"/search/?q={SECRETS[0]}", f"/documents/?q={SECRETS[0]}", "/ledger/entries.jsonl"):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert SECRETS[2] not in body.decode() and f"/publications/{secret.pk}/" not in body.decode()
