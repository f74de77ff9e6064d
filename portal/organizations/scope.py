"""Who may act for whom. The only place that decides it."""

from django.db.models import QuerySet

from .models import Kind, Organization


def sees_every_organization(user) -> bool:
    """Whether the user's office supervises the whole county (条例 Art. 3), or the user runs the system.

    An office that was abolished supervises nobody any more.
    """
    if not user.is_active:
        return False
    return user.is_superuser or is_county_wide(user.organization)


def is_county_wide(organization: Organization | None) -> bool:
    """Whether whoever works there may see the whole county: the government itself and its disclosure office."""
    return bool(
        organization
        and organization.is_active
        and (organization.is_competent_authority or organization.kind == Kind.COUNTY_GOVERNMENT)
    )


def organizations_in_scope(user) -> QuerySet[Organization]:
    """The organisations `user` may see and act for: its own and all below; every one for the county office."""
    if sees_every_organization(user):
        return Organization.objects.all()
    if not user.is_active or user.organization is None:
        return Organization.objects.none()
    return user.organization.get_descendants(include_self=True)


def can_act_for(user, organization: Organization) -> bool:
    """Whether `organization` is in the user's scope. No query: compares places in the tree."""
    if sees_every_organization(user):
        return True
    if not user.is_active or user.organization is None:
        return False
    own = user.organization
    return (
        own.tree_id == organization.tree_id and own.lft <= organization.lft <= organization.rght <= own.rght
    )


def codes_in_reach(user) -> QuerySet | None:
    """The codes of `organizations_in_scope` for `portal.reach`; None for who sees every organisation."""
    return None if sees_every_organization(user) else organizations_in_scope(user).values("code")
