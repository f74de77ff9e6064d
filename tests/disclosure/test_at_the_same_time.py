"""Two at the same moment, or one killed in the middle: every verb happens once or not at all. Run on PostgreSQL too."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from disclosure import locking, pipeline
from disclosure.models import (
    DocumentRelation,
    EditLock,
    IndexNumberSeries,
    Interpretation,
    InterpretationPlan,
    PolicyDocument,
    Publication,
    Step,
    Version,
)
from disclosure.versions import save_version, start_correction
from disclosure.vocabulary import RelationType, Status
from portal.ledger.models import LedgerEntry
from portal.ledger.services import verify
from portal.organizations.models import Kind, User
from portal.refusal import NotAllowed
from portal.workdays.services import load_known_years
from tests.factories import make_article, make_organization, make_published, make_signed, make_user
from tests.threads import together

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]
STUCK = """
import django; django.setup()
import sys, time
from disclosure import pipeline
from disclosure.pipeline import public
real, seen = public.fulfilment.mark_public, []
def stuck(*args):
    seen.append(args)
    if len(seen) == 3:
        print("in the middle", flush=True)
        time.sleep(60)
    return real(*args)
public.fulfilment.mark_public = stuck
pipeline.publish_due()
"""


@pytest.fixture
def organization(transactional_db):
    load_known_years(range(2024, 2027))
    county = make_organization("县人民政府", Kind.COUNTY_GOVERNMENT)
    return make_organization("县财政局", parent=county)


@pytest.fixture
def person(organization):
    """A colleague as a request would have them: read afresh, with the organisation."""

    def make(*roles):
        made = make_user(organization=organization, roles=roles)
        return User.objects.select_related("organization").get(pk=made.pk)

    return make


def in_status(organization, status, **facts) -> Publication:
    row = make_article(organization=organization, screened_version=0)
    save_version(row, None)
    Publication.objects.filter(pk=row.pk).update(status=status, screened_version=1, **facts)
    return Publication.objects.get(pk=row.pk)


def refused_once(failures) -> bool:
    return len(failures) == 1 and isinstance(failures[0], NotAllowed)


def steps(verb) -> int:
    return Step.objects.filter(verb=verb).count()


@pytest.mark.parametrize(
    ("verb", "status", "role"),
    [
        ("submit", Status.DRAFT, "经办人"),
        ("review", Status.SUBMITTED, "审核人"),
        ("check_secrecy", Status.REVIEWED, "保密审查员"),
        ("sign", Status.CHECKED, "签发人"),
    ],
)
def test_two_who_do_the_same_step_do_it_once(organization, person, verb, status, role):
    row = in_status(organization, status)
    do = getattr(pipeline, verb)
    people = [person(role), person(role)]
    works = [lambda who=who: do(Publication.objects.get(pk=row.pk), who) for who in people]
    assert refused_once(together(*works))
    assert steps(verb) == 1
    assert list(verify()) == []


def test_taken_down_and_archived_at_once_leaves_one_reason(organization, person):
    row = make_published(organization=organization)
    one, other = person("签发人"), person("签发人")
    failures = together(
        lambda: pipeline.withdraw(row, one, "内容有误"), lambda: pipeline.withdraw(row, other, "重复发布")
    )
    assert refused_once(failures)
    assert LedgerEntry.objects.filter(verb="withdrawn").count() == 1


def test_a_correction_and_a_withdrawal_at_once_agree_in_the_end(organization, person):
    """Whichever comes first: the page never shows corrected content under the notice of a withdrawal."""
    author, issuer = person("经办人"), person("签发人")
    public = make_published(organization=organization)
    draft = start_correction(public, author, "金额有误")
    facts = {"status": Status.SIGNED, "signed_at": timezone.now(), "signed_by": issuer}
    Publication.objects.filter(pk=draft.pk).update(screened_version=draft.version_number, **facts)
    failures = together(
        lambda: pipeline.publish(draft, issuer), lambda: pipeline.withdraw(public, issuer, "内容有误")
    )
    assert failures == []
    public.refresh_from_db(), draft.refresh_from_db()
    assert draft.status == Status.ARCHIVED
    order = list(
        LedgerEntry.objects.filter(verb__in=["corrected", "withdrawn"])
        .order_by("sequence")
        .values_list("verb", flat=True)
    )
    assert public.status == (Status.WITHDRAWN if order[-1] == "withdrawn" else Status.PUBLISHED)


def test_two_who_start_a_correction_share_one_draft(organization, person):
    public = make_published(organization=organization)
    people = [person("经办人"), person("经办人")]
    works = [lambda who=who: start_correction(public, who, "金额有误") for who in people]
    assert refused_once(together(*works))
    assert public.corrections.count() == 1


def test_the_pen_is_in_one_hand(organization, person):
    row = make_article(organization=organization)
    holders, people = [], [person("经办人") for _ in range(3)]
    works = [lambda who=who: holders.append(locking.take(row, who).user_id) for who in people]
    assert together(*works) == []
    assert EditLock.objects.count() == 1
    assert set(holders) == {EditLock.objects.get().user_id}


def test_versions_saved_at_once_have_numbers_of_their_own(organization, person):
    row = make_article(organization=organization)
    works = [lambda: save_version(row, None, "保存", even_if_same=True) for _ in range(4)]
    assert together(*works) == []
    assert sorted(Version.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def scheduled(organization, model=Publication, **fields):
    made = make_signed(
        organization=organization, **({} if model is Publication else {"model": model}), **fields
    )
    past = timezone.now() - timedelta(minutes=1)
    Publication.objects.filter(pk=made.pk).update(status=Status.SCHEDULED, publish_at=past)
    return Publication.objects.get(pk=made.pk)


def document_with_its_interpretation(organization):
    document, interpretation = (scheduled(organization, model) for model in (PolicyDocument, Interpretation))
    DocumentRelation.objects.create(publication=interpretation, type=RelationType.INTERPRETS, target=document)
    InterpretationPlan.objects.create(
        document=document,
        interpretation=interpretation,
        interpreter="局长",
        form="text",
        due_on=date(2026, 1, 5),
    )


def assert_each_went_out_once(number: int) -> None:
    assert Publication.objects.public().count() == number
    assert not Publication.objects.exclude(schedule_problem="").exists()
    entries = LedgerEntry.objects.filter(verb="published").values_list("subject", flat=True)
    assert len(entries) == number and set(Counter(entries).values()) == {1}
    assert steps("publish") == number
    numbers = sorted(Publication.objects.values_list("index_number", flat=True))
    assert [int(text[-5:]) for text in numbers] == list(range(1, number + 1))
    assert IndexNumberSeries.objects.get().last == number
    assert list(verify()) == []


def test_two_schedulers_publish_each_once(organization):
    for _ in range(6):
        scheduled(organization)
    document_with_its_interpretation(organization)
    done = []
    work = lambda: done.append(pipeline.publish_due())  # noqa: E731
    assert together(work, work) == []
    assert [sum(column) for column in zip(*done, strict=True)][1] == 0
    assert_each_went_out_once(8)


def test_one_who_cancels_at_the_last_moment_wins_or_is_told(organization, person):
    row, issuer = scheduled(organization), person("签发人")
    failures = together(pipeline.publish_due, lambda: pipeline.unschedule(row, issuer))
    row.refresh_from_db()
    assert row.status == (Status.PUBLISHED if failures else Status.SIGNED)
    assert all(isinstance(failure, NotAllowed) for failure in failures)


def test_a_worker_killed_in_the_middle_publishes_nothing_by_halves(organization):
    for _ in range(5):
        scheduled(organization)
    worker = start_worker(STUCK)
    try:
        assert worker.stdout.readline().strip() == "in the middle", worker.stderr.read()
        assert Publication.objects.public().count() == 2
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.communicate()
    assert Publication.objects.filter(status=Status.SCHEDULED).count() == 3
    assert pipeline.publish_due() == (3, 0)
    assert_each_went_out_once(5)


def start_worker(program: str) -> subprocess.Popen:
    """A process of its own that works on the database of this test."""
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def database_url() -> str:
    """The database of this test run, as a setting of another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}@/{facts['HOST']}/{facts['NAME']}"
