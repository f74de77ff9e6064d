"""Verifying the whole chain piece by piece, and keeping what was found."""

import pytest
from django.core.management import CommandError, call_command

from portal.ledger import checking
from portal.ledger.models import ChainCheck, LedgerEntry
from portal.ledger.services import append
from portal.ledger.tasks import verify_ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def seven(db, monkeypatch):
    monkeypatch.setattr(checking, "BATCH", 3)
    return [append("published", f"publication:{number}", payload={"title": "预算"}) for number in range(7)]


def test_an_untouched_chain_is_unbroken_and_the_result_is_kept(seven):
    check = checking.run()
    assert check.is_unbroken
    assert (check.checked, check.total, check.last_hash) == (7, 7, seven[-1].hash)
    assert checking.latest() == check


def test_an_empty_ledger_is_unbroken(db):
    assert checking.run().is_unbroken


def test_nothing_is_said_before_a_check_has_finished(seven):
    check = checking.begin()
    assert not check.is_finished
    assert checking.latest() is None


def test_a_check_goes_on_where_it_stopped(seven):
    check, seen = checking.begin(), []
    while not check.is_finished:
        check = checking.go_on(check, seconds=0)
        seen.append((check.checked, check.percent))
    assert seen == [(3, 42), (6, 85), (7, 100)]


def test_what_is_appended_meanwhile_is_left_to_the_next_check(seven):
    check = checking.go_on(checking.begin(), seconds=0)
    append("published", "publication:8")
    while not check.is_finished:
        check = checking.go_on(check, seconds=0)
    assert (check.is_unbroken, check.checked) == (True, 7)


@pytest.mark.parametrize("place", [1, 3, 4, 7])
def test_a_changed_entry_is_named_wherever_the_pieces_end(seven, place):
    LedgerEntry.objects.filter(sequence=place).update(payload={"title": "决算"})
    check = checking.run()
    assert check.problem_count == 1
    assert check.first_problem == (place, "内容与摘要不符")


@pytest.mark.parametrize("place", [1, 3, 4])
def test_a_removed_entry_is_found_wherever_the_pieces_end(seven, place):
    LedgerEntry.objects.filter(sequence=place).delete()
    assert checking.run().first_problem[0] == place + 1


def test_an_end_that_was_cut_off_is_found_by_the_head_seen_last_time(seven):
    checking.run()
    LedgerEntry.objects.filter(sequence__gt=5).delete()
    sequence, problem = checking.run().first_problem
    assert sequence == 7
    assert "已经不在" in problem


def test_a_chain_written_anew_is_found_by_the_head_seen_last_time(seven):
    checking.run()
    LedgerEntry.objects.all().delete()
    for number in range(8):
        append("published", f"publication:{number}", payload={"title": "另一份"})
    assert not checking.run().is_unbroken


def test_only_the_first_problems_are_kept_but_all_are_counted(db):
    for number in range(30):
        append("published", f"publication:{number}")
    LedgerEntry.objects.update(actor="某人")
    check = checking.run()
    assert (check.problem_count, len(check.problems)) == (30, ChainCheck.KEPT_PROBLEMS)


def test_old_results_go(seven, monkeypatch):
    monkeypatch.setattr(checking, "KEPT_CHECKS", 2)
    for _ in range(4):
        checking.run()
    assert ChainCheck.objects.count() == 2


def test_the_task_and_the_command_keep_their_results(seven, capsys):
    assert verify_ledger() == 0
    call_command("verify_ledger")
    assert ChainCheck.objects.count() == 2
    LedgerEntry.objects.filter(sequence=2).update(actor="某人")
    assert verify_ledger() == 1
    with pytest.raises(CommandError, match="共 1 处"):
        call_command("verify_ledger")
    assert "第 2 条：内容与摘要不符" in capsys.readouterr().err
