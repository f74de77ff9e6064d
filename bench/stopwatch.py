"""Wall time, processor time and queries of a block of code."""

import time

from django.db import connection


class Stopwatch:
    """`with Stopwatch() as taken:` and afterwards `taken.figures()`."""

    def __enter__(self) -> "Stopwatch":
        self.queries = 0
        self._wrapper = connection.execute_wrapper(self._count)
        self._wrapper.__enter__()
        self._wall, self._processor = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *failure) -> None:
        self.wall_ms = (time.perf_counter() - self._wall) * 1000
        self.cpu_ms = (time.process_time() - self._processor) * 1000
        self._wrapper.__exit__(*failure)

    def figures(self) -> dict[str, float]:
        return {"wall": self.wall_ms, "cpu": self.cpu_ms, "queries": self.queries}

    def _count(self, execute, sql, params, many, context):
        self.queries += 1
        return execute(sql, params, many, context)
