"""Lists of people: which columns carry more than the law asks to publish.

A list that the law asks to be shown (低保、补贴、保障房 and so on) may name people; identity numbers, accounts, phone
numbers and home addresses are never needed for it (《个人信息保护法》第三十四条: 不得超出履行法定职责所必需的范围和限度).
"""

import re
from collections.abc import Sequence

from .codes import CODES
from .detectors.hits import Hit, fold
from .findings import Finding, Level, fingerprint
from .masking import masked
from .text import personal_hits

Row = Sequence[str]

_COLUMNS = (
    ("identity_number", re.compile(r"身份证|证件号|公民身份|身份号|证件编号")),
    ("bank_account", re.compile(r"银行|账号|帐号|卡号|一卡通|存折|开户|社保卡")),
    ("mobile_number", re.compile(r"电话|手机|联系方式|联系号码")),
    ("home_address", re.compile(r"住址|家庭地址|居住|户籍地?址|门牌|家庭住所")),
)
_NAME_HEADER = re.compile(
    r"姓\s*名|户\s*主|申请人|受益人|领取人|补贴对象|救助对象|保障对象|农户|当事人|学生|被执行人"
)
_NOT_A_PERSON = re.compile(
    r"单位|企业|公司|机构|项目|学校|部门|产品|药品|名称|负责人|联系人|站名|村名|局长|法定代表人"
)
_VULNERABLE = re.compile(
    r"孤儿|困境儿童|留守儿童|未成年|学生|幼儿|婴幼儿|患者|病人|病种|病名|疾病|残疾(?:类别|等级|类型)|艾滋|精神障碍|疫苗接种对象|监护人"
)
_PERSON = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{2,8})?|[\u4e00-\u9fff][某*×○Xx]{1,2}[\u4e00-\u9fff]?"
)
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊"
    "孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤褚卫尤施华戚柏窦章云葛奚鲁昌苗凤花俞柳酆鲍费廉岑倪滕殷毕安常乐时皮卞齐康伍元卜平和穆祁"
    "阮蓝闵席季麻强娄危童颜梅盛刁骆虞支柯管莫经房裘缪干解应宗宣贲郁单杭洪包左吉钮嵇邢滑裴荣翁荀羊惠甄曲封芮储靳松井富巫乌焦巴弓牧山谷车宓蓬全班仰仲伊宫宁"
    "仇栾暴甘厉戎祖符景詹束幸司韶郜薄印宿怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎慕连茹习"
    "宦艾鱼容古易慎戈庾终暨居衡步都耿满弘匡国文寇广禄阙东殴沃利蔚越夔隆师巩厍聂晁勾敖融冷辛阚那简饶空沙乜养鞠须丰巢关蒯相查荆红游竺权盖益桓公欧阳司马上官诸葛"
)
_OFFICE_HOLDERS = re.compile(r"职务|职位|岗位|分管|警号|执法证|执业证|资格证")
_NO_LABEL = re.compile(r"\d|[：:]$|^[^（(]*[：:]")
LONGEST_LABEL = 20
LEAST_NAMES, SHORTEST, SHOWN = 3, 6, 3
COLUMN_ADVICE = {
    "identity_number": "请删去这一列，或者只保留前4位和后4位。名单依法公示的，公开姓名、村（社区）和金额即可。",
    "bank_card": "请删去这一列。公示资金发放情况不需要银行账号。",
    "bank_account": "请删去这一列。公示资金发放情况不需要银行账号；是单位收款账号的，请说明。",
    "mobile_number": "请删去这一列。名单公示不需要本人电话；是单位联系人的，请改用办公电话。",
    "home_address": "请删到村、社区一级。名单公示不需要门牌号。",
    "travel_document": "请删去这一列。",
    "old_identity_number": "请删去这一列，或者隐去中间各位。",
    "private_email": "请删去这一列，或者改用单位的政务邮箱。",
    "licence_plate": "请确认依法应当公告；否则隐去后几位。",
}
BLOCKING_IN_LISTS = frozenset({"mobile_number", "bank_account", "home_address", "old_identity_number"})
"""Merely to be answered in running text; in a list of private persons there is no ground for them."""


def screen_rows(rows: Sequence[Row], place: str = "表格", header: Row = (), title: str = "") -> list[Finding]:
    """Findings per column of a table: `rows` of cells, with the header passed in or standing in the first row.

    Names alone are a hint; with personal columns beside them each such column blocks.
    """
    rows = [[str(cell or "").strip() for cell in row] for row in rows]
    header, rows = _with_header(rows, [str(cell or "").strip() for cell in header])
    names = _names(header, rows)
    is_private = bool(names) and not _OFFICE_HOLDERS.search(" ".join(header))
    found = [
        _column(place, header[column] if column < len(header) else "", column, code, hits, is_private)
        for (column, code), hits in _columns(header, rows).items()
    ]
    return [*found, *_list_of_names(place, header, names, title)]


def _with_header(rows: list[list[str]], header: list[str]) -> tuple[list[str], list[list[str]]]:
    """The header: given, or the first of the first three rows with several short cells without figures."""
    if any(header):
        return header, rows
    for index, row in enumerate(rows[:3]):
        cells = [cell for cell in row if cell]
        if len(cells) > 1 and not any(_NO_LABEL.search(cell) or len(cell) > LONGEST_LABEL for cell in cells):
            return row, rows[index + 1 :]
    return [], rows


def _names(header: list[str], rows: list[list[str]]) -> list[str]:
    """The people named in the table: by the header of a column, or by what most of its cells look like."""
    width = max((len(row) for row in rows), default=0)
    for column in range(width):
        title = header[column] if column < len(header) else ""
        cells = [row[column] for row in rows if column < len(row) and row[column]]
        people = [cell for cell in cells if _PERSON.fullmatch(cell.replace(" ", "")) and cell[0] in SURNAMES]
        if _NOT_A_PERSON.search(title) or not people:
            continue
        if _NAME_HEADER.search(title) or (
            not title and len(people) >= LEAST_NAMES and len(people) > 0.8 * len(cells)
        ):
            return people
    return []


def _columns(header: list[str], rows: list[list[str]]) -> dict[tuple[int, str], list[Hit]]:
    """What personal data stand in which column, by column and code."""
    found: dict[tuple[int, str], list[Hit]] = {}
    for row in rows:
        for column, cell in enumerate(row):
            if len(cell) >= SHORTEST:
                title = header[column] if column < len(header) else ""
                for hit in _hits(cell, title, row[column - 1] if column else ""):
                    found.setdefault((column, hit.code), []).append(hit)
    return dict(sorted(found.items(), key=lambda item: item[0][0]))


def _hits(cell: str, title: str, left: str) -> list[Hit]:
    """Personal data in one cell. The head of the column and a short label to the left are read as standing before it."""
    left = left if len(left) <= 12 and not any(char.isdigit() for char in left) else ""
    label = "".join(f"{fold(word)}：" for word in (left, title) if word)
    return [hit for hit in personal_hits(label + fold(cell)) if hit.end > len(label)]


def _column(place: str, title: str, column: int, code: str, hits: list[Hit], is_private: bool) -> Finding:
    values = sorted({hit.value for hit in hits})
    several = "等" if len(values) > SHOWN else ""
    return Finding(
        code=code,
        level=Level.BLOCKS if is_private and code in BLOCKING_IN_LISTS else CODES[code].level,
        place=f"{place}第{column + 1}列" + (f"“{title}”" if title else ""),
        excerpt=f"{'、'.join(masked(value) for value in values[:SHOWN])}{several}，共{len(values)}个",
        proposal=COLUMN_ADVICE[code],
        fingerprint=fingerprint(code, "\n".join(values)),
    )


def _list_of_names(place: str, header: list[str], names: list[str], title: str) -> list[Finding]:
    if len(names) < LEAST_NAMES:
        return []
    code = "vulnerable_list" if _VULNERABLE.search(" ".join(header) + title) else "name_list"
    advice = (
        "请不要公开这些人员的姓名；确需公示的，隐去姓名中的一个字并说明依据。"
        if code == "vulnerable_list"
        else "请确认有公示的依据，只保留必需的内容，公示期满后及时归档。"
    )
    return [
        Finding(
            code=code,
            level=CODES[code].level,
            place=place,
            excerpt=f"{names[0][0]}某等{len(names)}人",
            proposal=advice,
            fingerprint=fingerprint(code, "\n".join(sorted(set(names)))),
        )
    ]
