"""The verbs that move a change request on. Admin, tasks and demo call these and nothing else."""

import logging
from datetime import date

from django.db import transaction
from django.utils import timezone
from django_fsm import can_proceed

from catalog import tree
from catalog.models import CatalogItem, ChangeRequest, ChangeRow, ChangeState, ChangeStep, Revision, StepVerb
from portal.ledger.services import append
from portal.refusal import NotAllowed

from . import checks, effect
from .wording import snapshot

VERBS = ("submit", "take_back", "assess", "approve", "send_back")
NEEDS_REMARK = {"assess": "请写明主管部门意见。", "send_back": "请写明退回的理由和怎样改正。"}
LONGEST_REMARK = {"assess": 1000, "send_back": 500}
LONGEST_WAIT_DAYS = 366
logger = logging.getLogger(__name__)


def label_of(verb: str) -> str:
    """The verb as its button says it."""
    return StepVerb(verb).label


def verbs_of_state(request: ChangeRequest) -> list[str]:
    """The verbs that belong to its present state, whoever looks."""
    return [verb for verb in VERBS if can_proceed(getattr(request, verb), check_conditions=False)]


def why_not(request: ChangeRequest, verb: str, user) -> list[str]:
    """Every reason why `user` cannot carry out `verb` now, Chinese sentences; empty when it can be done."""
    reasons = list(_declared(request, verb).custom["why_not"](request, user))
    if verb not in verbs_of_state(request):
        return [*reasons, f"这一申请现在是“{request.get_state_display()}”，不能{label_of(verb)}。"]
    if verb == "submit":
        reasons += checks.submission_faults(request)
    elif verb in ("assess", "approve"):
        reasons += checks.faults(request)
    return reasons


@transaction.atomic
def carry_out(
    request: ChangeRequest, verb: str, user, *, remark: str = "", effective_on: date | None = None, at=None
) -> ChangeRequest:
    """Do `verb` once, under the lock of the tree. Raises NotAllowed. An approval for today takes effect at once.

    `at` is the moment, now by default; only the demo's history passes another.
    """
    tree.lock_tree()
    locked = _lock(request)
    at, remark = at or timezone.now(), remark.strip()
    today = timezone.localdate(at)
    NotAllowed.if_any([*why_not(locked, verb, user), *_detail_faults(verb, remark, effective_on, today)])
    getattr(locked, verb)(user=user, at=at, remark=remark, effective_on=effective_on)
    locked.save()
    _note(locked, verb, user, at, remark)
    if locked.state == ChangeState.APPROVED and locked.effective_on <= today:
        _take_effect(locked, today, at)
    return locked


def apply_due(today: date) -> int:
    """Let every approved request whose day has come take effect; returns how many did.

    One that cannot keeps its state, with the reason for staff to read. Each is a transaction of its own.
    """
    done = 0
    for request in ChangeRequest.objects.due(today).order_by("effective_on", "pk"):
        try:
            done += apply_one(request, today) is not None
        except NotAllowed as refusal:
            logger.warning("catalog change %s cannot take effect: %s", request.pk, refusal)
            ChangeRequest.objects.due(today).filter(pk=request.pk).update(obstacle="".join(refusal.reasons))
    return done


@transaction.atomic
def apply_one(request: ChangeRequest, today: date) -> Revision | None:
    """Let one take effect; None when another worker was first. Raises NotAllowed when something stands against it."""
    tree.lock_tree()
    locked = _lock(request)
    if locked.state != ChangeState.APPROVED or locked.effective_on > today:
        return None
    return _take_effect(locked, today, timezone.now())


@transaction.atomic
def save_rows(request: ChangeRequest, rows: list[ChangeRow], user, at=None) -> None:
    """Store rows of a draft as filled in now. Raises NotAllowed when it is no draft any more, or not the user's."""
    locked = _lock(request)
    reasons = why_not_write(locked, user)
    NotAllowed.if_any(reasons)
    matters = CatalogItem.objects.select_related("parent", "domain")
    now = matters.in_bulk([row.matter_id for row in rows if row.matter_id])
    for row in rows:
        row.request, row.matter = locked, now.get(row.matter_id)
        row.before = snapshot(row.matter) if row.matter else {}
        row.save()
    is_new = not locked.steps.exists()
    _note(locked, "draft" if is_new else "edit", user, at or timezone.now(), "")


def why_not_write(request: ChangeRequest, user) -> list[str]:
    """Why `user` cannot write in it now."""
    reasons = list(_declared(request, "submit").custom["why_not"](request, user))
    if not request.is_open:
        reasons.append(
            f"这一申请现在是“{request.get_state_display()}”，不能修改；需要修改的，请先收回或者退回。"
        )
    return reasons


def _take_effect(request: ChangeRequest, today: date, at) -> Revision:
    rows = checks.rows_of(request)
    NotAllowed.if_any(checks.faults(request, rows))
    office = _office(request.approved_by)
    request.take_effect()
    request.save()
    revision = effect.apply(request, rows, today, office, at)
    _note(request, "take_effect", None, at, revision.label)
    return revision


def _declared(request: ChangeRequest, verb: str):
    found = getattr(type(request), verb)._django_fsm.transitions
    return next(iter(found.values()))


def _lock(request: ChangeRequest) -> ChangeRequest:
    rows = ChangeRequest.objects.select_for_update(of=("self",)).select_related("organization", "approved_by")
    return rows.get(pk=request.pk)


def _detail_faults(verb: str, remark: str, effective_on: date | None, today: date) -> list[str]:
    if verb in NEEDS_REMARK and not remark:
        return [NEEDS_REMARK[verb]]
    if verb in NEEDS_REMARK and len(remark) > LONGEST_REMARK[verb]:
        return [f"不能超过{LONGEST_REMARK[verb]}个字，请精简。"]
    if verb != "approve":
        return []
    if effective_on is None:
        return ["请填写生效日期。"]
    if effective_on < today:
        return ["生效日期已经过去，请填写今天或者以后的日期。"]
    if (effective_on - today).days > LONGEST_WAIT_DAYS:
        return ["生效日期不能晚于一年以后，请核对年份。"]
    return []


def _note(request: ChangeRequest, verb: str, user, at, remark: str) -> None:
    """The step for staff; and in the ledger, where steps before the effect are not public."""
    ChangeStep.objects.create(request=request, verb=verb, by=user, at=at, remark=remark)
    if verb in VERBS:
        append(
            f"catalog_change_{verb}",
            f"change_request:{request.pk}",
            actor=_office(user),
            organization=request.organization.code,
            payload={"title": request.title, **({"remark": remark} if remark else {})},
            is_public=False,
        )


def _office(user) -> str:
    return user.organization.short_name if user and user.organization else "系统"
