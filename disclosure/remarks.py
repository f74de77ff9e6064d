"""What reviewers say beside the text, and what the author answers."""

from django.db import transaction
from django.utils import timezone

from portal.organizations.deputies import holds
from portal.organizations.models import User
from portal.organizations.scope import can_act_for
from portal.refusal import NotAllowed

from . import rules
from .models import Publication, Remark
from .pipeline.acting import lock
from .vocabulary import UNDER_REVIEW, WRITABLE

REVIEWING = ("review", "check_secrecy", "sign")


def reviews(user: User, publication: Publication) -> bool:
    """Whether `user` reviews, checks or signs for the organ of `publication`."""
    today = timezone.localdate()
    return any(
        holds(user, f"disclosure.{right}_publication", publication.organization, today) for right in REVIEWING
    )


def why_not_remark(publication: Publication, user: User) -> list[str]:
    reasons = []
    if not reviews(user, publication):
        reasons.append("审核意见由本单位的审核人、保密审查员和签发人提出。")
    if publication.status not in (*WRITABLE, *UNDER_REVIEW):
        reasons.append(
            f"现在是“{publication.get_status_display()}”，不能再提意见；已经公开的，请发起更正或者撤回。"
        )
    return reasons


@transaction.atomic
def remark(
    publication: Publication, user: User, text: str, block: int | None = None, quote: str = ""
) -> Remark:
    """Say something about the whole, or about paragraph `block` (from 1). Raises NotAllowed."""
    locked = lock(publication)
    reasons = why_not_remark(locked, user)
    if not text.strip():
        reasons.append("请写明意见。")
    NotAllowed.if_any(reasons)
    return Remark.objects.create(
        publication_id=locked.pk,
        version=locked.version_number,
        block=block,
        quote=quote.strip()[:300],
        text=text.strip()[:1000],
        by=user,
    )


def why_not_answer(found: Remark, user: User) -> list[str]:
    may = user.has_perm("disclosure.submit_publication") and can_act_for(user, found.publication.organization)
    reasons = [] if may else ["审核意见由本单位经办人答复。"]
    if found.settled_at:
        reasons.append("这条意见已经解决。")
    return reasons


@transaction.atomic
def answer(found: Remark, user: User, text: str) -> Remark:
    """The author says what was done about it. Raises NotAllowed."""
    reasons = why_not_answer(found, user)
    if not text.strip():
        reasons.append("请写明怎样修改的，或者为什么不改。")
    NotAllowed.if_any(reasons)
    found.answer, found.answered_by, found.answered_at = text.strip()[:1000], user, timezone.now()
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    return found


def why_not_settle(found: Remark, user: User) -> list[str]:
    reasons = [] if reviews(user, found.publication) else ["意见由审核的人确认解决。"]
    reasons += rules.did_not_write(found.publication, user)
    if found.settled_at:
        reasons.append("这条意见已经解决。")
    return reasons


@transaction.atomic
def settle(found: Remark, user: User) -> Remark:
    """A reviewer is content. Raises NotAllowed."""
    NotAllowed.if_any(why_not_settle(found, user))
    found.settled_by, found.settled_at = user, timezone.now()
    found.save(update_fields=["settled_by", "settled_at"])
    return found
