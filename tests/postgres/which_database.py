"""Not collected by itself: run by test_on_postgres.py to prove where its tests run."""

import pytest
from django.core.management import call_command
from django.db import connection


@pytest.mark.django_db
def test_this_is_postgres_with_every_migration_applied():
    assert connection.vendor == "postgresql"
    call_command("migrate", check_unapplied=True, verbosity=0)
