"""Start the portal as the README says, fetch the main pages, stop it. Needs nothing but Python."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
PORT = os.environ.get("PORT", "8123")
BASE = f"http://127.0.0.1:{PORT}"
READY_WITHIN = 600
PAGES = [
    "/",
    "/catalog/",
    "/catalog/03-budget/",
    "/documents/",
    "/interpretations/",
    "/organizations/",
    "/villages/",
    "/disclosure/",
    "/disclosure/negative-list/",
    "/catalog/revisions/",
    "/ledger/",
    "/ledger/head.json",
    "/api/v1/docs",
    "/search/?q=" + quote("预算"),
    "/v/elder/",
    "/feeds/site.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
    "/readyz",
    "/admin/login/",
]


def main() -> int:
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env=os.environ | {"PORT": PORT},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_until_ready(server)
            for page in PAGES:
                print(f"smoke: {fetch(page)} bytes  {page}", flush=True)
        except (OSError, RuntimeError) as error:
            log.seek(0)
            print(log.read().decode(errors="replace")[-4000:])
            print(f"smoke: {error}")
            return 1
        finally:
            os.killpg(server.pid, signal.SIGTERM)
    print("smoke: passed")
    return 0


def wait_until_ready(server: subprocess.Popen) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError("the portal stopped before it was ready")
        try:
            fetch("/readyz")
            return
        except OSError:
            time.sleep(1)
    raise RuntimeError("the portal was not ready in time")


def fetch(page: str) -> int:
    try:
        with urllib.request.urlopen(BASE + page, timeout=30) as response:
            return len(response.read())
    except urllib.error.HTTPError as error:
        raise OSError(f"{page} answered {error.code}") from error


if __name__ == "__main__":
    sys.exit(main())
