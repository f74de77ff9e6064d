"""The only writer of the organisation tree. django-mptt is not safe under concurrent writes, hence the lock."""

from django.db import transaction

from portal.locks import lock_until_commit

from .models import Organization
from .signals import organizations_changed

LOCK = "organizations.tree"


@transaction.atomic
def save_organization(organization: Organization) -> Organization:
    """Insert or move one organisation. Raises mptt.exceptions.InvalidMove for a cycle."""
    lock_until_commit(LOCK)
    organization.save()
    _announce()
    return organization


@transaction.atomic
def load_organizations(rows: list[dict]) -> int:
    """Insert or update organisations from dicts (parents first, keyed by `code`); returns how many rows.

    `parent_code` and `successor_code` name other rows. The nested set is rebuilt once at the end.
    """
    lock_until_commit(LOCK)
    known = {o.code: o for o in Organization.objects.all()}
    with Organization.objects.disable_mptt_updates():
        for row in rows:
            fields = {k: v for k, v in row.items() if k not in ("parent_code", "successor_code")}
            organization = known.get(row["code"]) or Organization(code=row["code"])
            for name, value in fields.items():
                setattr(organization, name, value)
            organization.parent = known[row["parent_code"]] if row["parent_code"] else None
            organization.save()
            known[organization.code] = organization
    for row in rows:
        if row.get("successor_code"):
            Organization.objects.filter(code=row["code"]).update(successor=known[row["successor_code"]])
    Organization.objects.rebuild()
    _announce()
    return len(rows)


def _announce() -> None:
    transaction.on_commit(lambda: organizations_changed.send(sender=Organization))
