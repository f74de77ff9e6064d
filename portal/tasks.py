from celery import shared_task
from django.db import connection


@shared_task
def refresh_statistics() -> None:
    """Every night: the database counts anew what its indexes hold.

    SQLite never does so by itself, and without it takes the index on the status, which nearly all rows share.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
