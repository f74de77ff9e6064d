import logging

from celery import shared_task

from . import checking

logger = logging.getLogger(__name__)


@shared_task
def verify_ledger() -> int:
    """Every night: verify the whole chain and keep the result. Returns how many problems there are."""
    check = checking.run()
    if not check.is_unbroken:
        logger.error(
            "the ledger's chain is broken in %s places, first at %s", check.problem_count, check.problems[0]
        )
    return check.problem_count
