"""Private mail addresses and licence plates."""

import re
from collections.abc import Iterator

from .hits import Hit

_PROVIDERS = (
    r"(?:(?:vip\.)?(?:qq|163|126|188|yeah|sina|sohu|foxmail|139|189|wo|aliyun|21cn|tom|263|gmail|hotmail|outlook|yahoo|ymail|live|msn|"
    r"icloud|me|proton|protonmail|gmx)\.(?:com\.cn|com|net|cn|org|me))"
)
_AT = r"(?:@|\s?[\[(（【{]\s?(?:at|AT|@|a)\s?[\])）】}]\s?|#)"
_MAIL = re.compile(
    rf"(?<![A-Za-z0-9._+\-])[A-Za-z0-9][A-Za-z0-9._+\-]{{1,40}}{_AT}{_PROVIDERS}(?![A-Za-z0-9\-])", re.I
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Y][ ·•.\-]?"
    r"(?=[A-HJ-NP-Z\d]*\d[A-HJ-NP-Z\d]*\d)[A-HJ-NP-Z\d]{5,6}(?![A-Za-z\d\-/]|\s?(?:批次|断面|标段|水泥|型|等级|元|吨|盒))"
)
_PLATE_NOISE = re.compile(r"(?:许可证?|备案|编号|证号|批号|药准字|文号|ICP|编码|型号)[^\n，,。；]{0,6}$")


def private_emails(text: str) -> Iterator[Hit]:
    """Addresses with the public providers, also written with [at]."""
    for match in _MAIL.finditer(text):
        yield Hit("private_email", match.start(), match.end(), match.group().lower())


def licence_plates(text: str) -> Iterator[Hit]:
    """号牌 of GA 36: province, letter, five places (six for new energy), neither I nor O."""
    for match in _PLATE.finditer(text):
        if not _PLATE_NOISE.search(text[max(0, match.start() - 12) : match.start()]):
            yield Hit("licence_plate", match.start(), match.end(), re.sub(r"[ ·•.\-]", "", match.group()))
