"""The way from a draft to the public at the clerk's desk, and back."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from disclosure import locking
from disclosure.admin import ArticleAdmin
from disclosure.models import (
    Article,
    DocumentRelation,
)
from disclosure.services import publish
from disclosure.versions import save_version
from disclosure.vocabulary import Status
from tests.factories import make_article, make_matter, make_obligation, make_signed, make_user

from .desk import ADD, LIST, address, errors, fill_in, form_data, messages, new_article, page
from .uploads import PDF, image, upload

# The way to the public


def verbs(response) -> list[str]:
    return [link.text for link in page(response).select(".desk-verbs a")]


def answer_every_finding(client, article) -> None:
    """The file of the test is no real document: what could not be read has to be answered for."""
    for finding in article.findings.filter(state="open"):
        url = reverse("admin:disclosure_article_answer_finding", args=[article.pk, finding.pk])
        client.post(url, {"text": "已经人工核对"})


def test_from_a_new_draft_to_a_public_page(client, author, office, obligation):
    client.force_login(author)
    data = new_article(client, fulfilments__0__obligation=obligation.pk)
    data |= {"attachments-0-upload": upload("预算表.pdf", PDF), "attachments-0-name": "附表"}
    data |= {"pictures-0-upload": upload("a.png", image()), "pictures-0-alt": "收支图"}
    response = client.post(ADD, {**data, "_submit": "1"}, follow=True)
    assert errors(response) == []

    article = Article.objects.get()
    assert (article.status, article.created_by, article.kind) == (Status.SUBMITTED, author, "article")
    assert article.body == "<p>一、收入</p>\n<p>二、支出</p>"
    assert article.attachments.get().name == "附表.pdf"
    assert article.pictures.get().alt == "收支图"
    assert article.fulfilments.get().obligation == obligation

    for role, slug, offered in [
        ("reviewer", "review", ["审核通过", "退回"]),
        ("secrecy", "check-secrecy", ["保密审查通过", "退回"]),
        ("issuer", "sign", ["签发", "退回"]),
    ]:
        client.force_login(office[role])
        if role == "secrecy":
            answer_every_finding(client, article)
        assert verbs(client.get(address(article))) == offered
        client.post(address(article, slug), {"remark": ""})
    assert "发布" in verbs(client.get(address(article)))
    assert "确认发布" in client.get(address(article, "publish")).content.decode()
    response = client.post(address(article, "publish"), follow=True)
    article.refresh_from_db()
    obligation.refresh_from_db()
    assert article.is_public
    assert obligation.published_count == 1
    assert f"已发布，索引号 {article.index_number}" in messages(response)[0]
    link = page(response).select_one(".messagelist a")
    assert (link.text, link["href"]) == ("在网站上查看", f"/publications/{article.pk}/")
    assert article.index_number in page(response).select_one(".field-index_number_note").text


def test_the_enter_key_saves_and_never_hands_over(client, author, draft):
    client.force_login(author)
    for url in (ADD, address(draft)):
        assert page(client.get(url)).select_one(".submit-row [type=submit]")["name"] == "_save"


def test_what_cannot_be_handed_over_is_saved_and_says_why(client, author):
    client.force_login(author)
    response = client.post(ADD, {**new_article(client, body=""), "_submit": "1"}, follow=True)
    assert Article.objects.get().status == Status.DRAFT
    assert "正文和附件都是空的" in messages(response)[0]
    assert "已经保存" in messages(response)[1]


def test_an_author_is_told_whose_turn_it_is(client, author, signed):
    client.force_login(author)
    shown = page(client.get(address(signed)))
    assert "现在轮到签发人办理" in shown.select_one(".desk").text
    assert not shown.select(".desk-verbs a")
    told = messages(client.post(address(signed, "publish"), follow=True))
    assert "由本单位签发人办理" in told[0]
    signed.refresh_from_db()
    assert signed.status == Status.SIGNED


def test_an_issuer_publishes_without_being_able_to_write(client, issuer, signed):
    client.force_login(issuer)
    assert "发布" in verbs(client.get(address(signed)))
    assert client.post(address(signed), {"title": "改了"}).status_code == 403
    client.post(address(signed, "publish"))
    signed.refresh_from_db()
    assert signed.is_public


def test_withdrawing_asks_for_the_reason_first(client, issuer, signed):
    publish(signed, issuer)
    client.force_login(issuer)
    response = client.post(address(signed, "withdraw"), {"reason": " "})
    assert errors(response) == ["请写明撤回的理由，群众打开原网址时会看到。"]
    long = client.post(address(signed, "withdraw"), {"reason": "长" * 301})
    assert page(long).select_one("textarea").text.strip() == "长" * 301
    response = client.post(address(signed, "withdraw"), {"reason": "附件有误"}, follow=True)
    signed.refresh_from_db()
    assert signed.is_withdrawn
    assert "附件有误" in page(response).select_one(".desk").text


def test_a_second_click_is_told_that_it_is_done(client, issuer, signed):
    publish(signed, issuer)
    client.force_login(issuer)
    response = client.post(address(signed, "publish"), follow=True)
    assert "这条信息已经发布" in messages(response)[0]
    assert "这条信息已经发布" in client.get(address(signed, "publish")).content.decode()


def test_each_act_is_in_the_history(client, issuer, signed):
    client.force_login(issuer)
    client.post(address(signed, "publish"))
    client.post(address(signed, "withdraw"), {"reason": "附件有误"})
    history = page(client.get(address(signed, "history"))).text
    assert "发布。" in history
    assert "撤回：附件有误" in history


def test_a_time_that_is_past_is_asked_again_with_what_was_typed(client, issuer, signed):
    client.force_login(issuer)
    response = client.post(address(signed, "schedule"), {"at_0": "2020-01-02", "at_1": "09:00"})
    assert "应当晚于现在" in messages(response)[0]
    assert page(response).select_one("[name=at_0]")["value"] == "2020-01-02"
    wrong = client.post(address(signed, "schedule"), {"at_0": "明天", "at_1": "09:00"})
    assert "按“2026-03-05”的样子填写" in errors(wrong)[0]


# What is public is not changed or deleted in passing


def test_only_drafts_can_be_deleted(client, both, draft, signed):
    client.force_login(both)
    publish(signed, both)
    assert client.post(address(signed, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(address(draft, "delete"), {"post": "yes"}).status_code == 302
    assert list(Article.objects.values_list("pk", flat=True)) == [signed.pk]
    assert "delete_selected" not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    "status", ["submitted", "reviewed", "checked", "signed", "published", "withdrawn", "archived"]
)
def test_nobody_writes_in_what_has_left_the_desk(client, both, draft, status):
    extra = {
        "published": {"published_at": timezone.now(), "signed_at": timezone.now(), "index_number": "x"},
        "withdrawn": {"withdrawn_at": timezone.now(), "withdrawal_reason": "有误"},
    }.get(status, {})
    Article.objects.filter(pk=draft.pk).update(status=status, **extra)
    client.force_login(both)
    shown = page(client.get(address(draft)))
    assert not shown.select("#id_title")
    assert client.post(address(draft), {"title": "改了"}).status_code == 403


def test_a_form_read_before_a_colleague_saved_is_refused_once_and_keeps_what_was_typed(
    client, author, draft, finance
):
    client.force_login(author)
    data = fill_in(client, address(draft), title="我的标题")
    colleague = make_user(organization=finance, roles=["经办人"], display_name="同事")
    Article.objects.filter(pk=draft.pk).update(title="同事的标题")
    save_version(Article.objects.get(pk=draft.pk), colleague)
    response = client.post(address(draft), data)
    assert "同事在" in page(response).select_one(".errornote, .errorlist.nonfield").find_parent().text
    assert page(response).select_one("#id_title")["value"] == "我的标题"
    client.post(address(draft), form_data(response))
    draft.refresh_from_db()
    assert draft.title == "我的标题"


def test_who_opens_a_draft_that_is_being_written_sees_who_writes(client, author, draft, finance):
    colleague = make_user(organization=finance, roles=["经办人"], display_name="王同事")
    locking.take(draft, colleague)
    client.force_login(author)
    shown = page(client.get(address(draft)))
    assert "王同事正在编辑" in shown.select_one(".desk").text.replace("\n", "")
    assert not shown.select("#id_title")
    client.post(address(draft, "take_over"))
    assert page(client.get(address(draft))).select("#id_title")
    assert locking.holder(draft).user == author


def test_a_pen_left_lying_is_taken_up_by_the_next(client, author, draft, finance):
    colleague = make_user(organization=finance, roles=["经办人"])
    locking.take(draft, colleague)
    with time_machine.travel(timezone.now() + locking.FORGOTTEN_AFTER * 2):
        client.force_login(author)
        assert page(client.get(address(draft))).select("#id_title")


# Choices


def test_matters_are_those_of_the_organisation_in_words(client, both, obligation, education):
    make_obligation(make_matter("教育收费"), education)
    make_obligation(make_matter("已经终止"), both.organization, ended_on=date(2025, 1, 1))
    client.force_login(both)
    options = page(client.get(ADD)).select("#id_fulfilments-0-obligation option")
    assert [option.text for option in options] == ["请选择", "财政预决算 › 一级事项 › 部门预算"]


def test_publishing_starts_from_a_matter(client, both, obligation, education):
    client.force_login(both)
    started = form_data(client.get(f"{ADD}?obligation={obligation.pk}"))
    assert started["fulfilments-0-obligation"] == str(obligation.pk)
    foreign = make_obligation(organization=education)
    for junk in (foreign.pk, "x", "9" * 30, "-1"):
        assert form_data(client.get(f"{ADD}?obligation={junk}"))["fulfilments-0-obligation"] == ""
        assert client.get(f"{ADD}?organization={junk}").status_code == 200


def test_a_matter_of_another_organisation_is_refused(client, both, education):
    foreign = make_obligation(make_matter("教育收费"), education)
    client.force_login(both)
    response = client.post(ADD, new_article(client, fulfilments__0__obligation=foreign.pk))
    assert errors(response) == ["这一事项由县教育局承担，不是县财政局的公开事项，请改选或者删除这一行。"]


def test_the_organisation_is_one_in_scope(client, both, education):
    client.force_login(both)
    options = page(client.get(ADD)).select("#id_organization option")
    assert [option.text for option in options] == ["---------", "县财政局"]
    assert errors(client.post(ADD, new_article(client, organization=education.pk)))
    assert not Article.objects.exists()


def test_relations_name_what_is_in_scope_or_public(client, both, draft, education):
    hidden = make_article("未公开的教育信息", education)
    shown = make_signed("已公开的教育信息", education)
    publish(shown, make_user(is_superuser=True))
    client.force_login(both)
    query = {
        "app_label": "disclosure",
        "model_name": "documentrelation",
        "field_name": "target",
        "term": "信息",
    }
    found = client.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [row["id"] for row in found] == [str(shown.pk)]

    row = {"relations__0__type": "based_on", "relations__0__target": hidden.pk}
    assert errors(client.post(ADD, new_article(client, **row)))
    client.post(ADD, new_article(client, **(row | {"relations__0__target": shown.pk})))
    assert DocumentRelation.objects.get().target_id == shown.pk


def test_a_form_under_way_does_not_change_what_was_handed_over_meanwhile(client, author, draft, monkeypatch):
    """The author may write in drafts alone; it is handed over between the check of that and the saving."""
    client.force_login(author)
    data = fill_in(client, address(draft), title="改过的标题")
    whole = ArticleAdmin.save_form
    moved = Article.objects.filter(pk=draft.pk)
    monkeypatch.setattr(
        ArticleAdmin, "save_form", lambda *a, **kw: (moved.update(status="submitted"), whole(*a, **kw))[1]
    )
    assert client.post(address(draft), data).status_code == 403
    assert Article.objects.get().title == "2025年度部门预算"
