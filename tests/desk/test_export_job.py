"""A long list is exported in the background: the same file, for the same eyes."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from openpyxl import load_workbook

from disclosure.models import Article
from portal.jobs.models import Job, State
from tests import factories

LIST = "/admin/disclosure/article/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return factories.make_organization("县民政局")


@pytest.fixture
def author(bureau):
    return factories.make_user(organization=bureau, roles=["经办人"])


@pytest.fixture(autouse=True)
def three_are_many(monkeypatch):
    monkeypatch.setattr(admin.site._registry[Article], "export_at_once", 2)


def export(client, capture, query="") -> BeautifulSoup:
    with capture(execute=True):
        response = client.get(f"{LIST}export/{query}")
    return BeautifulSoup(client.get(response["Location"]).content, "html.parser")


def test_the_file_is_the_result_of_a_job(client, author, bureau, django_capture_on_commit_callbacks):
    for title in ("甲低保", "乙低保", "丙低保", "别的"):
        factories.make_article(title, bureau)
    factories.make_article("外单位低保", factories.make_organization())
    client.force_login(author)
    page = export(client, django_capture_on_commit_callbacks, "?q=低保&status__exact=draft")
    assert page.select_one("progress")["value"] == "100" and "共3条" in page.text
    link = page.select_one("a[href$='/file/']")
    assert link.text.startswith("下载政务信息-") and link.text.endswith(".xlsx")
    book = load_workbook(BytesIO(b"".join(client.get(link["href"]).streaming_content)))
    assert {row[0] for row in book["清单"].iter_rows(min_row=2, values_only=True)} == {
        "甲低保",
        "乙低保",
        "丙低保",
    }
    about = dict(book["说明"].iter_rows(min_row=2, values_only=True))
    assert about["筛选"] == "状态：拟稿" and about["导出人"] == str(author)
    assert (Job.objects.get().done, Job.objects.get().total) == (3, 3)


def test_a_short_list_comes_at_once(client, author, bureau):
    factories.make_article("甲", bureau)
    client.force_login(author)
    assert client.get(f"{LIST}export/")["Content-Type"].endswith("sheet")
    assert not Job.objects.exists()


def test_who_lost_the_right_meanwhile_gets_nothing(
    client, author, bureau, django_capture_on_commit_callbacks
):
    for _ in range(3):
        factories.make_article(organization=bureau)
    client.force_login(author)
    with django_capture_on_commit_callbacks() as callbacks:
        client.get(f"{LIST}export/")
    author.groups.clear()
    for callback in callbacks:
        callback()
    done = Job.objects.get()
    assert done.state == State.FAILED and "没有查看这个列表的权限" in done.message and not done.file


def test_a_second_export_waits_for_the_first(client, author, bureau):
    for _ in range(3):
        factories.make_article(organization=bureau)
    client.force_login(author)
    for _ in range(2):
        response = client.get(f"{LIST}export/", follow=True)
    assert Job.objects.count() == 1
    assert "还没有做完" in response.content.decode()
