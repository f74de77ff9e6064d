"""What single values of a hand-in mean. Each reading takes what JSON gave and returns what it names, or refuses.

Refusals are collected by pydantic, so that a caller is told every fault at once. The calling system is found in
the validation context: `{"system": ...}`, or `{"request": ...}` as Ninja gives it.
"""

import base64
import binascii
import re
from datetime import date, datetime
from typing import Annotated, NoReturn

from django.utils import timezone
from pydantic import AfterValidator, PlainValidator, StringConstraints, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from catalog.models import CatalogItem, Obligation
from disclosure.html import pictures_in
from disclosure.models import BusinessSystem
from disclosure.numbers import is_document_number, normalize_document_number
from disclosure.topics import topic_labels
from portal.organizations.models import Organization

FORBIDDEN, REFUSED = "forbidden", "refused"
LATEST_YEAR = 2100
TEXT_LIST = {"type": "array", "items": {"type": "string"}}

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def refuse(reason: str, code: str = REFUSED) -> NoReturn:
    """Say no to the value at hand, in a Chinese sentence for whoever programmed the caller."""
    raise PydanticCustomError(code, "{reason}", {"reason": reason})


def caller(info: ValidationInfo) -> BusinessSystem:
    return info.context.get("system") or info.context["request"].auth


def covers(system: BusinessSystem, organization: Organization) -> bool:
    """Whether the system may write for `organization`: its own, or one below. No query."""
    return organization.is_descendant_of(system.organization, include_self=True)


def organization_of(code, info: ValidationInfo) -> Organization:
    if not isinstance(code, str):
        refuse("应当填写机构代码（文本），如 civil-affairs。")
    found = Organization.objects.filter(code=code).first() if len(code) <= 50 and "\0" not in code else None
    if found is None:
        refuse(f"没有代码为“{code[:50]}”的机构，请向系统管理员核对机构代码。")
    if not covers(caller(info), found):
        refuse(f"本系统不能为{found.short_name}报送，只能报送本单位和下属单位的信息。", FORBIDDEN)
    if not found.is_active:
        refuse(f"{found.name}已经撤销，请改为承接其职能的单位。")
    return found


def obligations_of(codes, info: ValidationInfo) -> list[Obligation]:
    """The obligations of the draft's organisation that answer to these codes of matters; all faults in one sentence."""
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        refuse('应当是事项编码（文本）的列表，如 ["15-1-2"]。')
    wanted = list(dict.fromkeys(code.strip() for code in codes))
    known = set(
        CatalogItem.objects.matters().filter(code__in=_possible(wanted)).values_list("code", flat=True)
    )
    faults = [f"目录里没有编码为“{code[:60]}”的事项。" for code in wanted if code not in known]
    organization = info.data.get("organization")
    owed = {} if organization is None else _owed(organization, known)
    if organization is not None:
        faults += [_not_owed(code, organization) for code in wanted if code in known and code not in owed]
    if faults:
        refuse("".join(faults))
    return [owed[code] for code in wanted if code in owed]


def _possible(codes: list[str]) -> list[str]:
    return [code for code in codes if len(code) <= 60 and "\0" not in code]


def _owed(organization: Organization, codes: set[str]) -> dict[str, Obligation]:
    rows = Obligation.objects.current().for_organization(organization).filter(matter__code__in=codes)
    return {obligation.matter.code: obligation for obligation in rows.select_related("matter")}


def _not_owed(code: str, organization: Organization) -> str:
    return f"事项“{code}”现在不由{organization.short_name}承担，请用“应公开事项”接口核对。"


def day_of(text) -> date:
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        refuse("日期应写成2026-07-01的形式。")
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse(f"日历上没有{text}这一天，请核对。")


def moment_of(text) -> datetime:
    """A moment with its offset from UTC, later than now."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or "T" not in text:
        refuse("时间应写成2026-07-01T18:00:00+08:00的形式，须带时区。")
    if not timezone.localdate().year <= moment.year <= LATEST_YEAR or moment <= timezone.now():
        refuse("到期下线时间应当晚于现在，请核对。")
    return moment


def bytes_of(text) -> bytes:
    if not isinstance(text, str) or not text:
        refuse("应当是文件内容的Base64编码（文本），不能为空。")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        refuse("不是Base64编码（标准字母表，不换行、不加data:前缀）。")


def _without_control(text: str) -> str:
    if _CONTROL.search(text):
        refuse("含有控制字符，请去掉后再报送。")
    return text


def _known_topic(text: str) -> str:
    if text not in topic_labels():
        refuse("没有这个主题分类，请用“主题分类”接口给出的写法。")
    return text


def _document_number(text: str) -> str:
    number = normalize_document_number(text)
    if number and not is_document_number(number):
        refuse("发文字号的形式应为“机关代字〔年份〕序号号”，如：明政办发〔2026〕6号。")
    return number


def _without_pictures(text: str) -> str:
    if pictures_in(text):
        refuse("正文不能引用本站的图片。需要配图的，报送以后由工作人员在后台添加。")
    return text


Text = Annotated[str, AfterValidator(_without_control)]
Line = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_without_control)]
Body = Annotated[Text, AfterValidator(_without_pictures)]
Topic = Annotated[str, AfterValidator(_known_topic)]
DocumentNumber = Annotated[Line, AfterValidator(_document_number)]
OrganizationCode = Annotated[
    Organization, PlainValidator(organization_of), WithJsonSchema({"type": "string"})
]
MatterCodes = Annotated[list[Obligation], PlainValidator(obligations_of), WithJsonSchema(TEXT_LIST)]
Day = Annotated[date, PlainValidator(day_of), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[
    datetime, PlainValidator(moment_of), WithJsonSchema({"type": "string", "format": "date-time"})
]
Base64 = Annotated[bytes, PlainValidator(bytes_of), WithJsonSchema({"type": "string", "format": "byte"})]
