"""The administrator says that a matter does not apply, or that its information is still to come."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories


@pytest.fixture
def obligation(calendar):
    return factories.make_obligation(organization=factories.make_organization("县民政局"))


@pytest.fixture
def desk(client, obligation):
    user = factories.make_user(organization=obligation.organization, roles=["系统管理员"])
    client.force_login(user)
    return client


def address(obligation):
    return reverse("admin:catalog_obligation_change", args=[obligation.pk])


def decide(desk, obligation, decision, reason="", until=""):
    response = desk.post(address(obligation), {"decision": decision, "reason": reason, "until": until})
    obligation.refresh_from_db()
    return response


@pytest.mark.django_db
def test_the_page_opens_with_what_is_decided_now(desk, obligation):
    assert "照常公开" in desk.get(address(obligation)).content.decode()


@pytest.mark.django_db
def test_not_applicable_with_a_reason_and_back_again(desk, obligation):
    assert decide(desk, obligation, "not_applicable", "本单位无此职能").status_code == 302
    assert (obligation.state, obligation.not_applicable_reason) == ("not_applicable", "本单位无此职能")
    assert decide(desk, obligation, "owed").status_code == 302
    assert obligation.not_applicable_reason == "" and obligation.not_applicable_by is None


@pytest.mark.django_db
def test_not_applicable_without_a_reason_is_refused_in_words(desk, obligation):
    response = decide(desk, obligation, "not_applicable")
    assert response.status_code == 200 and "请写明不适用的理由" in response.content.decode()
    assert obligation.not_applicable_by is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "words"), [(None, "请填写信息预计形成的日期"), (-1, "已经过去"), (400, "不能晚于一年以后")]
)
def test_awaiting_needs_a_day_within_the_year_and_keeps_what_was_typed(desk, obligation, days, words):
    until = "" if days is None else (timezone.localdate() + timedelta(days=days)).isoformat()
    page = decide(desk, obligation, "awaiting", "项目尚未开工", until).content.decode()
    assert words in page and "项目尚未开工" in page
    assert obligation.awaiting_until is None


@pytest.mark.django_db
def test_awaiting_counts_as_not_due(desk, obligation):
    until = timezone.localdate() + timedelta(days=30)
    assert decide(desk, obligation, "awaiting", "项目尚未开工", until.isoformat()).status_code == 302
    assert obligation.awaiting_until == until
    assert decide(desk, obligation, "owed").status_code == 302
    assert obligation.awaiting_until is None


@pytest.mark.django_db
def test_nobody_decides_for_another_organisation(client, obligation):
    elsewhere = factories.make_user(organization=factories.make_organization(), roles=["系统管理员"])
    client.force_login(elsewhere)
    assert client.post(address(obligation), {"decision": "not_applicable", "reason": "x"}).status_code == 302
    obligation.refresh_from_db()
    assert obligation.not_applicable_by is None
