"""Downloads for the public. Every read goes through the one door of `disclosure.files`."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from .files import public_attachment, public_picture
from .files.reading import gone_publication
from .files.responses import attachment_response, picture_response
from .models import Attachment, Rendition

CACHE = "public, max-age=60"


@require_safe
def attachment(request, pk: int, name: str):
    """An attachment of a public publication; 410 with a notice once it is gone, 404 for anything else."""
    try:
        found = public_attachment(pk)
    except Attachment.DoesNotExist:
        return _gone(request, attachments__pk=pk)
    if name != found.name:
        return redirect(found)
    return _cached(attachment_response(request, found, found.publication.last_changed_at))


@require_safe
def picture(request, pk: int, width: int):
    """A picture of a public publication in one of its widths; 410 once it is gone, 404 for anything else."""
    try:
        found = public_picture(pk, width)
    except Rendition.DoesNotExist:
        return _gone(request, pictures__pk=pk)
    return _cached(picture_response(request, found, found.picture.publication.last_changed_at))


def _gone(request, **of_file):
    publication = gone_publication(**of_file)
    if publication is None:
        raise Http404
    return _cached(render(request, "410.html", {"publication": publication}, status=410))


def _cached(response):
    response["Cache-Control"] = CACHE
    return response
