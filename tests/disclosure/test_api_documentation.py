"""What is said about the API: every field in Chinese, a page without script, and an example that works."""

import json
import re
import shlex
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from disclosure.api.examples import HAND_IN
from tests.factories import make_organization

from .business_systems import Caller, register
from .desk import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
GUIDE = (Path(__file__).parents[2] / "docs/api.md").read_text(encoding="utf-8")
SITE = settings.SITE["url"]
CHINESE = re.compile("[\u4e00-\u9fff]")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def run(command: str, token: str):
    """Send what a curl command of the guide says."""
    words = shlex.split(command.replace("\\\n", " "))[1:]
    method, headers, body, address = "GET", {}, "", ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _, value = words.pop(0).replace("$TOKEN", token).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = words.pop(0)
        else:
            address = word.removeprefix("$SITE")
    kind = headers.pop("Content-Type", "application/json")
    return Client().generic(method, address, body, kind, headers=headers)


@pytest.fixture
def organ(calendar):
    return make_organization("县民政局", code="civil-affairs")


@pytest.fixture
def schema(client):
    return client.get("/api/v1/openapi.json").json()


def test_the_guides_commands_do_what_it_says(organ):
    token = register(organ).token
    owed, handed_in, standing = blocks("bash")
    promised = json.loads(blocks("json")[0].replace("$SITE", SITE))
    assert run(owed, token).json() == []
    response = run(handed_in, token)
    answer = response.json()
    assert response.status_code == 201
    assert {**answer, "id": 1, "admin_url": promised["admin_url"]} == promised
    assert answer["admin_url"] == promised["admin_url"].replace("/1/", f"/{answer['id']}/")
    found = run(standing.replace("/1/", f"/{answer['id']}/"), token)
    assert found.json()["status"] == "submitted"


def test_the_guides_refusal_is_what_is_answered(organ):
    promised = json.loads(blocks("json")[1])
    sent = {**HAND_IN, "title": "", "matters": ["x-1"]}
    assert Caller(register(organ).token).hand_in(sent).json() == promised


def test_the_example_of_the_page_is_accepted(organ):
    assert Caller(register(organ).token).hand_in(HAND_IN).json()["submitted"]


def test_every_field_is_described_in_chinese(schema):
    for name, part in schema["components"]["schemas"].items():
        assert CHINESE.search(part["description"]), name
        for field, said in part["properties"].items():
            assert CHINESE.search(said.get("description", "")), (name, field)


def test_every_operation_is_described_in_chinese(schema):
    for methods in schema["paths"].values():
        for operation in methods.values():
            said = [operation["summary"], operation["description"]]
            said += [parameter["description"] for parameter in operation["parameters"]]
            said += [response["description"] for response in operation["responses"].values()]
            assert all(CHINESE.search(text) for text in said), operation["operationId"]


def test_the_page_says_all_that_the_document_says_and_runs_no_script(client, schema):
    response = client.get("/api/v1/docs")
    soup = page(response)
    assert "script-src" not in response["Content-Security-Policy"]
    assert not soup.select("script:not([src]), style, [style], [onclick]")
    assert all(tag["src"].startswith("/static/") for tag in soup.select("script[src]"))
    text = soup.text
    assert all(path in text for path in schema["paths"])
    for name, part in schema["components"]["schemas"].items():
        assert soup.find(id=f"part-{name}")
        assert all(field in text for field in part["properties"])
    anchors = {link["href"][1:] for link in soup.select("main a[href^='#']")}
    assert all(soup.find(id=anchor) for anchor in anchors)
    assert json.dumps(HAND_IN["title"], ensure_ascii=False) in text
    assert "Schema" not in text
