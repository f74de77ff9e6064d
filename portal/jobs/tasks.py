from celery import shared_task

from . import running


@shared_task
def run_job(pk: int) -> None:
    """Carry out a job that somebody started."""
    running.execute(pk)
