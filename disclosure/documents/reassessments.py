"""Looking again at what was published or withheld (条例 Art. 18; rules 1.18.1, 8.21)."""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from disclosure import pipeline
from disclosure.models import Publication, Reassessment
from disclosure.pipeline.acting import carry_out, lock, record
from disclosure.reassessing import next_reassessment
from disclosure.versions import save_version, start_correction
from disclosure.vocabulary import Attribute, ReassessmentOutcome, Status
from portal.organizations.models import User
from portal.organizations.scope import can_act_for
from portal.refusal import NotAllowed

Outcome = ReassessmentOutcome
ON_FILE = (Status.SIGNED, Status.ARCHIVED)
"""What was decided not to be disclosed: signed, or filed away after that."""

OF_PUBLIC = (Outcome.KEPT, Outcome.CORRECTED, Outcome.WITHDRAWN)
OF_WITHHELD = (Outcome.STILL_WITHHELD, Outcome.TO_BE_DISCLOSED)
RIGHTS = ("disclosure.add_reassessment", "disclosure.withdraw_publication")


def withheld(rows: QuerySet[Publication] | None = None) -> QuerySet[Publication]:
    """Of `rows` (all publications) what is on file as not proactively disclosed; never public."""
    rows = Publication.objects.all() if rows is None else rows
    decided = rows.filter(status__in=ON_FILE, signed_at__isnull=False)
    return decided.exclude(attribute=Attribute.PROACTIVE)


def to_reassess(
    today: date | None = None, rows: QuerySet[Publication] | None = None
) -> QuerySet[Publication]:
    """Of `rows` (all publications) what is due to be looked at again, public and withheld, longest due first."""
    today = today or timezone.localdate()
    rows = Publication.objects.all() if rows is None else rows
    kept = Q(status=Status.PUBLISHED) | (
        Q(status__in=ON_FILE, signed_at__isnull=False) & ~Q(attribute=Attribute.PROACTIVE)
    )
    return rows.filter(kept, reassess_on__lte=today).order_by("reassess_on", "pk")


def outcomes_for(publication: Publication) -> list[tuple[str, str]]:
    """The outcomes that fit what it is: (value, label)."""
    fitting = OF_PUBLIC if publication.is_public else OF_WITHHELD
    return [(outcome.value, outcome.label) for outcome in fitting]


def why_not_reassess(publication: Publication, user: User) -> list[str]:
    """Every reason why `user` cannot re-assess this."""
    reasons = []
    if not any(user.has_perm(right) for right in RIGHTS):
        reasons.append("您的岗位没有这项权限，请由本单位经办人或者签发人复核。")
    if not can_act_for(user, publication.organization):
        reasons.append(f"这条信息属于{publication.organization.short_name}，不在您的单位范围之内。")
    if not publication.is_public and not _is_withheld(publication):
        reasons.append("只复核已经发布的信息，和已经确定不主动公开的信息。")
    return reasons


def _is_withheld(publication: Publication) -> bool:
    is_decided = publication.status in ON_FILE and publication.signed_at is not None
    return is_decided and publication.attribute != Attribute.PROACTIVE


@transaction.atomic
def reassess(publication: Publication, outcome: str, note: str, user: User) -> Reassessment:
    """Record the outcome and carry it out: correct, withdraw, or write anew for disclosure. Raises NotAllowed.

    Whoever corrects, withdraws or discloses needs the right to do that as well.
    """
    locked, note = lock(publication), note.strip()
    reasons = why_not_reassess(locked, user)
    if outcome not in dict(outcomes_for(locked)):
        reasons.append("请选择与这条信息相符的复核结果。")
    if not note:
        reasons.append("请写明复核的情况和理由。")
    NotAllowed.if_any(reasons)
    done = Reassessment.objects.create(
        publication=locked,
        due_on=locked.reassess_on or timezone.localdate(),
        outcome=outcome,
        note=note[:300],
        by=user,
    )
    _record(done, user)
    _carry_out(locked, Outcome(outcome), note, user)
    return done


def _record(done: Reassessment, user: User) -> None:
    """The ledger shows what became of something public; of what is withheld not even the title."""
    payload = {"outcome": done.get_outcome_display()}
    if done.publication.is_public:
        record("reassessed", done.publication, user, {"title": done.publication.title, **payload})
    else:
        record("reassessed_withheld", done.publication, user, payload, is_public=False)


def _carry_out(publication: Publication, outcome: Outcome, note: str, user: User) -> None:
    if outcome == Outcome.CORRECTED:
        start_correction(publication, user, note)
    if outcome == Outcome.WITHDRAWN:
        pipeline.withdraw(publication, user, note)
        _look_again_on(publication, None)
    elif outcome == Outcome.TO_BE_DISCLOSED:
        _write_for_disclosure(publication, note, user)
    else:
        _look_again_on(publication, next_reassessment(publication, timezone.localdate()))


def _look_again_on(publication: Publication, day: date | None) -> None:
    Publication.objects.filter(pk=publication.pk).update(reassess_on=day)


def _write_for_disclosure(publication: Publication, note: str, user: User) -> None:
    """Back to the author's desk as something to disclose; it runs through the whole pipeline again."""
    if publication.status == Status.SIGNED:
        carry_out(publication, "archive", None, remark=note, arguments={"reason": note})
    carry_out(publication, "reopen", None, remark=note)
    publication.attribute, publication.ground, publication.reassess_on = Attribute.PROACTIVE, "", None
    publication.save()
    save_version(publication, user, "复核后转为主动公开")


def needs_correction_note(outcome: str) -> bool:
    """Whether what is written in the note is read by the public (a correction, a withdrawal)."""
    return outcome in (Outcome.CORRECTED, Outcome.WITHDRAWN)
