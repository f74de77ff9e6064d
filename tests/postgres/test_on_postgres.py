"""What must hold on PostgreSQL as well as on SQLite: the very tests of the rooms, run again on a real server.

Locks behave differently there (advisory locks instead of one writer), and so do SQL expressions and migrations.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import cluster

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).parents[2]
CONCURRENCY = ["tests/ledger", "tests/disclosure/test_services.py", "tests/catalog/test_tree.py"]
CONCURRENCY += ["tests/organizations/test_tree.py", "tests/disclosure/test_at_the_same_time.py"]
CONCURRENCY += ["tests/disclosure/test_api.py"]
STATEMENTS = ["tests/catalog/test_coverage.py", "tests/catalog/test_obligations.py"]
STATEMENTS += ["tests/catalog/test_importing.py", "tests/catalog/test_standard_catalog.py"]
STATEMENTS += ["tests/organizations/test_scope.py"]
PIPELINE = ["tests/disclosure/test_pipeline.py", "tests/disclosure/test_corrections.py"]
PIPELINE += ["tests/disclosure/test_interpretation_together.py", "tests/disclosure/test_four_eyes.py"]
PIPELINE += ["tests/disclosure/test_migrations.py"]


@pytest.fixture(scope="module")
def database_url():
    try:
        with cluster.running_cluster() as url:
            yield url
    except cluster.ServerMissing as error:
        pytest.fail(str(error), pytrace=False)


@pytest.mark.parametrize(
    "paths",
    [CONCURRENCY, STATEMENTS, PIPELINE],
    ids=["two writers at once", "import and coverage", "the pipeline and its migrations"],
)
def test_the_same_tests_pass_on_postgres(database_url, paths):
    report = run_tests(database_url, paths)
    assert report.returncode == 0, report.stdout[-6000:] + report.stderr[-2000:]
    assert "skipped" not in report.stdout


def test_the_tests_really_ran_on_postgres(database_url):
    report = run_tests(database_url, ["tests/postgres/which_database.py"])
    assert report.returncode == 0, report.stdout


def test_a_missing_server_is_told_with_the_package_to_install(monkeypatch):
    monkeypatch.setattr(cluster.Path, "glob", lambda *args: [])
    monkeypatch.setattr(cluster.shutil, "which", lambda name: None)
    with pytest.raises(cluster.ServerMissing, match="apt-get install postgresql"):
        cluster.server_binaries()


def run_tests(url: str, paths: list[str]) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", *paths],
        cwd=ROOT,
        env=environment | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=600,
    )
