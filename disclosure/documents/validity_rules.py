"""Why a change of validity cannot be recorded. Chinese sentences that say what to do."""

from datetime import date

from django.utils import timezone

from disclosure.models import Publication, ValidityChange
from disclosure.vocabulary import Kind, Validity
from portal.organizations.deputies import holds
from portal.organizations.models import User
from portal.organizations.scope import can_act_for

ALIVE = (Validity.IN_FORCE, Validity.AMENDED)
ENDED = (Validity.EXPIRED, Validity.REPEALED)
RIGHT = "disclosure.publish_publication"

# What a document in one state can become (rule 8.20). What has ended comes back only with evidence of a mistake.
ALLOWED = {
    Validity.IN_FORCE: (Validity.AMENDED, *ENDED),
    Validity.AMENDED: (Validity.AMENDED, *ENDED),
    Validity.EXPIRED: (*ALIVE, Validity.REPEALED),
    Validity.REPEALED: ALIVE,
}


def about_user(document: Publication, user: User | None) -> list[str]:
    """Why `user` may not record it: what citizens read changes at once, so it takes the right to publish."""
    if user is None or holds(user, RIGHT, document.organization, timezone.localdate()):
        return []
    reasons = []
    if not user.has_perm(RIGHT):
        reasons.append("有效性变动会马上改变群众看到的内容，请由本单位签发人办理。")
    if not can_act_for(user, document.organization):
        reasons.append(f"这份文件属于{document.organization.short_name}，不在您的单位范围之内。")
    return reasons


def about_document(document: Publication) -> list[str]:
    if document.kind != Kind.POLICY:
        return ["只有政策文件登记有效性。"]
    if not document.is_public:
        return ["这份文件没有在公开，不登记有效性变动；草稿请直接修改“有效性”。"]
    return []


def why_not_change(change: ValidityChange, user: User | None, today: date) -> list[str]:
    """Every reason why `change`, not saved yet, cannot be recorded; empty when it can."""
    document = change.document
    reasons = [*about_user(document, user), *about_document(document)]
    if reasons:
        return reasons
    return [*_about_step(change), *_about_days(change, today), *_about_evidence(change)]


def _about_step(change: ValidityChange) -> list[str]:
    before, after = Validity(change.before), Validity(change.after)
    if after in ALLOWED[before] or (after == before and (change.cleanup or _adds_something(change))):
        return _already_waiting(change)
    if before == after:
        return [f"这份文件已经是“{before.label}”；延长有效期的，请填写新的有效期。"]
    return [f"这份文件是“{before.label}”，不能改为“{after.label}”。"]


def _adds_something(change: ValidityChange) -> bool:
    """The period is prolonged, or an ended document gets the evidence it lacked."""
    if change.before in ALIVE:
        return change.until is not None
    return not change.document.validity_changes.filter(after=change.after).exists()


def _already_waiting(change: ValidityChange) -> list[str]:
    waiting = change.document.validity_changes.filter(applied_at__isnull=True, after=change.after).first()
    if waiting is None:
        return []
    return [f"已经登记过：{waiting.on:%Y-%m-%d}起{waiting.get_after_display()}。需要改的，请先取消那一条。"]


def _about_days(change: ValidityChange, today: date) -> list[str]:
    reasons, document = [], change.document
    begins = document.effective_on or document.formed_on
    if change.on < begins:
        reasons.append(f"生效日期不能早于文件的实施（成文）日期 {begins}。")
    if change.until and change.after in ENDED:
        reasons.append("失效、废止的文件不填写新的有效期。")
    elif change.until and change.until <= max(change.on, today):
        reasons.append("新的有效期应当晚于生效日期和今天。")
    return reasons


def _about_evidence(change: ValidityChange) -> list[str]:
    by = change.by_document
    if by is None:
        return [] if change.basis or change.cleanup_id else ["请选择依据文件，或者写明依据的文件名称和文号。"]
    if by.pk == change.document.pk:
        return ["依据文件不能是这份文件自己。"]
    if not by.is_public:
        return ["依据文件还没有公开，请先发布它；不在本站公开的，请在“依据”中写明名称和文号。"]
    return []
