"""How the API says no: every fault at once, in Chinese, as JSON."""

import re

from .readings import FORBIDDEN, REFUSED

MESSAGES = {
    "missing": "必填，没有填写。",
    "extra_forbidden": "没有这个字段，请核对字段名。",
    "string_type": "应当是文本。",
    "string_too_short": "不能为空。",
    "string_too_long": "太长，不能超过{max_length}个字。",
    "string_pattern_mismatch": "应当是1至80个可见的ASCII字符，不含空格。",
    "string_unicode": "含有不成对的Unicode代理字符，请核对编码。",
    "bool_type": "应当是true或者false。",
    "int_type": "应当是整数。",
    "int_parsing": "应当是整数。",
    "greater_than_equal": "不能小于{ge}。",
    "less_than_equal": "太大。",
    "list_type": "应当是列表。",
    "too_long": "最多{max_length}项。",
    "model_type": "应当是JSON对象。",
    "model_attributes_type": "应当是JSON对象。",
}
TITLES = {
    400: "请求不完整或者不是有效的JSON，没有受理。",
    401: "没有提供令牌，或者令牌无效、已经停用。请向系统管理员申请或者更换令牌。",
    403: "超出了本系统的报送范围，没有受理。",
    404: "没有找到。",
    409: "与已经受理的报送冲突，没有受理。",
    413: "请求太大，没有受理。",
    422: "有{number}处需要改正，没有受理。",
    429: "请求太频繁，请在{seconds}秒后再试。",
}


class Refused(Exception):
    """The request is not accepted: HTTP status, one sentence, and the faults as (field, message)."""

    def __init__(self, status: int, detail: str = "", faults: list[tuple[str, str]] = ()):
        super().__init__(status)
        self.status, self.detail, self.faults = status, detail or TITLES[status], list(faults)

    def as_json(self) -> dict:
        errors = [{"field": field, "message": message} for field, message in self.faults]
        return {"detail": self.detail, "errors": errors}


def from_validation(errors: list[dict]) -> Refused:
    """What pydantic found. 403 when an organisation is out of reach, 400 when a header is missing, otherwise 422."""
    faults = [(_field(error["loc"]), _message(error)) for error in errors]
    if any(error["type"] == FORBIDDEN for error in errors):
        return Refused(403, faults=faults)
    if any(error["loc"][0] == "header" for error in errors):
        return Refused(400, "缺少Idempotency-Key请求头，或者写法不对，没有受理。", faults)
    return Refused(422, TITLES[422].format(number=len(faults)), faults)


def _field(place: tuple) -> str:
    """`("body", "payload", "attachments", 0, "name")` as `attachments[0].name`."""
    parts = [part for part in place[1:] if part != "payload"]
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return "Idempotency-Key" if place[0] == "header" else text.removeprefix(".")


def _message(error: dict) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in (FORBIDDEN, REFUSED):
        return error["msg"]
    if kind == "literal_error":
        words = [word or "（空）" for word in re.findall(r"'([^']*)'", context["expected"])]
        return f"只能填：{'、'.join(words)}。"
    return MESSAGES.get(kind, "写法不对，请对照接口文档核对。").format_map(context)
