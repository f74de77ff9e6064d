"""The ledger: one chain, in which nothing can be changed, removed or slipped in unnoticed."""

import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.ledger.chain import GENESIS, Link, broken_links, digest_of, next_hash
from portal.ledger.models import LedgerEntry
from portal.ledger.services import append, verify

CONTENTS = st.lists(
    st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5)), min_size=1, max_size=8
)


def chain_of(contents: list[dict]) -> list[Link]:
    links, previous = [], GENESIS
    for sequence, content in enumerate(contents, start=1):
        digest = digest_of(content)
        previous = next_hash(previous, digest)
        links.append(Link(sequence, digest, previous))
    return links


@given(CONTENTS)
def test_an_untouched_chain_holds(contents):
    assert list(broken_links(chain_of(contents))) == []


@given(CONTENTS, st.data())
def test_a_removed_link_is_missed_unless_it_was_the_last(contents, data):
    links = chain_of([*contents, {}])
    del links[data.draw(st.integers(0, len(links) - 2))]
    assert list(broken_links(links))


@given(CONTENTS, st.data())
def test_a_changed_digest_is_found_where_it_was_changed(contents, data):
    links = chain_of(contents)
    place = data.draw(st.integers(0, len(links) - 1))
    links[place] = links[place]._replace(digest=digest_of({"另": "一份内容"}))
    assert [sequence for sequence, _ in broken_links(links)] == [place + 1]


@given(CONTENTS.filter(lambda contents: len(contents) > 1), st.data())
def test_links_cannot_change_places(contents, data):
    links = chain_of(contents)
    place = data.draw(st.integers(0, len(links) - 2))
    links[place], links[place + 1] = links[place + 1], links[place]
    assert list(broken_links(links))


@given(st.dictionaries(st.text(), st.text()))
def test_the_digest_does_not_depend_on_the_order_of_keys(content):
    assert digest_of(content) == digest_of(dict(reversed(content.items())))


@pytest.fixture
def three(db):
    return [
        append(
            "published", "publication:1", actor="县财政局", organization="finance", payload={"title": "预算"}
        ),
        append(
            "withdrawn", "publication:1", actor="县财政局", organization="finance", payload={"reason": "有误"}
        ),
        append("logged_in", "user:7", actor="周敏", is_public=False),
    ]


def test_entries_are_numbered_and_linked(three):
    assert [entry.sequence for entry in three] == [1, 2, 3]
    assert three[0].hash == next_hash(GENESIS, three[0].digest)
    assert three[1].hash == next_hash(three[0].hash, three[1].digest)
    assert list(verify()) == []


TAMPERED = [
    {"at": "later"},
    {"actor": "县审计局"},
    {"organization": "audit"},
    {"verb": "published"},
    {"subject": "publication:2"},
    {"payload": {"reason": "另有原因"}},
    {"payload": {}},
    {"digest": "0" * 64},
    {"hash": "0" * 64},
    {"sequence": 9},
]


@pytest.mark.parametrize("change", TAMPERED, ids=lambda change: next(iter(change)))
def test_tampering_with_any_field_is_found(three, change):
    if change.get("at"):
        change = {"at": three[1].at + timedelta(seconds=1)}
    LedgerEntry.objects.filter(pk=three[1].pk).update(**change)
    assert list(verify())


def test_a_forged_digest_that_fits_its_content_breaks_the_chain(three):
    entry = LedgerEntry.objects.get(pk=three[1].pk)
    entry.payload = {"reason": "另有原因"}
    entry.digest = digest_of(entry.content())
    entry.save()
    assert [sequence for sequence, _ in verify()] == [2]


def test_a_removed_entry_is_found(three):
    three[1].delete()
    assert next(sequence for sequence, _ in verify()) == 3


def test_a_private_entry_verifies_by_its_digest_alone(three):
    """What the public gets of it is sequence, digest and hash; the chain still holds."""
    shown = LedgerEntry.objects.order_by("sequence").values_list("sequence", "digest", "hash")
    assert list(broken_links(Link(*row) for row in shown)) == []
    assert LedgerEntry.objects.filter(is_public=True).count() == 2


def test_what_was_rolled_back_leaves_no_gap(three):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        append("published", "publication:2")
        raise ZeroDivisionError
    assert append("published", "publication:3").sequence == 4


def test_the_command_says_whether_the_chain_holds(three, capsys):
    call_command("verify_ledger")
    assert "共 3 条" in capsys.readouterr().out
    LedgerEntry.objects.filter(sequence=2).update(actor="某人")
    with pytest.raises(CommandError, match="未通过"):
        call_command("verify_ledger")


@pytest.fixture
def real_database(transactional_db, tmp_path):
    """A database that several connections can write to: SQLite in memory cannot, so a copy of it in a file."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    settings, before = connection.settings_dict, connection.settings_dict["NAME"]
    path = str(tmp_path / "ledger.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [path])
    kept, connection.connection = connection.connection, None
    settings["NAME"] = path
    yield
    connection.close()
    settings["NAME"] = before
    connection.connection = kept


def test_two_writers_at_once_make_one_chain(real_database):
    failures = []

    def write(subject: str) -> None:
        try:
            for _ in range(15):
                append("published", subject)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(f"publication:{n}",)) for n in (1, 2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)
    assert failures == []
    assert list(LedgerEntry.objects.order_by("sequence").values_list("sequence", flat=True)) == list(
        range(1, 31)
    )
    assert list(verify()) == []
