"""The vocabulary of 公开时限: numbers, units, verbs, and how a text falls into sentences and clauses."""

import re

from catalog.time_limits.model import Unit

# 第3日, 1月31日 and 上一年 hold figures, but no length of time.
NUMBER = (
    r"(?:(?<![第月0-9.])[0-9]{1,3}(?![0-9.])"
    r"|(?<![第上月一二两三四五六七八九十百])[一二两三四五六七八九十百]{1,5})"
)
UNIT = r"(?:个?工作日|个?自然日|日历日|日|天|个?小时|周|个?星期|个月|个?季度|年)"
QUANTITY = rf"(?P<n>{NUMBER})(?:(?:至|到|-|—|~|～)(?P<max>{NUMBER}))?(?P<unit>{UNIT})"

_VERB = (
    r"(?:公开|公布|公示|公告|预公告|审核公示|批前公示|批后公示|发布|披露|更新|答复|回应|反馈|通报|通知|发通知"
    r"|征求意见|举行|发出|确定|告知|报告|报送|印发)"
)
_HOW = r"(?:予以|应当|应|至少|及时|主动|依法|统一|集中|分别|随时|同步|同时|再次|首次|向社会|面向社会)"
_WHERE = r"(?:在|于|随|向|通过)[^，：]{1,40}?"
ACT = rf"(?:{_HOW}*(?:{_WHERE})?{_HOW}*{_VERB}[^：]{{0,60}})"

_UNITS = {
    "工作日": Unit.WORKDAY,
    "自然日": Unit.DAY,
    "日历日": Unit.DAY,
    "日": Unit.DAY,
    "天": Unit.DAY,
    "小时": Unit.HOUR,
    "周": Unit.WEEK,
    "星期": Unit.WEEK,
    "月": Unit.MONTH,
    "季度": Unit.QUARTER,
    "年": Unit.YEAR,
}
_BLANK = "[ \t\u3000\u00a0\u200b\ufeff]+"
_BLANKS = re.compile(rf"(?<![0-9]){_BLANK}|{_BLANK}(?![0-9])")
_FIGURES = "一二三四五六七八九"
_CHINESE = re.compile(rf"(?:([{_FIGURES}])百)?(?:([{_FIGURES}]?)(十))?([{_FIGURES}两])?")
_TO_PLAIN = str.maketrans(
    dict(zip("０１２３４５６７８９", "0123456789", strict=True))
    | {",": "，", ";": "；", ":": "：", "(": "（", ")": "）"}
)
# A clause with one of these turns a rule round or sets another kind of rule; it is left for people to read.
_TURNING = re.compile(
    r"不得|不应|不能|不予|不再|不超过|不晚于|无需|除外|延长|超过|视为|逾期|暂缓|不公开|另有规定"
)
_TIME = re.compile(rf"{QUANTITY}|[0-9]月|月[0-9]")
_EXCEPTION = re.compile(
    r"另有规定(?:的|者|外|除外|的除外|的，?(?:从其规定|依照其规定|按照其规定|按其规定|适用其规定))?$"
)
_FOLLOW_THEM = re.compile(r"^(?:从其规定|依照其规定|按照其规定|按其规定|适用其规定|除外)$")


def plain(text: str) -> str:
    """The text with half-width digits, full-width punctuation and no blanks, save between two figures."""
    return _BLANKS.sub("", text.translate(_TO_PLAIN))


def number(word: str) -> int | None:
    """7, 十五, 二十, 一百 as an int; None for nought and for what is no number."""
    if word.isascii():
        return int(word) or None
    found = _CHINESE.fullmatch(word)
    if not found or (found[1] and found[4] and not found[3]):  # 一百二 is 120 to some and 102 to nobody
        return None
    tens = _figure(found[2]) or 1 if found[3] else 0
    return 100 * _figure(found[1]) + 10 * tens + _figure(found[4]) or None


def _figure(word: str | None) -> int:
    return 2 if word == "两" else _FIGURES.find(word) + 1 if word else 0


def unit(word: str) -> Unit:
    """个工作日, 日, 小时 … as a Unit."""
    return _UNITS[word.removeprefix("个")]


def states_plainly(*pieces: str) -> bool:
    """True when no piece hides a second period, turns the rule round or tears a bracket apart."""
    return not any(
        _TIME.search(piece) or _TURNING.search(piece) or piece.count("（") != piece.count("）")
        for piece in pieces
    )


def is_exception(clause: str) -> bool:
    """True for 法律、法规另有规定的，从其规定 and its shorter forms."""
    return bool(_EXCEPTION.search(clause))


def sentences(text: str) -> list[str]:
    """The parts between ；, 。 and line breaks; brackets and quotation marks keep theirs together."""
    return _pieces(text, "；。\n\r")


def clauses(sentence: str) -> list[str]:
    """The parts between commas. 另有规定的，从其规定 is one clause; 实施前、完成后分别公示 is two."""
    found: list[str] = []
    for piece in _pieces(sentence, "，"):
        if found and _FOLLOW_THEM.match(piece) and is_exception(found[-1]):
            found[-1] += "，" + piece
            continue
        both = re.fullmatch(rf"(?P<before>.+前)、(?P<after>.+后)分别(?P<act>{ACT})", piece)
        found += [both["before"] + both["act"], both["after"] + "分别" + both["act"]] if both else [piece]
    return found


def _pieces(text: str, marks: str) -> list[str]:
    found = re.findall(rf"(?:（[^（）]*）|“[^“”]*”|《[^《》]*》|[^{marks}])+", text)
    return [piece.strip() for piece in found if piece.strip()]
