"""The services of this room that views, admin, API and commands call. The verbs themselves live in `pipeline`."""

from django.db import transaction
from django.utils import timezone

from catalog.models import Obligation
from portal.organizations.models import User
from portal.refusal import NotAllowed
from portal.workdays.services import current_calendar

from . import fulfilment, pipeline
from .models import Publication
from .numbering import next_index_number
from .pipeline import publish, withdraw
from .vocabulary import Status

__all__ = [
    "NotAllowed",
    "link_obligations",
    "next_index_number",
    "publish",
    "why_not_publish",
    "why_not_withdraw",
    "withdraw",
]


def why_not_publish(publication: Publication, user: User) -> list[str]:
    """Every reason why `user` cannot publish this now, as sentences for the clerk; empty when it can be done."""
    return pipeline.why_not(publication, "publish", user)


def why_not_withdraw(publication: Publication, user: User) -> list[str]:
    """Every reason why `user` cannot withdraw this now; empty when it can be done."""
    return pipeline.why_not(publication, "withdraw", user)


@transaction.atomic
def link_obligations(publication: Publication, obligations: list[Obligation]) -> None:
    """Say which obligations `publication` answers, replacing what was said before."""
    locked = Publication.objects.select_for_update().get(pk=publication.pk)
    fulfilment.replace(locked, obligations, current_calendar())
    if locked.status == Status.PUBLISHED:
        fulfilment.mark_public(locked, timezone.localdate(locked.published_at), current_calendar())
