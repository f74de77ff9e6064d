"""The demo county's documents have a life: evidence, plans, clean-ups, what is withheld."""

import pytest

from disclosure.documents import cleanups, interpretations, negative_list
from disclosure.models import Cleanup, InterpretationPlan, PolicyDocument, Publication, ValidityChange
from disclosure.vocabulary import Attribute, Status, Validity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "on_that_day")]


def test_every_change_of_validity_has_its_evidence():
    changed = PolicyDocument.objects.public().exclude(validity=Validity.IN_FORCE)
    assert changed.count() >= 6
    assert not [d.title for d in changed if not d.validity_changes.filter(after=d.validity).exists()]
    assert ValidityChange.objects.filter(by_document__isnull=False).count() >= 5


def test_one_cleanup_is_over_and_one_is_going_on():
    done = Cleanup.objects.get(applied_at__isnull=False)
    assert done.result.is_public and not done.decisions.filter(verdict="").exists()
    assert done.changes.filter(after=Validity.EXPIRED).exists()
    going = Cleanup.objects.get(applied_at__isnull=True)
    found = cleanups.progress(going)
    assert 0 < found["decided"] < found["total"]


def test_there_are_plans_exemptions_and_some_documents_without_interpretation():
    assert InterpretationPlan.objects.filter(interpretation__isnull=False).count() >= 30
    assert InterpretationPlan.objects.filter(exemption_approved_at__isnull=False).exists()
    waiting = InterpretationPlan.objects.exclude(exemption_reason="").get(exemption_approved_at__isnull=True)
    assert waiting.document.status == Status.DRAFT
    assert 3 <= interpretations.awaiting_interpretation().count() <= 20


def test_withheld_records_are_counted_and_some_are_due():
    lines = negative_list.lines()
    assert len({line.code for line in lines}) >= 4 and any(line.reexamined_on for line in lines)
    withheld = Publication.objects.exclude(attribute=Attribute.PROACTIVE).filter(status=Status.SIGNED)
    assert withheld.exists() and not withheld.filter(published_at__isnull=False).exists()
