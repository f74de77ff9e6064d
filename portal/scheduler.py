"""The embedded scheduler: runs the same schedule as Celery beat, in a thread of this process, without a broker."""

import logging
import threading

from celery import current_app
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from portal.heartbeat import beat

LOOK_SECONDS = 15

logger = logging.getLogger(__name__)


class Scheduler(threading.Thread):
    """Looks every quarter of a minute which periodic tasks are due. A task that fails is logged and tried next time."""

    def __init__(self):
        super().__init__(name="scheduler", daemon=True)
        self._stopped = threading.Event()
        current_app.loader.import_default_modules()  # a worker does this at its start; here nobody else would
        self._last_run = {name: timezone.now() for name in settings.CELERY_BEAT_SCHEDULE}

    def run(self):
        while not self._stopped.is_set():
            self.run_due()
            beat()
            self._stopped.wait(LOOK_SECONDS)

    def run_due(self) -> list[str]:
        """Run what is due now; returns the names of what ran."""
        due = [
            name
            for name, entry in settings.CELERY_BEAT_SCHEDULE.items()
            if entry["schedule"].is_due(self._last_run[name]).is_due
        ]
        for name in due:
            self._last_run[name] = timezone.now()
            self._run(settings.CELERY_BEAT_SCHEDULE[name]["task"])
        return due

    def _run(self, task: str) -> None:
        close_old_connections()
        try:
            current_app.tasks[task]()
        except Exception:
            logger.exception("periodic task %s failed", task)
        finally:
            close_old_connections()

    def stop(self):
        self._stopped.set()
