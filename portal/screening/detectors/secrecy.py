"""Marks of secrecy, of not being public and of internal use; not the same words in the running text of law."""

import re
from collections.abc import Iterator

from .hits import Hit

_GRADE = r"(?:绝\s{0,4}密|机\s{0,4}密|秘\s{0,4}密)"
_TERM = r"(?:长期|\d{1,2}\s?(?:年|个月|天)|[一二三五十]{1,3}(?:年|个月)|启封|解密)?"
_STAR = re.compile(rf"{_GRADE}级?\s*[★☆✩✭⭐]\s*{_TERM}")
_FIELD = re.compile(
    rf"(?:密\s{{0,4}}级|(?:涉密|秘密|保密|定密)等级)\s*[:：]?[\s【（(]*({_GRADE}|内部)(?!\s*[、,，和或与/□])"
)
_TERM_FIELD = re.compile(r"保密期限\s*[:：]\s*(?:长期|\d{1,2}\s*(?:年|个月))")
_BRACKETED = re.compile(rf"[（(【\[〔]\s*{_GRADE}\s*(?:级|件|文件)?\s*[）)】\]〕]")
_THIS_IS = re.compile(
    r"(?<!如)(?:此|本)(?:文件|文|件|通知|方案|材料|资料|报告|表|函|会议)?(?:属于?|系|为)(?:国家)?(绝密|机密|秘密|涉密)(?:级|件|文件|材料|资料|事项)"
)
_LINE_MARK = re.compile(rf"[（(【\[〔]?({_GRADE}(?:级|件|文件|资料)?(?:\s?\d+年)?|密码电报|密件)[）)】\]〕]?")

_WITHHELD_WORD = r"(?:不予公开|不公开|不宜公开|不得公开|不对外公开|暂不公开|不主动公开|依申请公开)(?:发布)?"
_THIS_PIECE = re.compile(
    rf"(?:此|本)(?:文件|文|件|公文|通知|材料|资料)(?:全文|内容)?\s*(?:属于?|为|系)?\s*{_WITHHELD_WORD}"
)
_ATTRIBUTE = re.compile(
    rf"公\s?开\s?(?:属\s?性|方\s?式|类\s?型|类别|形式|选项|范围)\s*[:：]\s*({_WITHHELD_WORD})\s*(?=[\n。；;）)】]|$|\s{{2}}|\t|\s[\u4e00-\u9fff]{{2,6}}[:：])"
)
_YES_OR_NO = re.compile(
    r"(?:是否|可否|能否)(?:主动)?公开\s*[:：]\s*(?:否|不公开|不予公开|不宜公开)(?![\u4e00-\u9fff□])"
)
_WITHHELD_NOTE = re.compile(rf"[（(【\[〔]\s*(?:此|本)[\u4e00-\u9fff]{{1,4}}?\s*{_WITHHELD_WORD}")
_WITHHELD_LINE = re.compile(rf"[（(【\[〔]{_WITHHELD_WORD}[）)】\]〕]")

_INTERNAL_WORD = r"内部(?:资料|文件|材料|刊物|参考|使用|掌握|传阅|情况|文稿|电报|通报|交流|学习资料|工作资料)"
_KEEP = (
    r"(?:注意保存|妥善保管|注意保密|(?:不得|请勿|严禁|切勿|禁止|不要|勿)外传|请勿外泄|(?:不得|请勿)(?:翻印|扩散|转发)"
    r"|[会阅用]后(?:统一)?(?:收回|退回|交回))"
)
_ONLY_INSIDE = re.compile(
    r"(?:仅|只|限)(?:供|限|作|作为|在)?(?:[\u4e00-\u9fff]{0,6})?(?:内部|系统内)(?:使用|参考|传阅|掌握|交流|学习|阅读|阅存|资料)"
)
_INTERNAL_PAIR = re.compile(rf"{_INTERNAL_WORD}\s*[,，、:：·\-—!！]?\s*{_KEEP}")
_INTERNAL_BRACKET = re.compile(rf"[（(【\[〔]\s*(?:{_INTERNAL_WORD}|{_KEEP})\s*[）)】\]〕]")
_INTERNAL_THIS = re.compile(
    rf"(?:此|本)期?(?:文件|文|件|材料|资料|报告|简报|刊|手册|表)(?:属于?|系|为|是)?(?:{_INTERNAL_WORD}|工作秘密|{_KEEP}|(?:请勿|不得|严禁|切勿)(?:对外|向外)(?:提供|传播|发布|公布))"
)
_INTERNAL_LINE = re.compile(
    rf"[（(【\[〔★☆]?(?:{_INTERNAL_WORD}|{_KEEP}|(?:请勿|严禁|切勿|禁止)对外(?:提供|传播|发布|公布)|工作秘密)(?:[\s,，、·]*{_KEEP})?[）)】\]〕★☆!！]?"
)
_FOR_LEADERS = re.compile(r"供(?:领导|内部|系统|县领导|常委)[\u4e00-\u9fff]{0,4}(?:参阅|参考|传阅)")
_PLEASE = re.compile(r"请勿(?:外传|外泄|扩散|翻印|对外提供|上网)")
_LINE = re.compile(r"[^\n\r\t]+")
_QUOTING = re.compile(r"(?:标注|标志|字样|标识|形式为|格式|表示|例如|比如|如)[^。\n]{0,8}$")
_LONGEST_MARK_LINE = 24


def secrecy_marks(text: str) -> Iterator[Hit]:
    """国家秘密标志: 机密★1年, 密级：秘密, （绝密）, a line that is nothing but 机　密."""
    for pattern in (_STAR, _FIELD, _TERM_FIELD, _BRACKETED, _THIS_IS):
        for match in pattern.finditer(text):
            yield _marked(text, match)
    yield from _whole_lines(text, _LINE_MARK, "secrecy_mark")


def _marked(text: str, match: re.Match) -> Hit:
    """A mark quoted in a text about marks need not be removed, only explained."""
    quoted = text[match.start() - 1 : match.start()] in ("“", '"', "「", "‘")
    quoted = quoted or bool(_QUOTING.search(text[max(0, match.start() - 16) : match.start()]))
    value = "".join(match.group().split())
    return Hit("secrecy_mark", match.start(), match.end(), value, level="answer" if quoted else "")


def withheld_marks(text: str) -> Iterator[Hit]:
    """不公开标识: （此件不公开）, 公开属性：不予公开 (rule 10.4). A blank form listing every choice is none."""
    for pattern in (_THIS_PIECE, _ATTRIBUTE, _YES_OR_NO, _WITHHELD_NOTE, _WITHHELD_LINE):
        for match in pattern.finditer(text):
            if "□" not in text[match.end() : match.end() + 2]:
                yield Hit("withheld_mark", match.start(), match.end(), "".join(match.group().split()))


def internal_marks(text: str) -> Iterator[Hit]:
    """内部资料标识: 内部资料 注意保存, 仅供内部参考, 请勿外传."""
    for pattern in (_INTERNAL_PAIR, _INTERNAL_BRACKET, _INTERNAL_THIS, _ONLY_INSIDE, _FOR_LEADERS, _PLEASE):
        for match in pattern.finditer(text):
            yield Hit("internal_mark", match.start(), match.end(), "".join(match.group().split()))
    yield from _whole_lines(text, _INTERNAL_LINE, "internal_mark")


def _whole_lines(text: str, mark: re.Pattern, code: str) -> Iterator[Hit]:
    for line in _LINE.finditer(text):
        words = line.group().strip()
        if 2 <= len(words) <= _LONGEST_MARK_LINE and mark.fullmatch(words):
            yield Hit(code, line.start(), line.end(), "".join(words.split()))
