"""Is the portal alive, and is all it needs there? Read by machines; the answers are never cached."""

import logging
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.db import connection
from django.http import JsonResponse

from disclosure.models import Publication
from portal import heartbeat

PING_SECONDS = 1

logger = logging.getLogger(__name__)


def process(request):
    """The process answers. Asks nothing else, so that a slow database does not restart it."""
    return _answer({"status": "ok"})


def ready(request):
    """Everything a visitor or clerk needs is there: 200; something is not: 503. Says which."""
    checks = {name: _holds(check) for name, check in CHECKS.items()}
    is_ready = all(checks.values())
    words = {name: "ok" if holds else "failed" for name, holds in checks.items()}
    return _answer(
        {"status": "ok" if is_ready else "failed", "checks": words}, status=200 if is_ready else 503
    )


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def search_answers() -> bool:
    """The search reads titles in the database: whether it finds anything does not matter here."""
    list(Publication.objects.public().filter(title__contains="政").values("pk")[:1])
    return True


def worker_answers() -> bool:
    """A Celery worker where a broker is configured, else the scheduler inside this process."""
    if not settings.CELERY_BROKER_URL:
        return heartbeat.is_alive()
    with current_app.connection_for_write(connect_timeout=PING_SECONDS) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
        return bool(current_app.control.ping(timeout=PING_SECONDS, connection=broker, limit=1))


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "search": search_answers,
    "worker": worker_answers,
}


def _holds(check: Callable[[], bool]) -> bool:
    """A check that cannot be carried out has failed, whatever the reason: brokers and drivers raise what they like."""
    try:
        return check()
    except Exception:
        logger.exception("readiness check failed")
        return False


def _answer(content: dict, status: int = 200) -> JsonResponse:
    response = JsonResponse(content, status=status)
    response["Cache-Control"] = "no-store"
    return response
