"""The way from a draft to the public at the clerk's desk, and back."""

from datetime import date

from django.urls import reverse

from disclosure.admin import ArticleAdmin
from disclosure.models import (
    Article,
    DocumentRelation,
)
from disclosure.services import link_obligations, publish
from disclosure.vocabulary import Status
from tests.factories import make_article, make_matter, make_obligation, make_user

from .desk import ADD, LIST, address, errors, fill_in, form_data, messages, new_article, page
from .uploads import PDF, image, upload

# The way to the public


def test_from_a_new_draft_to_a_public_page(client, both, obligation):
    client.force_login(both)
    data = new_article(client, fulfilments__0__obligation=obligation.pk)
    data |= {"attachments-0-upload": upload("预算表.pdf", PDF), "attachments-0-name": "附表"}
    data |= {"pictures-0-upload": upload("a.png", image()), "pictures-0-alt": "收支图"}
    response = client.post(ADD, data, follow=True)
    assert errors(response) == []

    article = Article.objects.get()
    assert (article.status, article.created_by, article.kind) == (Status.DRAFT, both, "article")
    assert article.body == "<p>一、收入</p>\n<p>二、支出</p>"
    assert article.attachments.get().name == "附表.pdf"
    assert article.pictures.get().alt == "收支图"
    assert article.fulfilments.get().obligation == obligation

    change_page = page(client.get(address(article)))
    assert change_page.select_one(".desk a.button").text == "发布"
    question = client.get(address(article, "publish"))
    assert "确认发布" in question.content.decode()

    response = client.post(address(article, "publish"), follow=True)
    article.refresh_from_db()
    obligation.refresh_from_db()
    assert article.is_public
    assert obligation.published_count == 1
    assert f"已发布，索引号 {article.index_number}" in messages(response)[0]
    link = page(response).select_one(".messagelist a")
    assert (link.text, link["href"]) == ("在网站上查看", f"/publications/{article.pk}/")
    assert article.index_number in page(response).select_one(".field-index_number_note").text


def test_save_and_publish_in_one_go(client, both):
    client.force_login(both)
    client.post(ADD, {**new_article(client), "_publish": "1"})
    assert Article.objects.get().is_public


def test_the_enter_key_saves_and_never_publishes(client, both, draft):
    client.force_login(both)
    for url in (ADD, address(draft)):
        assert page(client.get(url)).select_one(".submit-row [type=submit]")["name"] == "_save"


def test_what_cannot_be_published_is_saved_and_says_why(client, both):
    client.force_login(both)
    response = client.post(ADD, {**new_article(client, body=""), "_publish": "1"}, follow=True)
    assert Article.objects.get().status == Status.DRAFT
    assert "正文和附件都是空的" in messages(response)[0]
    assert "已经保存" in messages(response)[1]


def test_an_author_writes_and_is_told_who_publishes(client, author):
    client.force_login(author)
    assert not page(client.get(ADD)).select("[name=_publish]")
    client.post(ADD, {**new_article(client), "_publish": "1"})
    article = Article.objects.get()
    assert article.status == Status.DRAFT
    shown = page(client.get(address(article)))
    assert "由本单位签发人办理" in shown.select_one(".desk-reasons").text
    assert not shown.select(".desk a.button")
    client.post(address(article, "publish"))
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_an_issuer_publishes_without_being_able_to_write(client, issuer, draft):
    client.force_login(issuer)
    assert page(client.get(address(draft))).select_one(".desk a.button").text == "发布"
    assert client.post(address(draft), {"title": "改了"}).status_code == 403
    client.post(address(draft, "publish"))
    draft.refresh_from_db()
    assert draft.is_public


def test_withdrawing_asks_for_the_reason_first(client, both, draft):
    publish(draft, both)
    client.force_login(both)
    response = client.post(address(draft, "withdraw"), {"reason": " "})
    assert errors(response) == ["请写明撤回的理由，群众打开原网址时会看到。"]
    long = client.post(address(draft, "withdraw"), {"reason": "长" * 301})
    assert page(long).select_one("textarea").text.strip() == "长" * 301
    response = client.post(address(draft, "withdraw"), {"reason": "附件有误"}, follow=True)
    draft.refresh_from_db()
    assert draft.is_withdrawn
    assert "附件有误" in page(response).select_one(".desk").text
    assert page(response).select_one(".desk a.button").text == "重新发布"


def test_a_second_click_is_told_that_it_is_done(client, both, draft):
    publish(draft, both)
    client.force_login(both)
    response = client.post(address(draft, "publish"), follow=True)
    assert "这条信息已经发布" in messages(response)[0]
    assert "这条信息已经发布" in client.get(address(draft, "publish")).content.decode()


def test_each_act_is_in_the_history(client, both, draft):
    client.force_login(both)
    client.post(address(draft, "publish"))
    client.post(address(draft, "withdraw"), {"reason": "附件有误"})
    history = page(client.get(address(draft, "history"))).text
    assert "发布。" in history
    assert "撤回：附件有误" in history


# What is public is not changed or deleted in passing


def test_only_drafts_can_be_deleted(client, both, draft):
    client.force_login(both)
    public = make_article(organization=both.organization)
    publish(public, both)
    assert client.post(address(public, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(address(draft, "delete"), {"post": "yes"}).status_code == 302
    assert list(Article.objects.values_list("pk", flat=True)) == [public.pk]
    assert "delete_selected" not in client.get(LIST).content.decode()


def test_what_is_public_is_read_only_without_the_right_to_publish(client, author, both, draft):
    publish(draft, both)
    client.force_login(author)
    shown = page(client.get(address(draft)))
    assert not shown.select("#id_title")
    assert "由签发人撤回，改正后重新发布" in shown.select_one(".desk").text
    assert client.post(address(draft), {"title": "改了"}).status_code == 403


def test_attribute_and_organisation_stand_once_published(client, both, draft):
    publish(draft, both)
    client.force_login(both)
    data = fill_in(client, address(draft), title="2025年度部门预算（更正）")
    assert {"attribute", "ground", "organization"}.isdisjoint(data)
    client.post(address(draft), {**data, "attribute": "withheld", "ground": "15", "_save": "1"})
    draft.refresh_from_db()
    assert (draft.title, draft.attribute) == ("2025年度部门预算（更正）", "proactive")
    assert draft.is_public


def test_saving_an_old_page_does_not_undo_a_publication(client, both, draft):
    client.force_login(both)
    data = fill_in(client, address(draft))
    published = publish(draft, both)
    client.post(address(draft), {**data, "_save": "1"})
    draft.refresh_from_db()
    assert (draft.status, draft.index_number) == (Status.PUBLISHED, published.index_number)


def test_removing_the_matter_of_something_public_takes_the_answer_back(client, both, draft, obligation):
    link_obligations(draft, [obligation])
    publish(draft, both)
    client.force_login(both)
    data = fill_in(client, address(draft))
    client.post(address(draft), {**data, "fulfilments-0-DELETE": "on"})
    obligation.refresh_from_db()
    assert obligation.published_count == 0
    assert not draft.fulfilments.exists()


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
    shown = make_article("已公开的教育信息", education)
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


def test_a_form_under_way_does_not_change_what_was_published_meanwhile(
    client, author, issuer, draft, monkeypatch
):
    """The author may write in drafts alone; the issuer publishes between the check of that and the saving."""
    client.force_login(author)
    data = fill_in(client, address(draft), title="改过的标题")
    whole = ArticleAdmin.save_form
    monkeypatch.setattr(
        ArticleAdmin, "save_form", lambda *a, **kw: (publish(draft, issuer), whole(*a, **kw))[1]
    )
    assert client.post(address(draft), data).status_code == 403
    assert Article.objects.get().title == "2025年度部门预算"
