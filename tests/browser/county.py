"""The demo county as a running website: made once, copied for each worker, served by the portal's own server."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 60


def prepared(shared: Path) -> Path:
    """The county's directory (database, files, static files) under `shared`; whoever comes first makes it.

    BROWSER_COUNTY names a directory to keep it in between runs: the demo data is then loaded only once.
    """
    kept = os.environ.get("BROWSER_COUNTY")
    directory = Path(kept) if kept else shared / "county"
    with (shared / "county.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        if not lock.read():
            directory.mkdir(parents=True, exist_ok=True)
            _make(directory)
            lock.write("made")
    return directory


def copy(directory: Path, to: Path) -> Path:
    """A county of one's own, that nobody else changes."""
    shutil.copytree(directory, to)
    return to


@contextmanager
def served(directory: Path) -> Iterator[str]:
    """Serves the county in `directory`; yields the address without a final slash."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    with (directory / "server.log").open("wb") as log:
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        environment = environment_of(directory) | {"SITE_URL": url}
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait_until_ready(server, url, directory)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=20)


def _make(directory: Path) -> None:
    command = [sys.executable, "-m", "tests.browser.prepare", str(directory)]
    made = subprocess.run(command, cwd=ROOT, env=environment_of(directory), capture_output=True, text=True)
    if made.returncode:
        raise RuntimeError(
            f"the demo county could not be made:\n{made.stdout[-2000:]}\n{made.stderr[-4000:]}"
        )


def environment_of(directory: Path) -> dict[str, str]:
    """The settings `make run` uses, on SQLite, in this directory."""
    kept = {
        key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "CELERY_BROKER_URL")
    }
    return kept | {"DJANGO_SETTINGS_MODULE": "portal.settings.development", "MINGCHUANG_VAR": str(directory)}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _wait_until_ready(server: subprocess.Popen, url: str, directory: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()  # noqa: S310
            return
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"the portal answers {error.code}: {_end_of_log(directory)}") from error
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the portal did not start: {_end_of_log(directory)}")


def _end_of_log(directory: Path) -> str:
    return (directory / "server.log").read_text(errors="replace")[-3000:]
