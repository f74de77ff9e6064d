"""Every address of the staff pages, found by itself, as everybody who has no business there.

A new address is covered the moment it is wired. Anonymous visitors are sent to sign in; who has no right, or
another organisation, is refused, learns nothing, and changes nothing, with whatever number they forge.
"""

import io
import re
import zipfile

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse

from disclosure.models import Article
from portal.organizations.models import User
from portal.organizations.roles import ROLES
from tests.factories import make_organization, make_user

from .marked import KINDS, MARK, SHARED, around_the_office, one_of_each_kind, surround

PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
MODEL = re.compile(r"^admin/(?P<app>\w+)/(?P<model>\w+)/")
OF_THE_OBJECT = ("object_id", "consent", "id")
FOR_ANYBODY = re.compile(r"^admin/(login/|logout/|account/session/)")
FOR_EVERYBODY = re.compile(
    r"^admin/($|r/|jsi18n/|login/|logout/|password_change/|account/|obligations|organizations/deputy/|\^|\()"
)
"""What every member of staff may open for themselves; what they see there is still looked at for marks."""

OFFICIAL = re.compile(r"^admin/(catalog|organizations/organization)/")
"""The catalog and the directory are the same for the whole county: seen by all who hold an office."""

ELSEWHERE = ("wrong organisation", "administrator elsewhere")

ANSWERS = {
    "reason": "理由",
    "remark": "意见",
    "note": "说明",
    "text": "说明",
    "answer": "agreed",
    "letter": "明财函〔2026〕1号",
    "at_0": "2099-01-01",
    "at_1": "09:00",
    "days": "1",
    "ask": "1",
    "post": "yes",
    "apply": "1",
    "_save": "1",
    "_approve": "1",
    "_start": "1",
    "_change": "1",
    "after": "repealed",
    "on": "2099-01-01",
    "basis": "依据",
    "outcome": "kept",
    "html": "<p>贴</p>",
    "title": "被别人改了",
    "body": "被别人改了",
    "interpreter": "被别人改了",
}


WATCHES_THE_MACHINERY = {"系统管理员", "督查员"}
MACHINERY = re.compile(r"^admin/(disclosure/consistencyfinding/run/$)")
"""What an administrator of any organisation may set going: the nightly checks look at the whole county."""


def admin_routes() -> list[str]:
    """The routes below /admin/, as the resolver has them, without those of Django's catch-all."""
    return sorted({route for route in _walk(get_resolver()) if route.startswith("admin/")})


def _walk(resolver, prefix=""):
    for found in resolver.url_patterns:
        route = prefix + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from _walk(found, route)
        else:
            yield route


@pytest.fixture
def foreign(education, finance):
    """Another organisation with one of everything; the model's name → the key in the address."""
    author = make_user(organization=education, roles=["经办人"], display_name=f"作者{MARK}")
    kinds = one_of_each_kind(education, author)
    keys = {model._meta.model_name: row.pk for model, row in kinds.items()}
    bystander = make_organization("县统计局", parent=education.parent)
    keys |= around_the_office(education, author, kinds, bystander)
    surround(kinds[Article], author)
    return keys


@pytest.fixture
def visitors(finance):
    every_role = {role.name for role in ROLES}
    return {
        "anonymous": None,
        "no right": make_user(organization=finance),
        "wrong organisation": make_user(organization=finance, roles=every_role - WATCHES_THE_MACHINERY),
        "administrator elsewhere": make_user(organization=finance, roles=every_role),
    }


def addresses(keys: dict) -> list[tuple[str, str]]:
    """(route, address) with the keys of the other organisation's rows in it."""
    found = []
    for route in admin_routes():
        if "(?P<" in route:
            continue
        model = MODEL.match(route)
        own = keys.get(model["model"], SHARED) if model else SHARED
        filled = PARAMETER.sub(lambda part, own=own, route=route: _value(part, own, route), route)
        found.append((route, "/" + filled))
    return found


def _value(part, own, route) -> str:
    if part["name"] in OF_THE_OBJECT or (part["name"] == "pk" and "<path:object_id>" not in route):
        return str(own) if "<int:consent>" not in route or part["name"] == "consent" else str(SHARED)
    return {"number": "1", "act": "answer", "token": "x", "content_type_id": "1"}.get(
        part["name"], str(SHARED)
    )


def everything(response) -> str:
    """What the answer says, packed files opened."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if data[:2] == b"PK":
        package = zipfile.ZipFile(io.BytesIO(data))
        data = b"".join(package.read(name) for name in package.namelist())
    return data.decode("utf-8", "replace")


def all_rows() -> set[str]:
    """Every row of the apps at work, as text."""
    models = [model for name in ("disclosure", "screening", "jobs", "catalog") for model in _models(name)]
    models += [apps.get_model("organizations", name) for name in ("Organization", "Deputy", "OfficePost")]
    rows = {f"{model.__name__} {row}" for model in models for row in model.objects.values_list()}
    people = User.objects.values_list("username", "password", "is_active", "organization", "display_name")
    return rows | {f"User {row}" for row in people}


def _models(label):
    return [model for model in apps.get_app_config(label).get_models() if not model._meta.proxy]


@pytest.mark.parametrize("who", ["anonymous", "no right", "wrong organisation", "administrator elsewhere"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_learns_or_changes_anything_at_any_address(client, foreign, visitors, who, method):
    user, before, faults = visitors[who], all_rows(), []
    for route, address in addresses(foreign):
        client.logout()
        if user:
            client.force_login(user)
        with transaction.atomic():
            response = getattr(client, method)(address, ANSWERS if method == "post" else {})
            fault = what_is_wrong(who, route, response)
            if method == "post":
                fault = fault or what_it_changed(who, route, before)
            transaction.set_rollback(True)
        if fault:
            faults.append(f"{address}: {fault}")
    assert not faults, "\n".join(faults)


def what_it_changed(who, route, before: set[str]) -> str:
    """Rows that were there are gone or changed; who has no right makes none either."""
    after = all_rows()
    if who == "administrator elsewhere" and MACHINERY.match(route):
        return ""
    touched = before - after if who in ELSEWHERE else before ^ after
    return f"changed {sorted(touched)[0][:150]}" if touched else ""


def what_is_wrong(who, route, response) -> str:
    status = response.status_code
    if status >= 500:
        return f"status {status}"
    if MARK in everything(response):
        return f"status {status} shows what is not public"
    if who == "anonymous" and not FOR_ANYBODY.match(route):
        to_sign_in = status == 302 and response["Location"].startswith(reverse("admin:login"))
        return "" if to_sign_in or status in (403, 404) else f"status {status} for anybody"
    if who == "no right" and status == 200 and not FOR_EVERYBODY.match(route):
        return "status 200 without any right"
    is_about_a_row = "<" in route and not FOR_EVERYBODY.match(route) and not OFFICIAL.match(route)
    if who in ELSEWHERE and status == 200 and is_about_a_row:
        return "status 200 for a row of another organisation"
    return ""


def test_the_addresses_are_found_by_themselves():
    routes = admin_routes()
    for model in KINDS:
        assert f"admin/disclosure/{model._meta.model_name}/<path:object_id>/sign/" in routes
    assert len(routes) > 250
