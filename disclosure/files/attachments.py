"""Taking in attachments."""

import hashlib
from typing import NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction

from disclosure.models import Attachment, Publication

from .kinds import kind_of
from .names import safe_name
from .refusal import FileRefused


class Inspected(NamedTuple):
    """What is known of an upload once it has been looked into."""

    data: bytes
    name: str
    extension: str
    content_type: str
    sha256: str


def inspect(uploaded: File, name: str = "") -> Inspected:
    """Look into an upload without storing it; `name` is shown to the public, the upload's own by default.

    Raises FileRefused for what is empty, too large, of a kind not allowed, or named otherwise than it is.
    """
    check_size(uploaded, settings.ATTACHMENT_MAX_BYTES)
    uploaded.seek(0)
    data = uploaded.read()
    kind = kind_of(data, uploaded.name or name)
    return Inspected(
        data,
        safe_name(name or uploaded.name, kind.extension),
        kind.extension,
        kind.content_type,
        hashlib.sha256(data).hexdigest(),
    )


def check_size(uploaded: File, limit: int) -> None:
    """Raise FileRefused for an empty file or one over `limit` bytes."""
    if not uploaded.size:
        raise FileRefused("文件是空的（0字节）。请核对后重新选择。")
    if uploaded.size > limit:
        raise FileRefused(
            f"文件有 {uploaded.size / 1024 / 1024:.1f} MB，超过了 {limit // 1024 // 1024} MB 的上限。"
            "请压缩其中的图片，或者拆成几个文件再上传。"
        )


@transaction.atomic
def store_attachment(
    publication: Publication, uploaded: File, name: str = "", position: int = 0
) -> Attachment:
    """Store an upload with `publication`. Raises FileRefused; then neither a row nor a file is left."""
    seen = inspect(uploaded, name)
    attachment = Attachment(
        publication_id=publication.pk,
        name=seen.name,
        content_type=seen.content_type,
        extension=seen.extension,
        size=len(seen.data),
        sha256=seen.sha256,
        position=position,
    )
    attachment.file.save(seen.name, ContentFile(seen.data), save=False)
    try:
        with transaction.atomic():
            attachment.save()
    except Exception:
        attachment.file.delete(save=False)
        raise
    return attachment
