"""How far a running job has come, in the shared cache: it can be seen while the job's own transaction is open."""

from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache
from django.utils import timezone

from .models import UNDER_WAY, Job

KEPT_SECONDS = 24 * 3600


class Progress(NamedTuple):
    done: int
    total: int
    message: str


def beat(pk: int) -> None:
    """The process that does the job is there."""
    cache.set(f"job.{pk}.beat", timezone.now(), KEPT_SECONDS)


def tell(pk: int, progress: Progress) -> None:
    cache.set(f"job.{pk}.progress", tuple(progress), KEPT_SECONDS)
    beat(pk)


def ask_to_stop(pk: int) -> None:
    cache.set(f"job.{pk}.stop", True, KEPT_SECONDS)


def forget(pk: int) -> None:
    """A new job knows nothing of one that had its number, in a database since restored."""
    cache.delete_many([f"job.{pk}.{what}" for what in ("beat", "progress", "stop")])


def should_stop(pk: int) -> bool:
    return bool(cache.get(f"job.{pk}.stop"))


def overlay(job: Job) -> Job:
    """`job` with the figures of this moment put over what the database last heard. No query."""
    if job.state not in UNDER_WAY:
        return job
    said = cache.get_many([f"job.{job.pk}.beat", f"job.{job.pk}.progress"])
    job.heartbeat = _later(job.heartbeat, said.get(f"job.{job.pk}.beat"))
    if progress := said.get(f"job.{job.pk}.progress"):
        job.done, job.total, job.message = progress
    return job


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)
