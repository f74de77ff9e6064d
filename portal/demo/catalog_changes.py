"""Changes of the catalog by procedure, from `fixtures/demo/catalog_changes.toml`: past revisions and open requests."""

import tomllib
from datetime import datetime, time

from django.utils import timezone

from catalog import obligations
from catalog.changes import procedure
from catalog.models import CatalogItem, ChangeRequest, ChangeRow, ItemKind, Revision, RevisionSource
from portal.organizations.models import Organization, User

from .catalog_adoption import ADOPTED
from .chance import chance
from .clock import DemoClock
from .errors import DemoDataError
from .organizations import FIXTURES, by_catalog_name
from .people import Staff

FILE = "catalog_changes.toml"
ASSESSOR, APPROVER = "ducha", "admin"


def revise(clock: DemoClock, staff: Staff) -> int:
    """Carry every request as far as the file says, in the order of the file; returns how many revisions there are.

    Call before anything is published: what was added long ago is owed since then.
    """
    _date_the_initial_catalog(clock)
    entries = tomllib.loads((FIXTURES / FILE).read_text(encoding="utf-8"))["request"]
    known = by_catalog_name()
    for entry in entries:
        _Story(clock, entry, staff.author(known[entry["organization"]]), known[entry["organization"]]).tell()
    obligations.recount_deadlines(clock.today)
    return Revision.objects.count()


def _date_the_initial_catalog(clock: DemoClock) -> None:
    day = clock.workday(clock.day(ADOPTED))
    at = timezone.make_aware(datetime.combine(day, time(9, 30)))
    initial = Revision.objects.filter(source=RevisionSource.INITIAL)
    initial.update(
        year=day.year,
        number=1,
        effective_on=day,
        recorded_at=at,
        reason="按照国家各领域基层政务公开标准指引，编制本县公开目录。",
    )


class _Story:
    """One request from draft to where it stands today."""

    def __init__(self, clock: DemoClock, entry: dict, author: User, organization: Organization):
        self.clock, self.entry, self.author, self.organization = clock, entry, author, organization
        self.chance = chance(entry["title"])

    def tell(self) -> None:
        entry = self.entry
        request = self._draft()
        if "submitted" in entry:
            request = self._do(request, "submit", "submitted", self.author)
        if "assessed" in entry:
            request = self._do(request, "assess", "assessed", self._user(ASSESSOR), remark=entry["opinion"])
        if "returned" in entry:
            remark = entry["return_reason"]
            request = self._do(request, "send_back", "returned", self._user(APPROVER), remark=remark)
        if "approved" in entry:
            self._approve(request)

    def _draft(self) -> ChangeRequest:
        at = self._moment("proposed")
        request = ChangeRequest.objects.create(
            title=self.entry["title"],
            reason=self.entry["reason"],
            organization=self.organization,
            proposed_by=self.author,
        )
        ChangeRequest.objects.filter(pk=request.pk).update(created_at=at)
        procedure.save_rows(request, [_row(dict(row)) for row in self.entry["rows"]], self.author, at)
        return request

    def _approve(self, request: ChangeRequest) -> None:
        """A revision of the past took effect on the day it was approved; later days are waited for."""
        at = self._moment("approved")
        is_past = self.entry["effective"] <= 0
        day = timezone.localdate(at) if is_past else self.clock.day(self.entry["effective"])
        self._do(request, "approve", "approved", self._user(APPROVER), at=at, effective_on=day)

    def _do(self, request, verb: str, day: str, user: User, at=None, **details) -> ChangeRequest:
        return procedure.carry_out(request, verb, user, at=at or self._moment(day), **details)

    def _moment(self, name: str) -> datetime:
        return self.clock.moment(self.clock.day(self.entry[name]), self.chance)

    def _user(self, username: str) -> User:
        return User.objects.select_related("organization").get(username=username)


def _row(entry: dict) -> ChangeRow:
    matter, place = entry.pop("matter", ""), entry.pop("place", "")
    return ChangeRow(
        matter=_named(matter, ItemKind.MATTER) if matter else None,
        parent=_named(place, ItemKind.GROUP) if place else None,
        **entry,
    )


def _named(path: str, kind: str) -> CatalogItem:
    """The entry called "领域编码 > 一级事项 > 二级事项"."""
    domain, *names = path.split(" > ")
    found = CatalogItem.objects.current().filter(kind=kind, domain__code=domain, name=names[-1])
    if len(names) > 1:
        found = found.filter(parent__name=names[0])
    item = found.select_related("parent", "domain").first()
    if item is None:
        raise DemoDataError(f"{FILE}：目录里没有“{path}”")
    return item
