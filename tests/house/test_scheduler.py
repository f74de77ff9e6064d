"""The embedded scheduler runs the same schedule as Celery beat, in this process, and says that it is alive."""

from datetime import timedelta

import pytest
import time_machine

from catalog.models import Obligation
from portal import heartbeat, scheduler
from portal.scheduler import Scheduler
from tests import factories

MORNING = "2026-03-10T10:00:00+08:00"


@pytest.fixture
def long_missing(calendar):
    """An obligation that fell due, whose state has not been brought up to the day."""
    return factories.make_obligation(is_rule_readable=True, first_due_on=factories.LONG_AGO, state="not_due")


@pytest.mark.django_db(transaction=True)
def test_coverage_is_recounted_after_midnight_and_not_before(long_missing):
    with time_machine.travel(MORNING) as clock:
        embedded = Scheduler()
        assert embedded.run_due() == []
        clock.shift(timedelta(hours=15))
        assert {"refresh-coverage", "refresh-statistics"} <= set(embedded.run_due())
        assert embedded.run_due() == []
    assert Obligation.objects.get().state == "missing"


@pytest.mark.django_db
def test_a_task_that_fails_does_not_stop_the_schedule(monkeypatch, settings):
    def broken():
        raise RuntimeError("broken")

    refresh = settings.CELERY_BEAT_SCHEDULE["refresh-coverage"]
    settings.CELERY_BEAT_SCHEDULE = {"refresh-coverage": refresh}
    scheduler.current_app.loader.import_default_modules()
    monkeypatch.setitem(scheduler.current_app.tasks, "catalog.tasks.refresh_coverage", broken)
    with time_machine.travel(MORNING) as clock:
        embedded = Scheduler()
        for _ in range(2):
            clock.shift(timedelta(days=1))
            assert embedded.run_due() == ["refresh-coverage"]


def test_it_counts_as_alive_only_while_its_heartbeat_is_fresh():
    with time_machine.travel(MORNING, tick=False) as clock:
        heartbeat.beat()
        assert heartbeat.is_alive()
        clock.shift(timedelta(minutes=5))
        assert not heartbeat.is_alive()
