"""Two writers at once, as in real life: each in a thread with a database connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection


def together(*works: Callable[[], object]) -> list[Exception]:
    """Run `works` at the same moment; returns what went wrong. The test needs a transactional database."""
    start, failures = threading.Barrier(len(works)), []

    def run(work):
        try:
            start.wait(timeout=10)
            work()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return failures + [TimeoutError(thread.name) for thread in threads if thread.is_alive()]
