"""Writing at the desk: the editor's questions to the server, and Word documents that become drafts."""

import json
from datetime import date

import pytest
from django.urls import reverse
from docx import Document

from disclosure.files import store_picture
from disclosure.models import Article
from tests.factories import make_user

from .desk import address, errors, messages, page
from .test_writing_docx import a_picture
from .uploads import image, upload
from .word_files import centred, saved

IMPORT = "/admin/disclosure/article/import/"
CLEAN = "/admin/disclosure/article/clean-paste/"


def a_notice() -> bytes:
    document = Document()
    centred(document, "明湖县财政局关于公开2026年度部门预算的通知")
    document.add_paragraph("明财发〔2026〕3号")
    document.add_paragraph("现将部门预算公开。")
    document.add_picture(a_picture())
    document.inline_shapes[0]._inline.docPr.set("descr", "部门预算收支结构图")
    document.add_picture(a_picture())
    document.add_paragraph("明湖县财政局")
    document.add_paragraph("2026年1月20日")
    return saved(document)


def answers(organization, data=None, **changed):
    return {
        "upload": upload("通知.docx", a_notice() if data is None else data),
        "organization": organization.pk,
        "topic": "综合政务\\政务公开",
        **changed,
    }


def test_a_word_document_becomes_a_draft_with_what_was_read(client, author, finance):
    client.force_login(author)
    response = client.post(IMPORT, answers(finance), follow=True)
    draft = Article.objects.get()
    assert draft.title == "明湖县财政局关于公开2026年度部门预算的通知"
    assert draft.document_number == "明财发〔2026〕3号"
    assert draft.formed_on == date(2026, 1, 20)
    assert draft.organization == finance and draft.created_by == author
    assert "现将部门预算公开" in draft.body
    assert [attachment.name for attachment in draft.attachments.all()] == ["通知.docx"]
    picture = draft.pictures.get()
    assert f'src="/pictures/{picture.pk}/600/"' in draft.body
    assert draft.versions.count() == 1
    said = "".join(messages(response))
    assert "带入了：正文、标题“明湖县财政局" in said
    assert "第2幅" in said and "文字说明" in said


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"topic": ""}, "必填"),
        ({"upload": ""}, "请选择要导入的Word文档"),
        ({"upload": upload("通知.docx", b"PK\x03\x04")}, "打不开"),
        ({"upload": upload("表.pdf", b"%PDF-1.7\n%%EOF\n")}, "docx"),
    ],
)
def test_what_cannot_be_imported_leaves_nothing(client, author, finance, changed, told):
    client.force_login(author)
    response = client.post(IMPORT, answers(finance, **changed))
    assert any(told in error for error in errors(response))
    assert not Article.objects.exists()


def test_nobody_imports_for_an_organisation_out_of_scope(client, author, finance, education):
    client.force_login(author)
    response = client.post(IMPORT, answers(education))
    assert any("有效的选项" in error for error in errors(response))
    assert not Article.objects.exists()


def test_who_may_not_write_may_not_import(client, finance):
    client.force_login(make_user(organization=finance, roles=["签发人"]))
    assert client.get(IMPORT).status_code == 403
    client.logout()
    assert client.get(IMPORT).status_code == 302


@pytest.mark.parametrize(
    "kind", ["article", "policydocument", "interpretation", "statutorypage", "annualreportpage"]
)
def test_every_kind_has_an_import_page_that_asks_for_what_it_needs(client, author, kind):
    client.force_login(author)
    response = client.get(reverse(f"admin:disclosure_{kind}_import"))
    assert response.status_code == 200
    assert page(response).select_one("select[name=topic]") is not None


def test_a_document_replaces_the_text_of_a_draft_and_nothing_else(client, author, draft):
    client.force_login(author)
    assert "用Word文档替换正文" in client.get(address(draft)).content.decode()
    client.post(address(draft, "replace_body"), {"upload": upload("新稿.docx", a_notice())})
    draft.refresh_from_db()
    assert draft.title == "2025年度部门预算"
    assert "现将部门预算公开" in draft.body
    assert draft.attachments.count() == 1


def test_another_organisation_replaces_nothing(client, education, draft):
    client.force_login(make_user(organization=education, roles=["经办人"]))
    response = client.post(address(draft, "replace_body"), {"upload": upload("a.docx", a_notice())})
    assert response.status_code in (302, 403, 404)
    draft.refresh_from_db()
    assert draft.attachments.count() == 0


def test_a_paste_is_cleaned_for_staff_alone(client, author):
    pasted = {"html": "<p class=MsoNormal><b>一、总则<o:p></o:p></b></p>"}
    assert client.post(CLEAN, pasted).status_code == 302
    client.force_login(author)
    assert client.post(CLEAN, pasted).json() == {"html": "<h2>一、总则</h2>"}
    assert client.get(CLEAN).status_code == 404


def test_a_picture_is_stored_only_with_words(client, author, draft):
    client.force_login(author)
    url = address(draft, "picture_upload")
    refused = client.post(url, {"upload": upload("a.png", image()), "alt": " "})
    assert refused.status_code == 400
    assert "文字说明" in refused.json()["refusal"]
    stored = client.post(url, {"upload": upload("a.png", image()), "alt": "防洪堤", "caption": "图1"})
    picture = draft.pictures.get()
    assert stored.json()["picture"]["src"] == f"/pictures/{picture.pk}/600/"
    assert client.get(stored.json()["picture"]["preview"]).status_code == 200


def test_a_stranger_stores_no_picture(client, education, draft):
    client.force_login(make_user(organization=education, roles=["经办人"]))
    url = address(draft, "picture_upload")
    assert client.post(url, {"upload": upload("a.png", image()), "alt": "图"}).status_code in (403, 404)
    assert not draft.pictures.exists()


def test_the_editor_knows_the_stored_pictures(client, author, draft):
    picture = store_picture(draft, upload("a.png", image()), "防洪堤")
    client.force_login(author)
    area = page(client.get(address(draft))).select_one("textarea#id_body")
    assert [known["id"] for known in json.loads(area["data-pictures"])] == [picture.pk]
    assert area["data-clean-url"] == CLEAN


def test_who_cannot_write_sees_the_pictures_of_a_draft_in_its_text(client, finance, draft):
    picture = store_picture(draft, upload("a.png", image()), "防洪堤")
    draft.body = f'<figure><img src="/pictures/{picture.pk}/480/" alt="防洪堤"></figure>'
    draft.save()
    client.force_login(make_user(organization=finance, roles=["审核人"]))
    shown = page(client.get(address(draft))).select_one(".body-as-read img")
    assert client.get(shown["src"]).status_code == 200
