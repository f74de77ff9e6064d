"""What organisations do not have or do not have yet, from `fixtures/demo/exemptions.toml`."""

import tomllib
from collections.abc import Iterator
from datetime import timedelta

from catalog.exemptions import mark_awaiting, mark_not_applicable
from catalog.models import Obligation
from portal.organizations.models import User

from .clock import DemoClock
from .errors import DemoDataError
from .organizations import FIXTURES
from .publications import Obligations

FILE = "exemptions.toml"


class Exemptions:
    """Found before anything is published, so that nothing is published under them; decided afterwards."""

    def __init__(self, obligations: Obligations):
        content = tomllib.loads((FIXTURES / FILE).read_text(encoding="utf-8"))
        self.not_applicable = list(_named(content["not_applicable"], obligations))
        self.awaiting = list(_named(content["awaiting"], obligations))

    def all(self) -> set[int]:
        """The keys of the obligations exempted."""
        return {obligation.pk for obligation, _ in (*self.not_applicable, *self.awaiting)}

    def decide(self, clock: DemoClock, administrator: User) -> None:
        """Mark what is not marked yet."""
        for obligation, entry in self.not_applicable:
            if obligation.not_applicable_by_id is None:
                mark_not_applicable(obligation, administrator, entry["reason"])
        for obligation, entry in self.awaiting:
            until = clock.today + timedelta(days=entry["until"])
            mark_awaiting(obligation, administrator, until, entry["reason"])


def _named(entries: list[dict], obligations: Obligations) -> Iterator[tuple[Obligation, dict]]:
    for entry in entries:
        for organization in entry["organizations"]:
            for matter in entry["matters"]:
                try:
                    yield obligations.named(organization, entry["domain"].lower(), matter), entry
                except LookupError:
                    raise DemoDataError(f"{FILE}：{organization} 没有公开事项“{matter}”") from None
