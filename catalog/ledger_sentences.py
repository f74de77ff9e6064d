"""What the ledger says of the catalog's procedure."""

from collections.abc import Mapping

from portal.ledger.sentences import register


def register_sentences() -> None:
    """Teach the ledger the verbs of `catalog.changes`. Steps before the effect are the office's own affair."""
    register("catalog_revised", "调整目录", _revised)
    for verb, label, text in (
        ("submit", "提交目录调整", "提交目录调整申请“{title}”。"),
        ("take_back", "收回目录调整", "收回目录调整申请“{title}”。"),
        ("assess", "审核目录调整", "对目录调整申请“{title}”出具意见：{remark}。"),
        ("approve", "批准目录调整", "批准目录调整申请“{title}”。"),
        ("send_back", "退回目录调整", "退回目录调整申请“{title}”，理由：{remark}。"),
    ):
        register(f"catalog_change_{verb}", label, text, is_public=False)


def _revised(payload: Mapping) -> str:
    number, matters = payload.get("number", "公开目录调整"), payload.get("matters") or ()
    return f"{number}“{payload.get('title', '')}”生效，调整{len(matters)}项。"
