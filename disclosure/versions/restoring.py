"""Making a publication say what a content says.

Stored files are shared, never copied: a file goes with the last row that names it (`disclosure.files.deletion`).
"""

from catalog.models import Obligation
from disclosure import fulfilment
from disclosure.html import with_picture_addresses
from disclosure.models import Attachment, DocumentRelation, Picture, Publication, Rendition
from portal.workdays.services import current_calendar

from .content import as_its_kind, content_fields, paths_of


def restore(publication: Publication, content: dict) -> Publication:
    """Make `publication` say what `content` says. The caller holds the lock; nothing is published by this.

    What stays the same keeps its row, and with it its address: attachments by their file, pictures by theirs.
    """
    publication = as_its_kind(publication)
    for field in content_fields(type(publication)):
        if field.name in content["fields"]:
            setattr(publication, field.attname, _value(field, content["fields"][field.name]))
    publication.save()
    _restore_links(publication, content)
    _restore_attachments(publication, content["attachments"])
    _restore_pictures(publication, content["pictures"])
    return publication


def _value(field, text):
    return None if text is None else field.to_python(text)


def _restore_links(publication, content) -> None:
    known = Obligation.objects.filter(pk__in=content["obligations"])
    fulfilment.replace(publication, known, current_calendar())
    publication.relations.all().delete()
    targets = {target for _, target in content["relations"]} - {publication.pk}
    existing = set(Publication.objects.filter(pk__in=targets).values_list("pk", flat=True))
    DocumentRelation.objects.bulk_create(
        DocumentRelation(publication_id=publication.pk, type=type_, target_id=target)
        for type_, target in content["relations"]
        if target in existing
    )


def _restore_attachments(publication, wanted: list[dict]) -> None:
    have = list(publication.attachments.all())
    kept = [_take_same_file(have, row) for row in wanted]
    for dropped in have:
        dropped.delete()
    for row, attachment in zip(wanted, kept, strict=True):
        words = {"name": row["name"], "position": row["position"]}
        if attachment is not None:
            Attachment.objects.filter(pk=attachment.pk).update(**words)
            continue
        facts = {name: row[name] for name in ("content_type", "extension", "size", "sha256")}
        Attachment.objects.create(publication_id=publication.pk, file=row["path"], **facts, **words)


def _take_same_file(have: list[Attachment], row: dict) -> Attachment | None:
    """Take out of `have` the attachment with the bytes of `row`, the one of the same name first."""
    same = [a for a in have if a.sha256 == row["sha256"]]
    found = next((a for a in same if a.name == row["name"]), same[0] if same else None)
    if found is not None:
        have.remove(found)
    return found


def _restore_pictures(publication, wanted: list[dict]) -> None:
    have = {p.pk: p for p in publication.pictures.prefetch_related("renditions")}
    moved = {}
    for row in wanted:
        kept = _take_same_picture(have, row)
        words = {name: row[name] for name in ("alt", "caption", "position")}
        if kept is None:
            moved[row["pk"]] = _create_picture(publication, row, words).pk
        else:
            Picture.objects.filter(pk=kept.pk).update(**words)
            moved[row["pk"]] = kept.pk
    for dropped in have.values():
        dropped.delete()
    _follow(publication, {before: after for before, after in moved.items() if before != after})


def _take_same_picture(have: dict[int, Picture], row: dict) -> Picture | None:
    if row["pk"] in have:
        return have.pop(row["pk"])
    for pk, picture in have.items():
        if tuple(sorted(r.file.name for r in picture.renditions.all())) == paths_of(row):
            return have.pop(pk)
    return None


def _create_picture(publication, row: dict, words: dict) -> Picture:
    picture = Picture.objects.create(publication_id=publication.pk, **words)
    Rendition.objects.bulk_create(
        Rendition(picture=picture, width=r["width"], height=r["height"], file=r["path"])
        for r in row["renditions"]
    )
    return picture


def _follow(publication, moved: dict[int, int]) -> None:
    """A picture in a row of its own has its own address: the text that shows it follows."""
    body = with_picture_addresses(
        publication.body, lambda pk, width: f"/pictures/{moved.get(pk, pk)}/{width}/"
    )
    if body != publication.body:
        publication.body = body
        publication.save(update_fields=["body"])
