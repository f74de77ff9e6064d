"""Who is writing in a publication now, so that two do not write over each other."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.organizations.models import User

from .models import EditLock, Publication

FORGOTTEN_AFTER = timedelta(minutes=15)


def holder(publication: Publication) -> EditLock | None:
    """Who holds the pen; None when nobody was seen writing for FORGOTTEN_AFTER."""
    seen_since = timezone.now() - FORGOTTEN_AFTER
    return (
        EditLock.objects.select_related("user")
        .filter(publication=publication.pk, seen_at__gte=seen_since)
        .first()
    )


@transaction.atomic
def take(publication: Publication, user: User, *, over: bool = False) -> EditLock:
    """Take the pen, or keep it; returns the lock as it stands, which may be somebody else's unless `over`."""
    Publication.objects.select_for_update().only("pk").get(pk=publication.pk)
    now = timezone.now()
    held = EditLock.objects.select_related("user").filter(publication=publication.pk).first()
    if held and held.user_id != user.pk and not over and now - held.seen_at < FORGOTTEN_AFTER:
        return held
    is_mine = held is not None and held.user_id == user.pk and now - held.seen_at < FORGOTTEN_AFTER
    values = {"user": user, "seen_at": now, "taken_at": held.taken_at if is_mine else now}
    return EditLock.objects.update_or_create(publication_id=publication.pk, defaults=values)[0]


def let_go(publication: Publication, user: User) -> None:
    """Lay the pen down."""
    EditLock.objects.filter(publication=publication.pk, user=user).delete()
