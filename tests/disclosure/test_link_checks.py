"""Links to the portal's own pages: those that lead nowhere the public can read are found, the others are not."""

import pytest

from disclosure import link_checks, screening
from disclosure.blocks import blocks
from disclosure.body_links import links_in
from disclosure.files import store_attachment, store_picture
from disclosure.models import DocumentRelation, Interpretation, InterpretationPlan, PolicyDocument
from disclosure.vocabulary import Status
from tests.factories import make_article, make_matter, make_published

from .uploads import PDF, image, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing(finance):
    """A draft with links to the given addresses, one paragraph each."""

    def write(*addresses: str, **fields):
        body = "".join(f'<p>见<a href="{address}">这里</a>。</p>' for address in addresses)
        return make_article("办事须知", finance, body=body, **fields)

    return write


def found(publication) -> list[tuple[str, str]]:
    """(code, excerpt) of what is wrong with the links."""
    return [(finding.code, finding.excerpt) for finding in link_checks.check(publication)]


def dead(publication) -> list[str]:
    return [excerpt.rpartition(" → ")[2] for _, excerpt in found(publication)]


def test_pages_that_are_there_are_fine(writing, finance):
    public = make_published()
    matter = make_matter("部门预算")
    file = store_attachment(public, upload("预算表.pdf", PDF))
    picture = store_picture(public, upload("图.png", image()), "一张图")
    addresses = [
        f"/publications/{public.pk}/",
        f"/publications/{public.pk}",
        f"/publications/{public.pk}/?from=list#part",
        f"/v/elder/publications/{public.pk}/",
        f"http://127.0.0.1:8000/publications/{public.pk}/",
        f"https://www.minghu.example/publications/{public.pk}/",
        f"../{public.pk}/",
        file.get_absolute_url(),
        f"/pictures/{picture.pk}/480/",
        f"/catalog/matters/{matter.code}/",
        f"/catalog/{matter.domain.code}/",
        f"/organizations/{finance.code}/",
        f"/feeds/organizations/{finance.code}.atom",
        "/",
        "/search/?q=预算",
        "/disclosure/guide/",
        "#fn-1",
        "mailto:gongkai@minghu.example",
        "tel:12345",
        "https://www.gov.cn/publications/999999/",
    ]
    assert dead(writing(*addresses)) == []


@pytest.mark.parametrize(
    "address",
    [
        "/publications/999999/",
        f"/publications/{'9' * 30}/",
        "/attachments/999999/a.pdf",
        "/pictures/999999/480/",
        "/catalog/matters/no-such/",
        "/catalog/no-such/",
        "/organizations/no-such/",
        "/villages/no-such/",
        "/no-such-page/",
        "没有这个页面.html",
        "https://www.minghu.example/old/123.html",
        "/v/elder/publications/999999/",
    ],
)
def test_pages_that_are_not_there_are_found(writing, address):
    (finding,) = link_checks.check(writing("/", address))
    assert (finding.code, finding.level, finding.place) == ("internal_link", "answer", "正文第2段")
    assert finding.excerpt == f"这里 → {address}" and "打不开" in finding.proposal


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SIGNED, Status.WITHDRAWN])
def test_what_the_public_cannot_read_is_no_place_to_lead_to(writing, status):
    other = make_published()
    reason = (
        {"withdrawn_at": other.published_at, "withdrawal_reason": "有误"} if status == "withdrawn" else {}
    )
    file = store_attachment(other, upload("预算表.pdf", PDF))
    type(other).objects.filter(pk=other.pk).update(status=status, **reason)
    addresses = [f"/publications/{other.pk}/", file.get_absolute_url()]
    assert dead(writing(*addresses)) == addresses


def test_own_files_and_what_it_corrects_go_out_with_it(writing):
    public = make_published()
    draft = writing("/", corrects=public)
    file = store_attachment(draft, upload("预算表.pdf", PDF))
    draft.body = (
        f'<p><a href="{file.get_absolute_url()}">附件</a><a href="/publications/{draft.pk}/">本页</a>'
        f'<a href="/publications/{public.pk}/">原文</a></p>'
    )
    assert dead(draft) == []


def test_a_document_and_its_interpretation_may_name_each_other(finance):
    document = make_article("办法", finance)
    document = PolicyDocument.objects.create(
        title="办法", organization=finance, formed_on=document.formed_on, topic=document.topic
    )
    explained = Interpretation.objects.create(
        title="解读", organization=finance, formed_on=document.formed_on, topic=document.topic
    )
    document.body = f'<p><a href="/publications/{explained.pk}/">解读</a></p>'
    explained.body = f'<p><a href="/publications/{document.pk}/">原文</a></p>'
    assert dead(document) and dead(explained)
    DocumentRelation.objects.create(publication=explained, type="interprets", target=document)
    assert dead(explained) == []
    DocumentRelation.objects.all().delete()
    InterpretationPlan.objects.create(document=document, interpretation=explained)
    assert dead(document) == [] and dead(explained) == []


@pytest.mark.parametrize("address", ["/admin/disclosure/article/1/change/", "/oversight/", "/preview/abc/"])
def test_pages_of_the_staff_are_told_apart(writing, address):
    ((code, _),) = found(writing(address))
    assert code == "staff_link"


def test_the_same_address_twice_is_one_finding(writing):
    (finding,) = link_checks.check(writing("/no-such/", "/no-such/"))
    assert "还有1处" in finding.proposal


def test_queries_do_not_grow_with_the_links(writing, django_assert_max_num_queries):
    addresses = [f"/publications/{n}/" for n in range(900, 940)] + [f"/catalog/x{n}/" for n in range(40)]
    draft = writing(*addresses)
    with django_assert_max_num_queries(5):
        assert len(link_checks.check(draft)) == 80


def test_a_body_without_links_asks_nothing(writing, django_assert_num_queries):
    draft = writing()
    draft.body = "<p>没有链接。</p>"
    with django_assert_num_queries(0):
        assert link_checks.check(draft) == []


def test_screening_tells_and_forgets_them(writing):
    draft = writing("/no-such/")
    opened = [f.code for f in screening.screen_publication(draft)]
    assert "internal_link" in opened
    draft.body = "<p>没有链接。</p>"
    draft.save()
    assert "internal_link" not in [f.code for f in screening.screen_publication(draft)]


def test_two_faults_of_the_particulars_are_two_findings(finance):
    draft = make_article("不予公开的内容", finance, summary="", topic="综合政务\\其他")
    codes = {f.code for f in screening.screen_publication(draft)}
    assert {"attribute_contradiction", "summary_missing", "topic_other", "matter_missing"} <= codes


def test_links_are_named_by_the_paragraph_of_the_reviewing_page():
    body = (
        '散字<p>一</p><ul><li><a href="/a/">甲 乙</a></li></ul>尾<p><a href="#x">注</a><a>无</a></p>'
        '<p><a href="/政策.html">丙</a></p>'
    )
    links = [(link.href, link.anchor, link.block) for link in links_in(body)]
    assert links == [("/a/", "甲 乙", 3), ("/政策.html", "丙", 6)]
    numbered = blocks(body)
    assert "甲 乙" in numbered[3 - 1] and "丙" in numbered[6 - 1]
