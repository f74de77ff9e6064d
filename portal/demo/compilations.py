"""Most obligations are answered by compilations: which organisation answers what, when, and what it leaves out."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from catalog.deadlines import publication_deadline, renewal_deadline
from catalog.models import Obligation
from disclosure.models import Article

from . import compilation_text
from .archive import Entry
from .chance import chance
from .clock import DemoClock
from .diligence import Diligence, diligence_of
from .people import Staff
from .rhythm import Rhythm, rhythm_of

LARGEST = 14
"""Matters in one compilation."""

NEWEST = 6
"""Compilations end some days before today: the newest on the home page are written documents."""

RECENT_SHARE = 0.12
"""Of what was taken on lately, how much is already out."""

OLDEST = {Rhythm.ONCE: 880, Rhythm.YEARLY: 420, Rhythm.QUARTERLY: 110, Rhythm.SHORT: 40}
STALE_BEFORE = {Rhythm.YEARLY: 720, Rhythm.QUARTERLY: 260, Rhythm.SHORT: 130}
TRIES = 60


class Compilations:
    """Plans and writes compilations. `topics` gives a subject class for each domain code."""

    def __init__(self, clock: DemoClock, staff: Staff, topics: dict[str, str]):
        self.clock, self.staff, self.topics = clock, staff, topics

    def entries(self, obligations: list[Obligation]) -> Iterator[Entry]:
        """Compilations that answer most of `obligations`, which nothing else answers yet."""
        for unit, rhythm in units(obligations):
            organization = unit[0].organization
            luck = chance("unit", organization.code, unit[0].domain.code, rhythm, unit[0].matter.code)
            entry = self._entry(unit, rhythm, diligence_of(organization), luck)
            if entry is not None:
                yield entry

    def _entry(self, unit: list[Obligation], rhythm: Rhythm, habit: Diligence, luck: Random) -> Entry | None:
        if luck.random() < habit.missing:
            return None
        unit = [o for o in unit if luck.random() >= habit.omitted]
        if self._is_recent(unit):
            unit = [o for o in unit if luck.random() < RECENT_SHARE]
        if not unit:
            return None
        is_stale = rhythm != Rhythm.ONCE and luck.random() < habit.stale
        published = self._published(unit, rhythm, is_stale, luck)
        is_late = luck.random() < habit.late
        formed = self._formed(unit, published, is_late, luck)
        return self._write(unit, rhythm, formed, self.clock.moment(published, luck), luck)

    def _is_recent(self, unit: list[Obligation]) -> bool:
        return bool(unit) and self.clock.today - unit[0].since < timedelta(days=30)

    def _published(self, unit: list[Obligation], rhythm: Rhythm, is_stale: bool, luck: Random) -> date:
        """A working day on which the unit, published then, is up to date today, or stale if it shall be."""
        oldest, newest = (STALE_BEFORE if is_stale else OLDEST)[rhythm], NEWEST
        if self._is_recent(unit):
            oldest = (self.clock.today - unit[0].since).days
            newest = min(NEWEST, oldest - 1)
        day = self.clock.workday(self.clock.day(-newest))
        for _ in range(TRIES):
            age = newest + int((oldest - newest) * luck.random() ** 1.15)
            found = self.clock.workday(self.clock.day(-age))
            if self._is_stale(unit, found) == is_stale:
                return found
        return day

    def _is_stale(self, unit: list[Obligation], published: date) -> bool:
        """Whether anything of the unit would need renewal by now, had it been published on that day."""
        renewals = (
            renewal_deadline(o.matter.time_limit, published, self.clock.calendar, o.organization.catalog_name)
            for o in unit
        )
        return any(day is not None and day < self.clock.today for day in renewals)

    def _formed(self, unit: list[Obligation], published: date, is_late: bool, luck: Random) -> date:
        """Some days before publication; in time for the strictest matter of the unit unless it is late."""
        if is_late:
            return self.clock.workday(published - timedelta(days=luck.randint(45, 95)))
        formed = self.clock.workday(published - timedelta(days=luck.randint(1, 15)))
        deadlines = [publication_deadline(o.matter.time_limit, formed, self.clock.calendar) for o in unit]
        return formed if all(day is None or day >= published for day in deadlines) else published

    def _write(self, unit: list[Obligation], rhythm: Rhythm, formed: date, at, luck: Random) -> Entry:
        organization, domain = unit[0].organization, unit[0].domain
        formed = min(formed, at.date())
        groups = dict.fromkeys(o.matter.parent.name for o in unit)
        publication = Article(
            title=compilation_text.title_of(organization, unit, rhythm, formed),
            summary=compilation_text.summary_of(unit),
            body=compilation_text.body_of(organization, unit, formed, luck),
            topic=self.topics[domain.code],
            stage=compilation_text.stage_of(unit),
            keywords="、".join([compilation_text.plain_name(domain), *groups][:4]),
            organization=organization,
            formed_on=formed,
        )
        author, issuer = self.staff.author(organization), self.staff.issuer(organization)
        return Entry(publication, at, author, issuer, unit, publication.title)


def units(obligations: list[Obligation]) -> Iterator[tuple[list[Obligation], Rhythm]]:
    """Obligations of one organisation, domain and rhythm, in catalog order, at most LARGEST at a time."""
    together = defaultdict(list)
    for o in obligations:
        together[o.organization_id, o.domain_id, o.since, rhythm_of(o.matter.time_limit)].append(o)
    for (*_, rhythm), found in together.items():
        found.sort(key=lambda o: o.matter.lft)
        pieces = -(-len(found) // LARGEST)
        for n in range(pieces):
            yield found[n * len(found) // pieces : (n + 1) * len(found) // pieces], rhythm


def topics_by_domain(documents) -> dict[str, str]:
    """The subject class most written documents of a domain carry."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for document in documents:
        counts[document.domain][document.topic] += 1
    found = {domain: max(topics, key=topics.get) for domain, topics in counts.items()}
    return defaultdict(lambda: "综合政务\\政务公开", found)
