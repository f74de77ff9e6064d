"""The standard catalog, adopted by the county at believable dates."""

from datetime import date

from django.db.models import Q

from catalog import importing, obligations
from catalog.management.commands.import_catalog import plan_for
from catalog.models import Obligation
from portal.organizations.models import Kind

from .clock import DemoClock

ADOPTED = -600
"""Days: the county took over the whole catalog."""

NEWER = ("27-transport", "28-statistics", "29-broadcasting", "30-tourism")
TOWNS = (Kind.TOWN, Kind.STREET)
RECENT = (
    (-12, Q(domain__code__in=NEWER)),
    (-9, Q(domain__code="18-social-insurance", organization__kind__in=TOWNS)),
    (-9, Q(domain__code="24-health", organization__kind__in=TOWNS)),
    (-6, Q(domain__code="26-spatial-planning", organization__kind__in=TOWNS)),
)
"""What was taken on lately, so that its first time limit has not run out: (day, which obligations)."""


def adopt(clock: DemoClock) -> int:
    """Import the shipped catalog and let obligations begin where they did; returns how many there are."""
    today = clock.today
    importing.load_domains(clock.workday(clock.day(ADOPTED)))
    plan = plan_for(importing.standard_files())
    actor = "县政府办公室"
    importing.apply(plan, today, actor=actor, provenance=importing.standard_provenance())
    _begin(Q(), clock.workday(clock.day(ADOPTED)))
    for offset, which in RECENT:
        _begin(which, clock.workday(clock.day(offset)))
    obligations.recount_deadlines(today)
    return Obligation.objects.current().count()


def is_recent() -> Q:
    """Obligations that were taken on lately."""
    condition = Q()
    for _, which in RECENT:
        condition |= which
    return condition


def _begin(which: Q, since: date) -> None:
    ids = Obligation.objects.filter(which).values("pk")
    Obligation.objects.filter(pk__in=ids).update(since=since)
