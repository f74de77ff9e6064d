"""Screening again what was screened before: word lists change, and with them what is wrong. Nothing is moved."""

import logging

from django.db import transaction
from django.db.models import QuerySet

from portal.organizations.models import User
from portal.organizations.scope import organizations_in_scope, sees_every_organization
from portal.screening import Words

from .models import Finding, Publication
from .screening import find_in, keep
from .vocabulary import APPROVED, UNDER_REVIEW, Status

UNDER_WAY = (*UNDER_REVIEW, *APPROVED)
ALIVE = [status for status in Status if status not in (Status.WITHDRAWN, Status.ARCHIVED)]
ATTEMPTS = 3

logger = logging.getLogger(__name__)


def in_reach(user: User) -> QuerySet[Publication]:
    """What `user` may have screened again: of own organisation and below, but for what is gone from the public."""
    rows = Publication.objects.filter(status__in=ALIVE)
    return rows if sees_every_organization(user) else rows.in_scope(organizations_in_scope(user))


def out_or_on_the_way(user: User) -> QuerySet[Publication]:
    """What the public reads, and what is on its way there; drafts are screened when they are submitted."""
    return in_reach(user).filter(status__in=[Status.PUBLISHED, *UNDER_WAY])


def rescreen(pk: int, words: Words) -> list[Finding] | None:
    """Screen publication `pk` with `words`; returns what stands open, None when it could not be screened.

    Files are read before anything is locked, so that nobody waits; what was saved meanwhile is read once more.
    """
    for _ in range(ATTEMPTS):
        row = Publication.objects.filter(pk=pk, status__in=ALIVE).first()
        if row is None:
            return []
        try:
            found = find_in(row, words)
        except Exception:
            logger.exception("publication %s could not be screened again", pk)
            return None
        with transaction.atomic():
            locked = Publication.objects.select_for_update(of=("self",)).get(pk=pk)
            if locked.version_number == row.version_number:
                return keep(locked, found)
    return None
