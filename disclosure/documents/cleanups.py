"""Clean-up of documents: a list, a verdict for each, a published result that takes effect the same day (rule 8.22)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from disclosure.models import Article, Cleanup, CleanupDecision, Publication
from disclosure.pipeline.acting import record
from disclosure.versions import save_version
from disclosure.vocabulary import WRITABLE, CleanupVerdict, Kind, Stage, Validity
from portal.ledger.services import append
from portal.organizations.models import Organization, User
from portal.organizations.scope import can_act_for
from portal.refusal import NotAllowed

from .cleanup_text import body_of, summary_of
from .validity import change_validity
from .validity_rules import ALIVE

TOPIC = "综合政务\\政务公开"
ENDS_AS = {CleanupVerdict.REPEAL: Validity.REPEALED, CleanupVerdict.EXPIRE: Validity.EXPIRED}
BASIS = {
    CleanupVerdict.KEEP: "文件清理，继续有效",
    CleanupVerdict.AMEND: "文件清理，列入修改；修改后的文件公布以前继续有效",
    CleanupVerdict.REPEAL: "文件清理，予以废止",
    CleanupVerdict.EXPIRE: "文件清理，宣布失效",
}


def in_scope(organization: Organization, formed_before: date):
    """The documents a clean-up of `organization` covers: in force, its own and of all below, formed before the day."""
    rows = Publication.objects.public().of_kind(Kind.POLICY).filter(validity__in=ALIVE)
    own = organization.get_descendants(include_self=True)
    return rows.filter(formed_on__lt=formed_before, organization__in=own.values("pk"))


def why_not_open(organization: Organization, formed_before: date, user: User) -> list[str]:
    """Every reason why `user` cannot start this clean-up."""
    reasons = []
    if not user.has_perm("disclosure.add_cleanup"):
        reasons.append("您的岗位没有这项权限，请由本单位经办人启动清理。")
    if not can_act_for(user, organization):
        reasons.append(f"{organization.short_name}不在您的单位范围之内。")
    if formed_before > timezone.localdate():
        reasons.append("清理的截止日期不能晚于今天。")
    if not reasons and not in_scope(organization, formed_before).exists():
        reasons.append("这个范围里没有现行有效的文件，请核对组织单位和截止日期。")
    return reasons


@transaction.atomic
def open_cleanup(
    title: str,
    organization: Organization,
    formed_before: date,
    user: User,
    *,
    basis: str = "",
    note: str = "",
) -> Cleanup:
    """Start a clean-up: every document in force in its scope is put on the list. Raises NotAllowed."""
    NotAllowed.if_any(why_not_open(organization, formed_before, user))
    cleanup = Cleanup.objects.create(
        title=title.strip(),
        organization=organization,
        formed_before=formed_before,
        basis=basis.strip(),
        note=note.strip(),
        opened_by=user,
    )
    count = fill(cleanup)
    append(
        "cleanup_opened",
        f"cleanup:{cleanup.pk}",
        actor=organization.short_name,
        organization=organization.code,
        payload={"title": cleanup.title, "count": count},
    )
    return cleanup


def fill(cleanup: Cleanup) -> int:
    """Put on the list what is in scope and not on it yet; returns how many."""
    known = cleanup.decisions.values("document")
    found = in_scope(cleanup.organization, cleanup.formed_before).exclude(pk__in=known)
    keys = list(found.order_by("organization__lft", "formed_on", "pk").values_list("pk", flat=True))
    CleanupDecision.objects.bulk_create(CleanupDecision(cleanup=cleanup, document_id=pk) for pk in keys)
    return len(keys)


def progress(cleanup: Cleanup) -> dict:
    """How many are on the list, how many are decided, and how many of each verdict. One query."""
    counts = {v: Count("pk", filter=Q(verdict=v)) for v in CleanupVerdict.values}
    found = cleanup.decisions.aggregate(total=Count("pk"), **counts)
    total = found.pop("total")
    decided = sum(found.values())
    return {
        "total": total,
        "decided": decided,
        "open": total - decided,
        "percent": 100 * decided // total if total else 0,
        "verdicts": [(v, CleanupVerdict(v).label, number) for v, number in found.items()],
    }


def why_not_decide(cleanup: Cleanup, user: User) -> list[str]:
    """Every reason why `user` cannot give verdicts in this clean-up now."""
    reasons = []
    if not user.has_perm("disclosure.change_cleanup"):
        reasons.append("您的岗位没有这项权限，请由本单位经办人登记清理意见。")
    if not can_act_for(user, cleanup.organization):
        reasons.append(f"这次清理由{cleanup.organization.short_name}组织，不在您的单位范围之内。")
    if cleanup.applied_at:
        reasons.append("清理结果已经公布生效，不能再改；个别文件有变动的，在该文件的“有效性变动”中登记。")
    elif cleanup.result and cleanup.result.status not in WRITABLE:
        state = cleanup.result.get_status_display()
        reasons.append(f"清理结果稿正在“{state}”，请先退回或者收回，再改清理意见。")
    return reasons


@transaction.atomic
def decide(cleanup: Cleanup, decisions: Iterable[int], verdict: str, reason: str, user: User) -> int:
    """Give the same verdict with its reason to the decisions of these keys; returns how many. Raises NotAllowed.

    A result that is still being written is written anew.
    """
    locked = Cleanup.objects.select_for_update().get(pk=cleanup.pk)
    reasons, reason = why_not_decide(locked, user), reason.strip()
    if verdict not in CleanupVerdict.values:
        reasons.append("请选择清理意见。")
    elif verdict != CleanupVerdict.KEEP and not reason:
        reasons.append("修改、废止和失效的，请写明理由，公布结果时要列出。")
    chosen = locked.decisions.filter(pk__in=list(decisions))
    if not reasons and not chosen.exists():
        reasons.append("请先选择文件。")
    NotAllowed.if_any(reasons)
    done = chosen.update(verdict=verdict, reason=reason[:300], decided_by=user, decided_at=timezone.now())
    if locked.result:
        _write_result(locked, user)
    return done


def why_not_draft_result(cleanup: Cleanup, user: User) -> list[str]:
    """Every reason why the result cannot be drawn up yet."""
    reasons = why_not_decide(cleanup, user)
    left = cleanup.decisions.filter(verdict="").count()
    if left:
        reasons.append(f"还有{left}件文件没有清理意见，请逐件登记。")
    if not cleanup.decisions.exists():
        reasons.append("清单里没有文件。")
    return reasons


@transaction.atomic
def draft_result(cleanup: Cleanup, user: User) -> Publication:
    """The result with its three lists, as a draft for the ordinary pipeline; written anew when there is one.

    Raises NotAllowed.
    """
    locked = Cleanup.objects.select_for_update().get(pk=cleanup.pk)
    NotAllowed.if_any(why_not_draft_result(locked, user))
    return _write_result(locked, user)


def _write_result(cleanup: Cleanup, user: User) -> Publication:
    decisions = list(cleanup.decisions.select_related("document__organization").order_by("pk"))
    result = cleanup.result or Article(
        organization=cleanup.organization, topic=TOPIC, stage=Stage.RESULT, created_by=user
    )
    if result.pk is None:
        result.title = f"关于公布{cleanup.title}结果的公告"[:300]
        result.keywords = "文件清理、继续有效、废止、失效"
    result.formed_on = timezone.localdate()
    result.summary = summary_of(decisions)
    result.body = body_of(cleanup, decisions)
    result.save()
    save_version(result, user, "清理结果")
    if cleanup.result_id != result.pk:
        cleanup.result = Publication.objects.get(pk=result.pk)
        cleanup.save(update_fields=["result"])
    return cleanup.result


def apply_result(publication: Publication) -> int:
    """`publication` is public: if it is the result of a clean-up, every verdict takes effect the same day.

    Returns how many documents got their evidence. What cannot change any more (repealed meanwhile) is left.
    """
    return sum(
        _apply(pk, publication)
        for pk in publication.cleanups.filter(applied_at=None).values_list("pk", flat=True)
    )


@transaction.atomic
def _apply(pk: int, publication: Publication) -> int:
    cleanup = Cleanup.objects.select_for_update().get(pk=pk)
    if cleanup.applied_at:
        return 0
    done = 0
    for decision in cleanup.decisions.exclude(verdict="").select_related("document__organization"):
        done += _apply_decision(cleanup, decision, publication.date)
    cleanup.applied_at = timezone.now()
    cleanup.save(update_fields=["applied_at"])
    record("cleanup_applied", publication, None, {"title": cleanup.title, "count": done})
    return done


def _apply_decision(cleanup: Cleanup, decision: CleanupDecision, on: date) -> int:
    verdict, document = CleanupVerdict(decision.verdict), decision.document
    after = ENDS_AS.get(verdict, Validity(document.validity))
    try:
        with transaction.atomic():
            change_validity(document, after, on, None, basis=BASIS[verdict], cleanup=cleanup)
    except NotAllowed:
        return 0
    return 1


def apply_pending() -> int:
    """Results that are public and did not take effect, because the hook was interrupted. Returns how many documents."""
    waiting = Cleanup.objects.filter(Publication.objects.public().reached_by("result"), applied_at=None)
    return sum(apply_result(cleanup.result) for cleanup in waiting.select_related("result__organization"))
