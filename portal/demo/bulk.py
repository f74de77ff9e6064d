"""Fills the portal with as many publications as asked for, to try and to measure it at volume."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import escape
from itertools import accumulate, islice
from random import Random

from django.db import transaction

from catalog.models import Obligation
from disclosure.models import Article, DocumentRelation, Interpretation, PolicyDocument, Publication
from disclosure.vocabulary import RelationType, Stage
from portal.ledger.services import append
from portal.organizations.models import Kind
from portal.tasks import refresh_statistics

from . import archive
from .archive import Entry
from .chance import chance
from .clock import DemoClock
from .people import Staff
from .publications import Obligations
from .wording import points_of, say, words_for

CHUNK = 2000
YEARS = 6
WEIGHTS = {Kind.COUNTY_GOVERNMENT: 30, Kind.DEPARTMENT: 8, Kind.PUBLIC_BODY: 4, Kind.TOWN: 2, Kind.STREET: 2}
"""How much more an obligation of these brings forth than one of a village."""

BUSIEST = 300
POLICY, INTERPRETED, LATE, ANSWERS_MORE = 0.18, 0.4, 0.08, 0.3
TOPIC = "综合政务\\政务公开"
Report = Callable[[str], None]


def fill_up(target: int, clock: DemoClock, staff: Staff, report: Report = lambda line: None) -> int:
    """Add publications until there are `target`; returns how many were added.

    Index numbers run in the order of publication. Memory stays bounded: CHUNK publications at a time. The
    ledger gets one entry for all. Raises LookupError when there is no obligation to answer.
    """
    missing = target - Publication.objects.count()
    if missing <= 0:
        return 0
    obligations = Obligations().all
    if not obligations:
        raise LookupError("还没有公开责任，请先装入机构和目录。")
    clerk = _Clerk(clock, staff, obligations)
    plan = _plan(missing, obligations, chance("bulk", missing))
    done, touched = 0, set()
    while batch := list(islice(plan, CHUNK)):
        touched |= clerk.publish(batch)
        done += len(batch)
        report(f"已发布 {done} / {missing}")
    with transaction.atomic():
        archive.hand_down_to(touched, clock.calendar)
        append("archive_loaded", "publications", actor="系统", payload={"count": missing})
    refresh_statistics()
    return missing


def _plan(amount: int, obligations: list[Obligation], luck: Random) -> Iterator[tuple[int, int]]:
    """(days ago, place in `obligations`), oldest first, more of them lately than long ago."""
    busy = {code: _business(code) for code in {o.matter.code for o in obligations}}
    weights = list(accumulate(WEIGHTS.get(o.organization.kind, 1) * busy[o.matter.code] for o in obligations))
    places = luck.choices(range(len(obligations)), cum_weights=weights, k=amount)
    days = YEARS * 365
    return iter(sorted(((1 + int(days * luck.random() ** 1.25), place) for place in places), reverse=True))


def _business(matter: str) -> float:
    """Few matters bring forth much (penalties, tenders), most little: a long tail, the same in every run."""
    return min(chance("business", matter).paretovariate(1.1), BUSIEST)


class _Clerk:
    """Writes and publishes what was planned; every second or third document gets its interpretation."""

    def __init__(self, clock: DemoClock, staff: Staff, obligations: list[Obligation]):
        self.clock, self.staff, self.obligations = clock, staff, obligations
        self.serial = Publication.objects.count()
        self._unexplained: dict[int, Publication] = {}
        self._explains: list[tuple[Publication, Publication]] = []

    @transaction.atomic
    def publish(self, batch: list[tuple[int, int]]) -> set[int]:
        """Store the batch; returns the keys of the obligations answered."""
        entries = [self._entry(*planned) for planned in batch]
        archive.store(entries, self.clock.calendar, in_ledger=False)
        DocumentRelation.objects.bulk_create(
            DocumentRelation(publication_id=new.pk, type=RelationType.INTERPRETS, target_id=document.pk)
            for new, document in self._explains
        )
        self._explains.clear()
        return {o.pk for entry in entries for o in entry.obligations}

    def _entry(self, days_ago: int, place: int) -> Entry:
        self.serial += 1
        luck, obligation = chance("bulk", self.serial), self.obligations[place]
        organization = obligation.organization
        at = self.clock.moment(self.clock.day(-days_ago), luck)
        wait = luck.randint(35, 80) if luck.random() < LATE else luck.randint(0, 12)
        publication = self._publication(obligation, at.date(), luck)
        publication.organization = organization
        publication.formed_on = at.date() - timedelta(days=wait)
        publication.topic, publication.stage = TOPIC, luck.choice(Stage.values)
        publication.keywords = obligation.matter.name[:60]
        publication.summary = f"{organization.short_name}公开{obligation.matter.name}的有关信息。"
        publication.body = _body(obligation, publication.formed_on, luck)
        author, issuer = self.staff.author(organization), self.staff.issuer(organization)
        return Entry(publication, at, author, issuer, self._answered(place, luck))

    def _publication(self, obligation: Obligation, day: date, luck: Random) -> Publication:
        organization, matter = obligation.organization, obligation.matter.name
        number = f"{day.year}年第{self.serial}号"
        is_document = not organization.is_village and luck.random() < POLICY
        document = self._unexplained.get(organization.pk)
        if is_document and document is not None and luck.random() < INTERPRETED:
            new = Interpretation(title=f"关于《{document.title[:200]}》的解读")
            self._explains.append((new, self._unexplained.pop(organization.pk)))
            return new
        if is_document:
            title = f"{organization.short_name}关于做好{matter}工作的通知（{number}）"
            new = PolicyDocument(title=title[:300], genre="通知", is_normative=luck.random() < 0.3)
            self._unexplained[organization.pk] = new
            return new
        return Article(title=f"{organization.short_name}{matter}信息公开（{number}）"[:300])

    def _answered(self, place: int, luck: Random) -> list[Obligation]:
        """The planned obligation, and sometimes its neighbours in the catalog."""
        first = self.obligations[place]
        if luck.random() >= ANSWERS_MORE:
            return [first]
        near = self.obligations[place + 1 : place + 3]
        return [
            first,
            *(
                o
                for o in near
                if (o.organization_id, o.domain_id) == (first.organization_id, first.domain_id)
            ),
        ]


def _body(obligation: Obligation, formed: date, luck: Random) -> str:
    organization, matter = obligation.organization, obligation.matter
    words = words_for(organization, matter)
    rows = "".join(
        f'<tr><th scope="row">{escape(point)}</th><td>{escape(say(point, words, formed, luck))}</td></tr>'
        for point in points_of(matter)
    )
    return (
        f"<p>{escape(organization.short_name)}现将{escape(matter.name)}的有关信息公布如下，内容截至{formed}。</p>"
        f"<table><caption>{escape(matter.name)}</caption><tbody>{rows}</tbody></table>"
        f"<p>{escape(organization.name)}　{escape(organization.phone)}</p>"
    )
