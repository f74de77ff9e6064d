"""The reviewing page and the questions to other organs, as each visitor gets them."""

import pytest
from django.urls import reverse

from disclosure import pipeline
from disclosure.blocks import blocks
from disclosure.files import store_attachment, store_picture
from disclosure.models import Consent, Finding, Remark
from disclosure.vocabulary import Status
from tests.factories import make_article, make_user

from .desk import address, errors, messages, page
from .uploads import PDF, image, upload


@pytest.fixture
def submitted(finance, office):
    article = make_article(
        "低保资金发放情况", finance, body="<p>第一段。</p><p>第二段。</p>", created_by=office["author"]
    )
    pipeline.submit(article, office["author"])
    return type(article).objects.get(pk=article.pk)


@pytest.fixture
def desk_url(submitted):
    return address(submitted, "review_desk")


@pytest.mark.parametrize(
    ("body", "number"),
    [("", 0), ("<p>一</p><p>二</p>", 2), ("散字<p>一</p>尾", 3), ("<table><tr><td>1</td></tr></table>", 1)],
)
def test_the_body_is_told_in_blocks(body, number):
    assert len(blocks(body)) == number


def test_a_remark_stands_beside_its_paragraph_is_answered_and_settled(client, submitted, desk_url, office):
    client.force_login(office["reviewer"])
    client.post(desk_url, {"remark": "1", "block": "2", "quote": "第二段", "text": "金额写全称"})
    remark = Remark.objects.get()
    assert (remark.block, remark.by, remark.version) == (2, office["reviewer"], submitted.version_number)
    rows = page(client.get(desk_url)).select(".review-row")
    assert "金额写全称" in rows[1].select_one(".review-remarks").text
    assert "金额写全称" not in rows[0].text

    client.force_login(office["author"])
    client.post(
        reverse("admin:disclosure_article_remark_act", args=[submitted.pk, remark.pk, "answer"]),
        {"text": "已改"},
    )
    client.force_login(office["reviewer"])
    client.post(reverse("admin:disclosure_article_remark_act", args=[submitted.pk, remark.pk, "settle"]))
    remark.refresh_from_db()
    assert (remark.answer, remark.settled_by) == ("已改", office["reviewer"])


def test_an_empty_remark_says_so_and_keeps_the_quote(client, desk_url, office):
    client.force_login(office["reviewer"])
    response = client.post(desk_url, {"remark": "1", "block": "", "quote": "第二段", "text": ""})
    assert errors(response) == ["请写明意见。"]
    assert page(response).select_one("[name=quote]")["value"] == "第二段"
    junk = client.post(desk_url, {"remark": "1", "block": "99", "text": "x"})
    assert junk.status_code == 200 and errors(junk)


def test_an_author_sees_everything_and_is_told_who_may_remark(client, desk_url, office):
    client.force_login(office["author"])
    shown = page(client.get(desk_url)).text
    assert "审核意见由本单位的审核人" in shown and "第一段" in shown
    told = messages(client.post(desk_url, {"remark": "1", "text": "我自己说"}, follow=True))
    assert "审核意见由本单位的审核人" in told[0]
    assert not Remark.objects.exists()


def test_screening_again_is_a_button_and_findings_are_answered_where_they_stand(
    client, submitted, desk_url, office
):
    client.force_login(office["reviewer"])
    told = messages(client.post(address(submitted, "screen"), follow=True))
    assert told[0].startswith("检查完毕")
    finding = Finding.objects.create(
        publication_id=submitted.pk, code="x", level="answer", place="正文", proposal="核对", fingerprint="1"
    )
    url = reverse("admin:disclosure_article_answer_finding", args=[submitted.pk, finding.pk])
    assert not page(client.get(desk_url)).select(f"#answer-{finding.pk}")
    client.post(url, {"text": "没事"})
    finding.refresh_from_db()
    assert finding.state == "open"
    client.force_login(office["secrecy"])
    assert page(client.get(desk_url)).select(f"#answer-{finding.pk}")
    client.post(url, {"text": "是办公电话"})
    finding.refresh_from_db()
    assert (finding.state, finding.answer, finding.answered_by) == (
        "answered",
        "是办公电话",
        office["secrecy"],
    )


def test_another_publications_finding_or_remark_is_not_reached_through_this_one(
    client, submitted, finance, office
):
    other = make_article(organization=finance)
    finding = Finding.objects.create(
        publication_id=other.pk, code="x", level="answer", place="正文", proposal="核对", fingerprint="1"
    )
    client.force_login(office["secrecy"])
    url = reverse("admin:disclosure_article_answer_finding", args=[submitted.pk, finding.pk])
    assert client.post(url, {"text": "没事"}).status_code == 404


ADDRESSES = ["review_desk", "screen", "pen", "take_over"]


@pytest.mark.parametrize("what", ADDRESSES)
@pytest.mark.parametrize("visitor", ["nobody", "no right", "wrong organisation", "right"])
def test_every_address_by_every_visitor(client, submitted, what, visitor, finance, education):
    users = {
        "no right": lambda: make_user(organization=finance),
        "wrong organisation": lambda: make_user(organization=education, roles=["经办人", "审核人", "签发人"]),
        "right": lambda: make_user(organization=finance, roles=["审核人"]),
    }
    if visitor in users:
        client.force_login(users[visitor]())
    for method in (client.get, client.post):
        response = method(address(submitted, what))
        if visitor == "right":
            assert response.status_code in (200, 302, 404)
        else:
            assert response.status_code in (302, 403, 404)
            assert submitted.title not in response.content.decode()
    submitted.refresh_from_db()
    assert submitted.status == Status.SUBMITTED


def test_the_page_costs_the_same_with_few_and_many_remarks(
    client, submitted, desk_url, office, django_assert_max_num_queries
):
    client.force_login(office["reviewer"])
    for number in (1, 20):
        for _ in range(number):
            Remark.objects.create(publication_id=submitted.pk, text="意见", by=office["reviewer"], block=1)
        with django_assert_max_num_queries(40):
            client.get(desk_url)


# Other organs


@pytest.fixture
def asked(client, submitted, desk_url, office, education):
    client.force_login(office["author"])
    client.post(desk_url, {"ask": "1", "organization": education.pk, "question": "第二段可以公开吗？"})
    return Consent.objects.get()


def test_the_organ_asked_reads_the_text_with_its_files_and_answers(client, asked, submitted, education):
    attachment = store_attachment(submitted, upload("预算表.pdf", PDF))
    picture = store_picture(submitted, upload("a.png", image()), "收支图")
    client.force_login(make_user(organization=education, roles=["审核人"]))
    url = reverse("admin:disclosure_consent_change", args=[asked.pk])
    shown = page(client.get(url)).text
    assert "第二段可以公开吗" in shown and "第一段" in shown
    assert (
        client.get(reverse("admin:disclosure_consent_attachment", args=[asked.pk, attachment.pk])).status_code
        == 200
    )
    assert (
        client.get(reverse("admin:disclosure_consent_picture", args=[asked.pk, picture.pk])).status_code
        == 200
    )
    assert "请写明理由" in messages(client.post(url, {"answer": "objected", "text": ""}))[0]
    client.post(url, {"answer": "agreed", "text": "同意"})
    asked.refresh_from_db()
    assert asked.answer == "agreed"
    assert client.get(address(submitted)).status_code in (302, 403)


@pytest.mark.parametrize("visitor", ["nobody", "no right", "wrong organisation"])
def test_a_question_is_seen_by_the_two_organs_alone(client, asked, submitted, visitor, county, education):
    from tests.factories import make_organization

    client.logout()
    users = {
        "no right": lambda: make_user(organization=education),
        "wrong organisation": lambda: make_user(
            organization=make_organization(parent=county), roles=["审核人"]
        ),
    }
    if visitor in users:
        client.force_login(users[visitor]())
    for url in (
        reverse("admin:disclosure_consent_changelist"),
        reverse("admin:disclosure_consent_change", args=[asked.pk]),
        reverse("admin:disclosure_consent_attachment", args=[asked.pk, 1]),
        reverse("admin:disclosure_consent_picture", args=[asked.pk, 1]),
    ):
        for response in (client.get(url), client.post(url, {"answer": "agreed"})):
            assert response.status_code in (200, 302, 403, 404)
            assert submitted.title not in response.content.decode()
    asked.refresh_from_db()
    assert asked.answer == "pending"


def test_numbers_out_of_range_name_nothing(client, asked, education):
    client.force_login(make_user(organization=education, roles=["审核人"]))
    assert client.get(f"/admin/disclosure/consent/{'9' * 30}/change/").status_code in (302, 404)
