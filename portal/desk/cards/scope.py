"""Whose work a card shows: the user's own organisation and below, also for who sees the whole county."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from disclosure.models import Publication, Version
from portal.organizations.deputies import BORROWABLE, principals_of
from portal.organizations.models import Organization
from portal.organizations.scope import organizations_in_scope

PUBLICATIONS = "admin:disclosure_publication_changelist"


def work_organizations(user) -> QuerySet[Organization]:
    """The county's office supervises everyone, but its desk shows its own work."""
    if user.organization is None:
        return organizations_in_scope(user)
    return user.organization.get_descendants(include_self=True)


def work(user) -> QuerySet[Publication]:
    """Publications of the user's own work, without their texts."""
    rows = Publication.objects.filter(organization__in=work_organizations(user).values("pk"))
    return rows.select_related("organization").defer("body")


def within_right(user, permission: str, today: date) -> Q | None:
    """Publications for which `user` holds `permission`, in their own right or standing in; None when nowhere."""
    places = []
    if user.has_perm(permission):
        places.append(Q(organization__in=work_organizations(user).values("pk")))
    if permission in BORROWABLE:
        for principal in principals_of(user, today):
            if principal.has_perm(permission):
                places.append(Q(organization__in=work_organizations(principal).values("pk")))
    return _any(places)


def not_written_by(user) -> Q:
    """Four eyes: not what the user wrote or changed."""
    changed = Version.objects.filter(publication=OuterRef("pk"), saved_by=user)
    return ~Q(created_by=user) & ~Q(Exists(changed))


def change_url(publication) -> str:
    """The admin page of a publication, at the desk of its kind."""
    return reverse(f"admin:disclosure_{_MODELS[publication.kind]}_change", args=[publication.pk])


def listing(**query: str) -> str:
    """The list of all kinds, narrowed down."""
    conditions = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{reverse(PUBLICATIONS)}?{conditions}"


def _any(conditions: list[Q]) -> Q | None:
    found = None
    for condition in conditions:
        found = condition if found is None else found | condition
    return found


_MODELS = {str(model.KIND): model._meta.model_name for model in Publication.__subclasses__() if model.KIND}
