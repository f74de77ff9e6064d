"""HTTP answers that hand out stored files."""

import hashlib
import logging
from datetime import datetime
from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from disclosure.models import Attachment, Rendition

logger = logging.getLogger(__name__)
PICTURE_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


def attachment_response(
    request: HttpRequest, attachment: Attachment, since: datetime | None = None
) -> HttpResponse:
    """The attachment as a download, or 304. `since` becomes Last-Modified."""
    return _send(
        request,
        attachment.file,
        f'"{attachment.sha256}"',
        since,
        content_type=attachment.content_type,
        filename=attachment.name,
        as_attachment=True,
    )


def picture_response(
    request: HttpRequest, rendition: Rendition, since: datetime | None = None
) -> HttpResponse:
    """The picture inline, or 304. A rendition is written once, so its place in the storage identifies it."""
    path = PurePath(rendition.file.name)
    etag = hashlib.sha256(f"{rendition.pk}:{path}".encode()).hexdigest()
    content_type = PICTURE_TYPES.get(path.suffix, "application/octet-stream")
    return _send(request, rendition.file, f'"{etag}"', since, content_type=content_type)


def _send(request, file, etag: str, since: datetime | None, **options) -> HttpResponse:
    seconds = int(since.timestamp()) if since else None
    response = get_conditional_response(request, etag=etag, last_modified=seconds)
    if response is None:
        response = FileResponse(_opened(file), **options)
        # The formats are packed already: compressing again costs time and loses the length of the download.
        request.META["HTTP_ACCEPT_ENCODING"] = "identity"
    response["ETag"] = etag
    if since:
        response["Last-Modified"] = http_date(seconds)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _opened(file):
    try:
        return file.open("rb")
    except FileNotFoundError as error:
        logger.error("stored file is gone: %s", file.name)
        raise Http404 from error
