"""Carrying jobs out: by a Celery worker where there is a broker, else one after another in a thread of this process."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from celery import current_app
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from portal.refusal import NotAllowed

from . import live
from .models import UNDER_WAY, Job, State
from .registry import KINDS, Outcome
from .working import Cancelled, Work

BEAT_SECONDS = 20
MOST_LINES = 500
TASK = "portal.jobs.tasks.run_job"
BROKE = "系统出错，没有做完。错误已经记入运行日志，请告知系统管理员，或者稍后再试。"
NOBODY_THERE = "后台服务没有运行，任务没有开始。请告知系统管理员，恢复以后重新发起。"
STOPPED = "按您的要求停止了。"

logger = logging.getLogger(__name__)


def dispatch(pk: int) -> None:
    """Have job `pk` carried out: by whom, the settings say. The row must be committed."""
    if settings.JOBS_INLINE:
        execute(pk)
    elif settings.CELERY_BROKER_URL:
        _send(pk)
    else:
        THREAD.add(pk)


def _send(pk: int) -> None:
    try:
        current_app.send_task(TASK, [pk])
    except Exception:
        logger.exception("job %s could not be handed to a worker", pk)
        _end(Job(pk=pk), State.FAILED, NOBODY_THERE)


def execute(pk: int) -> None:
    """Carry out job `pk` once, whoever asks how often; whatever goes wrong ends it with a sentence."""
    now = timezone.now()
    taken = Job.objects.filter(pk=pk, state=State.WAITING)
    if not taken.update(state=State.RUNNING, started_at=now, heartbeat=now):
        return
    work = Work(Job.objects.select_related("started_by").get(pk=pk))
    with beating(lambda: [pk]):
        state, outcome = _outcome(work)
    _end(work.job, state, outcome.message, outcome)


def _outcome(work: Work) -> tuple[State, Outcome]:
    try:
        return State.FINISHED, KINDS[work.job.kind](work, **work.job.arguments) or Outcome()
    except Cancelled:
        return State.CANCELLED, Outcome(STOPPED)
    except NotAllowed as refusal:
        return State.FAILED, Outcome("".join(refusal.reasons))
    except Exception:
        logger.exception("job %s (%s) broke", work.job.pk, work.job.kind)
        return State.FAILED, Outcome(BROKE)


def _end(job: Job, state: State, message: str, outcome: Outcome = Outcome()) -> None:  # noqa: B008 (a tuple)
    lines = list(outcome.lines)
    if outcome.file is not None:
        job.file.save(f"{job.pk}", outcome.file, save=False)
    Job.objects.filter(pk=job.pk, state__in=UNDER_WAY).update(
        state=state,
        message=message[:500],
        result={"lines": lines[:MOST_LINES], "more": max(0, len(lines) - MOST_LINES)},
        result_url=outcome.url,
        file=job.file.name or "",
        filename=outcome.filename,
        done=job.done,
        total=job.total,
        finished_at=timezone.now(),
    )


@contextmanager
def beating(jobs: Callable[[], list[int]]) -> Iterator[None]:
    """While inside, the cache hears every few seconds that the process which does `jobs()` is alive."""
    stopped = threading.Event()

    def beat():
        while not stopped.wait(BEAT_SECONDS):
            _beat(jobs())

    _beat(jobs())
    threading.Thread(target=beat, name="job-heartbeat", daemon=True).start()
    try:
        yield
    finally:
        stopped.set()


def _beat(pks: list[int]) -> None:
    try:
        for pk in pks:
            live.beat(pk)
    except Exception:
        logger.exception("the heartbeat of jobs %s was not heard", pks)


class Thread:
    """The jobs of this process, one at a time: SQLite has one writer."""

    def __init__(self):
        self._waiting: deque[int] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, pk: int) -> None:
        with self._changed:
            self._waiting.append(pk)
            self._changed.notify()
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        with beating(self._queue):
            while True:
                self._do(self._next())

    def _queue(self) -> list[int]:
        with self._changed:
            return list(self._waiting)

    def _next(self) -> int:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting)
            return self._waiting.popleft()

    def _do(self, pk: int) -> None:
        close_old_connections()
        try:
            execute(pk)
        except Exception:
            logger.exception("job %s could not be brought to an end", pk)
        finally:
            close_old_connections()


THREAD = Thread()
