"""All that the page of one publication shows, in a fixed number of queries."""

from django.urls import reverse
from django.utils import timezone

from disclosure.html import pictures_in, with_picture_addresses
from disclosure.models import Attachment, DocumentRelation, Fulfilment, Picture, Publication, Version
from disclosure.vocabulary import Kind, RelationType

from . import document_life

NUMBER_TO_COME = "发布时自动生成"


class Addresses:
    """Where the public reads the files of a publication."""

    def attachment(self, attachment: Attachment) -> str:
        return attachment.get_absolute_url()

    def picture(self, pk: int, width: int) -> str:
        return reverse("picture", args=[pk, width])

    def qr(self, publication: Publication) -> str:
        return reverse("publication_qr", args=[publication.pk])


def everything_about(publication: Publication) -> dict:
    """Element table, files, pictures, relations and matters of a public publication. At most seven queries."""
    links = Fulfilment.objects.filter(publication=publication, published_on__isnull=False)
    return _everything(publication, publication, links, Addresses()) | {
        "body": publication.body,
        "corrections": _corrections(publication),
    }


def as_it_will_be(draft: Publication, addresses: Addresses) -> tuple[Publication, dict]:
    """`draft` as its page will show it, and everything about it, read at `addresses`. Nothing is stored.

    It opens no door: of others it shows only what is public. A correction is shown in the place of what it corrects.
    """
    place = draft.corrects or draft
    notes = [{"note": draft.correction_note, "on": timezone.localdate()}] if draft.corrects_id else []
    draft.index_number = place.index_number or NUMBER_TO_COME
    draft.published_at = place.published_at or draft.publish_at or timezone.now()
    return draft, _everything(draft, place, draft.fulfilments.all(), addresses) | {
        "body": with_picture_addresses(draft.body, addresses.picture),
        "corrections": notes + _corrections(place),
    }


def _everything(publication: Publication, place: Publication, links, addresses: Addresses) -> dict:
    """`place`: the publication that others name; `links`: what says which matters it answers."""
    around = document_life.relations_around(publication, place)
    relations = _relations(publication, place, around)
    explains = [r for r in relations if r["type"] == RelationType.INTERPRETS]
    return {
        "elements": elements_of(publication),
        "attachments": [_file(a, addresses) for a in Attachment.objects.filter(publication=publication)],
        "pictures": _pictures(publication, addresses),
        "explains": [r for r in explains if not r["is_inverse"]],
        "explained_by": [r for r in explains if r["is_inverse"]],
        "relations": [r for r in relations if r["type"] != RelationType.INTERPRETS],
        "graph": document_life.graph_of(publication, place, around),
        "evidence": document_life.validity_evidence(place),
        "officers": document_life.whom_to_ask(publication),
        "matters": _matters(links),
        "qr_src": addresses.qr(place),
    }


def _corrections(publication: Publication) -> list[dict]:
    """What the public was told was corrected, newest first. One query for what was ever corrected."""
    if publication.revised_at is None:
        return []
    rows = Version.objects.filter(publication=publication, is_public=True).exclude(public_note="")
    return [
        {"note": note, "on": timezone.localdate(at)}
        for note, at in rows.order_by("-number").values_list("public_note", "saved_at")
    ]


def _pictures(publication: Publication, addresses: Addresses) -> list[dict]:
    """The pictures below the text: those that do not stand in it. Two queries."""
    if publication.kind == Kind.STATUTORY_PAGE:
        return []
    in_text = pictures_in(publication.body)
    rows = Picture.objects.filter(publication=publication).prefetch_related("renditions")
    return [_picture(row, addresses) for row in rows if row.pk not in in_text and row.renditions.all()]


def _picture(picture: Picture, addresses: Addresses) -> dict:
    widths = [
        {"url": addresses.picture(picture.pk, r.width), "width": r.width, "height": r.height}
        for r in sorted(picture.renditions.all(), key=lambda r: r.width)
    ]
    return {"alt": picture.alt, "caption": picture.caption, "widths": widths, "largest": widths[-1]}


def elements_of(publication: Publication) -> list[tuple]:
    """The element table (公文要素表, rule 5.9): (label, value) or (label, value, address)."""
    rows = [
        ("索引号", publication.index_number),
        ("主题分类", publication.topic),
        ("发布机构", publication.organization.name, publication.organization.get_absolute_url()),
        ("成文日期", _day(publication.formed_on)),
        ("标题", publication.title),
        ("发文字号", publication.document_number),
        ("发布日期", _day(publication.date)),
        ("有效性", publication.validity_label or "有效"),
        ("公开方式", publication.get_attribute_display()),
    ]
    optional = [
        ("体裁", publication.genre),
        ("实施日期", _day(publication.effective_on)),
        ("废止日期", _day(publication.ceases_on)),
        ("五公开环节", publication.get_stage_display()),
        ("关键词", publication.keywords),
    ]
    return rows + [row for row in optional if row[1]]


def _day(day) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _file(attachment: Attachment, addresses: Addresses) -> dict:
    return {
        "name": attachment.name,
        "url": addresses.attachment(attachment),
        "kind": attachment.extension,
        "size": attachment.size,
    }


def _relations(publication: Publication, place: Publication, around: list[DocumentRelation]) -> list[dict]:
    """Of what was found `around` it, the relations of `publication` itself and those to its `place`, as links."""
    own = [row for row in around if row.publication_id == publication.pk or row.target_id == place.pk]
    return [_relation_link(row, is_inverse=row.target_id == place.pk) for row in own]


def _relation_link(relation: DocumentRelation, *, is_inverse: bool) -> dict:
    other = relation.publication if is_inverse else relation.target
    return {
        "type": relation.type,
        "is_inverse": is_inverse,
        "title": other.title,
        "url": other.get_absolute_url(),
        "note": relation.inverse_label if is_inverse else relation.get_type_display(),
        "publication": other,
    }


def _matters(links) -> list:
    """The matters it is published under. One query."""
    return [
        row.matter
        for row in links.select_related("matter__domain", "matter__parent").order_by(
            "matter__tree_id", "matter__lft"
        )
    ]
