"""What was done while the county was loaded is dated back to the day on which the story says it was done.

Entries of the ledger are not: the chain holds the moment at which each was written.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Case, F, Value, When

from disclosure.models import Consent, Finding, Publication, Remark, Step, Version

MOMENTS = {
    Step: ("at",),
    Version: ("saved_at",),
    Remark: ("at", "answered_at", "settled_at"),
    Consent: ("asked_at", "answered_at"),
    Finding: ("found_at", "answered_at"),
}
OWN_MOMENTS = (
    "created_at",
    "updated_at",
    "signed_at",
    "published_at",
    "emergency_at",
    "revised_at",
    "withdrawn_at",
    "archived_at",
)


def date_back(keys: Collection[int], since: datetime, moment: datetime) -> None:
    """Every moment in the publications `keys` and their papers that is `since` or later becomes `moment`."""
    for model, names in MOMENTS.items():
        _move(model.objects.filter(publication__in=keys), names, since, moment)
    _move(Publication.objects.filter(pk__in=keys), OWN_MOMENTS, since, moment)


def _move(rows, names: tuple[str, ...], since: datetime, moment: datetime) -> None:
    rows.update(
        **{name: Case(When(**{f"{name}__gte": since}, then=Value(moment)), default=F(name)) for name in names}
    )
