"""Keeps `Obligation.state` current, in set-based SQL that says what `catalog.states.state_of` says."""

from datetime import date

from django.db.models import Case, CharField, Count, DateField, F, Q, QuerySet, Value, When

from .models import Obligation
from .states import OVERDUE, State


def state_case(today: date) -> Case:
    """`state_of` as an SQL expression over the facts of an obligation."""

    def when(condition: Q, state: State) -> When:
        return When(condition, then=Value(state.value))

    return Case(
        when(Q(not_applicable_by__isnull=False), State.NOT_APPLICABLE),
        when(Q(is_rule_readable=False), State.UNDETERMINED),
        when(Q(published_count__gt=0, renew_by__lt=today), State.STALE),
        when(Q(published_count__gt=0, latest_is_late=True), State.LATE),
        when(Q(published_count__gt=0), State.ON_TIME),
        when(Q(awaiting_until__gte=today), State.NOT_DUE),
        when(Q(first_due_on__isnull=True), State.UNDETERMINED),
        when(Q(first_due_on__lt=today), State.MISSING),
        default=Value(State.NOT_DUE.value),
        output_field=CharField(),
    )


def outdated(obligations: QuerySet[Obligation], today: date) -> QuerySet[Obligation]:
    """Those whose stored state is not what it should be on `today`: none, when the nightly recount has run."""
    return obligations.exclude(state=state_case(today))


def refresh(obligations: QuerySet[Obligation], today: date) -> int:
    """Bring the state of `obligations` up to `today`; returns how many rows changed."""
    return outdated(obligations, today).update(state=state_case(today))


def refresh_all(today: date) -> int:
    """The daily recount over every obligation in force: one statement."""
    return refresh(Obligation.objects.current(), today)


def count_by_domain_and_organization(obligations: QuerySet[Obligation]) -> list[tuple[int, int, str, int]]:
    """(domain id, organisation id, state, number) for each cell of the matrix. One query."""
    return list(_counted(obligations, "domain_id", "organization_id"))


def tally(obligations: QuerySet[Obligation], *by: str) -> dict:
    """Number of obligations by state; with `by` field names, {key or (keys...): {state: number}}. One query."""
    rows = _counted(obligations, *by)
    if not by:
        return dict(rows)
    result: dict = {}
    for *keys, state, number in rows:
        result.setdefault(keys[0] if len(keys) == 1 else tuple(keys), {})[state] = number
    return result


def with_due_day(obligations: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """Adds `due_on`: the day by which the next step is or was due, whether first publication or renewal.

    None where there is no such day, or none counts.
    """
    return obligations.annotate(
        due_on=Case(
            When(state=State.NOT_APPLICABLE, then=None),
            When(published_count__gt=0, then=F("renew_by")),
            When(awaiting_until__isnull=False, state=State.NOT_DUE, then=F("awaiting_until")),
            default=F("first_due_on"),
            output_field=DateField(),
        )
    )


def overdue(obligations: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """Missing and stale ones, longest overdue first, each with `due_on`."""
    return (
        with_due_day(obligations.current())
        .filter(state__in=OVERDUE)
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def by_urgency(obligations: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """In force, each with `due_on`: overdue ones first, longest overdue first, then by the day that comes next."""
    rank = Case(When(state__in=OVERDUE, then=Value(0)), default=Value(1))
    return with_due_day(obligations.current()).order_by(rank, F("due_on").asc(nulls_last=True), "pk")


def _counted(obligations: QuerySet[Obligation], *by: str) -> QuerySet:
    rows = obligations.current().order_by().values_list(*by, "state")
    return rows.annotate(number=Count("pk")).values_list(*by, "state", "number")
