"""A large import of the catalog is applied in the background: all of it or nothing, with a progress bar."""

from datetime import date
from io import BytesIO

import pytest

from catalog import importing
from catalog.admin import importing as admin_importing
from catalog.models import CatalogItem, Revision
from portal.jobs import services
from portal.jobs.models import Job, State
from tests.admin_forms import page, sign_in
from tests.catalog.spreadsheet_builder import csv_bytes, matter
from tests.factories import make_domain, make_organization, make_user

from .test_admin_importing import IMPORT, kept_files, token_in, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_are_many(monkeypatch):
    make_domain("财政预决算", "03-budget")
    make_organization("县财政局")
    monkeypatch.setattr(admin_importing, "BY_JOB_FROM", 2)
    for path in kept_files():
        path.unlink()


@pytest.fixture
def keeper(client):
    office = make_organization("县人民政府办公室", short_name="县政府办公室", is_competent_authority=True)
    return sign_in(client, make_user(organization=office, roles=["系统管理员"]))


@pytest.fixture
def many():
    return [matter(二级事项=f"事项{n}", 序号=str(n)) for n in range(1, 5)]


def confirm(keeper, response):
    return keeper.post(IMPORT, {"token": token_in(response)})


def test_it_is_applied_whole_and_the_page_says_so(keeper, many, django_capture_on_commit_callbacks):
    looked = upload(keeper, *many)
    with django_capture_on_commit_callbacks(execute=True):
        response = confirm(keeper, looked)
    shown = page(keeper.get(response["Location"]))
    said = f"目录已更新，编为{Revision.objects.get()}：新增 4 项，修改 0 项，停用 0 项，未变 0 项。"
    assert said in shown.text and shown.select_one("progress")["value"] == "100"
    assert CatalogItem.objects.matters().count() == 4
    assert kept_files() == []
    assert page(keeper.get("/admin/catalog/catalogitem/import/")).select_one("form")


def test_stopped_in_the_middle_nothing_is_written(
    keeper, many, django_capture_on_commit_callbacks, monkeypatch
):
    asked = importing.obligations.sync

    def sync(today):
        asked(today)
        services.cancel(Job.objects.get())

    monkeypatch.setattr(importing.obligations, "sync", sync)
    with django_capture_on_commit_callbacks(execute=True):
        confirm(keeper, upload(keeper, *many))
    assert Job.objects.get().state == State.CANCELLED
    assert not CatalogItem.objects.matters().exists() and not Revision.objects.exists()


def test_a_catalog_that_changed_meanwhile_is_not_overwritten(
    keeper, many, django_capture_on_commit_callbacks
):
    looked = upload(keeper, *many)
    colleagues = admin_importing._plan(BytesIO(csv_bytes(many[0])), "03-budget.csv")
    with django_capture_on_commit_callbacks(execute=True):
        importing.apply(colleagues, date(2026, 3, 1))
        confirm(keeper, looked)
    failed = Job.objects.get()
    assert failed.state == State.FAILED and "请重新上传" in failed.message
    assert CatalogItem.objects.matters().count() == 1 and kept_files() == []


def test_two_at_once_are_not_offered(keeper, many):
    Job.objects.create(kind="import_catalog", title="导入目录表格（a.csv）")
    response = confirm(keeper, upload(keeper, *many))
    assert response["Location"] == IMPORT
    assert Job.objects.count() == 1
