"""What a ledger entry says, as a Chinese sentence. Rooms above register the verbs and names they know."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

UNKNOWN = "办理了一项没有登记名称的事项"


class Sentence(NamedTuple):
    label: str
    """The verb in a filter: 发布."""
    text: str | Callable[[Mapping], str]
    """A sentence with {fields} of the payload, or a function of the payload."""
    is_public: bool
    """Whether entries of this verb are ever shown to everyone."""


_SENTENCES: dict[str, Sentence] = {}
_name_readers: list[Callable[[Iterable[str]], dict[str, str]]] = []


class _Payload(dict):
    def __missing__(self, key):
        return "（未记载）"


def register(verb: str, label: str, text: str | Callable[[Mapping], str], *, is_public: bool = True) -> None:
    """Teach the ledger a verb: its name in lists, and its sentence. The last registration counts."""
    _SENTENCES[verb] = Sentence(label, text, is_public)


def register_names(reader: Callable[[Iterable[str]], dict[str, str]]) -> None:
    """Teach the ledger the names of organisations: `reader(codes)` gives {code: name}, of all when codes is empty."""
    _name_readers.append(reader)


def names_of(codes: Iterable[str] = ()) -> dict[str, str]:
    """{code: name} of the organisations with these codes; of every one when none is given."""
    found: dict[str, str] = {}
    for reader in _name_readers:
        found |= reader(set(codes))
    return found


def labels(*, public_only: bool = False) -> list[tuple[str, str]]:
    """(verb, name) of every verb that is known, for filters."""
    return [(verb, s.label) for verb, s in _SENTENCES.items() if s.is_public or not public_only]


def label_of(verb: str) -> str:
    known = _SENTENCES.get(verb)
    return known.label if known else "其他"


def say(verb: str, payload: Mapping, without: Iterable[str] = ()) -> str:
    """The sentence for `verb` with what `payload` says; the fields in `without` are not told."""
    known = _SENTENCES.get(verb)
    if known is None:
        return f"{UNKNOWN}。"
    told = _Payload({**payload, **dict.fromkeys(without, "（目前不公开，标题从略）")})
    told |= {key: value.rstrip("。；") for key, value in told.items() if isinstance(value, str)}
    return known.text(told) if callable(known.text) else known.text.format_map(told)


def _imported(payload: Mapping) -> str:
    parts = [
        f"{word}{payload[key]}项"
        for key, word in (("added", "新增"), ("changed", "修改"), ("ended", "停用"))
        if payload.get(key)
    ]
    return f"导入公开目录：{'，'.join(parts) or '没有变化'}。"


register("published", "发布", "发布《{title}》，索引号{index_number}。")
register("corrected", "更正", "更正《{title}》，索引号{index_number}，说明：{note}。")
register("withdrawn", "撤回", "撤回《{title}》，理由：{reason}。")
register("archived", "到期归档", "《{title}》不再展示，说明：{reason}。")
register("marked_not_applicable", "认定不适用", "认定事项{matter}不适用于本单位，理由：{reason}。")
register("marked_awaiting", "说明尚未形成", "说明事项{matter}的信息尚未形成，预计{until}形成：{reason}。")
register("exemption_lifted", "恢复公开责任", "恢复事项{matter}的公开责任。")
register("catalog_imported", "导入目录", _imported)
register("catalog_revised", "调整目录", "公开目录调整生效。")
register("archive_loaded", "装入历史信息", "装入历史公开信息{count}条。")

for _verb, _label, _text in (
    ("signed", "签发", "签发《{title}》。"),
    ("rushed", "决定紧急公开", "决定紧急公开，理由：{reason}。"),
    ("exempted", "批准不作解读", "批准《{title}》不作解读，理由：{reason}。"),
    ("step_submit", "送审", "送审《{title}》。"),
    ("step_review", "审核通过", "审核通过《{title}》。"),
    ("step_check_secrecy", "保密审查通过", "保密审查通过《{title}》。"),
    ("step_return", "退回", "退回《{title}》，意见：{remark}。"),
    ("step_take_back", "收回", "经办人收回《{title}》。"),
    ("step_reopen", "重新启用", "重新启用《{title}》。"),
    ("step_schedule", "定时发布", "为《{title}》定时发布，时间{at}。"),
    ("step_unschedule", "取消定时", "取消《{title}》的定时发布。"),
    ("step_archive", "归档", "归档《{title}》，说明：{reason}。"),
    ("consent_asked", "征求意见", "就公开一事征求有关机关意见。"),
    ("consent_answered", "答复意见", "有关机关对公开一事作了答复。"),
    ("preview_shared", "生成预览链接", "为《{title}》生成预览链接，有效期至{until}。"),
    ("preview_revoked", "作废预览链接", "作废《{title}》的一个预览链接。"),
    ("deputy_appointed", "设定代理", "设定岗位代理，{from}至{to}。"),
    ("deputy_changed", "变更代理", "变更岗位代理，{from}至{to}。"),
    ("sign_in_lock_lifted", "解除登录锁定", "解除账号的登录锁定。"),
):
    register(_verb, _label, _text, is_public=False)
