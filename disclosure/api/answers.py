"""What the API answers. No answer names a person."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from disclosure.models import Publication
from disclosure.versions.content import MODELS
from disclosure.vocabulary import FindingState, Status

STATUSES = "、".join(f"{status.value} {status.label}" for status in Status)


class FindingOut(Schema):
    """发布前检查的一处发现。"""

    level: str = Field(description="程度：blocks 必须改正、answer 须作说明、hint 提示。")
    level_label: str = Field(description="程度的中文名称。")
    place: str = Field(description="位置，如“正文第2段”“附件‘名单.xlsx’”。")
    excerpt: str = Field(description="发现的内容，其中的个人信息已经遮盖。")
    proposal: str = Field(description="处理建议。")
    state: str = Field(description="处理情况：open 待处理、answered 保密审查员已作说明。")


class StepOut(Schema):
    """办理过程中的一步，不写经办人员的姓名。"""

    verb: str = Field(description="办理动作的代码，如submit。")
    label: str = Field(description="办理动作，如“送审”“退回”。")
    status: str = Field(description=f"办理后的状态：{STATUSES}。")
    at: datetime = Field(description="办理时间。")
    remark: str = Field(description="退回的理由，其他动作为空。")


class HandedIn(Schema):
    """报送的结果。"""

    id: int = Field(description="稿件的编号，查询和修改时使用。")
    status: str = Field(description=f"状态：{STATUSES}。")
    status_label: str = Field(description="状态的中文名称。")
    version: int = Field(description="版本，每次保存加1。")
    submitted: bool = Field(description="是否已经送审。")
    why_not: list[str] = Field(description="要求送审而没有送成的原因，逐条列出；没有要求送审的为空。")
    findings: list[FindingOut] = Field(description="发布前检查的发现。")
    admin_url: str = Field(description="工作人员在后台办理这份稿件的网址。")


class Standing(Schema):
    """稿件办到了哪一步。"""

    id: int = Field(description="稿件的编号。")
    title: str = Field(description="标题。")
    status: str = Field(description=f"状态：{STATUSES}。")
    status_label: str = Field(description="状态的中文名称。")
    version: int = Field(description="版本。工作人员修改过的，版本会增加。")
    steps: list[StepOut] = Field(description="办理过程，先办的在前。")
    findings: list[FindingOut] = Field(description="发布前检查没有改正的发现。")
    index_number: str = Field(description="索引号，发布时编制，之前为空。")
    published_on: date | None = Field(description="发布日期，没有发布的为null。")
    public_url: str | None = Field(description="公开网址，现在没有公开的为null。")
    admin_url: str = Field(description="工作人员在后台办理这份稿件的网址。")


class MatterOut(Schema):
    """一项应当公开的事项。"""

    code: str = Field(description="事项编码，报送时填入matters。")
    name: str = Field(description="事项名称（二级事项）。")
    group: str = Field(description="一级事项。")
    domain: str = Field(description="领域。")
    time_limit: str = Field(description="公开时限。")
    state: str = Field(description="现在的公开情况，如“应公开未公开”。")


class Fault(Schema):
    """一处错误。"""

    field: str = Field(description="出错的字段，如title、attachments[0].content；与字段无关的为空。")
    message: str = Field(description="错在哪里、怎样改正。")


class Refusal(Schema):
    """没有受理的答复。什么都没有保存。"""

    detail: str = Field(description="一句话说明为什么没有受理。")
    errors: list[Fault] = Field(description="所有的错误，一次列全。")


def absolute(address: str) -> str:
    return settings.SITE["url"].rstrip("/") + address


def handed_in(publication: Publication, why_not: list[str]) -> HandedIn:
    """The answer to a hand-in that was kept."""
    return HandedIn(**_common(publication), submitted=publication.status == Status.SUBMITTED, why_not=why_not)


def standing(publication: Publication) -> Standing:
    """How far `publication` has come. Three queries besides the row."""
    return Standing(
        **_common(publication),
        title=publication.title,
        steps=[_step(step) for step in publication.steps.order_by("at", "pk")],
        index_number=publication.index_number or "",
        published_on=publication.date,
        public_url=absolute(publication.get_absolute_url()) if publication.is_public else None,
    )


def _common(publication: Publication) -> dict:
    model = MODELS[publication.kind]._meta.model_name
    return {
        "id": publication.pk,
        "status": publication.status,
        "status_label": publication.get_status_display(),
        "version": publication.version_number,
        "findings": [_finding(f) for f in publication.findings.exclude(state=FindingState.FIXED)],
        "admin_url": absolute(reverse(f"admin:disclosure_{model}_change", args=[publication.pk])),
    }


def _finding(finding) -> FindingOut:
    return FindingOut(
        level=finding.level,
        level_label=finding.get_level_display(),
        place=finding.place,
        excerpt=finding.excerpt,
        proposal=finding.proposal,
        state=finding.state,
    )


def _step(step) -> StepOut:
    remark = step.remark if step.verb == "return_" else ""
    return StepOut(verb=step.verb, label=step.label, status=step.target, at=step.at, remark=remark)
