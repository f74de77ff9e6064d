"""Home addresses down to the house or flat. An office's own street address is meant to be public."""

import re
from collections.abc import Iterator

from .hits import Hit, before

_NUMBER = r"(?:\d{1,4}(?:[\-之]\d{1,3})?|[一二三四五六七八九十百]{1,5})"
_COUNT = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_VILLAGE = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?:村|社区|屯|寨|嘎查|庄)(?:民委员会|委会)?[\u4e00-\u9fff]{{0,6}}?\s?第?{_COUNT}\s?(?:村民小组|组|社|队|小队|屯)(?:[\u4e00-\u9fff]{{1,3}}[路街巷弄湾坪沟屋])?\s?{_NUMBER}\s?号(?!楼|线|路|桥|标|地块|文|院落整治|水库|塘|渠|井)"
)
_FLAT = re.compile(
    rf"(?:{_COUNT}|[A-Z])\s?(?:幢|栋|号楼|座|\#楼|\#)\s?(?:{_COUNT}|[甲乙丙丁东西中A-Z])\s?单元\s?(?:\d+\s?层)?\s?\d{{2,4}}\s?(?:室|号|户)?"
)
_DASHED = re.compile(
    r"(?:小区|花园|家园|苑|公寓|新村|佳园|名邸|华庭|嘉园|家属院|宿舍|安置房|华府|雅居|府邸|郡|里|庭)\s?\d{1,3}(?:幢|栋|号楼|座|[\-#])\s?(?:\d{1,2}[\-])?\d{3,4}\s?(?:室|号|户)?(?!\d)"
)
_LABELLED = re.compile(
    rf"(?:家庭住[址所]|家庭地址|现住址?|现居住?地?址?|居住地址?|住\s?址|户籍(?:所在)?地?址?|户口所在地|家住|住在|租住[于在]|住于|通讯地址|常住地址?|收件地址|送达地址)(?:[:：为在是]|\s)*(?P<place>(?!房|建|宅|宿|院)[^\n。；;，,]{{2,36}}?{_NUMBER}\s?(?:号(?!楼)|室|户|栋|幢|单元)[^\n。；;，,]{{0,12}})"
)
_OFFICE = re.compile(
    r"政府|局|(?<!民)委员会|中心|大厦|写字楼|产业园|科技园|工业园|开发区|公司|厂|合作社|商行|经营部|银行|医院|学校|法院|办公|窗口|服务站|卫生院|派出所|大院|机关|行政|门市|商铺|店"
)
_NAME = re.compile(r"[\u4e00-\u9fff]+$")
_HOME_LABEL = re.compile(r"住|家|户籍|户主|房主|业主")


def home_addresses(text: str) -> Iterator[Hit]:
    """…村…组…号, …幢…单元…室, and what is called a home address and has a number."""
    for match in _LABELLED.finditer(text):
        if not _OFFICE.search(match["place"]):
            yield _hit(match, "place")
    for pattern in (_VILLAGE, _FLAT, _DASHED):
        for match in pattern.finditer(text):
            if not _is_an_office(text, match):
                yield _hit(match, 0)


def _hit(match: re.Match, group: int | str) -> Hit:
    """The hit begins with the name of the village or estate, as far as it can be told."""
    name = (
        _NAME.search(match.string[max(0, match.start(group) - 8) : match.start(group)]) if not group else None
    )
    start = match.start(group) - (len(name.group()) if name else 0)
    return Hit(
        "home_address", start, match.end(group), "".join(match.string[start : match.end(group)].split())
    )


def _is_an_office(text: str, match: re.Match) -> bool:
    label = before(text, match.start(), 16)
    return bool(_OFFICE.search(match.group()) or (_OFFICE.search(label) and not _HOME_LABEL.search(label)))
