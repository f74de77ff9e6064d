"""Everything a visitor can reach is opened, and nothing that is not public is in any of it."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from disclosure import pipeline
from disclosure.models import (
    Article,
    Attachment,
    DocumentRelation,
    Fulfilment,
    Interpretation,
    InterpretationPlan,
    Picture,
    PolicyDocument,
    Publication,
)
from disclosure.versions import save_version, start_correction
from disclosure.vocabulary import Attribute, Ground, RelationType, Status
from tests.disclosure.marked import MARK, marked, one_of_each_kind, surround
from tests.factories import make_matter, make_obligation, make_organization, make_published, make_user

pytestmark = pytest.mark.django_db
MOST_PAGES = 600
LINK = re.compile(r"""(?:href|src|action)=["']([^"'#]+)|<loc>([^<]+)""")
STARTS = [
    "/",
    "/sitemap.xml",
    "/feeds/site.atom",
    "/feeds/documents.atom",
    "/ledger/entries.jsonl",
    "/ledger/head.json",
    "/api/v1/openapi.json",
    "/disclosure/negative-list/",
    "/v/elder/",
    f"/search/?q={quote('正文')}",
    f"/search/?q={quote('未公开')}",
    f"/documents/?q={quote('未公开')}",
]


@pytest.fixture
def office(calendar):
    organization = make_organization("县民政局")
    author = make_user(organization=organization, roles=["经办人", "签发人"])
    signer = make_user(organization=organization, roles=["签发人"])
    obligation = make_obligation(make_matter("低保标准"), organization)
    return organization, author, signer, obligation


@pytest.fixture
def public(office):
    """What may be read; each has something around it that may not."""
    organization, author, _, obligation = office
    document = make_published("公开的办法", PolicyDocument, organization)
    article = make_published("公开的信息", organization=organization)
    for publication in (document, article):
        save_version(publication, author)
        Fulfilment.objects.create(
            publication=publication.publication_ptr,
            obligation=obligation,
            published_on=publication.published_at.date(),
        )
    return document, article


@pytest.fixture
def hidden(office, public):
    """Everything that is not public, tied to what is as closely as it can be."""
    organization, author, signer, obligation = office
    document, article = public
    drafts = one_of_each_kind(organization, author)
    for number, draft in enumerate(drafts.values()):
        surround(draft, author, 7001 + number)
        Fulfilment.objects.create(publication=draft.publication_ptr, obligation=obligation)
    for status in (Status.SUBMITTED, Status.SIGNED, Status.RETURNED):
        marked(organization, status)
    marked(organization, Status.SCHEDULED, publish_at=timezone.now() + timedelta(days=1))
    marked(organization, attribute=Attribute.WITHHELD, ground=Ground.PROCESS, signed_at=timezone.now())
    _relate(drafts, document, article)
    correction = start_correction(article, author, f"更正说明{MARK}")
    Publication.objects.filter(pk=correction.pk).update(title=f"更正后的标题{MARK}", body=f"<p>{MARK}</p>")
    surround(correction, author, 7900)
    gone = [_once_public(organization, author, signer, n) for n in (7910, 7920)]
    pipeline.withdraw(gone[0], signer, "内容有误")
    Publication.objects.filter(pk=gone[1].pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    assert pipeline.take_down_expired() == 1


def _relate(drafts, document, article) -> None:
    """Relations both ways between what is public and what is not, and the plan of a public document."""
    pairs = [
        (drafts[PolicyDocument], RelationType.REPEALS, document),
        (drafts[Interpretation], RelationType.INTERPRETS, document),
        (document, RelationType.BASED_ON, drafts[PolicyDocument]),
        (article, RelationType.FORWARDS, drafts[Article]),
    ]
    for one, kind, other in pairs:
        DocumentRelation.objects.create(
            publication_id=one.pk, type=kind, target=Publication.objects.get(pk=other.pk)
        )
    interpretation = Publication.objects.get(pk=drafts[Interpretation].pk)
    InterpretationPlan.objects.create(
        document=document.publication_ptr, interpreter=f"人{MARK}", interpretation=interpretation
    )


def _once_public(organization, author, signer, key):
    row = marked(organization, Status.SIGNED, signed_at=timezone.now(), screened_version=0)
    surround(row, author, key)
    row.refresh_from_db()
    Publication.objects.filter(pk=row.pk).update(screened_version=row.version_number)
    row.findings.all().delete()
    pipeline.publish(row, signer)
    row.refresh_from_db()
    return row


def forged() -> list[str]:
    """Addresses nobody links to: every publication, attachment and picture there is, by its number."""
    publications = [f"/publications/{pk}/" for pk in Publication.objects.values_list("pk", flat=True)]
    files = Attachment.objects.exclude(publication__status="published")
    attachments = [reverse("attachment", args=[pk, "x.txt"]) for pk in files.values_list("pk", flat=True)]
    pictures = [
        r.get_absolute_url()
        for p in Picture.objects.exclude(publication__status="published")
        for r in p.renditions.all()
    ]
    return [*publications, *(f"{a}qr.svg" for a in publications), *attachments, *pictures]


def crawl(client, starts) -> dict[str, str]:
    """{address: what it says} of everything within reach of `starts`."""
    seen, waiting = {}, list(dict.fromkeys(starts))
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        response = client.get(address)
        assert response.status_code < 500, address
        data = b"".join(response.streaming_content) if response.streaming else response.content
        text = seen[address] = data.decode("utf-8", "replace")
        if "xml" in response["Content-Type"] or "html" in response["Content-Type"]:
            found = (one or other for one, other in LINK.findall(text))
            known = {*seen, *waiting}
            waiting += dict.fromkeys(a for a in (_local(address, x) for x in found) if a and a not in known)
    assert not waiting, f"{len(waiting)} addresses were not opened"
    return seen


def _local(base: str, link: str) -> str:
    """The path of a link that stays on the site, without the looks of a page; empty for any other."""
    parts = urlsplit(urljoin(f"http://testserver{base}", unescape(link)))
    if parts.netloc != "testserver" or re.match(r"/(static|admin|oversight|v)/", parts.path):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def test_nothing_that_is_not_public_is_anywhere(client, public, hidden):
    pages = crawl(client, [*STARTS, *forged()])
    assert len(pages) > 60
    assert "公开的办法" in pages["/documents/"]
    leaks = [address for address, text in pages.items() if MARK in unescape(text)]
    assert not leaks, "\n".join(leaks)


def test_files_of_what_is_not_public_are_not_handed_out(client, public, hidden):
    files = [address for address in forged() if address.startswith(("/attachments/", "/pictures/"))]
    assert len(files) > 12
    for address in files:
        assert client.get(address).status_code in (404, 410), address
