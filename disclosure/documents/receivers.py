"""What follows from a publication. Runs after commit; what fails here is made good by the nightly task."""

import logging
from functools import wraps

from django.dispatch import receiver
from django.utils import timezone

from disclosure import signals
from disclosure.models import Publication
from disclosure.vocabulary import Kind

from . import cleanups, validity

logger = logging.getLogger(__name__)


def _never_in_the_way(act):
    """The publication stands, whatever happens here."""

    @wraps(act)
    def careful(sender, publication, **kwargs):
        try:
            act(publication)
        except Exception:
            logger.exception("what follows from publication %s was not carried out", publication.pk)

    return careful


@receiver(signals.published, dispatch_uid="documents.published")
@_never_in_the_way
def follow_publication(publication):
    if publication.kind == Kind.POLICY:
        _follow_document(publication.pk)
    else:
        cleanups.apply_result(publication)


@receiver(signals.corrected, dispatch_uid="documents.corrected")
@_never_in_the_way
def follow_correction(publication):
    if publication.kind == Kind.POLICY:
        _follow_document(publication.pk)


def _follow_document(pk: int) -> None:
    document = Publication.objects.select_related("organization").get(pk=pk)
    validity.settle(document)
    validity.follow_relations(document)
    validity.expire_if_over(document, timezone.localdate())
