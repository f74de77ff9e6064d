"""The ledger in the admin: sentences, marks beside one entry, and the verification of all of them in steps."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from portal.ledger import checking
from portal.ledger.models import ChainCheck, LedgerEntry
from portal.ledger.services import append
from tests import factories

LIST = "/admin/ledger/ledgerentry/"


@pytest.fixture
def entries(db):
    bureau = factories.make_organization("县财政局", code="finance")
    title = {"title": "预算", "index_number": "X/2026-00001"}
    return [
        append("published", "publication:1", actor="县财政局", organization=bureau.code, payload=title),
        append("catalog_imported", "catalog", actor="系统", payload={"added": 3}),
    ]


@pytest.fixture
def inspector(client, entries):
    client.force_login(factories.make_user(permissions=["ledger.view_ledgerentry"]))
    return client


def page(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def change(entry) -> str:
    return reverse("admin:ledger_ledgerentry_change", args=[entry.pk])


def test_the_list_says_what_happened(inspector):
    text = page(inspector.get(LIST)).select_one("#result_list").get_text(" ", strip=True)
    assert "发布《预算》，索引号X/2026-00001。" in text
    assert "导入公开目录：新增3项。" in text


@pytest.mark.parametrize(
    "query", ["verb=published", "organization=finance", "at__gte=2020-01-01+00:00:00%2B08:00"]
)
def test_it_can_be_narrowed_down(inspector, query):
    rows = page(inspector.get(f"{LIST}?{query}")).select("#result_list tbody tr")
    assert len(rows) == (2 if "at__" in query else 1)


def test_an_entry_shows_that_it_verifies(inspector, entries):
    marks = page(inspector.get(change(entries[1]))).select(".ledger-marks .is-good")
    assert [mark.get_text() for mark in marks] == ["内容与摘要相符", "与前一条链接相符"]


def test_an_entry_shows_that_it_was_tampered_with(inspector, entries):
    LedgerEntry.objects.filter(pk=entries[0].pk).update(actor="县审计局")
    assert (
        "被改动过" in page(inspector.get(change(entries[0]))).select_one(".ledger-marks .is-bad").get_text()
    )


def test_an_entry_whose_predecessor_is_gone_shows_it(inspector, entries):
    entries[0].delete()
    assert (
        "链接不符" in page(inspector.get(change(entries[1]))).select_one(".ledger-marks .is-bad").get_text()
    )


def test_verifying_goes_on_step_by_step_until_it_is_done(inspector, monkeypatch):
    monkeypatch.setattr(checking, "BATCH", 1)
    monkeypatch.setattr(checking.go_on, "__defaults__", (0,))
    answer = inspector.post(reverse("admin:ledger_verify"))
    percents = []
    while True:
        shown = page(inspector.get(answer.url))
        percents.append(int(shown.select_one("progress")["value"]))
        if not shown.select_one("form[data-continue]"):
            break
        answer = inspector.post(answer.url)
    assert percents == [0, 50, 99, 100]
    assert "核验通过" in shown.get_text()


def test_problems_are_named_on_the_page(inspector):
    LedgerEntry.objects.filter(sequence=1).update(actor="县审计局")
    check = checking.run()
    text = page(inspector.get(reverse("admin:ledger_verify_progress", args=[check.pk]))).get_text()
    assert "核验未通过" in text
    assert "内容与摘要不符" in text
    assert "有 1 处不符" in page(inspector.get(LIST)).get_text()


def test_looking_at_the_address_starts_nothing(inspector):
    assert inspector.get(reverse("admin:ledger_verify")).status_code == 302
    assert not ChainCheck.objects.exists()


def test_those_who_may_not_see_the_ledger_verify_nothing(client, entries):
    client.force_login(factories.make_user(roles=["经办人"]))
    assert client.post(reverse("admin:ledger_verify")).status_code == 403
    assert client.get(LIST).status_code == 403
    client.logout()
    assert client.post(reverse("admin:ledger_verify")).status_code == 302


def test_nobody_adds_changes_or_deletes(inspector, entries):
    assert inspector.get(f"{LIST}add/").status_code == 403
    assert inspector.post(change(entries[0]), {"actor": "某人"}).status_code == 403
    assert inspector.get(reverse("admin:ledger_ledgerentry_delete", args=[entries[0].pk])).status_code == 403
