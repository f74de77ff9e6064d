from celery import shared_task
from django.utils import timezone

from . import coverage
from .changes import procedure


@shared_task
def refresh_coverage() -> int:
    """Every night: bring each obligation's state up to the new day. Returns how many changed."""
    return coverage.refresh_all(timezone.localdate())


@shared_task
def apply_due_changes() -> int:
    """Every night: approved changes of the catalog whose day has come take effect. Returns how many did."""
    return procedure.apply_due(timezone.localdate())
