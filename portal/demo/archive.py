"""Publishing many at once by the rules of `disclosure.services`: checks, numbers, fulfilments, ledger."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from catalog.models import Obligation
from disclosure import fulfilment, signals
from disclosure.html import clean_html
from disclosure.models import Fulfilment, IndexNumberSeries, Publication
from disclosure.numbers import index_number, is_document_number, normalize_document_number
from disclosure.reassessing import next_reassessment
from disclosure.vocabulary import Attribute, Status
from portal.ledger.services import append
from portal.organizations.models import Organization, User
from portal.workdays.calendar import WorkCalendar

from .errors import DemoDataError

BATCH = 200


@dataclass
class Entry:
    """A publication of some kind, not saved yet, with all that publishing it needs."""

    publication: Publication
    at: datetime
    author: User
    issuer: User
    obligations: list[Obligation] = field(default_factory=list)
    key: str = ""


@transaction.atomic
def store(entries: Iterable[Entry], calendar: WorkCalendar, *, in_ledger: bool = True) -> list[Entry]:
    """Store `entries` as published, in the order of their moments. Raises DemoDataError, and stores nothing.

    The facts are not handed down to the obligations: `hand_down` does that once for all.
    """
    entries = sorted(entries, key=lambda entry: entry.at)
    for entry in entries:
        _prepare(entry)
    _give_numbers(entries)
    _insert([entry.publication for entry in entries])
    _link(entries, calendar)
    if in_ledger:
        for entry in entries:
            _record(entry)
            transaction.on_commit(
                lambda entry=entry: signals.published.send(sender=Publication, publication=entry.publication)
            )
    return entries


def hand_down(entries: Iterable[Entry], calendar: WorkCalendar) -> None:
    """Tell the obligations what is public for them; the states follow."""
    hand_down_to({obligation.pk for entry in entries for obligation in entry.obligations}, calendar)


def hand_down_to(touched: set[int], calendar: WorkCalendar) -> None:
    """The same for the obligations of which the keys are given."""
    fulfilment.hand_down_facts(sorted(touched), calendar)


def _prepare(entry: Entry) -> None:
    publication, day = entry.publication, timezone.localdate(entry.at)
    publication.kind = publication.KIND
    publication.body = clean_html(publication.body)
    publication.document_number = normalize_document_number(publication.document_number)
    publication.published_at = publication.signed_at = entry.at
    publication.signed_by = entry.issuer
    publication.screened_version = 0
    publication.reassess_on = _looked_at_again(publication, day)
    publication.published_by, publication.created_by = entry.issuer, entry.author
    for fault, is_there in {
        "发布时间在将来": entry.at > timezone.now(),
        "成文日期晚于发布日期": publication.formed_on > day,
        "公开属性不是主动公开": publication.attribute != Attribute.PROACTIVE,
        "正文是空的": not publication.body.strip(),
        "发布机构当时已经撤销": _was_abolished(publication.organization, day),
        "发文字号不规范": bool(publication.document_number)
        and not is_document_number(publication.document_number),
        "对应的事项不属于发布机构": any(
            o.organization_id != publication.organization_id for o in entry.obligations
        ),
    }.items():
        if is_there:
            raise DemoDataError(f"{entry.key or publication.title}：{fault}")


def _looked_at_again(publication: Publication, day: date) -> date:
    """The next re-assessment: the office kept up with earlier ones, and is at most a fortnight behind."""
    due = next_reassessment(publication, day)
    while due < timezone.localdate() - timedelta(days=14):
        due = next_reassessment(publication, due)
    return due


def _was_abolished(organization: Organization, day) -> bool:
    return organization.abolished_on is not None and organization.abolished_on <= day


def _give_numbers(entries: list[Entry]) -> None:
    """Index numbers without gaps, by organ and year, in the order of publication (rule 10.1)."""
    series = {(s.organization_id, s.year): s for s in IndexNumberSeries.objects.select_for_update()}
    for entry in entries:
        organization, year = entry.publication.organization, timezone.localdate(entry.at).year
        place = (organization.pk, year)
        if place not in series:
            series[place] = IndexNumberSeries(organization=organization, year=year)
        series[place].last += 1
        entry.publication.index_number = index_number(organization.credit_code, year, series[place].last)
    IndexNumberSeries.objects.bulk_create([s for s in series.values() if s.pk is None])
    IndexNumberSeries.objects.bulk_update([s for s in series.values() if s.pk], ["last"], batch_size=BATCH)


def _insert(publications: list[Publication]) -> None:
    """Rows of the base table in bulk, then those of each kind, which bulk_create does not do."""
    columns = [f.attname for f in Publication._meta.concrete_fields if not f.primary_key]
    rows = [
        Publication(**{name: getattr(p, name) for name in columns} | {"status": Status.PUBLISHED})
        for p in publications
    ]
    Publication.objects.bulk_create(rows, batch_size=BATCH)
    for publication, row in zip(publications, rows, strict=True):
        publication.pk = publication.publication_ptr_id = row.pk
        publication._state.adding = False
    first = min((row.pk for row in rows), default=0)
    Publication.objects.filter(pk__gte=first, status=Status.PUBLISHED).update(
        created_at=F("published_at"), updated_at=F("published_at")
    )
    by_kind = defaultdict(list)
    for publication in publications:
        by_kind[type(publication)].append(publication)
    for model, children in by_kind.items():
        _insert_kind(model, children)


def _insert_kind(model: type[Publication], children: list[Publication]) -> None:
    fields = model._meta.local_concrete_fields
    names = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608 (names come from the models)
            [[f.get_db_prep_save(getattr(c, f.attname), connection) for f in fields] for c in children],
        )


def _link(entries: list[Entry], calendar: WorkCalendar) -> None:
    """The obligations each answers, judged against their time limits."""
    links = []
    for entry in entries:
        formed_on, published_on = entry.publication.formed_on, timezone.localdate(entry.at)
        for obligation in entry.obligations:
            link = Fulfilment(
                publication_id=entry.publication.pk,
                obligation=obligation,
                matter_id=obligation.matter_id,
                domain_id=obligation.domain_id,
                stage=entry.publication.stage,
            )
            link.matter = obligation.matter
            fulfilment.judge(link, formed_on, published_on, calendar)
            links.append(link)
    Fulfilment.objects.bulk_create(links, batch_size=BATCH)


def _record(entry: Entry) -> None:
    publication = entry.publication
    append(
        "published",
        f"publication:{publication.pk}",
        actor=entry.issuer.organization.short_name,
        organization=publication.organization.code,
        payload={"title": publication.title, "index_number": publication.index_number},
    )
