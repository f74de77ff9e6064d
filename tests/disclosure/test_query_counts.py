"""The pages of the desk ask the database the same number of questions for few rows and for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure.files import store_picture
from disclosure.models import (
    Attachment,
    Consent,
    DocumentRelation,
    Finding,
    Fulfilment,
    InterpretationPlan,
    PolicyDocument,
    Publication,
    Remark,
    Step,
)
from disclosure.versions import save_version
from disclosure.vocabulary import RelationType, Status
from tests.factories import make_article, make_matter, make_obligation, make_organization, make_user

from .desk import address
from .uploads import image, upload

pytestmark = pytest.mark.django_db
PAGES = ["change", "review_desk", "versions", "preview", "correct", "submit", "sign", "history"]
LISTS = [
    "article",
    "publication",
    "policydocument",
    "finding",
    "consent",
    "interpretationplan",
    "withheldrecord",
]
LISTS += ["unexplaineddocument", "dueforreassessment", "validitychange", "cleanup", "reassessment"]


@pytest.fixture
def everyone(finance):
    roles = ["经办人", "审核人", "保密审查员", "签发人", "机关负责人", "督查员"]
    return make_user(organization=finance, roles=roles)


def questions(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200, url
    return len(captured)


def surround(article, by, number: int) -> None:
    """`number` more of everything that a page about `article` shows."""
    for n in range(number):
        key = f"{article.pk}-{n}-{Remark.objects.count()}"
        Remark.objects.create(publication_id=article.pk, text=f"意见{key}", by=by, block=1)
        Finding.objects.create(
            publication_id=article.pk, code="x", level="answer", place="正文", proposal="x", fingerprint=key
        )
        organ = make_organization(f"县{key}局", parent=article.organization.parent)
        Consent.objects.create(publication_id=article.pk, organization=organ, asked_by=by)
        Step.objects.create(
            publication_id=article.pk,
            verb="return_",
            label="退回",
            source="submitted",
            target="returned",
            by=by,
        )
        other = make_article(organization=article.organization)
        DocumentRelation.objects.create(
            publication_id=article.pk, type=RelationType.BASED_ON, target_id=other.pk
        )
        obligation = make_obligation(make_matter(), article.organization)
        Fulfilment.objects.create(publication=article.publication_ptr, obligation=obligation)
        Attachment.objects.create(
            publication_id=article.pk,
            file="attachments/x",
            name=f"{key}.txt",
            content_type="text/plain",
            extension="txt",
            size=1,
            sha256=f"{n:064d}",
        )
        store_picture(article, upload("x.png", image((20, 20))), f"图{key}")
        save_version(article, make_user(organization=article.organization), f"版本{key}", even_if_same=True)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CHECKED])
def test_pages_about_one(client, finance, author, everyone, status):
    article = make_article(organization=finance, created_by=author)
    save_version(article, author)
    surround(article, author, 2)
    Publication.objects.filter(pk=article.pk).update(status=status)
    client.force_login(everyone)
    few = {slug: questions(client, address(article, slug)) for slug in PAGES}
    surround(article, author, 6)
    many = {slug: questions(client, address(article, slug)) for slug in PAGES}
    assert {slug: n for slug, n in many.items() if n > few[slug]} == {}, (few, many)


def fill_lists(finance, author, number: int) -> None:
    for _ in range(number):
        for status in (Status.DRAFT, Status.SUBMITTED, Status.CHECKED, Status.RETURNED, Status.SCHEDULED):
            row = make_article(
                organization=finance, created_by=author, status=status, publish_at=timezone.now()
            )
            Finding.objects.create(
                publication_id=row.pk,
                code="x",
                level="blocks",
                place="x",
                proposal="x",
                fingerprint=str(row.pk),
            )
            Step.objects.create(
                publication_id=row.pk, verb="submit", label="送审", source="draft", target=status, by=author
            )
            organ = make_organization(parent=finance.parent)
            Consent.objects.create(publication_id=row.pk, organization=organ, asked_by=author)
            Consent.objects.create(publication=make_draft_of(organ), organization=finance, asked_by=author)
        document = PolicyDocument.objects.create(
            title="办法",
            organization=finance,
            formed_on=timezone.localdate(),
            topic="综合政务\\政务公开",
            status=Status.PUBLISHED,
            published_at=timezone.now(),
            signed_at=timezone.now(),
            index_number=f"X/{Publication.objects.count()}",
            reassess_on=timezone.localdate(),
        )
        InterpretationPlan.objects.create(document=document, interpreter="局长")
        document.validity_changes.create(
            before="in_force", after="amended", on=timezone.localdate(), basis="决定", recorded_by=author
        )
        make_obligation(make_matter(), finance, first_due_on=timezone.localdate(), state="missing")


def make_draft_of(organization) -> Publication:
    return make_article(organization=organization, status=Status.SUBMITTED).publication_ptr


def test_lists_and_the_desk(client, finance, author, everyone):
    urls = ["/admin/", "/admin/obligations/", *(f"/admin/disclosure/{name}/" for name in LISTS)]
    client.force_login(everyone)
    fill_lists(finance, author, 7)
    few = {url: questions(client, url) for url in urls}
    fill_lists(finance, author, 5)
    many = {url: questions(client, url) for url in urls}
    assert {url: (few[url], n) for url, n in many.items() if n > few[url]} == {}
