"""Named locks that last until the end of the transaction, for writers that must come one after another."""

from zlib import crc32

from django.db import connection


def lock_until_commit(name: str) -> None:
    """Wait until this transaction alone holds the lock `name`; it is released by commit or rollback.

    PostgreSQL: an advisory lock. SQLite: nothing more to do, since every transaction begins IMMEDIATE
    (settings) and so already is the only writer. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"lock {name!r} asked for outside a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [crc32(name.encode())])
