"""The demo county has a business system, and what it handed in waits for review."""

import pytest

from disclosure.models import BusinessSystem, Publication
from disclosure.vocabulary import Status
from portal.demo import systems

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "on_that_day")]


def test_a_business_system_has_handed_in_a_draft_for_review():
    system = BusinessSystem.objects.get()
    draft = Publication.objects.get(created_by=system.account)
    assert (system.name, draft.status) == (systems.NAME, Status.SUBMITTED)
    assert draft.fulfilments.get().matter.name == "社会救助资金发放情况"
    assert not draft.findings.exclude(level="hint").exists()
    assert system.receipts.get().publication == draft
    assert not system.account.has_usable_password()
