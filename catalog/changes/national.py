"""What the county may not change on its own in entries of the national standard catalogs.

The pilot guidelines let each place supplement and detail its catalog (国办发〔2019〕54号); what the nation fixed changes
only when the law or the standard itself has changed. Pure.
"""

from catalog.spreadsheets.text import tidy

from .wording import LABELS, Elements, plain

FIXED = ("group", "name", "time_limit", "audience", "method")
WEBSITE = "政府网站"
_SAY_SO = "只有上位法已经变更的才能调整，请勾选“上位法已变更”，并写明变更它的文件和条款。"


def why_not_change(
    before: Elements, after: Elements, standard: Elements | None, is_law_changed: bool
) -> list[str]:
    """Every reason against changing an official matter from `before` to `after`, Chinese sentences.

    `standard` is the national wording, `before` where that is not known. Going back to the national wording is
    always allowed; what the county itself added may be taken away again.
    """
    if is_law_changed:
        return []
    standard = standard or before
    reasons = [
        f"“{LABELS[name]}”由国家标准目录规定，{_SAY_SO}"
        for name in FIXED
        if plain(after[name]) not in (plain(before[name]), plain(standard[name]))
    ]
    for name, split in (("content", _points), ("legal_basis", _bases), ("tiers", list)):
        lost = [part for part in split(standard[name]) if part not in split(after[name])]
        still_there = [part for part in lost if part in split(before[name])]
        if still_there:
            reasons.append(
                f"国家标准目录的“{LABELS[name]}”可以补充，不能减少（缺“{'”“'.join(still_there)}”）；{_SAY_SO}"
            )
    if WEBSITE in before["channels"] and WEBSITE not in after["channels"]:
        reasons.append("“公开渠道”应当保留政府网站（条例第二十四条）。")
    return reasons


def why_not_end(is_law_changed: bool) -> list[str]:
    """A national matter is dropped only when the law it rests upon has changed."""
    if is_law_changed:
        return []
    return [f"这是国家标准目录的事项，不能自行终止：{_SAY_SO}"]


def _points(text: str) -> list[str]:
    return [point for part in tidy(text).replace("\n", "；").split("；") if (point := part.strip(" 。;"))]


def _bases(text: str) -> list[str]:
    return [base for part in tidy(text).replace("；", "、").split("、") if (base := part.strip())]
