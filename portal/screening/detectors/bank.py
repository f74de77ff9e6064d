"""Bank cards (Luhn and issuer prefix) and accounts that are named as somebody's own."""

import re
from collections.abc import Iterator

from .hits import Hit, before, digits, line_of

_CARD = re.compile(
    r"(?<![\d*A-Za-z.\-])(?:\d{4}[ \-]\d{4}[ \-]\d{4}[ \-]\d{4}(?:[ \-]?\d{1,3})?|\d{6}[ \-]\d{10,13}|\d{16,19})(?![\d*A-Za-z]|[.\-/]\d)"
)
UNIONPAY = ("62", "9558", "9559", "6013", "603367")
"""Issuer prefixes of Chinese debit cards, 16 to 19 digits."""
CREDIT = ("4", "5", "35")
"""Credit cards of 16 digits. One number in ten has a right Luhn digit by chance: these count only where a card is named."""
_OTHER_LABEL = re.compile(
    r"(?:发票|订单|运单|流水|合同|编号|备案|受理|索引|许可证|单元号|档案|凭证|批文|项目代码|识别号|登记号|序列|信用代码|条码|校验码|机构代码|编码|回执|快递|电子监管|追溯)[^\d]{0,8}$"
)
_CARD_LABEL = re.compile(r"卡\s?号|[账帐]\s?[号户]|银行|一卡通|社保卡|信用社|储蓄|信用卡|卡[\s:：]*$|存折")

_ACCOUNT = re.compile(
    r"(?:银行卡号?|[账帐]\s?号|账户号码|卡\s?号|存折号|一卡通号?|[账帐]户号码)[^\d\n。；;]{0,6}?(?P<number>\d[\d \-]{8,28}\d)(?![\d*])"
)
_NOT_A_BANK = re.compile(
    r"登[录陆]|用户|公众号|微信|QQ|抖音|视频号|微博|平台|邮箱|系统|会员|快手|头条|水|电|燃气|暖"
)
_OFFICE_ACCOUNT = re.compile(r"专户|基本户|保证金|诉讼费|捐[款赠]|国库|对公|非税")
_OFFICE_HOLDER = re.compile(
    r"(?:户\s*名|[账帐]户名称?|收款单位|收款人|单位名称|开户名称?|开户单位|捐[款赠]账户|名\s*称)\s*[:：为]?\s*[\u4e00-\u9fffA-Za-z0-9（）()·]{0,30}?(?:局|中心|公司|财政|专户|委员会|政府|办事处|法院|单位|协会|学校|医院|国库|大队|所|站|会|合作社)"
)


def bank_cards(text: str) -> Iterator[Hit]:
    """16 to 19 digits of an issuer with the Luhn check digit, unless named as another kind of number."""
    for match in _CARD.finditer(text):
        number = digits(match.group())
        label = before(text, match.start(), 20)
        is_named = bool(_CARD_LABEL.search(label))
        if is_bank_card(number, is_named) and (is_named or not _OTHER_LABEL.search(label)):
            yield Hit("bank_card", match.start(), match.end(), number)


def is_bank_card(number: str, is_named: bool = False) -> bool:
    """Whether the digits have an issuer prefix and the Luhn check digit (ISO/IEC 7812-1)."""
    is_debit = 16 <= len(number) <= 19 and number.startswith(UNIONPAY)
    is_credit = is_named and len(number) == 16 and number.startswith(CREDIT)
    return (is_debit or is_credit) and luhn_remainder(number) == 0


def luhn_remainder(number: str) -> int:
    """ISO/IEC 7812-1 annex B: 0 when the last digit is the right check digit."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10


def bank_accounts(text: str) -> Iterator[Hit]:
    """Digits called an account; those of an office that takes payments (户名：县财政局) are public."""
    for match in _ACCOUNT.finditer(text):
        number = digits(match["number"])
        label = text[max(0, match.start() - 8) : match.start("number")]
        if 10 <= len(number) <= 24 and not _NOT_A_BANK.search(label) and not _is_of_an_office(text, match):
            yield Hit("bank_account", match.start("number"), match.end("number"), number)


def _is_of_an_office(text: str, match: re.Match) -> bool:
    near = text[max(0, match.start() - 90) : match.end() + 40]
    if _OFFICE_ACCOUNT.search(text[max(0, match.start() - 16) : match.start("number")]):
        return True
    return bool(_OFFICE_HOLDER.search(near) or _OFFICE_HOLDER.search(line_of(text, match.start())))
