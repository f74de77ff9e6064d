"""Keeps `Obligation.state` current, in set-based SQL that says what `catalog.states.state_of` says."""

from datetime import date

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from .models import Obligation
from .states import State


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


def refresh(obligations: QuerySet[Obligation], today: date) -> int:
    """Bring the state of `obligations` up to `today`; returns how many rows changed."""
    case = state_case(today)
    return obligations.exclude(state=case).update(state=case)


def refresh_all(today: date) -> int:
    """The daily recount over every obligation in force: one statement."""
    return refresh(Obligation.objects.current(), today)


def count_by_domain_and_organization(obligations: QuerySet[Obligation]) -> list[tuple[int, int, str, int]]:
    """(domain id, organisation id, state, number) for each cell of the matrix. One query."""
    return list(
        obligations.current()
        .order_by()
        .values_list("domain_id", "organization_id", "state")
        .annotate(number=Count("pk"))
        .values_list("domain_id", "organization_id", "state", "number")
    )


def tally(obligations: QuerySet[Obligation], *by: str) -> dict:
    """Number of obligations by state; with `by` field names, {key or (keys...): {state: number}}. One query."""
    rows = obligations.current().order_by().values_list(*by, "state").annotate(number=Count("pk"))
    if not by:
        return dict(rows)
    result: dict = {}
    for *keys, state, number in rows:
        result.setdefault(keys[0] if len(keys) == 1 else tuple(keys), {})[state] = number
    return result


def overdue(obligations: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """Missing and stale ones, longest overdue first."""
    return (
        obligations.current()
        .filter(state__in=[State.MISSING, State.STALE])
        .order_by(F("first_due_on").asc(nulls_last=True), "pk")
    )
