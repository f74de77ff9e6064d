"""The demo county as a visitor and an inspector would find it."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from catalog import coverage
from catalog.models import CatalogItem, Obligation
from catalog.states import State
from disclosure.models import (
    AnnualReportPage,
    Attachment,
    DocumentRelation,
    Fulfilment,
    Interpretation,
    Picture,
    Publication,
    StatutoryPage,
)
from disclosure.numbers import INDEX_NUMBER, is_document_number
from disclosure.vocabulary import Attribute, InterpretationForm, Kind, RelationType, Status
from portal.demo import organizations, people
from portal.demo.documents import read_documents
from portal.demo.statutory import ORGANS
from portal.ledger.models import LedgerEntry
from portal.ledger.services import verify
from portal.organizations.models import Organization
from portal.organizations.roles import ROLES
from portal.workdays.services import current_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "on_that_day")]

SHARES = {
    State.ON_TIME: (0.62, 0.75),
    State.LATE: (0.05, 0.09),
    State.STALE: (0.03, 0.06),
    State.MISSING: (0.08, 0.14),
    State.NOT_DUE: (0.04, 0.08),
    State.NOT_APPLICABLE: (0.002, 0.01),
    State.UNDETERMINED: (0.0, 0.02),
}


def test_every_written_document_is_published():
    documents = read_documents(organizations.FIXTURES / "publications")
    assert len(documents) >= 220
    kinds = Counter(Publication.objects.public().values_list("kind", flat=True))
    assert set(kinds) == set(Kind.values)
    assert kinds[Kind.POLICY] >= 60
    assert kinds[Kind.INTERPRETATION] == Interpretation.objects.public().count() >= 30


def test_every_domain_shows_publications():
    standard = CatalogItem.objects.domains().filter(parent__code="standard")
    assert standard.count() == 30
    public = Fulfilment.objects.filter(published_on__isnull=False)
    assert set(CatalogItem.objects.domains().values_list("pk", flat=True)) == set(
        public.values_list("domain", flat=True)
    )


def test_nothing_lies_in_the_future(on_that_day):
    public = Publication.objects.public()
    assert not public.filter(published_at__gt=on_that_day).exists()
    assert not public.filter(formed_on__gt=F("published_at__date")).exists()


def test_everything_is_published_in_office_hours_of_working_days():
    calendar = current_calendar()
    regular = Publication.objects.public().filter(emergency_at__isnull=True)
    for at in regular.values_list("published_at", flat=True):
        local = timezone.localtime(at)
        assert calendar.is_workday(local.date())
        assert 8 <= local.hour < 18


def test_every_public_one_is_numbered_without_gaps():
    numbers = Counter()
    for number in Publication.objects.addressable().values_list("index_number", flat=True):
        assert INDEX_NUMBER.match(number)
        series, serial = number.rsplit("-", 1)
        numbers[series] = max(numbers[series], int(serial))
    assert sum(numbers.values()) == Publication.objects.addressable().count()


def test_document_numbers_are_well_formed():
    for number in Publication.objects.exclude(document_number="").values_list("document_number", flat=True):
        assert is_document_number(number), number


def test_the_newest_are_from_the_last_days(on_that_day):
    newest = Publication.objects.public().of_kind(Kind.ARTICLE).newest()[:8]
    assert newest[0].date >= on_that_day.date() - timedelta(days=3)
    assert all(on_that_day.date() - p.date <= timedelta(days=7) for p in newest)
    assert not any("为方便群众查阅" in p.body for p in newest)


def test_dates_spread_over_thirty_months(on_that_day):
    days = [p.date for p in Publication.objects.public().defer("body")]
    months = {(day.year, day.month) for day in days if (on_that_day.date() - day).days < 900}
    assert len(months) >= 27


def test_every_interpretation_explains_a_document_not_later_than_itself():
    for interpretation in Interpretation.objects.public():
        relation = interpretation.relations.get(type=RelationType.INTERPRETS)
        assert relation.target.kind == Kind.POLICY
        assert relation.target.published_at <= interpretation.published_at
        assert relation in relation.target.inverse_relations.all()
    assert Interpretation.objects.exclude(form=InterpretationForm.TEXT).count() >= 10


def test_relations_of_other_types_are_there():
    types = set(DocumentRelation.objects.values_list("type", flat=True))
    assert {RelationType.BASED_ON, RelationType.REPEALS, RelationType.INTERPRETS} <= types


def test_files_are_real():
    assert set(Attachment.objects.values_list("extension", flat=True)) == {"pdf", "docx", "xlsx"}
    assert Attachment.objects.count() >= 30
    for picture in Picture.objects.all():
        assert picture.alt
        assert picture.renditions.count() >= 2


def test_every_organ_has_a_guide_and_nearly_every_one_a_report():
    organs = Organization.objects.active().filter(kind__in=ORGANS)
    guides = StatutoryPage.objects.public().filter(part="guide").values("organization")
    assert not organs.exclude(pk__in=guides).exists()
    reports = AnnualReportPage.objects.public()
    assert set(reports.filter(organization__code="county").values_list("year", flat=True)) == {
        2023,
        2024,
        2025,
    }
    assert 0 < organs.exclude(pk__in=reports.values("organization")).count() <= 3


def test_every_village_discloses_something_and_some_villages_are_behind():
    villages = Organization.objects.villages()
    assert villages.count() == 64
    assert all(village.publications.public().exists() for village in villages)
    states = coverage.tally(Obligation.objects.filter(organization__in=villages), "organization_id")
    behind = [tally for tally in states.values() if tally.get(State.MISSING, 0) > sum(tally.values()) / 4]
    assert 2 <= len(behind) <= 12


def test_states_are_distributed_believably():
    tally = coverage.tally(Obligation.objects.current())
    total = sum(tally.values())
    for state, (least, most) in SHARES.items():
        assert least <= tally[state] / total <= most, state


def test_states_are_current(on_that_day):
    assert not coverage.outdated(Obligation.objects.current(), on_that_day.date()).exists()


def test_the_matrix_tells_a_story():
    tallies = coverage.tally(Obligation.objects.current(), "organization__code")
    missing = {code: tally.get(State.MISSING, 0) / sum(tally.values()) for code, tally in tallies.items()}
    assert missing["gaotang"] > 0.4
    assert missing["city-management"] > 0.35
    assert missing["civil-affairs"] < 0.08
    assert tallies["natural-resources"][State.LATE] > 10


def test_exemptions_have_reason_and_approver():
    exempted = Obligation.objects.filter(state=State.NOT_APPLICABLE)
    assert 20 <= exempted.count() <= 40
    assert not exempted.filter(not_applicable_reason="").exists()
    assert Obligation.objects.filter(awaiting_until__isnull=False, state=State.NOT_DUE).count() >= 6


def test_there_are_withdrawn_ones_with_reasons_and_drafts():
    withdrawn = Publication.objects.filter(status=Status.WITHDRAWN)
    assert 3 <= withdrawn.count() <= 5
    assert all(p.withdrawal_reason and p.withdrawn_at > p.published_at for p in withdrawn)
    drafts = Publication.objects.filter(status=Status.DRAFT)
    assert set(drafts.values_list("attribute", flat=True)) == set(Attribute.values)


def test_an_abolished_organ_keeps_its_papers():
    organ = Organization.objects.get(code="rural-revitalisation")
    papers = organ.publications.public()
    assert papers.count() >= 3
    assert all(p.date < organ.abolished_on for p in papers)


def test_the_ledger_holds_every_act_and_verifies():
    assert not list(verify())
    published = LedgerEntry.objects.filter(verb="published").count()
    assert published == Publication.objects.addressable().count()


def test_there_is_a_login_for_every_role():
    roles = set()
    for login in people.DEMO_LOGINS:
        user = authenticate(username=login.username, password=people.DEMO_PASSWORD)
        assert user is not None
        roles.update(user.groups.values_list("name", flat=True))
    assert roles == {role.name for role in ROLES}


def test_who_publishes_has_the_right_for_it():
    for code in ("civil-affairs", "yunxi", "finance"):
        publication = Organization.objects.get(code=code).publications.public().first()
        assert publication.published_by.has_perm("disclosure.publish_publication")
        assert publication.published_by.organization.code == code


def test_a_second_load_is_refused_and_if_empty_does_nothing():
    with pytest.raises(CommandError, match="已经有公开信息"):
        call_command("load_demo")
    before = Publication.objects.count()
    call_command("load_demo", if_empty=True)
    assert Publication.objects.count() == before


def test_no_demo_data_where_demo_is_off(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="不允许"):
        call_command("load_demo", force=True)
    with pytest.raises(CommandError, match="不允许"):
        call_command("load_bulk", publications=10)


def test_logins_can_be_shown():
    output = StringIO()
    call_command("load_demo", show_logins=True, stdout=output)
    assert people.DEMO_PASSWORD in output.getvalue()
    assert all(login.username in output.getvalue() for login in people.DEMO_LOGINS)


def test_load_bulk_fills_up_to_the_number():
    before = Publication.objects.count()
    call_command("load_bulk", publications=before + 300, stdout=StringIO())
    assert Publication.objects.count() == before + 300
    new = Publication.objects.public().order_by("-pk")[:300]
    assert all(INDEX_NUMBER.match(p.index_number) and p.fulfilments.exists() for p in new)
    assert {p.kind for p in new} == {Kind.ARTICLE, Kind.POLICY, Kind.INTERPRETATION}
    assert all(p.kind != Kind.INTERPRETATION or p.relations.exists() for p in new)
    assert not list(verify())
    call_command("load_bulk", publications=before + 300, stdout=StringIO())
    assert Publication.objects.count() == before + 300
