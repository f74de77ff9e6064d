"""A stored file goes with its row, but only once that is certain: after commit."""

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from disclosure.models import Attachment, Rendition


@receiver(post_delete, sender=Attachment, dispatch_uid="disclosure.attachment_file")
@receiver(post_delete, sender=Rendition, dispatch_uid="disclosure.rendition_file")
def delete_file(sender, instance, **kwargs):
    storage, name = instance.file.storage, instance.file.name
    transaction.on_commit(lambda: storage.delete(name))
