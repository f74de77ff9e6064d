"""The OpenAPI document in Chinese: what Ninja fills in by itself is English."""

RESPONSES = {
    "200": "成功",
    "201": "已经受理，稿件已经保存",
    "400": "缺少Idempotency-Key，或者正文不是JSON",
    "401": "令牌缺失、无效或者已经停用",
    "403": "超出本系统的报送范围",
    "404": "没有这份稿件，或者不是本系统报送的",
    "409": "键已经用于另一份内容，或者稿件现在不能修改",
    "413": "请求太大",
    "422": "内容有错，逐处列明",
    "429": "请求太频繁，Retry-After给出应等的秒数",
}


def chinese(schema: dict) -> dict:
    """The same document, its responses described in Chinese and without the titles made from field names."""
    for operation in operations_of(schema):
        for status, response in operation["responses"].items():
            response["description"] = RESPONSES[str(status)]
        for parameter in operation.get("parameters", []):
            parameter.setdefault("description", parameter["schema"].get("description", ""))
    for part in schema["components"]["schemas"].values():
        part.pop("title", None)
        for field in part.get("properties", {}).values():
            field.pop("title", None)
    return schema


def operations_of(schema: dict) -> list[dict]:
    return [operation for methods in schema["paths"].values() for operation in methods.values()]
