"""What the API does not accept: who may call, how often, how much, and what is wrong with the content."""

import json
import logging
import time

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from disclosure.api import systems
from disclosure.models import ApiReceipt, BusinessSystem, Publication
from portal.organizations.models import User
from tests.factories import (
    make_article,
    make_matter,
    make_obligation,
    make_organization,
    make_published,
    make_user,
)

from .business_systems import ADDRESS, Caller, article, docx_with, faults, register, sent_file

pytestmark = pytest.mark.usefixtures("calendar", "empty_cache")
CALLS = [
    ("post", ADDRESS),
    ("get", f"{ADDRESS}1/"),
    ("put", f"{ADDRESS}1/"),
    ("get", "/api/v1/matters/?organization=x"),
    ("get", "/api/v1/topics/"),
]


@pytest.fixture
def system(finance):
    return register(finance)


@pytest.fixture
def caller(system):
    return Caller(system.token)


# Who may call


@pytest.mark.parametrize(("method", "address"), CALLS)
@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer mc_wrong",
        "Basic {token}",
        "{token}",
        "Bearer {token}x",
        "Bearer \xe9\xff",
    ],
)
def test_without_a_token_in_force_nobody_gets_in(authorization, method, address, system):
    headers = {"Authorization": authorization.format(token=system.token)}
    response = Client().generic(method.upper(), address, "{}", "application/json", headers=headers)
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert "令牌" in response.json()["detail"]


@pytest.mark.parametrize("how", ["stopped", "switched off in the staff list", "token replaced"])
def test_a_token_that_is_void_opens_nothing(how, system, finance):
    admin = make_user(is_superuser=True)
    if how == "stopped":
        systems.stop(system, admin)
    elif how == "token replaced":
        systems.issue_token(system, admin)
    else:
        User.objects.filter(pk=system.account_id).update(is_active=False)
    assert Caller(system.token).hand_in(article(finance)).status_code == 401


def test_a_signed_in_browser_gets_in_neither_with_its_cookie_nor_gets_one(client, finance, caller):
    client.force_login(make_user(organization=finance, roles=["经办人"]))
    headers = {"Idempotency-Key": "a-1"}
    response = client.post(ADDRESS, json.dumps(article(finance)), content_type="text/plain", headers=headers)
    assert response.status_code == 401
    careful = Caller(caller.headers["Authorization"].removeprefix("Bearer "))
    careful.client = Client(enforce_csrf_checks=True)
    answer = careful.hand_in(article(finance))
    assert answer.status_code == 201
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def test_the_account_of_a_system_cannot_sign_in(client, system):
    account = system.account
    account.set_password("a-long-password")
    account.is_staff = account.is_superuser = True
    account.save()
    account.refresh_from_db()
    assert (account.is_staff, account.is_superuser, account.has_usable_password()) == (False, False, False)
    assert not client.login(username=account.username, password="a-long-password")


def test_the_token_is_kept_as_its_hash_alone(system):
    row = BusinessSystem.objects.values().get()
    assert system.token not in str(row)
    assert row["token_hint"] == system.token[-4:]
    assert system.token.startswith("mc_")
    assert len(system.token) >= 46


# How far


@pytest.mark.parametrize("which", ["above", "beside"])
def test_other_organisations_are_out_of_reach(which, caller, county, education):
    organization = {"above": county, "beside": education}[which]
    response = caller.hand_in(article(organization))
    assert (response.status_code, faults(response)) == (403, {"organization"})
    assert caller.get(f"/api/v1/matters/?organization={organization.code}").status_code == 403
    assert not Publication.objects.exists()


def test_the_countys_own_office_reaches_no_further_than_its_place(county, education):
    office = make_organization("县人民政府办公室", parent=county, is_competent_authority=True)
    assert Caller(register(office).token).hand_in(article(education)).status_code == 403


# How often and how much


def test_too_many_requests_in_a_minute_are_put_off(caller, settings, finance):
    settings.API_REQUESTS_PER_MINUTE = 2
    with time_machine.travel(1_800_000_015, tick=False):
        assert [caller.get("/api/v1/topics/").status_code for _ in range(3)] == [200, 200, 429]
        refused = caller.hand_in(article(finance))
        assert (refused.status_code, refused["Retry-After"]) == (429, "45")
        assert "45秒后" in refused.json()["detail"]
        other = Caller(register(finance, "另一系统").token)
        assert other.get("/api/v1/topics/").status_code == 200
    with time_machine.travel(1_800_000_060, tick=False):
        assert caller.get("/api/v1/topics/").status_code == 200


def test_a_request_that_is_too_large_says_so(caller, finance):
    response = caller.hand_in(article(finance, body="预" * 2_000_000))
    assert response.status_code == 413
    assert "5 MB" in response.json()["errors"][0]["message"]


# The key


@pytest.mark.parametrize("key", [None, "", "a b", "x" * 81, "键".encode().decode("latin-1")])
def test_the_key_is_compulsory_and_plain(key, system, finance):
    headers = {"Authorization": f"Bearer {system.token}"} | ({} if key is None else {"Idempotency-Key": key})
    body = json.dumps(article(finance))
    response = Client().post(ADDRESS, body, content_type="application/json", headers=headers)
    assert (response.status_code, faults(response)) == (400, {"Idempotency-Key"})
    assert not Publication.objects.exists()


# The content


@pytest.mark.parametrize(
    "body", ["{", "title=a", b"\xff\xfe\x00", "[" * 100_000, '{"a": ' + "9" * 5000 + "}"]
)
def test_what_is_no_json_is_refused(caller, body):
    response = caller.hand_in(body)
    assert response.status_code == 400
    assert "JSON" in response.json()["detail"]


@pytest.mark.parametrize("body", ["", "null", "[]", '"text"', "1"])
def test_what_is_no_object_is_refused(caller, body):
    response = caller.hand_in(body)
    assert response.status_code == 422
    faults(response)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "annual_report"),
        ("kind", "statutory_page"),
        ("kind", None),
        ("organization", "nowhere"),
        ("organization", "a\0"),
        ("organization", 7),
        ("title", "  "),
        ("title", "长" * 301),
        ("title", "a\ud800"),
        ("title", 7),
        ("title", "响铃\x07"),
        ("summary", "长" * 501),
        ("body", "a\0b"),
        ("body", '<img src="/pictures/1/800/" alt="别人的图">'),
        ("topic", "没有的分类"),
        ("stage", "planning"),
        ("attribute", "secret"),
        ("ground", "15"),
        ("keywords", "长" * 201),
        ("source", "长" * 101),
        ("formed_on", "2025-02-30"),
        ("formed_on", "2025年6月3日"),
        ("formed_on", 20250603),
        ("formed_on", "２０２５-06-03"),
        ("document_number", "2025年第6号文"),
        ("genre", "便条"),
        ("effective_on", "soon"),
        ("expires_at", "2099-01-01"),
        ("expires_at", "2099-01-01T00:00:00"),
        ("expires_at", "2020-01-01T00:00:00+08:00"),
        ("expires_at", "9999-12-31T23:59:59-12:00"),
        ("expires_at", 4_000_000_000),
        ("is_normative", "yes"),
        ("is_normative", True),
        ("form", "video"),
        ("form", "song"),
        ("matters", ["no-such-matter"]),
        ("matters", ["a\0", "x" * 5000]),
        ("matters", "15-1"),
        ("matters", [7]),
        ("relations", [{"type": "based_on", "id": 1}] * 51),
        ("relations[0]", [{"type": "based_on"}]),
        ("relations[0]", [{"type": "based_on", "id": 99999}]),
        ("relations[0].id", [{"type": "based_on", "id": 10**30}]),
        ("relations[0].id", [{"type": "based_on", "id": True}]),
        ("relations[0].type", [{"type": "likes", "id": 1}]),
        ("relations[0].title", [{"type": "based_on", "id": 1, "title": "a"}]),
        ("attachments", {"name": "a.txt"}),
        ("attachments[0].content", [{"name": "a.txt", "content": "不是base64"}]),
        ("attachments[0].content", [{"name": "a.txt", "content": "data:text/plain;base64,YQ=="}]),
        ("attachments[0].content", [{"name": "a.txt", "content": ""}]),
        ("attachments[0].name", [{"name": "", "content": "YQ=="}]),
        ("attachments[0]", [sent_file("a.pdf", b"MZ\x90\x00" + bytes(200))]),
        ("attachments[0]", [sent_file("a.zip", b"PK\x05\x06" + bytes(18))]),
        ("attachments[0]", [sent_file("a.txt", docx_with("a"))]),
        ("attachments", [sent_file("a.txt", b"same"), sent_file("b.txt", b"same")]),
        ("attachments", [sent_file("a.txt", b"same")] * 21),
        ("submit", 1),
        ("titel", "写错的字段名"),
        ("id", 7),
        ("status", "published"),
    ],
)
def test_each_fault_is_named_with_its_field(field, value, caller, finance):
    sent = article(finance) | {field.partition("[")[0]: value}
    response = caller.hand_in(sent)
    assert (response.status_code, faults(response)) == (422, {field})
    assert not Publication.objects.exists()
    assert not ApiReceipt.objects.exists()


@pytest.mark.parametrize("field", ["kind", "organization", "title", "topic", "formed_on"])
def test_what_is_compulsory_cannot_be_left_out(field, caller, finance):
    sent = article(finance)
    del sent[field]
    assert field in faults(caller.hand_in(sent))


def test_every_fault_is_told_at_once(caller, finance):
    sent = article(
        finance,
        title="",
        topic="没有",
        attribute="withheld",
        effective_on="2025-07-01",
        ceases_on="2025-06-01",
        matters=["no-such-matter"],
        attachments=[{"name": "a.txt"}],
    )
    response = caller.hand_in(sent)
    wanted = {"title", "topic", "ground", "ceases_on", "matters", "attachments[0].content"}
    assert (response.status_code, faults(response)) == (422, wanted)
    assert "6处" in response.json()["detail"]


def test_matters_are_named_that_are_unknown_ended_or_owed_by_others(caller, finance):
    ended = make_obligation(make_matter(), finance, ended_on=timezone.localdate()).matter.code
    others = make_obligation(make_matter()).matter.code
    response = caller.hand_in(article(finance, matters=[ended, "no-such-matter", others]))
    message = response.json()["errors"][0]["message"]
    assert all(code in message for code in (ended, "no-such-matter", others))


def test_a_matter_of_the_body_above_is_not_owed_below(caller, finance, obligation):
    below = make_organization("县财政局国库支付中心", parent=finance)
    assert faults(caller.hand_in(article(below, matters=[obligation.matter.code]))) == {"matters"}


def test_an_abolished_organisation_takes_nothing(caller, finance):
    gone = make_organization("县财政局旧中心", parent=finance, abolished_on="2025-01-01")
    assert faults(caller.hand_in(article(gone))) == {"organization"}


def test_relations_lead_only_to_what_is_public_or_the_systems_own(caller, finance):
    secret = make_article("不公开的草稿", finance)
    response = caller.hand_in(article(finance, relations=[{"type": "based_on", "id": secret.pk}]))
    assert faults(response) == {"relations[0]"}
    assert "不公开的草稿" not in response.content.decode()


def test_the_same_relation_is_not_said_twice(caller, finance):
    law = make_published(organization=finance)
    twice = [
        {"type": "based_on", "id": law.pk},
        {"type": "based_on", "index_number": law.index_number},
    ]
    assert faults(caller.hand_in(article(finance, relations=twice))) == {"relations"}


@pytest.mark.parametrize("pk", ["0", "-1", "abc", "9" * 40])
def test_numbers_that_are_none_name_nothing(pk, caller):
    assert caller.get(f"{ADDRESS}{pk}/").status_code == 422


@pytest.mark.parametrize("address", ["/api/v1/publications", "/api/v1/nothing/", f"{ADDRESS}1/publish/"])
def test_an_address_that_is_none_is_told_as_json(address, caller, finance):
    response = caller.client.post(address, article(finance), content_type="application/json")
    assert response.status_code == 404
    assert "末尾" in response.json()["detail"]


@pytest.mark.parametrize(
    ("method", "address"), [("delete", ADDRESS), ("get", ADDRESS), ("delete", f"{ADDRESS}1/")]
)
def test_there_is_no_listing_and_no_deleting(method, address, caller):
    assert getattr(caller.client, method)(address, headers=caller.headers).status_code == 405


# The log


def test_neither_token_nor_content_comes_into_the_log(caller, finance, caplog, settings):
    settings.DEBUG = True
    caplog.set_level(logging.DEBUG)
    secret = "只在正文里的话"
    caller.hand_in(article(finance, body=secret))
    caller.hand_in(article(finance, body=secret, title=""))
    caller.headers["Authorization"] = caller.headers["Authorization"].replace("Bearer", "Token")
    caller.hand_in(article(finance, body=secret))
    said = "".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert secret not in said
    assert "mc_" not in said


def test_use_is_noted_at_most_once_a_minute(caller, system):
    began = time.time()
    caller.get("/api/v1/topics/")
    first = BusinessSystem.objects.get().last_used_at
    caller.get("/api/v1/topics/")
    assert first.timestamp() >= began - 1
    assert BusinessSystem.objects.get().last_used_at == first
