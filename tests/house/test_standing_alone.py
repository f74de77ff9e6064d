"""The project stands alone: nothing in it points at a workplace or a package registry."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
FORBIDDEN = re.compile(
    "|".join(["/" + "work/", r"\.\./" + "shared", "pypi" + r"\.org", "registry" + r"\.npmjs"])
)


def test_no_file_mentions_a_workplace_or_a_registry():
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    texts = [
        ROOT / name
        for name in files
        if name.endswith((".py", ".md", ".toml", ".lock", ".html", ".css", ".js"))
    ]
    assert texts
    assert [
        path.name for path in texts if path.exists() and FORBIDDEN.search(path.read_text(encoding="utf-8"))
    ] == []
