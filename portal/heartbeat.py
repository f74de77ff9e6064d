"""When the worker that does scheduled work was last seen alive. Kept in the shared cache."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

KEY = "worker.heartbeat"
ALIVE_WITHIN = timedelta(minutes=3)


def beat() -> None:
    """The worker is here. Called by its every-minute task."""
    cache.set(KEY, timezone.now(), timeout=None)


def last_seen() -> datetime | None:
    """When it was last here; None when it never was, or the cache was emptied since."""
    return cache.get(KEY)


def is_alive() -> bool:
    seen = last_seen()
    return seen is not None and timezone.now() - seen < ALIVE_WITHIN
