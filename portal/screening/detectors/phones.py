"""Mobile numbers. Office lines and hotlines are meant to be public and are not looked for."""

import re
from collections.abc import Iterator

from .hits import Hit, after, before, digits, line_of

_MOBILE = re.compile(
    r"(?<![\d*])(?:\(?(?:\+|00)?86\)?[ \-]?)?(1[3-9]\d)(?:([ \-]?)(\d{4})\2(\d{4}))(?![\d*]|[.,]\d|[ \-]\d{4}(?!\d))"
)
_PHONE_LABEL = re.compile(
    r"电\s?话|手\s?机|移动|联系|联络|号码|拨打|致电|来电|热线|微信|短信|tel|phone|mobile|值班", re.I
)
_OTHER_LABEL = re.compile(
    r"(?:编号|编码|代码|代号|单号|序号|序列号|流水号?|受理号|订单号?|合同号?|批号|文号|案号|证号|准考证号?|档号|图号|图斑号?|宗地号?|"
    r"条码|条形码|二维码|户号|表号|站号|学号|工号|账号|帐号|卡号|发票号?|凭证号?|许可证号?|备案号?|注册号?|注准|准字|字第|登记号?|标段|批次|库存|"
    r"金额|合计|总计|小计|总额|收入|支出|投资|产值|概算|预算|决算|面积|用量|总量|产量|流量|里程|"
    r"[¥￥$]|ID|SN|S/N|No\.?)[（()）\u4e00-\u9fff]{0,6}[\s:：为是达#]*$",
    re.I,
)
_UNIT = re.compile(
    r"\s*(?:[万亿千百]?(?:元|美元|人次|人民币|户次|吨|千克|公斤|平方|立方|亩|公顷|千瓦|度|公里|株|册|台|张|枚|条记录|次|项|m2|㎡|kW|%)|号(?!码|微信|[（(]))",
    re.I,
)
_MONEY_LINE = re.compile(r"合计|总计|小计|单位\s*[:：]\s*[万亿]?元|元\s*$|金额")


def mobile_numbers(text: str) -> Iterator[Hit]:
    """11 digits of 13-19, not inside longer numbers, sums, serials or index numbers."""
    for match in _MOBILE.finditer(text):
        if _is_a_phone(text, match):
            yield Hit("mobile_number", match.start(), match.end(), digits(match.group())[-11:])


def _is_a_phone(text: str, match: re.Match) -> bool:
    label = before(text, match.start())
    last = text[match.start() - 1 : match.start()]
    if _UNIT.match(after(text, match.end(), 8)) or _OTHER_LABEL.search(label):
        return False
    if re.search(r"(?:\d[.,/\-]|[A-Za-z_]\-?)$", label) and not re.search(
        r"(?:\d{7,8}[/\-]|tel|phone|\bM|mobile)$", label, re.I
    ):
        return False
    if last in ("=", "#"):
        return False
    return bool(_PHONE_LABEL.search(label)) or not _MONEY_LINE.search(line_of(text, match.start()))
