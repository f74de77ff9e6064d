"""公开台账: what everyone sees of the ledger, and that everyone can verify it with the program docs/ledger.md gives."""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure.models import Publication
from disclosure.vocabulary import Status
from portal.ledger import checking
from portal.ledger.models import LedgerEntry
from portal.ledger.services import append
from tests import factories

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
ENTRIES = "/ledger/entries.jsonl"


def record(publication, verb="published", **payload):
    title = {"title": publication.title, "index_number": publication.index_number}
    code = publication.organization.code
    return append(
        verb, f"publication:{publication.pk}", actor="县财政局", organization=code, payload=title | payload
    )


@pytest.fixture
def ledger(db):
    bureau = factories.make_organization("县财政局", code="finance")
    public = factories.make_published("2026年部门预算", organization=bureau)
    gone = factories.make_published("张某某救助名单", organization=bureau)
    record(public)
    record(gone)
    withdrawal = {"withdrawn_at": timezone.now(), "withdrawal_reason": "含有个人信息"}
    Publication.objects.filter(pk=gone.pk).update(status=Status.WITHDRAWN, **withdrawal)
    record(gone, "withdrawn", reason="含有个人信息")
    append("signed_in", "user:7", actor="周敏", is_public=False)
    append("catalog_imported", "catalog", actor="系统", payload={"added": 3})
    return public


def page_of(client, address="/ledger/") -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows(page) -> list[str]:
    return [row.get_text(" ", strip=True) for row in page.select("table tbody tr")]


def downloaded(client, address=ENTRIES, **headers) -> bytes:
    return b"".join(client.get(address, headers=headers).streaming_content)


def test_the_newest_public_entries_are_sentences(client, ledger):
    shown = rows(page_of(client))
    assert len(shown) == 4
    assert "导入公开目录：新增3项。" in shown[0]
    assert "发布《2026年部门预算》" in shown[3]
    assert "县财政局" in shown[3]


def test_an_entry_leads_to_what_it_is_about(client, ledger):
    link = page_of(client).find("a", string=re.compile("2026年部门预算"))
    assert link["href"] == ledger.get_absolute_url()


def test_private_entries_are_not_told(client, ledger):
    assert "周敏" not in page_of(client).get_text()
    assert "周敏" not in downloaded(client).decode()


def test_what_was_withdrawn_is_told_without_its_title(client, ledger):
    text = page_of(client).get_text()
    assert "张某某" not in text
    assert "含有个人信息" in text
    assert "张某某" not in downloaded(client).decode()


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("verb=withdrawn", 1),
        ("organization=finance", 3),
        ("organization=finance&verb=published", 2),
        ("verb=x", 4),
    ],
)
def test_it_can_be_narrowed_down(client, ledger, query, number):
    assert len(rows(page_of(client, f"/ledger/?{query}"))) == number


def test_the_page_says_whether_the_chain_holds_and_since_when(client, ledger):
    assert "还没有核验过" in page_of(client).get_text()
    checking.run()
    assert "核验了全部 5 条" in page_of(client).get_text()
    LedgerEntry.objects.filter(sequence=2).update(actor="某人")
    checking.run()
    text = page_of(client).get_text()
    assert "台账有中断" in text
    assert "第 2 条" in text


def test_showing_the_page_does_not_verify_the_chain(client, ledger, django_assert_max_num_queries):
    for number in range(60):
        record(factories.make_published(f"信息{number}", organization=ledger.organization))
    with CaptureQueriesContext(connection) as many:
        page_of(client)
    with CaptureQueriesContext(connection) as deep:
        page_of(client, "/ledger/?page=2")
    assert len(deep) <= len(many) <= 9


def test_an_empty_ledger_says_so(client):
    assert "台账还是空的" in page_of(client).get_text()
    assert json.loads(downloaded(client)) == {"head": {"sequence": 0, "hash": "", "time": None}}


def test_the_head_can_be_pinned(client, ledger):
    head = client.get("/ledger/head.json").json()
    last = LedgerEntry.objects.head()
    assert (head["sequence"], head["hash"]) == (last.sequence, last.hash)


def test_the_file_has_every_entry_in_order_and_ends_with_the_head(client, ledger):
    lines = [json.loads(line) for line in downloaded(client).splitlines()]
    assert [line["sequence"] for line in lines[:-1]] == [1, 2, 3, 4, 5]
    assert ["content" in line for line in lines[:-1]] == [True, False, False, False, True]
    assert lines[-1]["head"]["hash"] == LedgerEntry.objects.head().hash


def test_only_what_is_new_can_be_asked_for(client, ledger):
    lines = [json.loads(line) for line in downloaded(client, f"{ENTRIES}?after=3").splitlines()]
    assert [line.get("sequence") for line in lines] == [4, 5, None]
    assert len(downloaded(client, f"{ENTRIES}?after=99999999999999999999").splitlines()) == 6


def test_the_file_is_compressed_on_its_way(client, ledger):
    packed = downloaded(client, **{"accept-encoding": "gzip"})
    assert gzip.decompress(packed) == downloaded(client)


@pytest.mark.parametrize("address", [ENTRIES, "/ledger/head.json"])
def test_asking_again_costs_nothing_until_something_happened(client, ledger, address):
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    append("catalog_imported", "catalog")
    assert client.get(address, headers={"if-none-match": tag}).status_code == 200


def test_nothing_can_be_sent_to_it(client, ledger):
    for address in ("/ledger/", ENTRIES, "/ledger/head.json", "/ledger/verify_ledger.py"):
        assert client.post(address).status_code == 405


def program_in_docs() -> str:
    text = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")
    return re.search(r"```python\n(.*?)```", text, re.DOTALL).group(1)


def verify(directory: Path, content: bytes) -> subprocess.CompletedProcess:
    (directory / "verify_ledger.py").write_text(program_in_docs(), encoding="utf-8")
    (directory / "entries.jsonl").write_bytes(content)
    command = [sys.executable, "-I", "verify_ledger.py", "entries.jsonl"]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=30)


def test_the_documented_program_is_the_one_that_is_served_and_is_short(client):
    assert client.get("/ledger/verify_ledger.py").content.decode() == program_in_docs()
    assert len([line for line in program_in_docs().splitlines() if line.strip()]) <= 22


def test_an_intact_file_passes(client, ledger, tmp_path):
    done = verify(tmp_path, downloaded(client))
    assert (done.returncode, done.stderr) == (0, "")
    assert "共5条" in done.stdout
    assert LedgerEntry.objects.head().hash in done.stdout


def test_an_empty_file_passes(client, tmp_path):
    assert verify(tmp_path, downloaded(client)).returncode == 0


def drop(number: int):
    return lambda lines: lines[: number - 1] + lines[number:]


TAMPERED = {
    "a word changed": lambda lines: [lines[0].replace("部门预算", "部门决算"), *lines[1:]],
    "the digest of a hidden entry changed": lambda lines: [
        *lines[:1],
        lines[1].replace('"digest":"', '"digest":"0', 1),
        *lines[2:],
    ],
    "an entry dropped": drop(2),
    "the first dropped": drop(1),
    "the last dropped": drop(5),
    "the head dropped": drop(6),
    "two exchanged": lambda lines: [lines[1], lines[0], *lines[2:]],
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_tampered_file_fails(client, ledger, tmp_path, tamper):
    lines = downloaded(client).decode().splitlines()
    changed = tamper(lines)
    assert changed != lines
    assert verify(tmp_path, "\n".join(changed).encode()).returncode != 0
