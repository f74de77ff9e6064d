"""Who acts: the right, the organ, and the rule of four eyes."""

from django.utils import timezone

from disclosure.vocabulary import Status
from portal.organizations.deputies import Holding, holds
from portal.organizations.scope import can_act_for

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
