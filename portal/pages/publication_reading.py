"""All that the page of one publication shows, in a fixed number of queries."""

from django.urls import reverse

from disclosure.models import Attachment, DocumentRelation, Fulfilment, Picture, Publication
from disclosure.vocabulary import Kind, RelationType


def everything_about(publication: Publication) -> dict:
    """Element table, files, pictures, relations and matters of a public publication. Four queries."""
    relations = _relations(publication)
    explains = [r for r in relations if r["type"] == RelationType.INTERPRETS]
    return {
        "elements": elements_of(publication),
        "attachments": [_file(a) for a in Attachment.objects.filter(publication=publication)],
        "pictures": list(Picture.objects.filter(publication=publication).prefetch_related("renditions"))
        if publication.kind != Kind.STATUTORY_PAGE
        else [],
        "explains": [r for r in explains if not r["is_inverse"]],
        "explained_by": [r for r in explains if r["is_inverse"]],
        "relations": [r for r in relations if r["type"] != RelationType.INTERPRETS],
        "matters": _matters(publication),
        "qr_src": reverse("publication_qr", args=[publication.pk]),
    }


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


def _file(attachment: Attachment) -> dict:
    return {
        "name": attachment.name,
        "url": attachment.get_absolute_url(),
        "kind": attachment.extension,
        "size": attachment.size,
    }


def _relations(publication: Publication) -> list[dict]:
    """Relations to and from other public publications, as links with the word for the relation. One query."""
    public = Publication.objects.public()
    rows = (
        DocumentRelation.objects.filter(public.reached_by("target"), publication=publication)
        | DocumentRelation.objects.filter(public.reached_by("publication"), target=publication)
    ).select_related("publication", "target")
    rows = rows.defer("publication__body", "target__body").order_by("type", "pk")
    return [_relation_link(row, is_inverse=row.target_id == publication.pk) for row in rows]


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


def _matters(publication: Publication) -> list:
    """The matters it is published under. One query."""
    rows = Fulfilment.objects.filter(publication=publication, published_on__isnull=False)
    return [
        row.matter
        for row in rows.select_related("matter__domain", "matter__parent").order_by(
            "matter__tree_id", "matter__lft"
        )
    ]
