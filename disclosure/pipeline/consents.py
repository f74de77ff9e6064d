"""Asking the other organs that a publication concerns (条例 Art. 11)."""

from django.db import transaction
from django.utils import timezone

from disclosure.models import Consent, Publication
from disclosure.vocabulary import UNDER_REVIEW, WRITABLE, ConsentAnswer
from portal.organizations.models import Organization, User
from portal.organizations.scope import can_act_for
from portal.refusal import NotAllowed

from .acting import lock, record

MAY_ANSWER = ("disclosure.review_publication", "disclosure.sign_publication")


def why_not_ask(publication: Publication, organization: Organization, user: User) -> list[str]:
    reasons = []
    if not user.has_perm("disclosure.submit_publication"):
        reasons.append("您的岗位没有这项权限，请由本单位经办人征求意见。")
    if not can_act_for(user, publication.organization):
        reasons.append(f"这条信息属于{publication.organization.short_name}，不在您的单位范围之内。")
    if publication.status not in (*WRITABLE, *UNDER_REVIEW):
        reasons.append(f"现在是“{publication.get_status_display()}”，不需要再征求意见。")
    if organization == publication.organization:
        reasons.append("不需要征求本单位自己的意见。")
    if publication.consents.filter(organization=organization).exists():
        reasons.append(f"已经征求过{organization.short_name}的意见。")
    return reasons


@transaction.atomic
def ask_consent(
    publication: Publication, organization: Organization, user: User, question: str = ""
) -> Consent:
    """Ask `organization` whether this may go out. Raises NotAllowed."""
    locked = lock(publication)
    NotAllowed.if_any(why_not_ask(locked, organization, user))
    consent = Consent.objects.create(
        publication=locked,
        organization=organization,
        question=question.strip(),
        asked_by=user,
        version=locked.version_number,
    )
    record("consent_asked", locked, user, {"organization": organization.code}, is_public=False)
    return consent


def why_not_answer(consent: Consent, user: User) -> list[str]:
    """The organ that was asked answers itself; the asking organ may only record a written answer (with its number)."""
    reasons = []
    if not any(user.has_perm(permission) for permission in MAY_ANSWER) and not _records_letter(consent, user):
        reasons.append("您的岗位没有这项权限，请由本单位审核人或者签发人答复。")
    if not (can_act_for(user, consent.organization) or can_act_for(user, consent.publication.organization)):
        reasons.append(f"征求的是{consent.organization.short_name}的意见，不在您的单位范围之内。")
    if consent.publication.status not in (*WRITABLE, *UNDER_REVIEW):
        reasons.append(f"这条信息已经是“{consent.publication.get_status_display()}”，不能再答复。")
    return reasons


def _records_letter(consent: Consent, user: User) -> bool:
    return can_act_for(user, consent.publication.organization) and user.has_perm(
        "disclosure.submit_publication"
    )


@transaction.atomic
def answer_consent(consent: Consent, user: User, answer: str, text: str = "", letter: str = "") -> Consent:
    """Record the answer of the organ asked. Raises NotAllowed."""
    locked = Consent.objects.select_for_update().get(pk=consent.pk)
    reasons = why_not_answer(locked, user)
    is_own = can_act_for(user, locked.organization) and locked.asked_by_id != user.pk
    if not is_own and locked.answer != ConsentAnswer.PENDING and not locked.letter:
        reasons.append(f"{locked.organization.short_name}已经自己答复，有变化的请对方重新答复。")
    if not is_own and not letter.strip():
        reasons.append("代为登记其他机关的答复，请填写复函文号。")
    if answer == ConsentAnswer.OBJECTED and not text.strip():
        reasons.append("不同意公开的，请写明理由。")
    if answer not in (ConsentAnswer.AGREED, ConsentAnswer.OBJECTED):
        reasons.append("请选择同意公开或者不同意公开。")
    NotAllowed.if_any(reasons)
    locked.answer, locked.text, locked.letter = answer, text.strip(), letter.strip()
    locked.answered_by, locked.answered_at = user, timezone.now()
    locked.save()
    record(
        "consent_answered",
        locked.publication,
        user,
        {"organization": locked.organization.code, "answer": answer},
        is_public=False,
    )
    return locked
