"""村（居）务公开: templates filled in for every village and community, over the last quarters."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta

from disclosure.models import Article
from portal.organizations.models import Kind, Organization

from .archive import Entry
from .chance import chance
from .clock import DemoClock
from .diligence import diligence_of
from .errors import DemoDataError
from .organizations import FIXTURES
from .people import Staff
from .placeholders import draw_numbers, fill, quarter_before
from .publications import Obligations

DOMAIN = "v1-village-affairs"
TEMPLATES = {Kind.VILLAGE: "village_templates.toml", Kind.COMMUNITY: "community_templates.toml"}
FINANCE = ("finance-quarter", "community-funds")
ROUNDS = {
    "finance-quarter": 3,
    "community-funds": 3,
    "minimum-living-allowance": 2,
    "community-assistance": 2,
}
"""For how many quarters a village publishes a table; others once."""

LATE_BY = (31, 42)
"""Days between forming and publishing where a village is late; 20 working days are allowed."""

NEWEST = 5
"""Late tables come out some days before today, or they would crowd the home page."""


class Villages:
    """Makes the entries of all villages. Reads the templates once."""

    def __init__(self, clock: DemoClock, obligations: Obligations, staff: Staff):
        self.clock, self.obligations, self.staff = clock, obligations, staff
        self.templates = {kind: _templates(file) for kind, file in TEMPLATES.items()}

    def entries(self, villages: list[Organization]) -> Iterator[Entry]:
        for village in villages:
            for template in self.templates[village.kind]:
                yield from self._of_template(village, template)

    def _of_template(self, village: Organization, template: dict) -> Iterator[Entry]:
        luck, diligence = chance("village", village.code, template["key"]), diligence_of(village)
        if luck.random() < diligence.missing + diligence.omitted:
            return
        is_finance = template["key"] in FINANCE
        is_behind = luck.random() < diligence.stale
        if not is_finance and luck.random() < 0.15:
            return
        for quarters_ago in range(ROUNDS.get(template["key"], 1)):
            formed = self._formed(template, quarters_ago + 2 * is_behind, luck)
            is_late = luck.random() < diligence.late
            yield self._entry(village, template, formed, is_late)

    def _formed(self, template: dict, quarters_ago: int, luck) -> date:
        """Tables of a quarter are formed between the 9th and the 17th of the month after it, past the October holiday."""
        if "{quarter}" not in template["title"]:
            return self.clock.workday(self.clock.day(-luck.randint(30, 330)))
        day = self.clock.today
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, luck.randint(9, 15))
        if first + timedelta(days=4) > day:
            quarters_ago += 1
        for _ in range(quarters_ago):
            first = _three_months_before(first)
        return self.clock.workday(first)

    def _entry(self, village: Organization, template: dict, formed: date, is_late: bool) -> Entry:
        key = f"{village.code}:{template['key']}:{formed}"
        luck = chance(key)
        published = formed + timedelta(days=luck.randint(*LATE_BY) if is_late else luck.randint(1, 4))
        if is_late and published > self.clock.day(-NEWEST):
            published = formed
        at = self.clock.moment(published, luck)
        year, quarter = quarter_before(formed)
        words = {"village": village.short_name, "town": village.parent.short_name, "quarter": quarter}
        if "{quarter}" in template["title"]:
            words["year"] = year
        title, summary, body = (
            fill(draw_numbers(template[name], luck), formed, words) for name in ("title", "summary", "body")
        )
        publication = Article(
            title=title,
            summary=summary,
            body=body,
            topic=template["topic"],
            stage=template["stage"],
            keywords=f"村务公开、{village.short_name}",
            organization=village,
            formed_on=min(formed, at.date()),
        )
        obligation = self.obligations.named(village.catalog_name, DOMAIN, template["matter"])
        return Entry(
            publication, at, self.staff.author(village), self.staff.issuer(village), [obligation], key
        )


def _three_months_before(day: date) -> date:
    return date(day.year - (day.month <= 3), (day.month - 4) % 12 + 1, day.day)


def _templates(file: str) -> list[dict]:
    templates = tomllib.loads((FIXTURES / file).read_text(encoding="utf-8"))["template"]
    for template in templates:
        if missing := {"key", "matter", "title", "stage", "topic", "summary", "body"} - template.keys():
            raise DemoDataError(f"{file} {template.get('key')}：缺少 {'、'.join(sorted(missing))}")
    return templates
