"""The demo county, loaded once for all tests of a module on one fixed day, and rolled back after them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from portal.demo import loading

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    """The loaded county. Tests that use it also need `django_db`, which gives each its own savepoint."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        with time_machine.travel(NOW, tick=False):
            loading.load()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def on_that_day():
    """The clock stands at the moment when the county was loaded."""
    with time_machine.travel(NOW, tick=False):
        yield NOW
