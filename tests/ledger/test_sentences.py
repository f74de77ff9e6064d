"""What an entry says in Chinese, and how rooms above teach the ledger their verbs."""

import pytest

from portal.ledger import sentences
from portal.ledger.services import append
from tests import factories


def test_a_known_verb_is_a_sentence():
    said = sentences.say("published", {"title": "预算", "index_number": "X/2026-00001"})
    assert said == "发布《预算》，索引号X/2026-00001。"


def test_a_verb_nobody_registered_still_says_something():
    assert sentences.label_of("teleported") == "其他"
    assert "没有登记" in sentences.say("teleported", {})


def test_a_payload_that_lacks_a_field_does_not_break_the_page():
    assert "（未记载）" in sentences.say("withdrawn", {"title": "预算"})


def test_what_must_not_be_told_is_left_out():
    said = sentences.say("withdrawn", {"title": "张三低保审批", "reason": "含有个人信息"}, without=["title"])
    assert "张三" not in said
    assert "含有个人信息" in said


def test_braces_in_a_title_are_plain_text():
    assert "{0.__class__}" in sentences.say("published", {"title": "{0.__class__}", "index_number": "1"})


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"added": 3, "changed": 0, "ended": 1}, "导入公开目录：新增3项，停用1项。"),
        ({}, "导入公开目录：没有变化。"),
    ],
)
def test_an_import_tells_what_it_changed(payload, said):
    assert sentences.say("catalog_imported", payload) == said


def test_a_room_above_teaches_a_verb(monkeypatch):
    monkeypatch.setattr(sentences, "_SENTENCES", dict(sentences._SENTENCES))
    sentences.register("answered", "答复", lambda payload: f"答复{payload['count']}件。")
    assert ("answered", "答复") in sentences.labels()
    assert sentences.say("answered", {"count": 2}) == "答复2件。"


def test_organisations_are_told_by_name(db):
    factories.make_organization("县财政局", code="finance")
    assert sentences.names_of(["finance"]) == {"finance": "县财政局"}


def test_private_entries_are_salted_so_that_nobody_finds_the_content_by_trying(db):
    first = append("logged_in", "user:7", payload={"how": "password"}, is_public=False)
    second = append("logged_in", "user:7", payload={"how": "password"}, is_public=False)
    assert first.payload["salt"] != second.payload["salt"]
    assert "salt" not in append("published", "publication:1").payload
