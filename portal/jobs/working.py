"""What the function of a job holds in its hand while it works."""

import time

from django.db import connection
from django.utils import timezone

from . import live
from .models import Job

WRITTEN_EVERY = 5.0
"""Seconds between two notes in the database; the cache hears of every step."""


class Cancelled(Exception):
    """Somebody asked to stop. Raised out of `advance`, so that an open transaction is rolled back."""


class Work:
    """`job`: the row, `user`: who started it (None for the clock). Both are as they were at the start."""

    def __init__(self, job: Job):
        self.job, self.user = job, job.started_by
        self._written = time.monotonic()

    def expect(self, total: int, message: str = "") -> None:
        """So many steps there are in all."""
        self.job.total = total
        self.advance(0, message)

    def advance(self, steps: int = 1, message: str = "") -> None:
        """So many steps are done; `message` says what comes now. Raises Cancelled when asked to stop."""
        self.job.done += steps
        self.job.message = message
        live.tell(self.job.pk, live.Progress(self.job.done, self.job.total, message))
        if live.should_stop(self.job.pk):
            raise Cancelled
        if time.monotonic() - self._written > WRITTEN_EVERY and not connection.in_atomic_block:
            self._write_down()

    def _write_down(self) -> None:
        """In case the cache goes with its process."""
        self._written = time.monotonic()
        Job.objects.filter(pk=self.job.pk).update(
            done=self.job.done, total=self.job.total, heartbeat=timezone.now()
        )
