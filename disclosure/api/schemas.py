"""What a business system sends. Descriptions are read by whoever connects one."""

from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    StrictBool,
    StrictInt,
    ValidationInfo,
    field_validator,
    model_validator,
)

from disclosure.files.attachments import Inspected, inspect
from disclosure.models import Publication
from disclosure.vocabulary import GENRES, Attribute, Ground, InterpretationForm, Kind, RelationType, Stage

from .examples import HAND_IN
from .readings import (
    Base64,
    Body,
    Day,
    DocumentNumber,
    Line,
    MatterCodes,
    Moment,
    OrganizationCode,
    Topic,
    caller,
    refuse,
)
from .targets import target_of

KINDS = (Kind.ARTICLE, Kind.POLICY, Kind.INTERPRETATION)
MOST_ATTACHMENTS, MOST_RELATIONS = 20, 50
LARGEST_KEY = 2**63 - 1


def choices_of(members) -> str:
    """`value 名称` of each member, for a description."""
    return "、".join(f"{member.value} {member.label}" for member in members)


class Incoming(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class AttachmentIn(Incoming):
    """附件：文件名和内容。格式按内容判断，扩展名应当与内容一致。"""

    name: Line = Field(
        min_length=1, max_length=200, description="文件名，含扩展名，群众下载时看到，如“申请表.docx”。"
    )
    content: Base64 = Field(
        description="文件内容的Base64编码。可以是pdf、docx、xlsx、pptx、doc、xls、txt、csv、jpg、png。"
    )
    _seen: Inspected = PrivateAttr()

    @model_validator(mode="after")
    def look_inside(self):
        try:
            self._seen = inspect(self.file)
        except ValidationError as refusal:
            refuse("".join(refusal.messages))
        return self

    @property
    def file(self) -> ContentFile:
        return ContentFile(self.content, name=self.name)

    @property
    def seen(self) -> Inspected:
        return self._seen


class RelationIn(Incoming):
    """关联的信息：已经公开的，或者本系统报送的。用索引号或者编号指明，二者填一项。"""

    type: Literal[tuple(RelationType.values)] = Field(
        description=f"关系：{choices_of(RelationType)}。由本稿指向被关联的信息。"
    )
    index_number: Line = Field("", max_length=60, description="被关联信息的索引号，公开页面上可以查到。")
    id: Annotated[StrictInt, Field(ge=1, le=LARGEST_KEY)] | None = Field(
        None, description="被关联信息的编号，即网址“/publications/编号/”中的数字，或者报送时返回的id。"
    )
    _target: Publication = PrivateAttr()

    @model_validator(mode="after")
    def find_target(self, info: ValidationInfo):
        if bool(self.index_number) == bool(self.id):
            refuse("index_number和id应当填写一项，也只填一项。")
        self._target = target_of(caller(info), self.index_number, self.id)
        if self._target is None:
            refuse(f"没有找到“{self.index_number or self.id}”，只能关联已经公开的信息和本系统报送的信息。")
        return self

    @property
    def target(self) -> Publication:
        return self._target


class HandIn(Incoming):
    """报送的稿件。没有说明“必填”的字段可以不写。"""

    model_config = ConfigDict(json_schema_extra={"examples": [HAND_IN]})

    kind: Literal[tuple(str(kind.value) for kind in KINDS)] = Field(
        description=f"类型：{choices_of(KINDS)}。指南、制度和年报不能由系统报送。"
    )
    organization: OrganizationCode = Field(
        description="发布机构的代码，如civil-affairs。只能是本系统所属的单位或者它的下属单位。"
    )
    title: Line = Field(min_length=1, max_length=300, description="标题，不超过300字。")
    summary: Line = Field(
        "", max_length=500, description="摘要：一两句话说清楚这是什么、对谁有用，不超过500字。"
    )
    body: Body = Field(
        "", description="正文：HTML或者纯文本（空行分段）。只保留公文常用的标签，样式、脚本和图片会去掉。"
    )
    topic: Topic = Field(description="主题分类，按“主题分类”接口给出的写法，如“综合政务\\政务公开”。")
    stage: Literal[("", *Stage.values)] = Field("", description=f"五公开环节：{choices_of(Stage)}。")
    attribute: Literal[tuple(Attribute.values)] = Field(
        Attribute.PROACTIVE.value,
        description=f"公开属性：{choices_of(Attribute)}。只有主动公开的会发布到网站。",
    )
    ground: Literal[("", *Ground.values)] = Field(
        "",
        validate_default=True,
        description=f"不主动公开的理由，主动公开的不填，其余必填：{choices_of(Ground)}。",
    )
    keywords: Line = Field("", max_length=200, description="关键词，用顿号隔开，不超过200字。")
    source: Line = Field("", max_length=100, description="信息来源：转载的写原发布单位，本机关制作的不填。")
    formed_on: Day = Field(description="成文日期：信息形成或者变更的日期，公开期限从这一天算起。")
    document_number: DocumentNumber = Field(
        "", max_length=60, description="发文字号，如“明政办发〔2026〕6号”。没有文号的不填。"
    )
    genre: Literal[("", *GENRES)] = Field(
        "", description=f"公文的体裁：{'、'.join(GENRES)}。不是公文的不填。"
    )
    effective_on: Day | None = Field(None, description="实施日期。")
    ceases_on: Day | None = Field(None, description="废止（失效）日期，不能早于实施日期。")
    expires_at: Moment | None = Field(
        None,
        description="到期下线时间，带时区，如2026-07-01T18:00:00+08:00。有公示期的填写，长期公开的不填。",
    )
    is_normative: StrictBool = Field(False, description="是否行政规范性文件。只用于政策文件。")
    form: Literal[tuple(InterpretationForm.values)] = Field(
        InterpretationForm.TEXT.value,
        description=f"解读形式，只用于政策解读：{choices_of(InterpretationForm)}。",
    )
    matters: MatterCodes = Field(
        [], description="对应的公开事项的编码，可以几项。须由发布机构承担，可用“应公开事项”接口查到。"
    )
    relations: list[RelationIn] = Field(
        [],
        max_length=MOST_RELATIONS,
        description="关联的信息。政策解读应当关联它所解读的文件（interprets）。",
    )
    attachments: list[AttachmentIn] = Field(
        [], max_length=MOST_ATTACHMENTS, description="附件，整个请求不超过5 MB；更大的由工作人员在后台上传。"
    )
    submit: StrictBool = Field(
        False, description="是否直接送审。送审没有成功的，稿件仍然保存为草稿，答复中说明原因。"
    )

    @field_validator("ground")
    def ground_fits_attribute(cls, ground, info):
        attribute = info.data.get("attribute")
        if attribute == Attribute.PROACTIVE and ground:
            refuse("公开属性是主动公开，不填理由。")
        if attribute in (Attribute.ON_REQUEST, Attribute.WITHHELD) and not ground:
            refuse("不主动公开的，应当填写理由（《政府信息公开条例》第十四条至第十六条）。")
        return ground

    @field_validator("ceases_on")
    def ceases_after_it_began(cls, ceases_on, info):
        effective_on = info.data.get("effective_on")
        if ceases_on and effective_on and ceases_on < effective_on:
            refuse(f"废止（失效）日期不能早于实施日期（{effective_on}）。")
        return ceases_on

    @field_validator("is_normative", "form")
    def belongs_to_kind(cls, value, info):
        own = {"is_normative": Kind.POLICY, "form": Kind.INTERPRETATION}[info.field_name]
        kind = info.data.get("kind")
        if kind and kind != own and value not in (False, InterpretationForm.TEXT.value):
            refuse(f"只有{own.label}才填这一项。")
        return value

    @field_validator("relations")
    def relations_differ(cls, relations):
        said = [(relation.type, relation.target.pk) for relation in relations]
        if len(set(said)) < len(said):
            refuse("同一条关联写了两次，请去掉重复的。")
        return relations

    @field_validator("attachments")
    def attachments_differ(cls, attachments):
        seen = {}
        for attachment in attachments:
            other = seen.setdefault(attachment.seen.sha256, attachment)
            if other is not attachment:
                refuse(f"“{attachment.name}”与“{other.name}”内容完全相同，请去掉重复的。")
        return attachments
