"""Publications on their way through the office, in every state, from `fixtures/demo/pipeline.toml`.

Each act is done by the service that the office uses, by the person whose turn it is, and then dated back.
"""

import tomllib
from datetime import datetime, time, timedelta
from functools import cache

from django.utils import timezone

from disclosure.models import Publication
from disclosure.vocabulary import Attribute
from portal.organizations.models import Organization, User
from portal.refusal import NotAllowed

from . import people
from .archive import Entry
from .backdating import date_back
from .clock import DemoClock
from .documents import Document, document_from
from .errors import DemoDataError
from .organizations import FIXTURES
from .pipeline_acts import ACTS
from .placeholders import chinese_date
from .publications import Writer

FILE = "pipeline.toml"
MAIN = "main"
ENDS_AT = time(18)
GOES_OUT_AT = time(9)
TAKEN_DOWN_AFTER = timedelta(minutes=1)
"""How long after its end the clock takes something down."""

WINTER = (11, 12, 1, 2, 3)
OWN_KEYS = ("acts", "ends", "expires", "season", "corrects", "attribute", "ground", "interpretation")
INHERITED = ("organization", "topic", "stage")


def load(clock: DemoClock, writer: Writer, written: dict[str, Entry]) -> int:
    """Tell every story of the season; returns how many. `written`: stored entries by key. Raises DemoDataError."""
    content = tomllib.loads((FIXTURES / FILE).read_text(encoding="utf-8"))
    season = "winter" if clock.today.month in WINTER else "summer"
    told = [entry for entry in content["story"] if entry.get("season", season) == season]
    holder = cache(people.holder)
    for entry in told:
        Story(entry, clock, writer, written, holder).tell()
    return len(told)


class Story:
    """One publication with what goes along with it: `rows` are its `main`, `interpretation` and `correction`."""

    def __init__(self, entry: dict, clock: DemoClock, writer: Writer, written: dict, holder):
        self.entry, self.clock, self.writer, self._holder = entry, clock, writer, holder
        self.rows: dict[str, Publication] = {}
        if corrected := entry.get("corrects"):
            self.rows[MAIN] = written[corrected].publication
            self.organization = self.rows[MAIN].organization
        else:
            self.organization = self.organ(entry["organization"])
        self.expires_at = self._end()

    def tell(self) -> None:
        before = None
        for act in self.entry["acts"]:
            moment = self._moment(act["at"])
            if before and moment < before:
                raise self.fault(f"{act['at']} {act['do']} 早于前一步")
            self._do(act, moment)
            before = moment
        if self.expires_at:
            Publication.objects.filter(pk=self.rows[MAIN].pk).update(expires_at=self.expires_at)
        row = self.row({"on": "correction"} if "corrects" in self.entry else {})
        if row.status != self.entry["ends"]:
            raise self.fault(f"讲完时是“{row.get_status_display()}”，不是 {self.entry['ends']}")

    def row(self, act: dict) -> Publication:
        """What the act is about, as it is now."""
        known = self.rows[act.get("on", MAIN)]
        found = type(known).objects.select_related("organization").get(pk=known.pk)
        self.rows[act.get("on", MAIN)] = found
        return found

    def new(self, act: dict, day) -> tuple[Publication, list]:
        """A publication not saved yet, formed on `day`, and the obligations it answers."""
        entry = self._words(act.get("on", MAIN))
        document = self._document(entry)
        publication = self.writer.publication(document, day)
        publication.organization = self.organization
        publication.attribute = self.entry.get("attribute", Attribute.PROACTIVE)
        publication.ground = self.entry.get("ground", "")
        publication.expires_at = self._not_past(self.expires_at)
        return publication, self.writer.obligations.of_document(document)

    def _not_past(self, end: datetime | None) -> datetime | None:
        """Nothing is published beyond its end: what ended in the story's past gets its own end when it was told."""
        return end and max(end, timezone.now() + timedelta(hours=1))

    def organ(self, name: str) -> Organization:
        return self.writer.organizations[name]

    def going_out(self) -> datetime:
        """The morning of the next working day."""
        return self.clock.at(self.clock.next_workday(), GOES_OUT_AT)

    def fault(self, what: str) -> DemoDataError:
        return DemoDataError(f"{FILE} {self.entry['key']}：{what}")

    def _do(self, act: dict, moment: datetime) -> None:
        role, do = ACTS[act["do"]]
        since = timezone.now()
        try:
            do(self, act, self._person(act, role), moment)
        except NotAllowed as refusal:
            raise self.fault(f"{act['at']} {act['do']}：{''.join(refusal.reasons)}") from None
        date_back([row.pk for row in self.rows.values()], since, moment)

    def _person(self, act: dict, role: str) -> User | None:
        """None for what the clock does."""
        if not role:
            return None
        organization = self.organ(act["of"]) if "of" in act else self.organization
        return self._holder(act.get("by", role), organization)

    def _words(self, part: str) -> dict:
        if part == MAIN:
            return {name: value for name, value in self.entry.items() if name not in OWN_KEYS}
        inherited = {name: self.entry[name] for name in INHERITED}
        return {"key": "", "kind": part, "interprets": MAIN, **inherited, **self.entry[part]}

    def _document(self, entry: dict) -> Document:
        """Days of the fixture count from the day on which it is written."""
        entry = {"matters": [], "formed": -1, "published": -1, **entry}
        if self.expires_at:
            entry["body"] = entry["body"].replace("{expires}", chinese_date(self.expires_at.date()))
        return document_from(FILE, entry)

    def _end(self) -> datetime | None:
        if "expires" not in self.entry:
            return None
        return self.clock.at(self.clock.day(self.entry["expires"]), ENDS_AT)

    def _moment(self, at: str) -> datetime:
        """`-3 09:20` (working days before today), `3.5h` (hours before now), `expiry`."""
        if at == "expiry":
            return self.expires_at + TAKEN_DOWN_AFTER
        if at.endswith("h"):
            return self.clock.now - timedelta(hours=float(at[:-1]))
        days, _, clock_time = at.partition(" ")
        return self.clock.at(self.clock.workdays_ago(-int(days)), time.fromisoformat(clock_time))
