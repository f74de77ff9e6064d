"""The clerk's desk: who gets in, the way from a draft to the public, and what bad input is told."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure.files import store_attachment, store_picture
from disclosure.models import (
    AnnualReportPage,
    Article,
    DocumentRelation,
    Interpretation,
    PolicyDocument,
    Publication,
    StatutoryPage,
)
from disclosure.services import link_obligations, publish
from disclosure.vocabulary import Status
from portal.organizations.models import Kind
from tests.factories import make_article, make_matter, make_obligation, make_organization, make_user

from .desk import errors, form_data, messages, page
from .uploads import EXE, PDF, image, office, upload

ADD = "/admin/disclosure/article/add/"
LIST = "/admin/disclosure/article/"
KINDS = ["article", "policydocument", "interpretation", "statutorypage", "annualreportpage"]
CLERK = ["经办人", "签发人"]


@pytest.fixture
def county(db):
    return make_organization("县人民政府", Kind.COUNTY_GOVERNMENT)


@pytest.fixture
def finance(county):
    return make_organization("县财政局", parent=county)


@pytest.fixture
def education(county, finance):
    return make_organization("县教育局", parent=county)


@pytest.fixture
def author(finance):
    return make_user(organization=finance, roles=["经办人"])


@pytest.fixture
def issuer(finance):
    return make_user(organization=finance, roles=["签发人"])


@pytest.fixture
def both(finance):
    return make_user(organization=finance, roles=CLERK)


@pytest.fixture
def obligation(finance):
    return make_obligation(make_matter("部门预算"), finance)


@pytest.fixture
def draft(finance):
    return make_article("2025年度部门预算", finance, date(2025, 6, 3))


def address(publication, what="change") -> str:
    return reverse(f"admin:disclosure_{publication._meta.model_name}_{what}", args=[publication.pk])


def fill_in(client, url=ADD, **answers) -> dict:
    answers = {key.replace("__", "-"): value for key, value in answers.items()}
    return {**form_data(client.get(url)), **answers}


def new_article(client, **answers) -> dict:
    """A complete answer to the add page of 政务信息."""
    sound = {"title": "2025年度部门预算", "body": "一、收入\n\n二、支出", "topic": "综合政务\\政务公开"}
    return fill_in(client, **{"formed_on": "2025-06-03", **sound, **answers})


# Who gets in


def every_address(publication, attachment, picture) -> list[str]:
    return [
        address(publication),
        address(publication, "publish"),
        address(publication, "withdraw"),
        address(publication, "history"),
        address(publication, "delete"),
        reverse("admin:disclosure_article_attachment", args=[publication.pk, attachment.pk]),
        reverse("admin:disclosure_article_picture", args=[publication.pk, picture.pk]),
        reverse("admin:disclosure_publication_change", args=[publication.pk]),
        reverse("admin:disclosure_publication_publish", args=[publication.pk]),
    ]


@pytest.fixture
def addresses(draft):
    attachment = store_attachment(draft, upload("预算表.pdf", PDF))
    picture = store_picture(draft, upload("a.png", image()), "收支图")
    return every_address(draft, attachment, picture)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_asked_to_log_in(client, addresses, draft, method):
    for url in [LIST, ADD, *addresses]:
        response = getattr(client, method)(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_with_no_right_see_and_do_nothing(client, addresses, draft, finance, method):
    client.force_login(make_user(organization=finance))
    for url in [LIST, ADD, *addresses]:
        assert getattr(client, method)(url).status_code == 403, url
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_of_another_organisation_see_and_do_nothing(client, addresses, draft, education, method):
    client.force_login(make_user(organization=education, roles=CLERK))
    for url in addresses:
        response = getattr(client, method)(url)
        assert response.status_code in (302, 403, 404), url
        assert response.get("Location", "/admin/") == "/admin/"
    assert draft.title not in client.get(LIST).content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_staff_of_the_organisation_reach_every_address(client, addresses, both):
    client.force_login(both)
    for url in [LIST, ADD, *addresses]:
        assert client.get(url, follow=True).status_code == 200, url


def test_the_county_office_reaches_everything_below(client, draft, county):
    client.force_login(make_user(organization=county, roles=CLERK))
    assert draft.title in client.get(LIST).content.decode()
    assert client.get(address(draft)).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_list_and_its_form(client, both, kind):
    client.force_login(both)
    assert client.get(f"/admin/disclosure/{kind}/").status_code == 200
    form = page(client.get(f"/admin/disclosure/{kind}/add/"))
    assert "发布时自动生成" in form.text
    assert form.select_one("#id_organization option[selected]").text == "县财政局"
    assert form.select_one("form[enctype='multipart/form-data']")


def test_pages_have_no_inline_script_or_style(client, both, draft):
    client.force_login(both)
    for url in (LIST, ADD, address(draft), address(draft, "publish")):
        content = page(client.get(url)).select_one("#container")
        assert not [s for s in content.select("script") if not s.get("src") and s.get("type") is None]
        assert not content.select("[onclick], [style]")


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
    assert "由有发布权限的人员修改" in shown.select_one(".desk").text
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


# Bad input


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"title": ""}, "这个字段是必填项。"),
        ({"title": "长" * 301}, "确保该变量包含不超过 300 字符 (目前字符数 301)。"),
        ({"document_number": "随便写的"}, "发文字号的形式应为"),
        ({"effective_on": "2025-07-01", "ceases_on": "2025-06-30"}, "不能早于实施日期"),
        ({"formed_on": "2025-02-30"}, "输入一个有效的日期。"),
        ({"attribute": "on_request"}, "请选择不主动公开的理由"),
        ({"ground": "15"}, "不需要理由"),
        ({"topic": "没有的分类"}, "选择一个有效的选项"),
        ({"organization": "99999999999999999999999"}, "选择一个有效的选项"),
        ({"fulfilments__0__obligation": "99999999999999999999999"}, "选择一个有效的选项"),
        ({"attachments__0__position": "9" * 30}, "确保该值小于或等于"),
        ({"title": "空\0字"}, "不允许是用空字符"),
    ],
)  # fmt: skip
def test_each_slip_is_told_and_nothing_typed_is_lost(client, both, answers, told):
    client.force_login(both)
    data = new_article(client, summary="不能丢的摘要", **answers)
    response = client.post(ADD, data)
    assert response.status_code == 200
    assert any(told in error for error in errors(response))
    again = form_data(response)
    assert again["summary"] == "不能丢的摘要"
    assert again["body"] == "一、收入\n\n二、支出"
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"attachments-0-upload": SimpleUploadedFile("a.pdf", EXE)}, "不能上传这种文件"),
        ({"attachments-0-upload": SimpleUploadedFile("a.docx", office("xlsx"))}, "内容却是 xlsx"),
        ({"attachments-0-upload": SimpleUploadedFile("a.pdf", b"")}, "文件是空的"),
        ({"attachments-0-name": "只写了名称"}, "请选择要上传的文件"),
        ({"pictures-0-upload": SimpleUploadedFile("a.png", image())}, "请填写文字说明"),
        ({"pictures-0-upload": SimpleUploadedFile("a.png", PDF), "pictures-0-alt": "图"}, "这不是 jpg、png"),
        ({"pictures-0-alt": "只写了说明"}, "请选择要上传的文件"),
    ],
)
def test_each_bad_file_is_told(client, both, row, told):
    client.force_login(both)
    for file in row.values():
        if hasattr(file, "seek"):
            file.seek(0)
    response = client.post(ADD, new_article(client) | row)
    assert response.status_code == 200
    assert [told in error for error in errors(response)] == [True]
    assert form_data(response)["title"] == "2025年度部门预算"
    if any("upload" in key for key in row):
        assert "重新选择" in messages(response)[0]
    assert not Publication.objects.exists()


def test_a_file_over_the_limit_is_refused_with_the_limit(client, both, settings):
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024
    client.force_login(both)
    big = SimpleUploadedFile("a.txt", b"a" * (1024 * 1024 + 1))
    response = client.post(ADD, new_article(client) | {"attachments-0-upload": big})
    assert "超过了 1 MB 的上限" in errors(response)[0]


def test_a_hundred_megabytes_are_refused_before_they_are_read(client, both):
    client.force_login(both)
    response = client.post(ADD, {"title": "x"}, CONTENT_LENGTH=str(100 * 1024 * 1024))
    assert response.status_code == 413
    assert page(response).h1.text == "提交的内容太大"
    assert "60 MB" in page(response).text
    assert not Article.objects.exists()


def test_rows_that_say_the_same_twice_are_told(client, both, draft, obligation):
    client.force_login(both)
    store_attachment(draft, upload("预算表.pdf", PDF))
    store_picture(draft, upload("a.png", image()), "收支图")
    target = make_article(organization=both.organization)
    data = fill_in(client, address(draft))
    for prefix in ("fulfilments", "relations"):
        data[f"{prefix}-TOTAL_FORMS"] = "2"
        for row in "01":
            data |= {f"{prefix}-{row}-obligation": obligation.pk} if prefix == "fulfilments" else {
                f"{prefix}-{row}-type": "based_on", f"{prefix}-{row}-target": target.pk
            }  # fmt: skip
    data["attachments-1-upload"] = upload("另一个名字.pdf", PDF)
    response = client.post(address(draft), data)
    assert errors(response) == [
        "这一事项已经选过了，请删除重复的一行。",
        "这个文件与“预算表.pdf”内容完全相同，不用重复上传。",
        "这条关联已经有了，请删除重复的一行。",
    ]


def test_a_document_is_not_related_to_itself(client, both, draft):
    client.force_login(both)
    data = fill_in(client, address(draft), relations__0__type="amends", relations__0__target=draft.pk)
    assert errors(client.post(address(draft), data)) == ["一份文件不能与自己关联。"]


def test_stored_files_are_kept_renamed_and_deleted(client, both, draft, django_capture_on_commit_callbacks):
    attachment = store_attachment(draft, upload("预算表.pdf", PDF))
    client.force_login(both)
    data = fill_in(client, address(draft), attachments__0__name="附表一")
    data["attachments-1-upload"] = upload("决算表.docx", office("docx"))
    assert errors(client.post(address(draft), data, follow=True)) == []
    assert list(draft.attachments.values_list("name", flat=True)) == ["附表一.pdf", "决算表.docx"]

    data = fill_in(client, address(draft), attachments__0__DELETE="on")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(draft), data)
    assert draft.attachments.get().name == "决算表.docx"
    assert not attachment.file.storage.exists(attachment.file.name)


@pytest.mark.parametrize(
    ("year", "is_taken"), [("2007", False), ("2008", True), ("2999", False), ("-1", False)]
)
def test_an_annual_report_is_of_a_year_that_can_have_one(client, both, year, is_taken):
    client.force_login(both)
    url = "/admin/disclosure/annualreportpage/add/"
    data = fill_in(
        client, url, title="年度报告", body="报告", topic="其他", formed_on="2025-01-20", year=year
    )
    response = client.post(url, data)
    assert (response.status_code == 302) == is_taken
    assert AnnualReportPage.objects.exists() == is_taken


@pytest.mark.parametrize(
    ("kind", "model", "own"),
    [
        ("policydocument", PolicyDocument, {"is_normative": "on", "document_number": "明财发[2025]第06号"}),
        ("interpretation", Interpretation, {"form": "qa"}),
        ("statutorypage", StatutoryPage, {"part": "guide"}),
    ],
)
def test_every_kind_can_be_written(client, both, kind, model, own):
    client.force_login(both)
    url = f"/admin/disclosure/{kind}/add/"
    data = fill_in(client, url, title="标题", body="正文", topic="其他", formed_on="2025-01-20", **own)
    assert errors(client.post(url, data)) == []
    written = model.objects.get()
    assert written.kind == model.KIND
    assert written.document_number in ("", "明财发〔2025〕6号")


@pytest.mark.parametrize("junk", ["abc", "0", "9" * 40, "1/../2", "%00"])
def test_addresses_that_name_nothing_lead_back(client, both, junk):
    client.force_login(both)
    for what in ("change", "publish", "withdraw", "delete", "history", "attachments/1", "pictures/1"):
        response = client.get(f"/admin/disclosure/article/{junk}/{what}/")
        assert response.status_code in (302, 404)


# Lists


def test_several_are_published_and_each_refusal_has_its_reason(client, both, draft):
    unready = make_article("没有正文", both.organization, body="")
    client.force_login(both)
    data = {"action": "publish_selected", "_selected_action": [draft.pk, unready.pk]}
    told = messages(client.post(LIST, data, follow=True))
    assert any("“没有正文”没有发布：正文和附件都是空的" in message for message in told)
    assert any("“2025年度部门预算”已发布" in message for message in told)
    assert Publication.objects.public().get().pk == draft.pk


def test_several_are_withdrawn_for_one_reason(client, both, draft):
    never_public = make_article("还是拟稿", both.organization)
    publish(draft, both)
    client.force_login(both)
    data = {"action": "withdraw_selected", "_selected_action": [draft.pk, never_public.pk]}
    question = client.post(LIST, data)
    assert "将撤回以下2条信息" in question.content.decode()
    data = {**data, "apply": "1"}
    assert errors(client.post(LIST, data)) == ["请写明撤回的理由，群众打开原网址时会看到。"]
    told = messages(client.post(LIST, {**data, "reason": "数据有误"}, follow=True))
    assert any("“还是拟稿”没有撤回：这条信息没有在公开" in message for message in told)
    draft.refresh_from_db()
    assert draft.is_withdrawn


def test_an_author_has_no_such_actions(client, author, draft):
    client.force_login(author)
    assert not page(client.get(LIST)).select("select[name=action]")
    client.post(LIST, {"action": "publish_selected", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("kind", ["article", "publication"])
def test_a_list_costs_the_same_for_few_and_many(client, both, kind, django_assert_max_num_queries):
    client.force_login(both)
    for count in (2, 20):
        for _ in range(count):
            make_article(organization=both.organization)
        with django_assert_max_num_queries(12):
            rows = page(client.get(f"/admin/disclosure/{kind}/")).select("#result_list tbody tr")
    assert len(rows) == 22


def test_a_change_page_costs_the_same_for_few_and_many_matters(
    client, both, draft, django_assert_max_num_queries
):
    obligations = [make_obligation(make_matter(), both.organization) for _ in range(12)]
    client.force_login(both)
    for count in (1, 12):
        link_obligations(draft, obligations[:count])
        with django_assert_max_num_queries(26):
            client.get(address(draft))


def test_lists_are_filtered_and_searched(client, county, draft, education):
    client.force_login(make_user(organization=county, roles=CLERK))
    other = make_article("教育收费", education, topic="财政、金融、审计\\财政")
    for query, found in [
        ({"organization": education.pk}, [other.title]),
        ({"organization": "x"}, []),
        ({"topic": "财政、金融、审计"}, [other.title]),
        ({"status__exact": "draft", "q": "部门预算"}, [draft.title]),
        ({"attribute__exact": "withheld"}, []),
    ]:
        rows = page(client.get(LIST, query)).select("#result_list tbody .field-title")
        assert [row.text.strip() for row in rows] == found, query


def test_the_list_of_all_kinds_leads_to_the_desk_of_the_kind(client, both, draft):
    client.force_login(both)
    response = client.get(reverse("admin:disclosure_publication_change", args=[draft.pk]))
    assert response["Location"] == address(draft)
