"""Pages of the column 政府信息公开: guides and rules from `statutory.toml`, annual reports from `annual_reports.toml`."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import reduce
from operator import add

from disclosure.models import AnnualReportPage, Publication, StatutoryPage, StatutoryPart
from portal.organizations.models import TOWN_KINDS, Kind, Organization

from .archive import Entry
from .chance import chance
from .clock import DemoClock
from .diligence import BAD, diligence_of
from .organizations import FIXTURES
from .people import Staff
from .placeholders import draw_numbers, fill
from .publications import Obligations
from .report_tables import Figures, figures_of, words_for_tables

DOMAIN = "s1-statutory"
TOPIC = "综合政务\\政务公开"
PARTS = {"guide": StatutoryPart.GUIDE, "rule": StatutoryPart.RULES}
MATTERS = {
    "guide": "政府信息公开 > 政府信息公开指南",
    "rule": "政府信息公开 > 政府信息公开制度",
    "report": "政府信息公开 > 政府信息公开工作年度报告",
}
COUNTY_REPORTS = 3
ORGANS = (Kind.COUNTY_GOVERNMENT, Kind.DEPARTMENT, *TOWN_KINDS)
EVERY_OTHER = "*"


class StatutoryPages:
    """Makes the entries of guides, rules and annual reports for the organs of the county."""

    def __init__(self, clock: DemoClock, obligations: Obligations, staff: Staff, organizations: dict):
        self.clock, self.obligations, self.staff = clock, obligations, staff
        self.organs = {name: o for name, o in organizations.items() if o.kind in ORGANS and o.is_active}

    def entries(self) -> Iterator[Entry]:
        pages = _read("statutory.toml")["page"]
        named = {(page["type"], page["organization"]) for page in pages}
        for page in pages:
            if page["organization"] != EVERY_OTHER:
                yield self._page(page, self.organs[page["organization"]])
                continue
            for name, organ in self.organs.items():
                if (page["type"], name) not in named:
                    yield self._page(page, organ)
        yield from self._reports()

    def _page(self, page: dict, organ: Organization) -> Entry:
        luck = chance("statutory", page["title"], organ.code)
        published = self.clock.workday(self.clock.day(-luck.randint(25, 420)))
        formed = self.clock.workday(published - timedelta(days=luck.randint(1, 9)))
        words = {"name": organ.name, "short_name": organ.short_name}
        for field in ("address", "office_hours", "phone", "fax", "email", "disclosure_office"):
            words[field] = getattr(organ, field) or "—"
        publication = StatutoryPage(
            title=fill(page["title"], formed, words),
            body=fill(page["body"], formed, words),
            part=PARTS[page["type"]],
            stage="service",
        )
        return self._entry(publication, organ, formed, published, MATTERS[page["type"]], luck)

    def _reports(self) -> Iterator[Entry]:
        bodies = {report["kind"]: report["body"] for report in _read("annual_reports.toml")["report"]}
        for organ in self.organs.values():
            kind = _kind_of_report(organ)
            last = last_report_year(self.clock.today, kind)
            if diligence_of(organ) == BAD:
                continue
            for year in range(last, last - (COUNTY_REPORTS if kind == "county" else 1), -1):
                yield self._report(bodies[kind], organ, year)

    def _report(self, body: str, organ: Organization, year: int) -> Entry:
        luck = chance("annual report", organ.code, year)
        month = 3 if organ.kind == Kind.COUNTY_GOVERNMENT else 1
        formed = self.clock.workday(date(year + 1, month, luck.randint(8, 20)))
        published = self.clock.workday(date(year + 1, month, luck.randint(22, 31)))
        words = {
            "name": organ.name,
            "short_name": organ.short_name,
            "report_year": year,
            "next_year": year + 1,
            "office": organ.disclosure_office,
            "phone": organ.disclosure_phone or organ.phone,
            **words_for_tables(self._figures(organ, year)),
        }
        publication = AnnualReportPage(
            title=f"{organ.name}{year}年政府信息公开工作年度报告",
            body=fill(draw_numbers(body, luck), formed, words),
            summary=f"{organ.name}{year}年主动公开、依申请公开、复议诉讼情况和改进措施。",
            year=year,
            stage="result",
        )
        return self._entry(publication, organ, formed, published, MATTERS["report"], luck)

    def _figures(self, organ: Organization, year: int) -> Figures:
        """An organ's own; the county's are the sum over its departments and towns (国办公开办函〔2021〕30号)."""
        if organ.kind != Kind.COUNTY_GOVERNMENT:
            return figures_of(organ, year)
        others = (figures_of(o, year) for o in self.organs.values() if o.kind != Kind.COUNTY_GOVERNMENT)
        return reduce(add, others)

    def _entry(
        self, publication: Publication, organ: Organization, formed: date, published: date, matter: str, luck
    ) -> Entry:
        at = self.clock.moment(published, luck)
        publication.organization, publication.topic = organ, TOPIC
        publication.formed_on = min(formed, at.date())
        publication.keywords = "政府信息公开"
        owed = self.obligations.find(organ.catalog_name, DOMAIN, matter)
        author, issuer = self.staff.author(organ), self.staff.issuer(organ)
        return Entry(publication, at, author, issuer, [owed] if owed else [], publication.title)


def last_report_year(today: date, kind: str) -> int:
    """The year whose reports are all out: due on 31 January, the county's on 31 March (条例 Art. 49)."""
    out_since = date(today.year, 4 if kind == "county" else 2, 1)
    return today.year - (1 if today >= out_since else 2)


def _kind_of_report(organ: Organization) -> str:
    if organ.kind == Kind.COUNTY_GOVERNMENT:
        return "county"
    return "town" if organ.kind in TOWN_KINDS else "department"


def _read(file: str) -> dict:
    return tomllib.loads((FIXTURES / file).read_text(encoding="utf-8"))
