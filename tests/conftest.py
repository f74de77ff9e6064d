"""Fixtures every test may use. Rows are made by the plain functions of `tests/factories.py`."""

import os

import pytest
from hypothesis import settings

from portal.workdays.services import current_calendar, load_known_years

# The same examples every time, so that a change is judged by the change. HYPOTHESIS_PROFILE=default looks further.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture
def calendar(db):
    """The work calendar of 2024 to 2026, as loaded into the database."""
    load_known_years(range(2024, 2027))
    return current_calendar()
