"""Documents and their interpretation are planned, signed and released together (rules 8.1-8.5)."""

from django.utils import timezone

from disclosure.html import plain_text
from disclosure.similarity import COPIED_AT_MOST, copied_share
from disclosure.vocabulary import APPROVED, InterpretationForm, Kind, RelationType, Status
from portal.workdays.calendar import CalendarUnknown
from portal.workdays.services import current_calendar

from .content import is_proactive

INTERPRETED_WITHIN = 3
"""Working days within which the interpretation follows its document (rule 8.2)."""


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
