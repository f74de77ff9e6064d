"""A business system as its programmer would write it."""

import base64
import io
import json
from itertools import count

from django.test import Client
from docx import Document

from disclosure.api import systems
from disclosure.models import BusinessSystem
from tests.factories import make_user

ADDRESS = "/api/v1/publications/"
_keys = count(1)


def register(organization, name: str = "县财政局预算系统") -> BusinessSystem:
    """A registered system; `token` is its token in clear."""
    system = BusinessSystem(name=name, organization=organization)
    token = systems.register(system, make_user(is_superuser=True, organization=organization))
    system.token = token
    return system


class Caller:
    """Calls with one token, and no cookie."""

    def __init__(self, token: str):
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {token}"}

    def hand_in(self, content, key: str | None = None, **headers):
        key = f"key-{next(_keys)}" if key is None else key
        return self._send(self.client.post, ADDRESS, content, {"Idempotency-Key": key, **headers})

    def put(self, pk, content):
        return self._send(self.client.put, f"{ADDRESS}{pk}/", content, {})

    def get(self, address):
        return self.client.get(address, headers=self.headers)

    def _send(self, method, address, content, headers):
        body = content if isinstance(content, str | bytes) else json.dumps(content)
        return method(address, body, content_type="application/json", headers={**self.headers, **headers})


def article(organization, **content) -> dict:
    """A sound hand-in."""
    return {
        "kind": "article",
        "organization": organization.code,
        "title": "2025年度部门预算",
        "body": "一、收入\n\n二、支出",
        "topic": "综合政务\\政务公开",
        "formed_on": "2025-06-03",
        **content,
    }


def sent_file(name: str, content: bytes) -> dict:
    return {"name": name, "content": base64.b64encode(content).decode()}


def docx_with(text: str) -> bytes:
    document, data = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(data)
    return data.getvalue()


def faults(response) -> set[str]:
    """The fields found fault with; every message is a Chinese sentence."""
    errors = response.json()["errors"]
    assert all(error["message"].endswith("。") for error in errors), errors
    return {error["field"] for error in errors}
