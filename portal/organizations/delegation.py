"""What an administrator may hand on: nobody gives or takes over more than they hold themselves."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

from .models import Kind, Organization, User
from .scope import can_act_for, is_county_wide, organizations_in_scope, sees_every_organization


def groups_to_give(user: User) -> QuerySet[Group]:
    """Roles of which `user` holds every permission."""
    groups = Group.objects.order_by("name")
    if user.is_superuser:
        return groups
    return groups.exclude(permissions__in=Permission.objects.exclude(pk__in=_held(user).values("pk")))


def organizations_to_give(user: User) -> QuerySet[Organization]:
    """Organisations to which `user` may assign people: in scope, and not wider than the user's own scope."""
    organizations = organizations_in_scope(user).filter(abolished_on__isnull=True)
    if sees_every_organization(user):
        return organizations
    return organizations.exclude(Q(is_competent_authority=True) | Q(kind=Kind.COUNTY_GOVERNMENT))


def may_manage(user: User, other: User) -> bool:
    """Whether `user` may change `other`: in scope, and holding nothing that `user` lacks.

    Permissions of inactive accounts count: whoever may set their password and switch them on has them.
    """
    if user.is_superuser:
        return True
    if other.is_superuser or other.organization is None or not can_act_for(user, other.organization):
        return False
    if is_county_wide(other.organization) and not sees_every_organization(user):
        return False
    return not _held(other).exclude(pk__in=_held(user).values("pk")).exists()


def _held(user: User) -> QuerySet[Permission]:
    return Permission.objects.filter(Q(user=user) | Q(group__user=user))
