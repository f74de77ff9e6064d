"""The OpenAPI document as a page to read: no script, no outside host."""

import json
from typing import NamedTuple

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .application import api
from .examples import HAND_IN
from .openapi import RESPONSES, operations_of

TYPES = {"string": "文本", "integer": "整数", "boolean": "true或false", "object": "对象"}
FORMATS = {"date": "日期", "date-time": "时间", "byte": "文本（Base64）"}
HEADERS = {"path": "地址", "query": "查询", "header": "请求头"}


class Row(NamedTuple):
    name: str
    type: str
    link: str
    """Name of the part that describes it further down the page; "" for none."""
    is_required: bool
    description: str


class Operation(NamedTuple):
    anchor: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Row]
    takes: str
    gives: list[tuple[str, str, str]]
    """HTTP status, when it comes, the part it carries."""


class Part(NamedTuple):
    name: str
    description: str
    rows: list[Row]
    is_sent: bool


@require_safe
def page(request):
    """接口文档 for vendors and administrators; says nothing that is not in the OpenAPI document."""
    schema = api.get_openapi_schema()
    sent = _sent(schema)
    parts = [_part(name, part, name in sent) for name, part in schema["components"]["schemas"].items()]
    context = {
        "info": schema["info"],
        "operations": _operations(schema),
        "parts": parts,
        "example": json.dumps(HAND_IN, ensure_ascii=False, indent=2),
        "base_url": settings.SITE["url"].rstrip("/"),
        "rate": settings.API_REQUESTS_PER_MINUTE,
        "breadcrumbs": [{"label": schema["info"]["title"], "url": reverse("api_docs")}],
    }
    return render(request, "api/documentation.html", context)


def _operations(schema: dict) -> list[Operation]:
    return [
        _operation(method, path, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def _operation(method: str, path: str, operation: dict) -> Operation:
    gives = [
        (str(status), RESPONSES[str(status)], _link(_content(response)))
        for status, response in operation["responses"].items()
    ]
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        parameters=[_parameter(parameter) for parameter in operation.get("parameters", [])],
        takes=_link(_content(operation.get("requestBody", {}))),
        gives=sorted(gives),
    )


def _parameter(parameter: dict) -> Row:
    schema = parameter["schema"]
    kind = f"{HEADERS[parameter['in']]}，{_type(schema)}"
    return Row(parameter["name"], kind, "", parameter.get("required", False), parameter["description"])


def _sent(schema: dict) -> set[str]:
    """Names of the parts that requests are made of."""
    parts, found = schema["components"]["schemas"], set()
    waiting = [_link(_content(operation.get("requestBody", {}))) for operation in operations_of(schema)]
    while waiting:
        name = waiting.pop()
        if name and name not in found:
            found.add(name)
            waiting += [_link(field) for field in parts[name]["properties"].values()]
    return found


def _part(name: str, part: dict, is_sent: bool) -> Part:
    required = part.get("required", []) if is_sent else []
    rows = [
        Row(field, _type(schema), _link(schema), field in required, schema.get("description", ""))
        for field, schema in part.get("properties", {}).items()
    ]
    return Part(name, part.get("description", ""), rows, is_sent)


def _content(holder: dict) -> dict:
    return holder.get("content", {}).get("application/json", {}).get("schema", {})


def _type(schema: dict) -> str:
    if "anyOf" in schema:
        kinds = [_type(kind) for kind in schema["anyOf"] if kind.get("type") != "null"]
        return "或".join(kinds) + "，可为null"
    if "$ref" in schema:
        return "对象"
    if schema.get("type") == "array":
        return f"{_type(schema['items'])}的列表"
    return FORMATS.get(schema.get("format"), TYPES.get(schema.get("type"), "文本"))


def _link(schema: dict) -> str:
    """The part a schema refers to, itself or as the items of a list."""
    reference = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    return reference.rpartition("/")[2]
