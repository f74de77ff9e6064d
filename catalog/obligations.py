"""Keeps obligations in step with the matters and the organisations: matter × organisation, created and ended."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from portal.locks import lock_until_commit
from portal.organizations.models import Organization
from portal.workdays.calendar import WorkCalendar
from portal.workdays.services import current_calendar

from . import coverage
from .assignment import county_directory
from .deadlines import first_deadline, renewal_deadline
from .models import CatalogItem, Obligation

LOCK = "catalog.obligations"
DATES = ["is_rule_readable", "first_due_on", "renew_by"]
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class SyncReport:
    created: int
    ended: int
    resumed: int


@transaction.atomic
def sync(today: date, matters: Iterable[CatalogItem] | None = None, since: date | None = None) -> SyncReport:
    """Create what is owed and missing, end what is no longer owed, for `matters` or for all.

    New obligations begin on `since`, today by default. Ended ones keep their row, and resume if owed again.
    """
    lock_until_commit(LOCK)
    calendar = current_calendar()
    matters = list(CatalogItem.objects.matters() if matters is None else matters)
    wanted = _wanted(matters)
    have = {(o.matter_id, o.organization_id): o for o in Obligation.objects.filter(matter__in=matters)}
    created = [
        _new(matter, organization, since or today, calendar)
        for pair, (matter, organization) in wanted.items()
        if pair not in have
    ]
    ended = [o for pair, o in have.items() if pair not in wanted and o.ended_on is None]
    resumed = [o for pair, o in have.items() if pair in wanted and o.ended_on is not None]
    for obligation in ended:
        obligation.ended_on = today
    for obligation in resumed:
        obligation.ended_on = None
        _count_dates(obligation, *wanted[obligation.matter_id, obligation.organization_id], calendar)
    Obligation.objects.bulk_create(created, batch_size=500)
    Obligation.objects.bulk_update([*ended, *resumed], ["ended_on", *DATES], batch_size=500)
    coverage.refresh(Obligation.objects.current().filter(matter__in=[m.pk for m in matters]), today)
    return SyncReport(len(created), len(ended), len(resumed))


@transaction.atomic
def recount_deadlines(today: date, obligations=None) -> None:
    """Count first due and renewal dates again: wording or work calendar changed."""
    calendar = current_calendar()
    rows = Obligation.objects.current() if obligations is None else obligations
    changed = defaultdict(list)
    for obligation in rows.select_related("matter", "organization"):
        before = _dates(obligation)
        _count_dates(obligation, obligation.matter, obligation.organization, calendar)
        if (dates := _dates(obligation)) != before:
            changed[dates].append(obligation.pk)
    for dates, keys in changed.items():
        for start in range(0, len(keys), CHUNK):
            chunk = Obligation.objects.filter(pk__in=keys[start : start + CHUNK])
            chunk.update(**dict(zip(DATES, dates, strict=True)))
    coverage.refresh_all(today)


def _wanted(matters: list[CatalogItem]) -> dict[tuple[int, int], tuple[CatalogItem, Organization]]:
    directory = county_directory()
    return {
        (matter.pk, organization.pk): (matter, organization)
        for matter in matters
        if matter.ended_on is None
        for organization in directory.organs_that_owe(matter.responsible_reading)
    }


def _new(matter: CatalogItem, organization: Organization, since: date, calendar: WorkCalendar) -> Obligation:
    obligation = Obligation(matter=matter, domain_id=matter.domain_id, organization=organization, since=since)
    _count_dates(obligation, matter, organization, calendar)
    return obligation


def of_matters(matters: Iterable[CatalogItem]):
    """The obligations in force of `matters`."""
    return Obligation.objects.current().filter(matter__in=[matter.pk for matter in matters])


def _dates(obligation: Obligation) -> tuple:
    return tuple(getattr(obligation, name) for name in DATES)


def _count_dates(
    obligation: Obligation, matter: CatalogItem, organization: Organization, calendar: WorkCalendar
) -> None:
    wording, organ = matter.time_limit, organization.catalog_name
    obligation.is_rule_readable = matter.is_rule_readable
    obligation.first_due_on = first_deadline(wording, obligation.since, calendar, organ)
    obligation.renew_by = renewal_deadline(wording, obligation.latest_published_on, calendar, organ)
