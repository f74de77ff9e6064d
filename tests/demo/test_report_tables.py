"""The fixed tables of the annual reports of the demo county add up (rules 3.30 to 3.36)."""

from functools import reduce
from operator import add

import pytest
from bs4 import BeautifulSoup

from portal.demo.report_tables import APPLICANTS, OUTCOMES, figures_of, table_of_requests, words_for_tables
from portal.organizations.models import Kind, Organization

BUREAU = Organization(code="civil-affairs", kind=Kind.DEPARTMENT)
TOWN = Organization(code="yunxi", kind=Kind.TOWN)


@pytest.mark.parametrize("organ", [BUREAU, TOWN])
@pytest.mark.parametrize("year", range(2019, 2026))
def test_received_and_carried_in_are_done_or_carried_out(organ, year):
    figures = figures_of(organ, year)
    for applicant in range(len(APPLICANTS)):
        done = sum(row[applicant] for row in figures.done)
        came = figures.received[applicant] + figures.carried_in[applicant]
        assert came == done + figures.carried_out[applicant]
    assert figures.carried_out == figures_of(organ, year + 1).carried_in


def test_a_county_counts_what_its_organs_count():
    parts = [figures_of(organ, 2025) for organ in (BUREAU, TOWN)]
    county = reduce(add, parts)
    assert sum(county.received) == sum(sum(part.received) for part in parts)
    assert county.outcome(*range(len(OUTCOMES))) == words_for_tables(county)["done"]
    assert county.actions["licences"] == sum(part.actions["licences"] for part in parts)


def test_the_table_of_requests_has_25_rows_of_7_numbers():
    rows = BeautifulSoup(table_of_requests(figures_of(BUREAU, 2025)), "html.parser").select("tr")[1:]
    assert len(rows) == 25
    for row in rows:
        numbers = [int(cell.get_text()) for cell in row.select("td")]
        assert len(numbers) == 7 and numbers[-1] == sum(numbers[:-1])
