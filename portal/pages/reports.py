"""Annual reports by year and by organ, with those that are missing (条例 Art. 49, rules 1.49.1, 5.8)."""

from datetime import date

from disclosure.models import AnnualReportPage
from portal.organizations.models import Kind, Organization

FIRST_YEAR = 2008


def due_on(organization: Organization, year: int) -> date:
    """When the report of `year` must be public: 31 January for organs, 31 March for the county government."""
    if organization.kind == Kind.COUNTY_GOVERNMENT:
        return date(year + 1, 3, 31)
    return date(year + 1, 1, 31)


def years_until(today: date) -> list[int]:
    """Years a report can exist for, newest first: the disclosure rules took effect in 2008."""
    return list(range(today.year - 1, FIRST_YEAR - 1, -1))


def reports_of_year(organs: list[Organization], year: int, today: date) -> list[dict]:
    """One row an organ that existed in `year`: its report, or a sentence saying that there is none."""
    reports = _newest_first(AnnualReportPage.objects.public().filter(year=year, organization__in=organs))
    by_organ = {report.organization_id: report for report in reversed(reports)}
    return [
        _row(organ, year, by_organ.get(organ.pk), today)
        for organ in organs
        if organ.pk in by_organ or _existed(organ, year)
    ]


def reports_of_organ(organ: Organization, today: date) -> list[dict]:
    """One row a year since it exists, newest first."""
    reports = _newest_first(AnnualReportPage.objects.public().filter(organization=organ))
    by_year = {report.year: report for report in reversed(reports)}
    years = [year for year in years_until(today) if year in by_year or _existed(organ, year)]
    return [_row(organ, year, by_year.get(year), today) for year in years]


def folded(rows: list[dict]) -> list[dict]:
    """Rows of one organ, newest first, with neighbouring years that lack a report for the same reason as one row."""
    kept: list[dict] = []
    for row in rows:
        if kept and not row["report"] and kept[-1]["absence"] == row["absence"]:
            kept[-1] = kept[-1] | {"since": row["year"]}
        else:
            kept.append(row)
    return kept


def _newest_first(reports) -> list[AnnualReportPage]:
    return list(reports.for_list().newest())


def _existed(organ: Organization, year: int) -> bool:
    began = organ.established_on is None or organ.established_on.year <= year
    return began and (organ.abolished_on is None or organ.abolished_on.year > year)


def _row(organ: Organization, year: int, report: AnnualReportPage | None, today: date) -> dict:
    due = due_on(organ, year)
    if report is not None:
        absence = ""
    elif today <= due:
        absence = f"尚未到公布期限（{due.year}年{due.month}月{due.day}日）"
    elif today.year == due.year:
        absence = "已过公布期限，尚未公布"
    else:
        absence = "本站没有收录，可以向该单位查询"
    return {"organization": organ, "year": year, "since": year, "report": report, "absence": absence}
