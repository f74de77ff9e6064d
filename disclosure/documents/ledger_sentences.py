"""What the ledger says of the life of documents."""

from collections.abc import Mapping

from portal.ledger.sentences import register


def _validity_changed(payload: Mapping) -> str:
    until = f"，有效期延长至{payload['until']}" if payload.get("until") else ""
    if payload.get("before") == payload.get("after"):
        state = f"{payload['after']}状态不变"
    else:
        state = f"由{payload['before']}变为{payload['after']}"
    return f"《{payload['title']}》自{payload['on']}起{state}{until}，依据：{payload['by']}。"


def register_sentences() -> None:
    register("validity_changed", "有效性变动", _validity_changed)
    register("validity_cancelled", "取消有效性变动", "取消《{title}》自{on}起{after}的变动。")
    register("cleanup_opened", "文件清理", "启动文件清理“{title}”，清理文件{count}件。")
    register("cleanup_applied", "清理结果", "文件清理“{title}”的结果公布，{count}件文件的清理结果生效。")
    register("reassessed", "复核", "复核《{title}》，结果：{outcome}。")
    register("reassessed_withheld", "复核", "复核一条不主动公开的信息，结果：{outcome}。")
    register("interpretation_planned", "解读方案", "填写《{title}》的解读方案。", is_public=False)
    register("interpretation_started", "起草解读", "从文件起草解读稿。", is_public=False)
