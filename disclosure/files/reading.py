"""The one door for files: what the public may read of them is what it may read of their publication."""

from disclosure.models import Attachment, Publication, Rendition


def public_attachment(pk: int) -> Attachment:
    """The attachment `pk` of a public publication, with its publication. Raises Attachment.DoesNotExist."""
    return Attachment.objects.select_related("publication").get(
        Publication.objects.public().reached_by("publication"), pk=pk
    )


def public_picture(pk: int, width: int) -> Rendition:
    """The picture `pk` in `width` pixels, of a public publication. Raises Rendition.DoesNotExist."""
    return Rendition.objects.select_related("picture__publication").get(
        Publication.objects.public().reached_by("picture__publication"), picture__pk=pk, width=width
    )


def gone_publication(**of_file) -> Publication | None:
    """What had the file (`attachments__pk=` or `pictures__pk=`) and was withdrawn or archived, for its notice."""
    return next((p for p in Publication.objects.addressable().filter(**of_file) if p.is_gone), None)
