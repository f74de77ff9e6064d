"""Drafts, withdrawn information and the papers of an abolished organ, from `fixtures/demo/extras.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import time

from django.utils import timezone

from disclosure import services
from disclosure.versions import save_version
from disclosure.vocabulary import Attribute

from .archive import Entry
from .backdating import date_back
from .chance import chance
from .clock import DemoClock
from .documents import Document, document_from
from .organizations import FIXTURES
from .publications import Writer

FILE = "extras.toml"


@dataclass(frozen=True)
class Withdrawal:
    entry: Entry
    day: int
    reason: str


class Extras:
    """Reads the file once; `writer` makes entries as for any other document."""

    def __init__(self, clock: DemoClock, writer: Writer):
        self.clock, self.writer = clock, writer
        self._content = tomllib.loads((FIXTURES / FILE).read_text(encoding="utf-8"))
        self.withdrawals = [self._withdrawal(dict(entry)) for entry in self._content["withdrawn"]]

    def entries(self) -> list[Entry]:
        """What is, or once was, public."""
        history = [self.writer.entry(self._history(entry)) for entry in self._content["history"]]
        return [*history, *(withdrawal.entry for withdrawal in self.withdrawals)]

    def withdraw(self) -> None:
        """Take back what the file says was taken back. Call when the entries have been stored."""
        for withdrawal in self.withdrawals:
            publication, since = withdrawal.entry.publication, timezone.now()
            services.withdraw(publication, withdrawal.entry.issuer, withdrawal.reason)
            at = self.clock.at(self.clock.workday(self.clock.day(withdrawal.day)), time(16, 5))
            date_back([publication.pk], since, max(at, withdrawal.entry.at))

    def draft(self) -> int:
        """Store the drafts; returns how many."""
        for entry in self._content["draft"]:
            self._draft(dict(entry))
        return len(self._content["draft"])

    def _history(self, entry: dict) -> Document:
        """Days of an abolished organ count from its abolition; the fixture's days become relative to today."""
        organization = self.writer.organizations[entry["organization"]]
        shift = (organization.abolished_on - self.clock.today).days
        days = {name: entry[name] + shift for name in ("formed", "published", "effective") if name in entry}
        return document_from(FILE, {"matters": [], **entry, **days})

    def _withdrawal(self, entry: dict) -> Withdrawal:
        day, reason = entry.pop("withdrawn"), entry.pop("reason")
        document = document_from(FILE, {"matters": [], **entry})
        return Withdrawal(self.writer.entry(document), day, reason)

    def _draft(self, entry: dict) -> None:
        secrecy = {
            "attribute": entry.pop("attribute", Attribute.PROACTIVE),
            "ground": entry.pop("ground", ""),
        }
        entry["published"] = entry["formed"]
        document = document_from(FILE, {"matters": [], **entry})
        organization = self.writer.organizations[document.organization]
        publication = self.writer.publication(document, self.clock.workday(self.clock.day(document.formed)))
        for name, value in secrecy.items():
            setattr(publication, name, value)
        publication.organization = organization
        publication.created_by = self.writer.staff.author(organization)
        since = timezone.now()
        publication.save()
        services.link_obligations(publication, self.writer.obligations.of_document(document))
        save_version(publication, publication.created_by)
        date_back([publication.pk], since, self.clock.moment(publication.formed_on, chance(document.key)))
