"""A stored file goes with the last row that names it, but only once that is certain: after commit.

Rows that name it are its attachment or rendition, and every version of a publication that had it.
"""

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from disclosure.models import Attachment, Rendition, VersionFile


@receiver(post_delete, sender=Attachment, dispatch_uid="disclosure.attachment_file")
@receiver(post_delete, sender=Rendition, dispatch_uid="disclosure.rendition_file")
def delete_file(sender, instance, **kwargs):
    _delete_if_unnamed(instance.file.name)


@receiver(post_delete, sender=VersionFile, dispatch_uid="disclosure.version_file")
def delete_file_of_version(sender, instance, **kwargs):
    _delete_if_unnamed(instance.path)


def _delete_if_unnamed(path: str) -> None:
    transaction.on_commit(
        lambda: is_unnamed(path) and Attachment._meta.get_field("file").storage.delete(path)
    )


def is_unnamed(path: str) -> bool:
    """Whether no row names the stored file any more."""
    return bool(unnamed([path]))


def unnamed(paths: list[str]) -> list[str]:
    """Those of the stored files that no row names. Three queries."""
    named = {
        *Attachment.objects.filter(file__in=paths).order_by().values_list("file", flat=True),
        *Rendition.objects.filter(file__in=paths).order_by().values_list("file", flat=True),
        *VersionFile.objects.filter(path__in=paths).values_list("path", flat=True),
    }
    return [path for path in paths if path not in named]
