"""Fixtures every test may use. Rows are made by the plain functions of `tests/factories.py`."""

import pytest

from portal.workdays.services import current_calendar, load_known_years


@pytest.fixture
def calendar(db):
    """The work calendar of 2024 to 2026, as loaded into the database."""
    load_known_years(range(2024, 2027))
    return current_calendar()
