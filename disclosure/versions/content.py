"""The content of a publication as plain data. `restoring` is the way back."""

from django.db import models

from disclosure.models import (
    AnnualReportPage,
    Article,
    Attachment,
    Interpretation,
    Picture,
    PolicyDocument,
    Publication,
    StatutoryPage,
)

MODELS = {
    str(model.KIND): model
    for model in (Article, PolicyDocument, Interpretation, StatutoryPage, AnnualReportPage)
}
NOT_CONTENT = {"id", "publication_ptr", "kind", "created_at", "updated_at", "expires_at"}


def as_its_kind(publication: Publication) -> Publication:
    """The row of its own kind, with the fields of the kind."""
    model = MODELS[publication.kind]
    return publication if isinstance(publication, model) else model.objects.get(pk=publication.pk)


def content_fields(model: type[Publication]) -> list[models.Field]:
    """The fields that a clerk writes, base and kind."""
    return [f for f in model._meta.concrete_fields if f.editable and f.name not in NOT_CONTENT]


def snapshot(publication: Publication) -> dict:
    """Everything a clerk can write, as JSON gives it back: fields, obligations, relations, attachments, pictures."""
    publication = as_its_kind(publication)
    return {
        **words_and_files(publication),
        "obligations": sorted(publication.fulfilments.values_list("obligation_id", flat=True)),
        "relations": sorted([t, pk] for t, pk in publication.relations.values_list("type", "target_id")),
        "pictures": [_picture(p) for p in publication.pictures.prefetch_related("renditions")],
    }


def words_and_files(publication: Publication) -> dict:
    """The part of a snapshot that the public reads as it was signed: fields and attachments of a row of its kind."""
    fields = {
        f.name: f.value_to_string(publication) if f.value_from_object(publication) is not None else None
        for f in content_fields(type(publication))
    }
    return {"fields": fields, "attachments": [_attachment(a) for a in publication.attachments.all()]}


def files_of(content: dict) -> list[str]:
    """The stored files that `content` names."""
    renditions = [path for picture in content["pictures"] for path in paths_of(picture)]
    return [a["path"] for a in content["attachments"]] + renditions


def paths_of(picture: dict) -> tuple[str, ...]:
    """The stored files of one picture: two rows with the same files are the same picture."""
    return tuple(sorted(r["path"] for r in picture["renditions"]))


def _attachment(attachment: Attachment) -> dict:
    names = ("name", "content_type", "extension", "size", "sha256", "position")
    return {"path": attachment.file.name, **{name: getattr(attachment, name) for name in names}}


def _picture(picture: Picture) -> dict:
    renditions = [
        {"width": r.width, "height": r.height, "path": r.file.name} for r in picture.renditions.all()
    ]
    words = {name: getattr(picture, name) for name in ("alt", "caption", "position")}
    return {**words, "renditions": renditions, "pk": picture.pk}
