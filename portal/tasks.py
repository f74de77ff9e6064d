from celery import shared_task
from django.db import connection

from portal.heartbeat import beat


@shared_task
def refresh_statistics() -> None:
    """Every night: the database counts anew what its indexes hold.

    SQLite never does so by itself, and without it takes the index on the status, which nearly all rows share.
    Table by table: of all at once PostgreSQL complains that its own are not ours.
    """
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


@shared_task
def heartbeat() -> None:
    """Every minute: the worker is alive."""
    beat()
