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
from tests.factories import make_article, make_matter, make_obligation, make_organization, make_user

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
    visitor, reasons, draft, finance, education, county
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
    found = why_not_publish(draft, user)
    assert len(found) == len(reasons)
    assert all(part in reason for part, reason in zip(reasons, found, strict=True))
    assert len(why_not_withdraw(draft, user)) == len(reasons) + 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"attribute": Attribute.ON_REQUEST, "ground": Ground.THIRD_PARTY}, "只有主动公开的信息才能发布"),
        ({"body": ""}, "正文和附件都是空的"),
        ({"formed_on": date(2999, 1, 1)}, "晚于今天"),
    ],
)
def test_a_draft_that_is_not_ready_says_what_is_missing(fields, reason, finance, issuer):
    article = make_article(organization=finance, **{"formed_on": date(2025, 6, 3), **fields})
    assert reason in refusals(publish, article, issuer)
    article.refresh_from_db()
    assert article.status == Status.DRAFT
    assert article.index_number is None


def test_an_abolished_organisation_publishes_nothing(draft, finance, issuer):
    finance.abolished_on = date(2025, 1, 1)
    finance.save()
    assert "已经撤销" in refusals(publish, draft, issuer)


def test_an_interpretation_must_say_what_it_interprets(finance, issuer, draft):
    interpretation = Interpretation.objects.create(
        title="预算解读",
        organization=finance,
        formed_on=date(2025, 6, 3),
        body="<p>解读。</p>",
        topic=draft.topic,
    )
    assert "没有关联它所解读的文件" in refusals(publish, interpretation, issuer)
    DocumentRelation.objects.create(publication=interpretation, type="interprets", target=draft)
    assert publish(interpretation, issuer).is_public


# What follows


def test_publishing_numbers_dates_and_signs(draft, issuer, finance):
    with time_machine.travel(ISSUED_ON, tick=False):
        published = publish(draft, issuer)
    assert published.index_number == f"{finance.credit_code}/2025-00001"
    assert (published.published_at, published.published_by) == (ISSUED_ON, issuer)
    assert list(Publication.objects.public()) == [published]


def test_it_cannot_be_published_twice(draft, issuer):
    publish(draft, issuer)
    assert "已经发布" in refusals(publish, draft, issuer)


def test_numbers_run_without_gaps_by_organ_and_year(finance, education, issuer):
    superuser = make_user(is_superuser=True)
    first, second = make_article(organization=finance), make_article(organization=finance)
    unready, elsewhere = make_article(organization=finance, body=""), make_article(organization=education)
    next_year = make_article(organization=finance)

    refusals(publish, unready, issuer)
    numbers = [publish(p, superuser, at=ISSUED_ON).index_number for p in (first, elsewhere, second)]
    numbers.append(publish(next_year, superuser, at=ISSUED_ON.replace(year=2026)).index_number)

    assert [number[-10:] for number in numbers] == ["2025-00001", "2025-00001", "2025-00002", "2026-00001"]


def test_the_index_number_outlives_withdrawal(draft, issuer):
    number = publish(draft, issuer).index_number
    withdraw(draft, issuer, "附件有误")
    assert publish(draft, issuer).index_number == number


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_get_two_numbers():
    finance = make_organization("县财政局")
    issuer = make_user(organization=finance, roles=["签发人"])
    issuer = type(issuer).objects.select_related("organization").get(pk=issuer.pk)
    drafts = [make_article(organization=finance) for _ in range(6)]
    start, failures = threading.Barrier(2), []

    def work(mine):
        start.wait(timeout=10)
        try:
            for draft in mine:
                publish(draft, issuer)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[half]) for half in (drafts[::2], drafts[1::2])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    numbers = Publication.objects.order_by("index_number").values_list("index_number", flat=True)
    assert [int(number[-5:]) for number in numbers] == [1, 2, 3, 4, 5, 6]
    assert IndexNumberSeries.objects.get().last == 6
    assert list(verify()) == []


def test_withdrawing_needs_a_reason_and_leaves_the_address(draft, issuer):
    publish(draft, issuer)
    assert "写明撤回的理由" in refusals(withdraw, draft, issuer, "  ")
    withdrawn = withdraw(draft, issuer, "附件数据有误")
    assert (withdrawn.status, withdrawn.withdrawal_reason) == (Status.WITHDRAWN, "附件数据有误")
    assert not Publication.objects.public().exists()
    assert Publication.objects.addressable().get() == withdrawn


def test_a_draft_cannot_be_withdrawn(draft, issuer):
    assert "没有在公开" in refusals(withdraw, draft, issuer, "误操作")


def test_every_act_is_in_the_ledger_without_a_name(draft, issuer):
    publish(draft, issuer)
    withdraw(draft, issuer, "附件数据有误")
    entries = list(LedgerEntry.objects.order_by("sequence"))
    assert [(e.verb, e.subject, e.actor) for e in entries] == [
        ("published", f"publication:{draft.pk}", "县财政局"),
        ("withdrawn", f"publication:{draft.pk}", "县财政局"),
    ]
    assert entries[1].payload["reason"] == "附件数据有误"
    assert list(verify()) == []


def test_a_refused_act_leaves_no_trace(draft, finance):
    refusals(publish, draft, make_user(organization=finance))
    assert not LedgerEntry.objects.exists()
    assert not IndexNumberSeries.objects.exists()


def test_others_hear_of_it_after_commit(draft, issuer, django_capture_on_commit_callbacks):
    heard = []

    def listen(sender, publication, **kwargs):
        heard.append(publication.pk)

    signals.published.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            publish(draft, issuer)
            assert heard == []
    finally:
        signals.published.disconnect(listen)
    assert heard == [draft.pk]


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
def test_publishing_answers_the_obligation_in_time_or_late(published, state, draft, issuer, obligation):
    """条例 Art. 26: 20 working days from 3 June 2025 end on 1 July 2025."""
    link_obligations(draft, [obligation])
    obligation.refresh_from_db()
    assert obligation.published_count == 0

    publish(draft, issuer, at=published)

    obligation.refresh_from_db()
    assert (obligation.state, obligation.published_count) == (state, 1)
    assert obligation.latest_published_on == published.date()
    assert draft.fulfilments.get().deadline == date(2025, 7, 1)


def test_withdrawing_takes_the_answer_back(draft, issuer, obligation):
    link_obligations(draft, [obligation])
    publish(draft, issuer, at=ISSUED_ON)
    withdraw(draft, issuer, "附件数据有误")
    obligation.refresh_from_db()
    assert (obligation.published_count, obligation.latest_published_on) == (0, None)
    assert obligation.state == State.MISSING


def test_changing_the_links_of_something_public_moves_the_answer(draft, issuer, obligation, finance):
    other = make_obligation(make_matter("部门决算"), finance)
    link_obligations(draft, [obligation])
    published = publish(draft, issuer, at=ISSUED_ON)
    link_obligations(published, [other])
    obligation.refresh_from_db()
    other.refresh_from_db()
    assert (obligation.published_count, other.published_count) == (0, 1)


@pytest.mark.django_db
def test_an_anonymous_visitor_is_told_why_not(draft):
    """Views never let one get here; the rule still answers instead of breaking."""
    visitor = AnonymousUser()
    visitor.organization = None
    assert len(why_not_publish(draft, visitor)) == 2
    assert services.why_not_withdraw(draft, visitor)
