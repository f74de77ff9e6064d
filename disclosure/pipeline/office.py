"""The steps inside the office: from the author's desk to the signature."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from disclosure import rules
from disclosure.models import Publication
from disclosure.reassessing import next_reassessment
from disclosure.screening import screen_publication
from disclosure.vocabulary import Attribute, Kind, Status
from portal.organizations.models import User
from portal.refusal import NotAllowed

from .acting import carry_out, lock, record


def submit(publication: Publication, user: User, remark: str = "") -> Publication:
    """送审: screen it, then hand it to the reviewer. Raises NotAllowed; what screening found stays stored."""
    with transaction.atomic():
        locked = lock(publication)
        screen_publication(locked)
    return _move(publication, "submit", user, remark)


def review(publication: Publication, user: User, remark: str = "") -> Publication:
    """审核通过. Raises NotAllowed."""
    return _move(publication, "review", user, remark)


def check_secrecy(publication: Publication, user: User, remark: str = "") -> Publication:
    """保密审查通过. Raises NotAllowed."""
    return _move(publication, "check_secrecy", user, remark)


@transaction.atomic
def sign(publication: Publication, user: User, remark: str = "") -> Publication:
    """签发, together with the interpretation that waits for it (rule 8.1). Raises NotAllowed."""
    locked = lock(publication)
    signed = carry_out(locked, "sign", user, remark=remark, arguments={"by": user})
    if signed.attribute != Attribute.PROACTIVE:
        signed.reassess_on = next_reassessment(signed, timezone.localdate())
        signed.save(update_fields=["reassess_on"])
    record("signed", signed, user, {"title": signed.title, "version": signed.version_number}, is_public=False)
    for companion in companions(signed, Status.CHECKED):
        try:
            sign(companion, user, remark)
        except NotAllowed as refusal:
            raise NotAllowed(
                [f"解读《{companion.title}》不能同步签发：{r}" for r in refusal.reasons]
            ) from None
    return signed


def companions(publication: Publication, *statuses) -> list[Publication]:
    """The planned interpretation of a document, when it stands in one of `statuses`."""
    plan = getattr(publication, "interpretation_plan", None)
    if publication.kind != Kind.POLICY or plan is None or plan.interpretation is None:
        return []
    return [plan.interpretation] if plan.interpretation.status in statuses else []


def return_(publication: Publication, user: User, remark: str) -> Publication:
    """退回 to the author, with the reason. Raises NotAllowed."""
    return _move(publication, "return_", user, remark)


def take_back(publication: Publication, user: User, remark: str = "") -> Publication:
    """收回 by its author. Raises NotAllowed."""
    return _move(publication, "take_back", user, remark)


def reopen(publication: Publication, user: User, remark: str = "") -> Publication:
    """重新启用 what was filed away without ever being public. Raises NotAllowed."""
    return _move(publication, "reopen", user, remark)


@transaction.atomic
def schedule(publication: Publication, user: User, at: datetime) -> Publication:
    """定时发布 at `at`, together with its interpretation. Raises NotAllowed."""
    locked = lock(publication)
    reasons = why_not_at(locked, at)
    scheduled = carry_out(locked, "schedule", user, more_reasons=reasons, arguments={"at": at})
    when = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    record("step_schedule", scheduled, user, {"title": scheduled.title, "at": when}, is_public=False)
    for companion in companions(scheduled, Status.SIGNED, Status.SCHEDULED):
        carry_out(lock(companion), "schedule", user, arguments={"at": at})
    return scheduled


def why_not_at(publication: Publication, at: datetime) -> list[str]:
    """Why it cannot be scheduled for that moment."""
    if at <= timezone.now():
        return ["定时发布的时间应当晚于现在；要马上发布的，请直接点“发布”。"]
    if publication.expires_at and at >= publication.expires_at:
        return ["定时发布的时间晚于到期下线的时间，请核对。"]
    return rules.document_goes_out_by(publication, at)


@transaction.atomic
def unschedule(publication: Publication, user: User, remark: str = "") -> Publication:
    """取消定时: signed still, not going out by itself. Raises NotAllowed."""
    locked = carry_out(lock(publication), "unschedule", user, remark=remark)
    record("step_unschedule", locked, user, {"title": locked.title}, is_public=False)
    for companion in companions(locked, Status.SCHEDULED):
        carry_out(lock(companion), "unschedule", user, remark=remark)
    return locked


@transaction.atomic
def approve_exemption(publication: Publication, user: User) -> None:
    """The reviewer accepts the reason why the document needs no interpretation. Raises NotAllowed."""
    locked = lock(publication)
    plan = getattr(locked, "interpretation_plan", None)
    reasons = rules.about_people(locked, user, "review", (rules.did_not_write,))
    if plan is None or not plan.exemption_reason:
        reasons.append("还没有写明不作解读的理由。")
    elif plan.is_exempt:
        reasons.append("不作解读已经批准过了。")
    NotAllowed.if_any(reasons)
    plan.exemption_approved_by, plan.exemption_approved_at = user, timezone.now()
    plan.save(update_fields=["exemption_approved_by", "exemption_approved_at"])
    record(
        "exempted", locked, user, {"title": locked.title, "reason": plan.exemption_reason}, is_public=False
    )


@transaction.atomic
def _move(publication, verb, user, remark) -> Publication:
    moved = carry_out(lock(publication), verb, user, remark=remark)
    record(f"step_{verb.strip('_')}", moved, user, {"title": moved.title, "remark": remark}, is_public=False)
    return moved
