"""Publishing and withdrawing: who may, why not, and what follows."""

import threading
from datetime import date, datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from catalog.states import State
from disclosure import services, signals
from disclosure.models import DocumentRelation, IndexNumberSeries, Interpretation, Publication
from disclosure.services import (
    NotAllowed,
    link_obligations,
    publish,
    why_not_publish,
    why_not_withdraw,
    withdraw,
)
from disclosure.vocabulary import Attribute, Ground, Status
from portal.ledger.models import LedgerEntry
from portal.ledger.services import verify
from tests.factories import make_matter, make_obligation, make_organization, make_signed, make_user

ISSUED_ON = datetime(2025, 6, 10, 9, 0, tzinfo=timezone.get_fixed_timezone(480))


def refusals(verb, *args) -> str:
    with pytest.raises(NotAllowed) as refused:
        verb(*args)
    return "".join(refused.value.reasons)


# Who may


@pytest.mark.parametrize(
    ("visitor", "reasons"),
    [
        ("no right", ["没有这项权限"]),
        ("wrong organisation", ["不在您的单位范围之内"]),
        ("neither", ["没有这项权限", "不在您的单位范围之内"]),
        ("dismissed", ["没有这项权限", "不在您的单位范围之内"]),
        ("the right", []),
        ("county office", []),
        ("superuser", []),
    ],
)
def test_only_an_issuer_of_the_organisation_or_above_publishes(
    visitor, reasons, signed, finance, education, county
):
    users = {
        "no right": lambda: make_user(organization=finance, roles=["经办人"]),
        "wrong organisation": lambda: make_user(organization=education, roles=["签发人"]),
        "neither": lambda: make_user(organization=education, roles=["经办人"]),
        "dismissed": lambda: make_user(organization=finance, roles=["签发人"], is_active=False),
        "the right": lambda: make_user(organization=finance, roles=["签发人"]),
        "county office": lambda: make_user(organization=county, roles=["签发人"]),
        "superuser": lambda: make_user(is_superuser=True),
    }
    user = users[visitor]()
    found = why_not_publish(signed, user)
    assert len(found) == len(reasons)
    assert all(part in reason for part, reason in zip(reasons, found, strict=True))
    assert len(why_not_withdraw(signed, user)) == len(reasons) + 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"attribute": Attribute.ON_REQUEST, "ground": Ground.THIRD_PARTY}, "只有主动公开的信息才能发布"),
        ({"body": ""}, "正文和附件都是空的"),
        ({"formed_on": date(2999, 1, 1)}, "晚于今天"),
    ],
)
def test_a_draft_that_is_not_ready_says_what_is_missing(fields, reason, finance, issuer):
    article = make_signed(organization=finance, **{"formed_on": date(2025, 6, 3), **fields})
    assert reason in refusals(publish, article, issuer)
    article.refresh_from_db()
    assert article.status == Status.SIGNED
    assert article.index_number is None


def test_an_abolished_organisation_publishes_nothing(signed, finance, issuer):
    finance.abolished_on = date(2025, 1, 1)
    finance.save()
    assert "已经撤销" in refusals(publish, signed, issuer)


def test_an_interpretation_must_say_what_it_interprets(finance, issuer, signed):
    interpretation = make_signed("预算解读", finance, Interpretation, body="<p>解读。</p>")
    assert "没有关联它所解读的文件" in refusals(publish, interpretation, issuer)
    DocumentRelation.objects.create(publication=interpretation, type="interprets", target=signed)
    assert "还没有发布" in refusals(publish, interpretation, issuer)
    publish(signed, issuer)
    assert publish(interpretation, issuer).is_public


# What follows


def test_publishing_numbers_dates_and_signs(signed, issuer, finance):
    with time_machine.travel(ISSUED_ON, tick=False):
        published = publish(signed, issuer)
    assert published.index_number == f"{finance.credit_code}/2025-00001"
    assert (published.published_at, published.published_by) == (ISSUED_ON, issuer)
    assert list(Publication.objects.public()) == [published]


def test_it_cannot_be_published_twice(signed, issuer):
    publish(signed, issuer)
    assert "已经发布" in refusals(publish, signed, issuer)


def test_numbers_run_without_gaps_by_organ_and_year(finance, education, issuer):
    superuser = make_user(is_superuser=True)
    first, second = make_signed(organization=finance), make_signed(organization=finance)
    unready, elsewhere = make_signed(organization=finance, body=""), make_signed(organization=education)
    next_year = make_signed(organization=finance)

    refusals(publish, unready, issuer)
    numbers = [publish(p, superuser, at=ISSUED_ON).index_number for p in (first, elsewhere, second)]
    numbers.append(publish(next_year, superuser, at=ISSUED_ON.replace(year=2026)).index_number)

    assert [number[-10:] for number in numbers] == ["2025-00001", "2025-00001", "2025-00002", "2026-00001"]


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_get_two_numbers():
    finance = make_organization("县财政局")
    issuer = make_user(organization=finance, roles=["签发人"])
    issuer = type(issuer).objects.select_related("organization").get(pk=issuer.pk)
    ready = [make_signed(organization=finance) for _ in range(6)]
    start, failures = threading.Barrier(2), []

    def work(mine):
        start.wait(timeout=10)
        try:
            for signed in mine:
                publish(signed, issuer)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[half]) for half in (ready[::2], ready[1::2])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    numbers = Publication.objects.order_by("index_number").values_list("index_number", flat=True)
    assert [int(number[-5:]) for number in numbers] == [1, 2, 3, 4, 5, 6]
    assert IndexNumberSeries.objects.get().last == 6
    assert list(verify()) == []


def test_withdrawing_needs_a_reason_and_leaves_the_address(signed, issuer):
    publish(signed, issuer)
    assert "写明撤回的理由" in refusals(withdraw, signed, issuer, "  ")
    withdrawn = withdraw(signed, issuer, "附件数据有误")
    assert (withdrawn.status, withdrawn.withdrawal_reason) == (Status.WITHDRAWN, "附件数据有误")
    assert not Publication.objects.public().exists()
    assert Publication.objects.addressable().get() == withdrawn


def test_a_draft_cannot_be_withdrawn(signed, issuer):
    assert "没有在公开" in refusals(withdraw, signed, issuer, "误操作")


def test_every_act_is_in_the_ledger_without_a_name(signed, issuer):
    publish(signed, issuer)
    withdraw(signed, issuer, "附件数据有误")
    entries = list(LedgerEntry.objects.order_by("sequence"))
    assert [(e.verb, e.subject, e.actor) for e in entries] == [
        ("published", f"publication:{signed.pk}", "县财政局"),
        ("withdrawn", f"publication:{signed.pk}", "县财政局"),
    ]
    assert entries[1].payload["reason"] == "附件数据有误"
    assert list(verify()) == []


def test_a_refused_act_leaves_no_trace(signed, finance):
    refusals(publish, signed, make_user(organization=finance))
    assert not LedgerEntry.objects.exists()
    assert not IndexNumberSeries.objects.exists()


def test_others_hear_of_it_after_commit(signed, issuer, django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, publication, **kwargs):
        heard.append(publication.pk)

    signals.published.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            publish(signed, issuer)
            assert heard == []
    finally:
        signals.published.disconnect(listen)
    assert heard == [signed.pk]


# Coverage


@pytest.fixture
def obligation(calendar, finance):
    return make_obligation(make_matter("部门预算"), finance, first_due_on=date(2025, 7, 1))


@pytest.mark.parametrize(
    ("published", "state"),
    [
        (datetime(2025, 7, 1, 9, tzinfo=ISSUED_ON.tzinfo), State.ON_TIME),
        (datetime(2025, 7, 2, 9, tzinfo=ISSUED_ON.tzinfo), State.LATE),
    ],
)
def test_publishing_answers_the_obligation_in_time_or_late(published, state, signed, issuer, obligation):
    """条例 Art. 26: 20 working days from 3 June 2025 end on 1 July 2025."""
    link_obligations(signed, [obligation])
    obligation.refresh_from_db()
    assert obligation.published_count == 0

    publish(signed, issuer, at=published)

    obligation.refresh_from_db()
    assert (obligation.state, obligation.published_count) == (state, 1)
    assert obligation.latest_published_on == published.date()
    assert signed.fulfilments.get().deadline == date(2025, 7, 1)


def test_withdrawing_takes_the_answer_back(signed, issuer, obligation):
    link_obligations(signed, [obligation])
    publish(signed, issuer, at=ISSUED_ON)
    withdraw(signed, issuer, "附件数据有误")
    obligation.refresh_from_db()
    assert (obligation.published_count, obligation.latest_published_on) == (0, None)
    assert obligation.state == State.MISSING


def test_changing_the_links_of_something_public_moves_the_answer(signed, issuer, obligation, finance):
    other = make_obligation(make_matter("部门决算"), finance)
    link_obligations(signed, [obligation])
    published = publish(signed, issuer, at=ISSUED_ON)
    link_obligations(published, [other])
    obligation.refresh_from_db()
    other.refresh_from_db()
    assert (obligation.published_count, other.published_count) == (0, 1)


@pytest.mark.django_db
def test_an_anonymous_visitor_is_told_why_not(signed):
    """Views never let one get here; the rule still answers instead of breaking."""
    visitor = AnonymousUser()
    visitor.organization = None
    assert len(why_not_publish(signed, visitor)) == 2
    assert services.why_not_withdraw(signed, visitor)
