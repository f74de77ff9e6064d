"""What an organisation need not publish, or not yet: said with a reason, by someone entitled, on the record."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from portal.ledger.services import append
from portal.organizations.models import User
from portal.organizations.scope import can_act_for
from portal.refusal import NotAllowed

from . import coverage
from .models import Obligation

PERMISSION = "catalog.approve_not_applicable"
LONGEST_WAIT = timedelta(days=366)
LONGEST_REASON = 300


def why_not_decide(obligation: Obligation, user: User) -> list[str]:
    """Every reason why `user` cannot decide on an exemption of `obligation`; empty when it can be done."""
    reasons = []
    if not user.has_perm(PERMISSION):
        reasons.append("您的岗位没有批准“不适用”的权限，请由系统管理员办理。")
    if not can_act_for(user, obligation.organization):
        reasons.append(f"这一事项由{obligation.organization.short_name}公开，不在您的单位范围之内。")
    if obligation.ended_on is not None:
        reasons.append("这一公开责任已经终止，不需要再作说明。")
    return reasons


def why_not_applicable(obligation: Obligation, user: User, reason: str) -> list[str]:
    """Every reason why `user` cannot mark it not applicable for `reason`; empty when it can be done."""
    return why_not_decide(obligation, user) + _reason_faults(
        reason, "不适用的理由，如“本镇无城镇燃气经营企业”"
    )


def why_not_await(obligation: Obligation, user: User, until: date | None, reason: str) -> list[str]:
    """Every reason why `user` cannot say that the information is still to come; empty when it can be done."""
    reasons = why_not_decide(obligation, user) + _reason_faults(reason, "信息为什么还没有形成")
    reasons += _until_faults(until, timezone.localdate())
    if obligation.not_applicable_by_id is not None:
        reasons.append("这一事项已经标为不适用，请先取消不适用。")
    if obligation.published_count:
        reasons.append("这一事项已经公开过信息，不需要说明尚未形成。")
    return reasons


@transaction.atomic
def mark_not_applicable(obligation: Obligation, user: User, reason: str) -> Obligation:
    """The organisation has no such matter, for a reason the public will read. Again: a new reason. Raises NotAllowed."""
    locked = _lock(obligation)
    NotAllowed.if_any(why_not_applicable(locked, user, reason))
    locked.not_applicable_reason, locked.not_applicable_by = reason.strip(), user
    locked.awaiting_until, locked.awaiting_reason = None, ""
    return _store(locked, user, "marked_not_applicable", {"reason": locked.not_applicable_reason})


@transaction.atomic
def mark_awaiting(obligation: Obligation, user: User, until: date | None, reason: str) -> Obligation:
    """The information does not exist yet and is expected by `until`, at most a year ahead (conv.). Raises NotAllowed."""
    locked = _lock(obligation)
    NotAllowed.if_any(why_not_await(locked, user, until, reason))
    locked.awaiting_until, locked.awaiting_reason = until, reason.strip()
    payload = {"until": until.isoformat(), "reason": locked.awaiting_reason}
    return _store(locked, user, "marked_awaiting", payload)


@transaction.atomic
def lift(obligation: Obligation, user: User) -> Obligation:
    """Take back what was said: the obligation counts again as if there had been no exemption. Raises NotAllowed."""
    locked = _lock(obligation)
    reasons = why_not_decide(locked, user)
    if locked.not_applicable_by_id is None and locked.awaiting_until is None:
        reasons.append("这一事项没有标为不适用，也没有说明尚未形成，不需要取消。")
    NotAllowed.if_any(reasons)
    before = locked.not_applicable_reason or locked.awaiting_reason
    locked.not_applicable_reason, locked.not_applicable_by = "", None
    locked.awaiting_until, locked.awaiting_reason = None, ""
    return _store(locked, user, "exemption_lifted", {"reason_before": before})


def _lock(obligation: Obligation) -> Obligation:
    rows = Obligation.objects.select_for_update(of=("self",)).select_related("organization", "matter")
    return rows.get(pk=obligation.pk)


def _reason_faults(reason: str, example: str) -> list[str]:
    if not reason.strip():
        return [f"请写明{example}，群众看得到。"]
    if len(reason.strip()) > LONGEST_REASON:
        return [f"理由不能超过{LONGEST_REASON}个字，请精简。"]
    return []


def _until_faults(until: date | None, today: date) -> list[str]:
    if until is None:
        return ["请填写信息预计形成的日期。"]
    if until < today:
        return ["预计形成的日期已经过去，请填写今天以后的日期。"]
    if until > today + LONGEST_WAIT:
        return ["预计形成的日期不能晚于一年以后；本单位没有这一事项的，请申请标为不适用。"]
    return []


def _store(obligation: Obligation, user: User, verb: str, payload: dict) -> Obligation:
    """Save, recount the state, write the ledger. The actor of a public entry is an office, never a person."""
    obligation.save(
        update_fields=["not_applicable_reason", "not_applicable_by", "awaiting_until", "awaiting_reason"]
    )
    coverage.refresh(Obligation.objects.filter(pk=obligation.pk), timezone.localdate())
    obligation.refresh_from_db(fields=["state"])
    append(
        verb,
        f"obligation:{obligation.pk}",
        actor=user.organization.short_name if user.organization else "系统",
        organization=obligation.organization.code,
        payload={"matter": obligation.matter.code, **payload},
    )
    return obligation
