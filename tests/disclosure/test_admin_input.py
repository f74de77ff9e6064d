"""What bad input is told at the clerk's desk; nothing typed is lost, nothing breaks."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure.files import store_attachment, store_picture
from disclosure.models import (
    AnnualReportPage,
    Article,
    Interpretation,
    PolicyDocument,
    Publication,
    StatutoryPage,
)
from tests.factories import make_article

from .desk import ADD, address, errors, fill_in, form_data, messages, new_article, page
from .uploads import EXE, PDF, image, office, upload


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
        ({"fulfilments__0__obligation": "9" * 5000}, "选择一个有效的选项"),
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
    assert attachment.file.storage.exists(attachment.file.name), "an earlier version still has it"

    with django_capture_on_commit_callbacks(execute=True):
        draft.delete()
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


def test_a_title_pasted_with_control_characters_is_kept_without_them(client, both):
    client.force_login(both)
    assert errors(client.post(ADD, new_article(client, title="部门\x0b预算"))) == []
    assert Article.objects.get().title == "部门 预算"
