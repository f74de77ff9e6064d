"""Starting and stopping long work."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from . import live, running
from .models import Job, State
from .registry import KINDS

KEPT_FOR = timedelta(days=30)
CLEARED_AT_ONCE = 100


def start(kind: str, title: str, user, **arguments) -> Job:
    """Begin a job of a registered kind once this transaction is committed; `user` is None for the clock.

    Raises LookupError for a kind nobody registered.
    """
    if kind not in KINDS:
        raise LookupError(f"no job is registered as {kind!r}")
    clear_old()
    job = Job.objects.create(kind=kind, title=title[:200], started_by=user, arguments=arguments)
    live.forget(job.pk)
    transaction.on_commit(lambda: running.dispatch(job.pk))
    return job


def under_way(kind: str, user=None) -> Job | None:
    """A job of the kind that is waiting or running now, of `user` alone when given."""
    rows = Job.objects.under_way().filter(kind=kind)
    if user is not None:
        rows = rows.filter(started_by=user)
    return next((job for job in map(live.overlay, rows[:20]) if job.is_under_way), None)


def cancel(job: Job) -> None:
    """Stop it: at once when it is still waiting, at its next step when it runs."""
    live.ask_to_stop(job.pk)
    Job.objects.filter(pk=job.pk, state=State.WAITING).update(
        state=State.CANCELLED, message=running.STOPPED, finished_at=timezone.now()
    )


def clear_old() -> None:
    """Rows and files of a month ago are forgotten."""
    for job in Job.objects.filter(created_at__lt=timezone.now() - KEPT_FOR)[:CLEARED_AT_ONCE]:
        if job.file:
            job.file.delete(save=False)
        job.delete()
