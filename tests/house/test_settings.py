"""Production starts only when complete, and passes Django's own deployment check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "a-long-and-random-value-of-more-than-fifty-characters-0123456789",
    "ALLOWED_HOSTS": "www.example.gov.cn",
    "DATABASE_URL": "postgres://user:password@127.0.0.1/name",
    "REDIS_URL": "redis://127.0.0.1:6379/1",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/0",
    **{
        f"SITE_{name}": "填写"
        for name in [
            "NAME",
            "DOMAIN",
            "URL",
            "ID_CODE",
            "ORGANIZER",
            "PHONE",
            "ADDRESS",
            "EMAIL",
            "ICP",
            "POLICE",
        ]
    },
}


def check_deploy(variables: dict) -> subprocess.CompletedProcess:
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=keep | variables,
        capture_output=True,
        text=True,
    )


def test_complete_production_settings_pass_the_deployment_check():
    result = check_deploy(COMPLETE)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "CELERY_BROKER_URL", "SITE_ID_CODE"]
)
def test_production_names_what_is_missing(missing):
    result = check_deploy({name: value for name, value in COMPLETE.items() if name != missing})
    assert result.returncode != 0
    assert missing in result.stderr
