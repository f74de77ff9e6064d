from celery import shared_task
from django.conf import settings

from portal.jobs import services as jobs

from . import consistency, documents, pipeline
from .documents import cleanups


@shared_task
def publish_due() -> None:
    """Every minute: publish what is scheduled for now."""
    pipeline.publish_due()


@shared_task
def take_down_expired() -> None:
    """Every five minutes: archive what is public beyond its time."""
    pipeline.take_down_expired()


@shared_task
def check_consistency() -> None:
    """Every night: do the data still agree with themselves?"""
    consistency.run()


@shared_task
def check_links() -> None:
    """Every night, where it is switched on: do the links to other websites lead anywhere? As a job, since it takes long."""
    if settings.CHECK_EXTERNAL_LINKS:
        jobs.start("check_links", "检查外部链接", None)


@shared_task
def keep_documents() -> None:
    """Every night, first thing: what the day brings for validity, and what an interrupted publication left undone."""
    documents.apply_due()
    cleanups.apply_pending()
