"""Written publications become entries of the archive, then get their relations, files and pictures."""

from datetime import timedelta

from django.utils import timezone

from catalog.models import CatalogItem, Obligation
from disclosure.files import store_attachment, store_picture
from disclosure.models import DocumentRelation, Interpretation, PolicyDocument, Publication
from portal.organizations.models import Organization

from . import attachments, pictures
from .archive import Entry
from .chance import chance
from .clock import DemoClock
from .documents import KINDS, VALIDITIES, Document
from .freshness import drawn
from .people import Staff
from .placeholders import fill


class Obligations:
    """The obligations in force, looked up as fixtures name them: organisation, domain, level 1, matter."""

    def __init__(self):
        items = CatalogItem.objects.in_bulk()
        organizations = Organization.objects.in_bulk()
        for item in items.values():
            item.parent = items.get(item.parent_id)
        self.all = list(Obligation.objects.current())
        for o in self.all:
            o.matter, o.domain = items[o.matter_id], items[o.domain_id]
            o.organization = organizations[o.organization_id]
        self._by_name = {
            (o.organization.catalog_name, o.domain.code, o.matter.parent.name, o.matter.name): o
            for o in self.all
        }

    def named(self, organization: str, domain: str, matter: str) -> Obligation:
        """`matter` is "一级 > 二级", or "domain: 一级 > 二级" for another domain. Raises LookupError."""
        code, colon, rest = matter.partition(": ")
        level1, _, name = (rest if colon else matter).partition(" > ")
        return self._by_name[organization, code.lower() if colon else domain, level1, name]

    def find(self, organization: str, domain: str, matter: str) -> Obligation | None:
        """As `named`; None when the organisation does not owe the matter."""
        try:
            return self.named(organization, domain, matter)
        except LookupError:
            return None

    def of_document(self, document: Document) -> list[Obligation]:
        found = []
        for matter in document.matters:
            try:
                found.append(self.named(document.organization, document.domain, matter))
            except LookupError:
                raise document.fail(f"{document.organization} 没有公开事项“{matter}”") from None
        return list(dict.fromkeys(found))


class Writer:
    """Makes entries of documents. `organizations` are by catalog name."""

    def __init__(self, clock: DemoClock, organizations: dict, obligations: Obligations, staff: Staff):
        self.clock, self.staff = clock, staff
        self.organizations, self.obligations = organizations, obligations

    def entry(self, document: Document) -> Entry:
        """The document, dated on working days near those of the fixture. Raises DemoDataError."""
        organization = self.organizations.get(document.organization)
        if organization is None:
            raise document.fail(f"没有叫“{document.organization}”的机构")
        offset = drawn(document.published)
        at = self.clock.moment(self.clock.day(offset), chance(document.key))
        written = self.clock.workday(self.clock.day(document.formed + offset - document.published))
        formed_on = min(written, timezone.localdate(at))
        publication = self.publication(document, formed_on)
        publication.organization = organization
        author, issuer = self.staff.author(organization), self.staff.issuer(organization)
        return Entry(publication, at, author, issuer, self.obligations.of_document(document), document.key)

    def publication(self, document: Document, formed_on) -> Publication:
        """The document as a publication, not saved, without organisation."""
        publication = KINDS[document.kind](
            title=fill(document.title, formed_on),
            summary=fill(document.summary, formed_on),
            body=fill(document.body, formed_on),
            topic=document.topic,
            stage=document.stage,
            keywords="、".join(document.keywords),
            source=document.source,
            formed_on=formed_on,
        )
        if isinstance(publication, PolicyDocument):
            publication.document_number = fill(document.document_number, formed_on)
            publication.genre = document.genre
            publication.is_normative = document.normative
            publication.validity = VALIDITIES[document.validity]
            shift = formed_on - self.clock.day(document.formed)
            publication.effective_on = self._day(document.effective, shift)
            publication.ceases_on = self._day(document.ceases, shift)
        if isinstance(publication, Interpretation):
            publication.form = document.form
        return publication

    def _day(self, offset: int | None, shift: timedelta):
        return None if offset is None else self.clock.day(offset) + shift


def order_interpretations(documents: list[Document], entries: dict[str, Entry]) -> None:
    """What came out on one day comes out in order: the document, then what explains it."""
    for document in documents:
        if document.interprets:
            entry, explained = entries[document.key], entries[document.interprets]
            entry.at = max(entry.at, explained.at)


def relate(documents: list[Document], entries: dict[str, Entry]) -> None:
    """Store the relations between documents; `entries` are by key."""
    DocumentRelation.objects.bulk_create(
        DocumentRelation(
            publication_id=entries[document.key].publication.pk,
            type=type,
            target_id=entries[target].publication.pk,
        )
        for document in documents
        for type, target in document.targets()
    )


def attach(documents: list[Document], entries: dict[str, Entry]) -> None:
    """Make and store the attachments and pictures of documents."""
    for document in documents:
        publication = entries[document.key].publication
        for position, wanted in enumerate(document.attachments):
            file = attachments.make(wanted, publication.formed_on)
            store_attachment(publication, file, file.name, position)
        if document.picture:
            drawing = pictures.draw(document.picture, document.key)
            alt = fill(document.picture["alt"], publication.formed_on)
            store_picture(publication, drawing, alt, pictures.caption(document.picture))
