"""Why a publication cannot move on. Each rule gives Chinese sentences that say what is missing and what to do.

Declared on the transitions of `disclosure.models.pipeline`; knows the models only through the publication.
"""

from django.utils import timezone

from disclosure.html import plain_text
from disclosure.similarity import COPIED_AT_MOST, copied_share
from disclosure.vocabulary import (
    APPROVED,
    Attribute,
    ConsentAnswer,
    FindingState,
    InterpretationForm,
    Kind,
    RelationType,
    Status,
)
from portal.organizations.deputies import Holding, holds
from portal.organizations.scope import can_act_for
from portal.workdays.calendar import CalendarUnknown
from portal.workdays.services import current_calendar

INTERPRETED_WITHIN = 3
"""Working days within which the interpretation follows its document (rule 8.2)."""

DUTY = {
    "submit": "经办人",
    "review": "审核人",
    "check_secrecy": "保密审查员",
    "sign": "签发人",
    "publish": "签发人",
    "withdraw": "签发人",
    "archive": "签发人",
    "emergency": "机关负责人",
}

# Whose turn it is in a state: that right may send it back.
TURN = {
    Status.SUBMITTED: "review",
    Status.REVIEWED: "check_secrecy",
    Status.CHECKED: "sign",
    Status.SIGNED: "publish",
    Status.SCHEDULED: "publish",
}


def right_needed(publication, right: str) -> str:
    """The right a step takes; `any_step` is the right of whoever has it on the desk now."""
    return TURN.get(publication.status, "review") if right == "any_step" else right


def about_people(publication, user, right: str, people=()) -> list[str]:
    """Why `user` is not the one to do it: no right, another organ, or the rule of four eyes."""
    right = right_needed(publication, right)
    holding = holding_of(publication, user, right, people)
    if holding is None:
        return _without_right(publication, user, right)
    return [sentence for rule in people for sentence in rule(publication, user)]


def holding_of(publication, user, right: str, people=()) -> Holding | None:
    """In whose right `user` may act: their own, or that of a colleague who may act here and whom they stand in for."""
    permission = f"disclosure.{right_needed(publication, right)}_publication"
    barred = _barred(publication, people)
    return holds(user, permission, publication.organization, timezone.localdate(), barred)


def _barred(publication, people):
    """Colleagues in whose place nobody may act, since they may not themselves (asked for only when it matters)."""
    if did_not_write in people:
        yield from _writers(publication)
    if did_not_rush in people and publication.emergency_by:
        yield publication.emergency_by


def _writers(publication):
    if publication.created_by:
        yield publication.created_by
    for version in publication.versions.exclude(saved_by=None).select_related("saved_by").defer("content"):
        yield version.saved_by


def _without_right(publication, user, right: str) -> list[str]:
    reasons = []
    if not user.has_perm(f"disclosure.{right}_publication"):
        reasons.append(f"您的岗位没有这项权限，请由本单位{DUTY[right]}办理。")
    if not can_act_for(user, publication.organization):
        reasons.append(f"这条信息属于{publication.organization.short_name}，不在您的单位范围之内。")
    return reasons


def wrote(publication, user) -> list[str]:
    return [] if _is_writer(publication, user) else ["这份稿子不是您写的，请由经办人收回，或者由办理人退回。"]


def did_not_write(publication, user) -> list[str]:
    """Four eyes: nobody reviews or signs what they wrote."""
    if _is_writer(publication, user):
        return ["这份稿子是您写的或者改过的，应当由另一个人办理（写的人不审、不签）。"]
    return []


def did_not_rush(publication, user) -> list[str]:
    if publication.emergency_by_id == user.pk:
        return ["紧急公开是您决定的，应当由另一个人补签。"]
    return []


def _is_writer(publication, user) -> bool:
    return publication.created_by_id == user.pk or publication.versions.filter(saved_by=user).exists()


def is_proactive(publication) -> list[str]:
    if publication.attribute == Attribute.PROACTIVE:
        return []
    return [f"公开属性是“{publication.get_attribute_display()}”，只有主动公开的信息才能发布。"]


def organization_exists(publication) -> list[str]:
    if publication.organization.is_active:
        return []
    return [f"{publication.organization.name}已经撤销，请改由承接单位发布。"]


def formed_by_now(publication) -> list[str]:
    if publication.formed_on and publication.formed_on > timezone.localdate():
        return [f"成文日期 {publication.formed_on} 晚于今天，请核对。"]
    return []


def has_content(publication) -> list[str]:
    if plain_text(publication.body) or publication.attachments.exists():
        return []
    return ["正文和附件都是空的，请至少填写一项。"]


def is_no_correction(publication) -> list[str]:
    return ["这是更正稿，请按正常程序送审。"] if publication.corrects_id else []


def is_correction(publication) -> list[str]:
    return [] if publication.corrects_id else ["这不是更正稿。"]


def remarks_are_settled(publication) -> list[str]:
    number = publication.remarks.filter(settled_at__isnull=True).count()
    return [f"还有{number}条审核意见没有解决，请先逐条确认，或者退回修改。"] if number else []


def no_blocking_findings(publication) -> list[str]:
    """Nothing stands open that must not go out. Who hands it over or rushes it has it screened in the same breath."""
    return _open_findings(publication, ["blocks"], "必须改正")


def findings_are_settled(publication) -> list[str]:
    """Everything found was fixed, or answered by the secrecy officer; hints do not hold it up (条例 Art. 17)."""
    return _screened(publication) + _open_findings(publication, ["blocks", "answer"], "没有处理")


def _screened(publication) -> list[str]:
    if publication.screened_version == publication.version_number:
        return []
    return ["内容修改以后还没有作发布前检查，请先点“发布前检查”。"]


def _open_findings(publication, levels, what) -> list[str]:
    number = publication.findings.filter(state=FindingState.OPEN, level__in=levels).count()
    if not number:
        return []
    return [f"发布前检查有{number}处{what}，请改正，或者由保密审查员写明理由（见“检查发现”）。"]


def others_concerned_agree(publication) -> list[str]:
    """条例 Art. 11: information that concerns another organ is confirmed with it first. Silence is shown, never taken as consent."""
    waiting = publication.consents.exclude(answer=ConsentAnswer.AGREED).select_related("organization")
    return [_consent_sentence(consent) for consent in waiting]


def _consent_sentence(consent) -> str:
    name = consent.organization.short_name
    if consent.answer == ConsentAnswer.OBJECTED:
        return f"{name}不同意公开：{consent.text or '没有写明理由'}。请协商，或者调整内容后重新征求意见。"
    days = (timezone.now() - consent.asked_at).days
    return f"{name}还没有答复是否同意公开（已等{days}天），请催办，或者登记其书面答复。"


def interpretation_explains(publication) -> list[str]:
    if publication.kind != Kind.INTERPRETATION or _explained(publication):
        return []
    return ["解读没有关联它所解读的文件，请在“关联文件”中添加。"]


def document_is_public(publication) -> list[str]:
    """An interpretation goes out with its document or after it, never alone (rule 8.1)."""
    if publication.kind != Kind.INTERPRETATION:
        return []
    statuses = {relation.target.status for relation in _explained(publication)}
    if not statuses or Status.PUBLISHED in statuses:
        return []
    return ["它所解读的文件还没有发布，请与文件一起发布。"]


def document_goes_out_by(publication, at) -> list[str]:
    """An interpretation is not scheduled before its document (rule 8.1)."""
    if publication.kind != Kind.INTERPRETATION or not document_is_public(publication):
        return []
    planned = [relation.target.publish_at for relation in _explained(publication)]
    if any(moment is not None and moment <= at for moment in planned):
        return []
    return ["它所解读的文件没有排在这个时间或者之前发布，请在文件上点“定时发布”，两者一起发布。"]


def _explained(publication):
    return list(
        publication.relations.filter(type=RelationType.INTERPRETS)
        .select_related("target")
        .defer("target__body")
    )


def interpretation_is_planned(publication) -> list[str]:
    """Rule 8.1 (三同步): no document is submitted without its interpretation plan or an approved exemption.

    A correction stands under the plan of what it corrects; what never becomes public is explained to nobody.
    """
    if publication.kind != Kind.POLICY or publication.corrects_id or is_proactive(publication):
        return []
    plan = _plan(publication)
    if plan is None or not (plan.is_complete or plan.exemption_reason):
        return ["还没有解读方案：请填写解读人、解读形式和日期；确实不需要解读的，写明理由报批。"]
    if plan.exemption_reason and not plan.is_exempt:
        return ["不作解读的理由还没有批准，请由审核人批准。"]
    return []


def interpretation_is_ready(publication) -> list[str]:
    """Document and interpretation are signed together; one that follows later does so within 3 working days."""
    if reasons := interpretation_is_planned(publication):
        return reasons
    plan = _plan(publication)
    if publication.kind != Kind.POLICY or plan is None or plan.is_exempt:
        return []
    if plan.interpretation is None:
        return _comes_in_time(plan)
    if plan.interpretation.status in (Status.CHECKED, *APPROVED, Status.PUBLISHED):
        return []
    state = plan.interpretation.get_status_display()
    return [f"解读稿《{plan.interpretation.title}》还在“{state}”，应当完成保密审查，与文件同步签发。"]


def interpretation_goes_out_with_it(publication) -> list[str]:
    plan = _plan(publication)
    if publication.kind != Kind.POLICY or plan is None or plan.interpretation is None:
        return []
    if plan.interpretation.status in (*APPROVED, Status.PUBLISHED):
        return []
    return [f"解读稿《{plan.interpretation.title}》还没有签发，应当与文件一起发布。"]


def _comes_in_time(plan) -> list[str]:
    today = timezone.localdate()
    try:
        latest = current_calendar().add_workdays(today, INTERPRETED_WITHIN)
    except CalendarUnknown:
        return []
    if plan.due_on is None or plan.due_on < today or plan.due_on > latest:
        return [f"解读稿还没有关联。先发文件的，解读日期应在{today}至{latest}之间（3个工作日内）。"]
    return []


def interpretation_is_not_a_copy(publication) -> list[str]:
    """Rule 8.3: an interpretation is not a shortened copy of the document."""
    if publication.kind != Kind.INTERPRETATION:
        return []
    for relation in publication.relations.filter(type=RelationType.INTERPRETS).select_related("target"):
        names = (relation.target.title, publication.organization.name, relation.target.document_number)
        share = copied_share(plain_text(publication.body), plain_text(relation.target.body), names)
        if share > COPIED_AT_MOST:
            return [
                f"解读有{share:.0%}与文件原文相同，不能照抄原文。请用自己的话说明背景、目标、主要内容和对群众的影响。"
            ]
    return []


# What an interpretation of such a form consists of: a picture, or a file that people open.
MATERIAL = {
    InterpretationForm.GRAPHIC: "图解",
    InterpretationForm.VIDEO: "视频",
    InterpretationForm.LEAFLET: "明白卡",
}


def form_has_its_material(publication) -> list[str]:
    """Mission P12: a graphic, a leaflet or a video is there to be looked at, not only announced."""
    if publication.kind != Kind.INTERPRETATION:
        return []
    word = MATERIAL.get(_form(publication))
    if word is None or publication.pictures.exists() or publication.attachments.exists():
        return []
    if word == "视频" and "href=" in publication.body:
        return []
    where = "或者在正文中写明视频的网址" if word == "视频" else "或者改选“文字解读”"
    return [f"解读形式是“{word}”，但没有图片和附件。请上传{word}，{where}。"]


def _form(publication) -> str:
    kind = publication if hasattr(publication, "form") else publication.interpretation
    return kind.form


def _plan(publication):
    return getattr(publication, "interpretation_plan", None)


def awaits_second_signature(publication) -> list[str]:
    return [] if publication.is_rushed else ["这条信息不是待补签的紧急公开信息。"]


def is_done(publication) -> list[str]:
    """What is still meant to go out is not archived."""
    if publication.status in APPROVED and publication.attribute == Attribute.PROACTIVE:
        return ["这条信息已经签发、应当公开，请先发布，或者退回。"]
    return []


def was_never_public(publication) -> list[str]:
    return ["这条信息曾经公开，请用“更正”修改后重新发布。"] if publication.published_at else []


TO_GO_OUT = (
    is_proactive,
    organization_exists,
    formed_by_now,
    has_content,
    interpretation_explains,
    document_is_public,
)
