"""A private PostgreSQL that lives as long as a test run: in a temporary folder, reached by a socket only."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGE = "postgresql"
# What a throw-away cluster need not do: survive a power cut.
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


class ServerMissing(Exception):
    """There is no PostgreSQL on this machine; the message names the Debian package."""


@contextmanager
def running_cluster() -> Iterator[str]:
    """Start a cluster, give its DATABASE_URL (the database need not exist), stop and remove it afterwards.

    Raises ServerMissing. As root the server runs as `postgres`, which it insists on.
    """
    binaries = server_binaries()
    home = Path(tempfile.mkdtemp(prefix="mingchuang-pg-"))
    if os.getuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    try:
        _run(
            binaries / "initdb",
            "-D",
            home / "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        )
        options = f"-k {home} -c listen_addresses= " + " ".join(f"-c {k}={v}" for k, v in HASTE.items())
        _run(binaries / "pg_ctl", "-D", home / "data", "-w", "-l", home / "log", "-o", options, "start")
        try:
            yield f"postgres://postgres@/{home}/mingchuang"
        finally:
            _run(binaries / "pg_ctl", "-D", home / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def server_binaries() -> Path:
    """The folder of initdb and pg_ctl, of the newest version there is. Raises ServerMissing."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    if found:
        return found[-1].parent
    if elsewhere := shutil.which("initdb"):
        return Path(elsewhere).parent
    raise ServerMissing(
        f"PostgreSQL is not installed. Install Debian's package: sudo apt-get install {PACKAGE}"
    )


def _run(*command) -> None:
    user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    result = subprocess.run([*user, *map(str, command)], cwd="/", capture_output=True, text=True)
    if result.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{result.stdout}{result.stderr}")
