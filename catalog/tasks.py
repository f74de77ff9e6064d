from celery import shared_task
from django.utils import timezone

from . import coverage


@shared_task
def refresh_coverage() -> int:
    """Every night: bring each obligation's state up to the new day. Returns how many changed."""
    return coverage.refresh_all(timezone.localdate())
