"""The catalog is the whole county's: only those who answer for the whole county change it (条例 Art. 3)."""

from portal.organizations.scope import sees_every_organization


def may_change_catalog(user, permission: str) -> bool:
    """Whether `user` holds `permission` ("catalog.import_catalog") and works for the county's office."""
    return user.has_perm(permission) and sees_every_organization(user)
