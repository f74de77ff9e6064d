"""What must not be forgotten in production is said at start-up; and without settings nothing starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password

from portal.organizations import checks
from tests.factories import make_user

ROOT = Path(__file__).parents[2]


def ids(found) -> list[str]:
    assert all(message.hint for message in found)
    return [message.id for message in found]


@pytest.fixture
def production(settings):
    settings.DEMO, settings.TOTP_COMPULSORY = False, True


def test_all_is_well_in_production(production):
    assert not checks.second_factor_is_compulsory(None) and not checks.sessions_end(None)
    assert not checks.second_factor_names_its_permissions(None)


def test_a_second_factor_that_nobody_needs(production, settings):
    settings.TOTP_REQUIRED_PERMISSIONS = ()
    assert ids(checks.second_factor_names_its_permissions(None)) == ["organizations.E001"]
    settings.TOTP_COMPULSORY = False
    assert ids(checks.second_factor_is_compulsory(None)) == ["organizations.W001"]


@pytest.mark.parametrize(
    ("name", "seconds"),
    [("SESSION_COOKIE_AGE", 13 * 3600), ("SESSION_ABSOLUTE_SECONDS", 13 * 3600), ("SESSION_IDLE_SECONDS", 0)],
)
def test_sessions_that_never_end(production, settings, name, seconds):
    setattr(settings, name, seconds)
    assert ids(checks.sessions_end(None)) == ["organizations.W002"]


@pytest.mark.django_db
def test_logins_of_the_demo_county(production, settings):
    def found():
        return ids(checks.no_demo_accounts(None, databases=["default"]))

    user = make_user("jingban")
    make_user("somebody", password_set_at=None)
    assert found() == []
    user.password = make_password(settings.DEMO_PASSWORD)
    user.save()
    assert found() == ["organizations.E002"]
    user.is_active = False
    user.save()
    assert found() == []
    assert checks.no_demo_accounts(None, databases=None) == []


@pytest.mark.parametrize("module", ["portal.wsgi", "portal.asgi"])
def test_a_web_server_without_settings_does_not_start(module):
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    code = f"import {module}"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=keep, capture_output=True, text=True)
    assert result.returncode != 0 and "DJANGO_SETTINGS_MODULE is not set" in result.stderr


def test_a_worker_without_settings_does_not_start():
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    code = "from portal.celery import app; app.conf.broker_url"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=keep, capture_output=True, text=True)
    assert result.returncode != 0 and "DJANGO_SETTINGS_MODULE" in result.stderr
