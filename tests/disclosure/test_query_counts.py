"""Every list and page of the desk takes as many queries for many rows as for few, whoever they belong to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure.consistency import CHECKS
from disclosure.files import store_attachment
from disclosure.models import (
    ConsistencyFinding,
    Finding,
    Interpretation,
    InterpretationPlan,
    PolicyDocument,
    Reassessment,
    Remark,
    Step,
    ValidityChange,
)
from disclosure.versions import save_version
from disclosure.vocabulary import Attribute, Status
from portal.ledger.services import append
from tests.factories import make_article, make_organization, make_published, make_signed, make_user

from .uploads import upload

pytestmark = pytest.mark.django_db
FEW, MANY = 3, 12
LISTS = [
    "publication",
    "article",
    "policydocument",
    "interpretation",
    "finding",
    "unexplaineddocument",
    "dueforreassessment",
    "withheldrecord",
    "reassessment",
    "interpretationplan",
    "validitychange",
    "consistencyfinding",
]
PAGES = ["change", "review-desk", "versions"]


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def superuser():
    return make_user(is_superuser=True)


def a_row_of_everything(person) -> None:
    """One more row for each list, of an organisation of its own."""
    organization, today, now = make_organization(), timezone.localdate(), timezone.now()
    document = make_published(model=PolicyDocument, organization=organization, reassess_on=today)
    draft = make_article(organization=organization, created_by=person)
    make_published(model=Interpretation, organization=organization)
    withheld = {"attribute": Attribute.WITHHELD, "ground": "15", "reassess_on": today}
    make_signed(organization=organization, **withheld)
    plan = Interpretation.objects.create(
        title="解读", organization=organization, topic=document.topic, formed_on=today
    )
    InterpretationPlan.objects.create(document=document, interpreter="甲", interpretation=plan)
    Finding.objects.create(publication=draft, code="mobile", level="answer", place="正文", proposal="请改正")
    Reassessment.objects.create(
        publication=document, due_on=today, outcome="kept", note="仍然准确", by=person
    )
    ValidityChange.objects.create(
        document=document, before="in_force", after="amended", on=today, basis="决定", recorded_by=person
    )
    ConsistencyFinding.objects.create(
        check_code="dates", subject=f"publication:{draft.pk}", text="日期先后", organization=organization,
        first_seen_at=now, last_seen_at=now,
    )  # fmt: skip
    append("withdrawn", f"publication:{document.pk}", organization=organization.code, payload={"title": "甲"})


def some_more_of_one(draft, person) -> None:
    """A version, a step, a remark and a finding more of one draft."""
    draft.body += "<p>又一段。</p>"
    draft.save()
    save_version(draft, make_user())
    step = {"verb": "return_", "label": "退回", "source": Status.SUBMITTED, "target": Status.RETURNED}
    Step.objects.create(publication=draft, by=make_user(), **step)
    Remark.objects.create(publication=draft, text="请核对", by=make_user(), block=1)
    number = draft.findings.count()
    Finding.objects.create(
        publication=draft,
        code="mobile",
        level="hint",
        place="正文",
        proposal="请核对",
        fingerprint=str(number),
    )


def queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "address", [*(f"/admin/disclosure/{name}/" for name in LISTS), "/admin/ledger/ledgerentry/"]
)
def test_a_list_takes_as_many_queries_for_many_as_for_few(client, calendar, superuser, address):
    client.force_login(superuser)
    for _ in range(FEW):
        a_row_of_everything(superuser)
    few = queries(client, address)
    for _ in range(MANY):
        a_row_of_everything(superuser)
    assert queries(client, address) == few <= 20


@pytest.mark.parametrize("page", PAGES)
def test_a_page_about_one_takes_as_many_queries_for_a_long_story_as_for_a_short_one(
    client, calendar, superuser, page
):
    client.force_login(superuser)
    draft = make_article(created_by=superuser)
    for _ in range(FEW):
        some_more_of_one(draft, superuser)
    address = f"/admin/disclosure/article/{draft.pk}/{page}/"
    few = queries(client, address)
    for _ in range(MANY):
        some_more_of_one(draft, superuser)
    assert queries(client, address) == few <= 40


@pytest.mark.parametrize("code", [code for code in CHECKS if code != "ledger"])
def test_a_nightly_check_reads_in_batches_not_row_by_row(calendar, finance, code):
    def one_more():
        row = make_published(organization=finance)
        store_attachment(row, upload("名单.txt", str(row.pk).encode()))
        save_version(row, None)
        row.versions.update(is_public=True)

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(CHECKS[code][1]())
        return len(captured)

    one_more()
    few = counted()
    for _ in range(MANY):
        one_more()
    assert counted() == few <= 16
