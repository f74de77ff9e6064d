"""The verbs that change what the public sees."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone

from disclosure import fulfilment, signals
from disclosure.models import Publication
from disclosure.numbering import next_index_number
from disclosure.reassessing import next_reassessment
from disclosure.screening import screen_publication
from disclosure.versions import keep_public_version, merged, restore, snapshot
from disclosure.vocabulary import APPROVED, Kind, Status
from portal.organizations.models import User
from portal.refusal import NotAllowed
from portal.workdays.services import current_calendar

from .acting import carry_out, lock, record, why_not
from .office import companions

logger = logging.getLogger(__name__)
EXPIRED = "公示（公开）期满"


@transaction.atomic
def publish(publication: Publication, user: User | None, at: datetime | None = None) -> Publication:
    """Make `publication` public, with the interpretation signed with it. Raises NotAllowed.

    A correction goes into what it corrects, and that is returned. `at` is the moment of publication, now by default;
    `user` is None when the clock carries out what somebody scheduled.
    """
    locked = lock(publication)
    at = at or timezone.now()
    if locked.corrects_id:
        return _publish_correction(locked, user, at)
    over, arguments = _why_over(locked, at), {"by": user or locked.signed_by, "at": at}
    carry_out(locked, "publish", user, more_reasons=over, arguments=arguments, before_saving=_number)
    _become_public(locked, user, "published")
    for companion in companions(locked, *APPROVED):
        publish(companion, user, at)
    return locked


def publish_in_emergency(publication: Publication, user: User, reason: str) -> Publication:
    """紧急公开: before review, by the head of the office; flagged until a second person signs. Raises NotAllowed.

    What screening finds stays stored, also when it holds the publication up.
    """
    with transaction.atomic():
        screen_publication(lock(publication))
    return _rush(publication, user, reason.strip()[:300])


@transaction.atomic
def _rush(publication: Publication, user: User, reason: str) -> Publication:
    locked, at = lock(publication), timezone.now()
    reasons = _why_over(locked, at) if reason else ["请写明紧急公开的理由，补签时要看。"]
    carry_out(
        locked,
        "publish_in_emergency",
        user,
        remark=reason,
        more_reasons=reasons,
        arguments={"by": user, "at": at, "reason": reason},
        before_saving=_number,
    )
    _become_public(locked, user, "published")
    record("rushed", locked, user, {"reason": reason}, is_public=False)
    return locked


@transaction.atomic
def approve_emergency(publication: Publication, user: User, remark: str = "") -> Publication:
    """补签: a second person signs what went out in an emergency. Raises NotAllowed."""
    locked = carry_out(lock(publication), "approve_emergency", user, remark=remark, arguments={"by": user})
    record("signed", locked, user, {"title": locked.title, "after_emergency": True}, is_public=False)
    return locked


@transaction.atomic
def withdraw(publication: Publication, user: User, reason: str) -> Publication:
    """Take `publication` from the public; its address stays with a notice giving `reason`. Raises NotAllowed."""
    locked, reason = lock(publication), reason.strip()
    reasons = [] if reason else ["请写明撤回的理由，群众打开原网址时会看到。"]
    carry_out(locked, "withdraw", user, remark=reason, more_reasons=reasons, arguments={"reason": reason})
    _leave_public(locked, user, "withdrawn", reason)
    return locked


@transaction.atomic
def archive(publication: Publication, user: User | None, reason: str) -> Publication:
    """归档: at the end of its time, or kept on file without going out. Raises NotAllowed."""
    locked, reason = lock(publication), reason.strip()
    was_public = locked.is_public
    reasons = [] if reason else ["请写明归档的理由。"]
    carry_out(locked, "archive", user, remark=reason, more_reasons=reasons, arguments={"reason": reason})
    if was_public:
        _leave_public(locked, user, "archived", reason)
    else:
        record("step_archive", locked, user, {"title": locked.title, "reason": reason}, is_public=False)
    return locked


def publish_due(now: datetime | None = None) -> tuple[int, int]:
    """Publish what is scheduled for now or before; returns how many went out, and how many could not.

    Each in its own transaction, under the row's lock: a worker that dies in the middle leaves it scheduled or
    published, and two workers publish it once. What cannot go out keeps its place with the reason.
    """
    now = now or timezone.now()
    done = failed = 0
    for pk in _due_in_order(now):
        try:
            done += _publish_one_due(pk, now)
        except NotAllowed as refusal:
            failed += 1
            _keep_problem(pk, "".join(refusal.reasons))
        except Exception:
            failed += 1
            logger.exception("scheduled publication %s failed", pk)
            _keep_problem(pk, "系统出错，没有发布成功。已记录，系统会再试；请告知系统管理员。")
    return done, failed


def _due_in_order(now: datetime) -> list[int]:
    """Documents before what explains them: an interpretation does not go out before its document (rule 8.1)."""
    explains_last = Case(When(kind=Kind.INTERPRETATION, then=1), default=0)
    rows = Publication.objects.due(now).order_by("publish_at", explains_last, "pk")
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def _publish_one_due(pk: int, now: datetime) -> bool:
    row = Publication.objects.select_for_update(of=("self",)).filter(pk=pk, status=Status.SCHEDULED).first()
    if row is None or row.publish_at is None or row.publish_at > now:
        return False
    publish(row, None)
    return True


def _keep_problem(pk: int, problem: str) -> None:
    Publication.objects.filter(pk=pk, status=Status.SCHEDULED).update(schedule_problem=problem[:500])


def take_down_expired(now: datetime | None = None) -> int:
    """Archive what is public beyond its time; returns how many."""
    done = 0
    for row in Publication.objects.expired(now or timezone.now()).defer("body"):
        try:
            archive(row, None, EXPIRED)
            done += 1
        except NotAllowed:
            continue  # somebody withdrew it meanwhile
    return done


def _publish_correction(draft: Publication, user: User | None, at: datetime) -> Publication:
    """The content of a signed correction goes into what it corrects; the address and the number stay."""
    original = lock(draft.corrects)
    NotAllowed.if_any([*why_not(draft, "publish", user), *_why_not_into(original, draft, at)])
    was_public = original.is_public
    content = merged(_beginning(draft), snapshot(draft), snapshot(original))
    arguments = {"correction": draft, "at": at}
    carry_out(original, "take_correction", user, remark=draft.correction_note, arguments=arguments)
    restore(original, content)
    Publication.objects.filter(pk=original.pk).update(expires_at=draft.expires_at)
    original = lock(original)
    writer = draft.versions.select_related("saved_by").first()
    keep_public_version(original, writer and writer.saved_by, "更正", draft.correction_note)
    carry_out(draft, "merge", user, arguments={"at": at, "number": original.index_number})
    fulfilment.mark_public(original, timezone.localdate(original.published_at), current_calendar())
    payload = {"title": original.title, "index_number": original.index_number, "note": draft.correction_note}
    record("corrected", original, user, payload)
    signal = signals.corrected if was_public else signals.published
    transaction.on_commit(lambda: signal.send(sender=Publication, publication=original))
    return original


def _why_not_into(original: Publication, draft: Publication, at: datetime) -> list[str]:
    """Why the correction `draft` cannot go into `original` at the moment `at`."""
    reasons = []
    if draft.organization_id != original.organization_id:
        reasons.append(f"更正稿的发布机构与原信息（{original.organization.short_name}）不同，请退回改正。")
    return reasons + _why_over(draft, at)


def _why_over(publication: Publication, at: datetime) -> list[str]:
    """What would come down in the same minute never was public to anybody."""
    if publication.expires_at and publication.expires_at <= at:
        return ["到期下线的时间已经过去，请退回，改正时间后再发布。"]
    return []


def _beginning(draft: Publication) -> dict | None:
    """What the correction said when it was started; None for one that came without versions."""
    return draft.versions.filter(number=1).values_list("content", flat=True).first()


def _number(publication: Publication) -> None:
    """Give out the index number once everything else is settled, so that refusals leave no gap."""
    if not publication.index_number:
        year = timezone.localdate(publication.published_at).year
        publication.index_number = next_index_number(publication.organization, year)


def _become_public(publication: Publication, user: User | None, event: str) -> None:
    on = timezone.localdate(publication.published_at)
    publication.reassess_on = next_reassessment(publication, on)
    publication.save()
    keep_public_version(publication, user, "发布")
    fulfilment.mark_public(publication, on, current_calendar())
    record(event, publication, user, {"title": publication.title, "index_number": publication.index_number})
    transaction.on_commit(lambda: signals.published.send(sender=Publication, publication=publication))


def _leave_public(publication: Publication, user: User | None, event: str, reason: str) -> None:
    fulfilment.mark_not_public(publication, current_calendar())
    record(event, publication, user, {"title": publication.title, "reason": reason})
    transaction.on_commit(lambda: signals.withdrawn.send(sender=Publication, publication=publication))
