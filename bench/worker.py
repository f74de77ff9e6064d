"""One database: builds it, then measures what the parent asks for, line by line.

    MINGCHUANG_VAR=<folder> python bench/worker.py <number of publications> [<code of the matter to show>]

Reads the name of a measure on stdin, answers its figures as a line of JSON. An empty line ends it.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import measures  # noqa: E402
from portal.demo import bulk, catalog_adoption, organizations, people  # noqa: E402
from portal.demo.clock import DemoClock  # noqa: E402
from portal.workdays.services import current_calendar, load_known_years  # noqa: E402


def main(publications: int, matter: str = "") -> None:
    started = time.perf_counter()
    build(publications)
    seconds = time.perf_counter() - started
    matter = measures.prepare(matter)
    answer(matter=matter, seconds=seconds, database_mb=database_size(), peak_mb=peak_memory())
    for line in sys.stdin:
        name = line.strip()
        if not name:
            break
        answer(**measures.MEASURES[name](), peak_mb=peak_memory())


def build(publications: int) -> None:
    """The demo county's organisations and catalog, filled up with publications."""
    call_command("migrate", verbosity=0)
    load_known_years()
    organizations.load()
    staff = people.load()
    clock = DemoClock(timezone.localtime(), current_calendar())
    catalog_adoption.adopt(clock)
    bulk.fill_up(publications, clock, staff)


def database_size() -> float:
    """Of the file, in MB."""
    return Path(connection.settings_dict["NAME"]).stat().st_size / 1e6


def peak_memory() -> float:
    """Peak resident memory of this process in MB (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def answer(**values) -> None:
    print(json.dumps(values), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
