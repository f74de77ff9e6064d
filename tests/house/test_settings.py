"""Production starts only when complete, and passes Django's own deployment check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "deploy" / "mingchuang.env.example"
LINES = [line for line in EXAMPLE.read_text().splitlines() if line and not line.startswith("#")]
NAMES = [line.partition("=")[0] for line in LINES]
COMPLETE = {
    **{name: value or "填写" for name, _, value in (line.partition("=") for line in LINES)},
    "SECRET_KEY": "a-long-and-random-value-of-more-than-fifty-characters-0123456789",
}
MAY_BE_MISSING = {"DJANGO_SETTINGS_MODULE", "MINGCHUANG_VAR", "SITE_CONTRACTOR"}


def run(*arguments: str, variables: dict) -> subprocess.CompletedProcess:
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=keep | variables, capture_output=True, text=True
    )


def test_complete_production_settings_pass_the_deployment_check():
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", variables=COMPLETE)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("missing", [name for name in NAMES if name not in MAY_BE_MISSING])
def test_production_names_what_is_missing_or_left_empty(missing):
    for variables in (
        {name: value for name, value in COMPLETE.items() if name != missing},
        COMPLETE | {missing: " "},
    ):
        result = run("-c", "import portal.settings.production", variables=variables)
        assert result.returncode != 0
        assert missing in result.stderr.splitlines()[-1]


def test_nothing_of_the_demo_county_gets_into_production():
    code = "from portal.settings.production import SITE; print(SITE)"
    shown = run("-c", code, variables=COMPLETE).stdout
    assert "www.example.gov.cn" in shown and "明湖" not in shown and "示例" not in shown


def test_the_web_server_lets_pass_what_the_portal_accepts_and_says_the_same():
    megabytes = settings.REQUEST_MAX_BYTES // 1024 // 1024
    assert f"client_max_body_size {megabytes}m;" in (ROOT / "deploy" / "nginx.conf").read_text()
    assert f"不能超过 {megabytes} MB" in (ROOT / "deploy" / "errors" / "too-large.html").read_text()
