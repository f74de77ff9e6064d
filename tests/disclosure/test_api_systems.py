"""Looking after business systems in the admin: who may, what is shown once, what the ledger keeps."""

import pytest
from django.urls import reverse

from disclosure.api.tokens import digest_of
from disclosure.models import BusinessSystem
from portal.ledger import sentences
from portal.ledger.models import LedgerEntry
from tests.factories import make_user

from .business_systems import Caller, article, register
from .desk import errors, form_data, page

LIST = "/admin/disclosure/businesssystem/"
ADMINISTRATOR = ["系统管理员"]


@pytest.fixture
def system(finance):
    return register(finance)


@pytest.fixture
def administrator(client, finance):
    user = make_user(organization=finance, roles=ADMINISTRATOR)
    client.force_login(user)
    return user


def addresses(system) -> list[str]:
    names = ("change", "token", "stop")
    return [LIST, f"{LIST}add/"] + [
        reverse(f"admin:disclosure_businesssystem_{name}", args=[system.pk]) for name in names
    ]


def token_on(response) -> str:
    return page(response).select_one("#token")["value"]


@pytest.mark.parametrize("visitor", ["anonymous", "no right", "wrong organisation", "the right"])
def test_only_administrators_in_reach_look_after_a_system(visitor, client, system, finance, education):
    users = {
        "no right": lambda: make_user(organization=finance, roles=["经办人", "签发人"]),
        "wrong organisation": lambda: make_user(organization=education, roles=ADMINISTRATOR),
        "the right": lambda: make_user(organization=finance, roles=ADMINISTRATOR),
    }
    if visitor in users:
        client.force_login(users[visitor]())
    found = [client.get(address).status_code for address in addresses(system)]
    assert (
        found
        == {
            "anonymous": [302] * 5,
            "no right": [403] * 5,
            "wrong organisation": [200, 200, 302, 403, 403],
            "the right": [200] * 5,
        }[visitor]
    )
    if visitor != "the right":
        for name in ("token", "stop"):
            client.post(reverse(f"admin:disclosure_businesssystem_{name}", args=[system.pk]))
        assert BusinessSystem.objects.get().token_hash == digest_of(system.token)
    if visitor == "wrong organisation":
        assert system.name not in client.get(LIST).content.decode()


def test_a_new_system_gets_an_account_and_shows_its_token_once(client, administrator, finance):
    data = form_data(client.get(f"{LIST}add/"))
    response = client.post(f"{LIST}add/", {**data, "name": "预算系统", "organization": finance.pk})
    token, system = token_on(response), BusinessSystem.objects.get()
    assert "no-store" in response["Cache-Control"]
    assert system.token_hash == digest_of(token)
    account = system.account
    assert (account.organization, account.is_staff, account.has_usable_password()) == (finance, False, False)
    assert account.has_perm("disclosure.submit_publication")
    assert not account.has_perm("disclosure.delete_article")
    for address in addresses(system):
        assert token not in client.get(address).content.decode()
    again = client.post(f"{LIST}add/", {**data, "name": "预算系统", "organization": finance.pk})
    assert "同名" in errors(again)[0]
    assert BusinessSystem.objects.count() == 1


def test_a_new_token_makes_the_old_one_void(client, administrator, system):
    address = reverse("admin:disclosure_businesssystem_token", args=[system.pk])
    token = token_on(client.post(address))
    assert token != system.token
    assert Caller(system.token).get("/api/v1/topics/").status_code == 401
    assert Caller(token).get("/api/v1/topics/").status_code == 200


def test_a_stopped_system_is_put_back_into_use_with_a_new_token(client, administrator, system, finance):
    client.post(reverse("admin:disclosure_businesssystem_stop", args=[system.pk]))
    stopped = BusinessSystem.objects.get()
    assert (stopped.is_active, stopped.token_hash, stopped.account.is_active) == (False, None, False)
    assert "已停用" in client.get(LIST).content.decode()
    again = client.get(reverse("admin:disclosure_businesssystem_stop", args=[system.pk]))
    assert "已经停用" in again.content.decode()
    token = token_on(client.post(reverse("admin:disclosure_businesssystem_token", args=[system.pk])))
    assert Caller(token).hand_in(article(finance)).status_code == 201


def test_the_ledger_keeps_every_change_to_itself(client, administrator, system):
    client.post(reverse("admin:disclosure_businesssystem_token", args=[system.pk]))
    client.post(reverse("admin:disclosure_businesssystem_stop", args=[system.pk]))
    entries = LedgerEntry.objects.filter(subject=f"business_system:{system.pk}").order_by("sequence")
    assert [entry.verb for entry in entries] == [
        "business_system_registered",
        "business_system_token_issued",
        "business_system_stopped",
    ]
    assert not any(entry.is_public for entry in entries)
    assert entries.last().actor == administrator.username
    assert system.name in sentences.say(entries[0].verb, entries[0].payload)
    assert system.token not in str(list(entries.values()))


def test_a_renamed_system_renames_its_account_and_stays_where_it_is(client, administrator, system, county):
    address = addresses(system)[2]
    data = {**form_data(client.get(address)), "name": "新的名称", "organization": county.pk}
    client.post(address, data)
    renamed = BusinessSystem.objects.get()
    assert (renamed.name, str(renamed.account)) == ("新的名称", "新的名称")
    assert renamed.organization == system.organization
    assert renamed.token_hash == digest_of(system.token)


def test_a_system_is_never_deleted(client, administrator, system):
    assert client.post(f"{LIST}{system.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_list_counts_what_came_and_costs_no_more_for_more(
    client, administrator, system, finance, django_assert_max_num_queries
):
    caller = Caller(system.token)
    for number in range(2):
        assert caller.hand_in(article(finance, title=f"第{number}件")).status_code == 201
        register(finance, f"系统{number}")
    with django_assert_max_num_queries(14):
        response = client.get(LIST)
    row = next(r for r in page(response).select("#result_list tbody tr") if system.name in r.text)
    assert row.select_one(".field-handed_in").text == "2"
    assert row.select_one(".field-published").text == "0"


def test_a_draft_names_the_system_as_its_author(client, finance, system):
    draft = Caller(system.token).hand_in(article(finance)).json()
    client.force_login(make_user(organization=finance, roles=["经办人"]))
    assert client.get(f"/admin/disclosure/article/{draft['id']}/change/").status_code == 200
    assert f"/{draft['id']}/" in draft["admin_url"]
