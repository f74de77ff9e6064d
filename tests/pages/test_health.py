"""Probes: alive without a database; ready only when database, search and worker answer."""

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone

from portal import heartbeat
from portal.pages import health


@pytest.fixture
def worker():
    cache.set(heartbeat.KEY, timezone.now())
    yield
    cache.delete(heartbeat.KEY)


def test_the_process_answers_without_a_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_when_everything_answers(client, worker):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {"database": "ok", "search": "ok", "worker": "ok"},
    }


@pytest.mark.django_db
def test_not_ready_without_a_worker_and_it_says_which(client):
    cache.delete(heartbeat.KEY)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "ok", "search": "ok", "worker": "failed"}


@pytest.mark.django_db
def test_a_heartbeat_of_long_ago_is_no_heartbeat(client):
    cache.set(heartbeat.KEY, timezone.now() - timezone.timedelta(minutes=5))
    assert client.get("/readyz").json()["checks"]["worker"] == "failed"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["database", "search"])
def test_not_ready_when_a_part_raises(client, worker, monkeypatch, name):
    def broken():
        raise OperationalError("down")

    monkeypatch.setitem(health.CHECKS, name, broken)
    response = client.get("/readyz")
    assert response.status_code == 503 and response.json()["checks"][name] == "failed"


@pytest.mark.django_db
def test_with_a_broker_configured_its_worker_is_asked_and_a_dead_broker_is_told_quickly(client, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    began = timezone.now()
    assert client.get("/readyz").json()["checks"]["worker"] == "failed"
    assert (timezone.now() - began).total_seconds() < 5


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_answers_are_never_kept(client, address):
    response = client.get(address)
    assert response["Cache-Control"] == "no-store" and "ETag" not in response
    assert not response.cookies
