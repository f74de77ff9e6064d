"""Which obligations a publication answers, and the facts that coverage needs of it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalog import coverage
from catalog.deadlines import publication_deadline, renewal_deadline
from catalog.models import Obligation
from portal.workdays.calendar import WorkCalendar

from .models import Fulfilment, Publication

CHUNK = 500


def mark_public(publication: Publication, published_on: date, calendar: WorkCalendar) -> None:
    """The publication is public since `published_on`: judge it against each matter's limit, pass on the facts."""
    links = list(publication.fulfilments.select_related("matter"))
    for link in links:
        judge(link, publication.formed_on, published_on, calendar)
    Fulfilment.objects.bulk_update(links, ["deadline", "is_late", "published_on"], batch_size=CHUNK)
    hand_down_facts([link.obligation_id for link in links], calendar)


def judge(link: Fulfilment, formed_on: date, published_on: date, calendar: WorkCalendar) -> None:
    """Set deadline, lateness and date of one link (条例 Art. 26, or the matter's own limit). Does not save."""
    link.deadline = publication_deadline(link.matter.time_limit, formed_on, calendar)
    link.is_late = link.deadline is not None and link.deadline < published_on
    link.published_on = published_on


def mark_not_public(publication: Publication, calendar: WorkCalendar) -> None:
    """The publication is no longer public: its obligations stand as if it had not been published."""
    publication.fulfilments.update(published_on=None, is_late=False)
    hand_down_facts(publication.fulfilments.values_list("obligation_id", flat=True), calendar)


def replace(publication: Publication, obligations: Iterable[Obligation], calendar: WorkCalendar) -> None:
    """Make `obligations` exactly those the publication answers."""
    wanted = {obligation.pk: obligation for obligation in obligations}
    dropped = publication.fulfilments.exclude(obligation__in=wanted)
    dropped_ids = list(dropped.values_list("obligation_id", flat=True))
    dropped.delete()
    have = set(publication.fulfilments.values_list("obligation_id", flat=True))
    Fulfilment.objects.bulk_create(
        Fulfilment(
            publication=publication,
            obligation=o,
            matter_id=o.matter_id,
            domain_id=o.domain_id,
            stage=publication.stage,
        )
        for pk, o in wanted.items()
        if pk not in have
    )
    hand_down_facts(dropped_ids, calendar)


def judge_again(calendar: WorkCalendar) -> int:
    """The work calendar changed: judge every public link anew; returns how many came out differently."""
    links = Fulfilment.objects.filter(published_on__isnull=False).select_related("matter", "publication")
    links = links.defer("publication__body")
    changed = []
    for link in links.iterator(chunk_size=CHUNK):
        before = (link.deadline, link.is_late)
        judge(link, link.publication.formed_on, link.published_on, calendar)
        if (link.deadline, link.is_late) != before:
            changed.append(link)
    Fulfilment.objects.bulk_update(changed, ["deadline", "is_late"], batch_size=CHUNK)
    hand_down_facts([link.obligation_id for link in changed], calendar)
    return len(changed)


def hand_down_facts(obligation_ids: Iterable[int], calendar: WorkCalendar, today: date | None = None) -> None:
    """Recount what is public for each obligation, store it there, and refresh the states."""
    today = today or timezone.localdate()
    ids = list(obligation_ids)
    for start in range(0, len(ids), CHUNK):
        chunk = Obligation.objects.filter(pk__in=ids[start : start + CHUNK])
        chunk.update(**_facts())
        _hand_down_renewals(chunk, calendar)
        coverage.refresh(chunk, today)


def _facts() -> dict:
    """Number, newest date and lateness of what is public for an obligation, as SQL over its fulfilments."""
    public = Fulfilment.objects.filter(obligation=OuterRef("pk"), published_on__isnull=False)
    newest = public.order_by("-published_on", "-pk")
    counted = public.order_by().values("obligation").annotate(number=Count("pk")).values("number")
    return {
        "published_count": Coalesce(Subquery(counted), 0),
        "latest_published_on": Subquery(newest.values("published_on")[:1]),
        "latest_is_late": Coalesce(Subquery(newest.values("is_late")[:1]), False),
    }


def _hand_down_renewals(obligations, calendar: WorkCalendar) -> None:
    by_day = defaultdict(list)
    rows = obligations.values_list(
        "pk", "matter__time_limit", "latest_published_on", "organization__catalog_name", "renew_by"
    )
    for pk, time_limit, latest, organ, before in rows:
        day = renewal_deadline(time_limit, latest, calendar, organ)
        if day != before:
            by_day[day].append(pk)
    for day, keys in by_day.items():
        Obligation.objects.filter(pk__in=keys).update(renew_by=day)
