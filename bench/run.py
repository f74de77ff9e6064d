"""Measures a small and a large portal side by side, in one run, and prints the figures.

    python bench/run.py [--write] [--sizes 1000 100000] [--rounds 15]

Both databases are built in a temporary folder; each has a process of its own. The measures alternate between them,
so that whatever else the machine does falls on both alike. `--write` puts the table into docs/performance.md.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.report import GOALS, table, write

SCREENING = Path(__file__).with_name("screening.py")
WORKER = Path(__file__).with_name("worker.py")
DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
WARM_UP = 3
SLOW = {"import_catalog": 3, "check_consistency": 3}
"""Measures that take seconds are done in the first rounds alone."""


class Worker:
    """One database in a process of its own."""

    def __init__(self, folder: str, publications: int, matter: str = ""):
        self.publications = publications
        environment = os.environ | {"MINGCHUANG_VAR": f"{folder}/{publications}"}
        environment.pop("DATABASE_URL", None)
        Path(environment["MINGCHUANG_VAR"]).mkdir()
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(WORKER), str(publications), *filter(None, [matter])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self.built = self._answer()
        self.peak_mb = 0.0

    def measure(self, name: str) -> dict[str, float]:
        """Figures of doing it once: wall and cpu in milliseconds, queries."""
        self._say(name)
        answer = self._answer()
        self.peak_mb = answer["peak_mb"]
        return answer

    def stop(self) -> None:
        self._say("")
        self._process.wait(timeout=30)

    def _say(self, line: str) -> None:
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _answer(self) -> dict:
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"the worker with {self.publications} publications ended early")
        return json.loads(line)


def main() -> None:
    options = _options()
    write_too = ["--write"] if options.write else []
    subprocess.run([sys.executable, str(SCREENING), *write_too], check=True)
    with tempfile.TemporaryDirectory(prefix="mingchuang-bench-") as folder:
        workers = []
        for size in options.sizes:
            print(f"building a portal with {size:,} publications ...", flush=True)
            workers.append(Worker(folder, size, workers[0].built["matter"] if workers else ""))
        small, large = samples(workers, options.rounds)
        lines = [*table(small, large, options.sizes), "", *_about(workers, options.rounds)]
        for worker in workers:
            worker.stop()
    print("\n".join(lines))
    if options.write:
        write(DOCUMENT, lines)


def samples(workers: list[Worker], rounds: int) -> list[dict[str, list]]:
    """Samples of every measure for each worker, taken in turns; the order of the workers changes every round."""
    found = [{name: [] for name in GOALS} for _ in workers]
    for turn in range(-WARM_UP, rounds):
        for name in GOALS:
            if turn >= SLOW.get(name, rounds) or (name in SLOW and turn < 0):
                continue
            pairs = list(zip(workers, found, strict=True))
            for worker, taken in pairs if turn % 2 else reversed(pairs):
                sample = worker.measure(name)
                if turn >= 0:
                    taken[name].append(sample)
    return found


def _about(workers: list[Worker], rounds: int) -> list[str]:
    return [
        f"Measured {date.today()} with Python {platform.python_version()} on {os.cpu_count()} cores, SQLite, "
        f"{rounds} rounds in turns, one process each.",
        "",
        *(
            f"- {w.publications:,} publications: built in {w.built['seconds']:.0f} s, database "
            f"{w.built['database_mb']:.0f} MB, peak memory {w.built['peak_mb']:.0f} MB while building and "
            f"{w.peak_mb:.0f} MB at the end"
            for w in workers
        ),
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    parser.add_argument("--sizes", type=int, nargs=2, default=[1000, 100_000])
    parser.add_argument("--rounds", type=int, default=15)
    return parser.parse_args()


if __name__ == "__main__":
    main()
