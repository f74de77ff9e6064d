"""Changes of validity with their evidence: by which document, on which day (rules 8.20, 8.21)."""

import logging
from datetime import date

from django.db import transaction
from django.utils import timezone

from disclosure.models import Cleanup, DocumentRelation, Publication, ValidityChange, Version
from disclosure.pipeline.acting import lock, record
from disclosure.reassessing import next_reassessment
from disclosure.versions import save_version
from disclosure.vocabulary import Kind, RelationType, Status, Validity
from portal.organizations.models import User
from portal.refusal import NotAllowed

from .validity_rules import ALIVE, ENDED, why_not_change

logger = logging.getLogger(__name__)
PERIOD_OVER = "有效期届满"
BY_RELATION = {RelationType.AMENDS: Validity.AMENDED, RelationType.REPEALS: Validity.REPEALED}
BY_VALIDITY = {after: relation for relation, after in BY_RELATION.items()}


@transaction.atomic
def change_validity(
    document: Publication,
    after: str,
    on: date,
    user: User | None,
    *,
    by_document: Publication | None = None,
    basis: str = "",
    cleanup: Cleanup | None = None,
    until: date | None = None,
) -> ValidityChange:
    """Record that `document` is `after` from the day `on`, with its evidence; today or earlier takes effect at once.

    The evidence is one of `by_document` (public here), `basis` (words: name and number of a document elsewhere) and
    `cleanup`. `until` sets a new end of the period. `user` is None when the clock or a publication causes it.
    Raises NotAllowed.
    """
    locked = lock(document)
    change = ValidityChange(
        document=locked,
        before=locked.validity,
        after=after,
        on=on,
        by_document=by_document,
        basis=basis.strip(),
        cleanup=cleanup,
        until=until,
        recorded_by=user,
    )
    NotAllowed.if_any(why_not_change(change, user, timezone.localdate()))
    change.save()
    if by_document is not None and after in BY_VALIDITY:
        _relate(by_document, BY_VALIDITY[Validity(after)], locked)
    record("validity_changed", locked, user, _payload(change))
    if on <= timezone.localdate():
        _take_effect(change, locked)
    return change


@transaction.atomic
def cancel_change(change: ValidityChange, user: User) -> None:
    """Take back a change whose day has not come. Raises NotAllowed."""
    found = ValidityChange.objects.select_for_update().filter(pk=change.pk).first()
    NotAllowed.if_any(why_not_cancel(found, user))
    record("validity_cancelled", lock(found.document), user, _payload(found))
    found.delete()


def why_not_cancel(change: ValidityChange | None, user: User) -> list[str]:
    """Every reason why `user` cannot take back a recorded change."""
    from .validity_rules import about_user

    if change is None:
        return ["这一条已经取消。"]
    reasons = about_user(change.document, user)
    if not change.is_waiting:
        reasons.append("这一条已经生效，不能取消；登记有误的，请另外登记一条变动并写明依据。")
    return reasons


def apply_due(today: date | None = None) -> int:
    """What the day brings: changes whose day has come, periods that are over, relations not followed yet.

    Each in its own transaction; returns how many documents changed. Called every night, and safe to call again.
    """
    today = today or timezone.localdate()
    done = sum(_safely(_apply_waiting, pk, today) for pk in _waiting(today))
    done += sum(_safely(_expire, pk, today) for pk in _over(today))
    return done + sum(_safely(_follow, pk, today) for pk in _not_followed())


def left_undone(day: date) -> set[int]:
    """Documents of which the validity should have changed by the end of `day` and did not, whatever stood in the way."""
    waiting = ValidityChange.objects.filter(pk__in=_waiting(day)).values_list("document", flat=True)
    return {*waiting, *_over(day), *_not_followed()}


def follow_relations(publication: Publication) -> int:
    """What a public document says it amends or repeals changes the same day, or when it enters into force.

    Returns how many documents changed. Whatever cannot change (not public here, ended already) is left as it is.
    """
    done = 0
    for relation in publication.relations.filter(type__in=BY_RELATION).select_related("target"):
        after = BY_RELATION[RelationType(relation.type)]
        made = ValidityChange.objects.filter(document=relation.target, by_document=publication, after=after)
        if made.exists():
            continue
        on = max(_begins(publication), _begins(relation.target))
        try:
            change_validity(relation.target, after, on, None, by_document=publication)
            done += 1
        except NotAllowed:
            continue
    return done


@transaction.atomic
def settle(document: Publication) -> None:
    """Validity stands as the recorded changes left it, whatever a correction written before them says."""
    last = document.validity_changes.filter(applied_at__isnull=False).order_by("-applied_at", "-pk").first()
    if last is None:
        return
    is_stale = document.validity != last.after or _end_by(last, document.ceases_on) != document.ceases_on
    if is_stale:
        _write(lock(document), last)


def has_passed(document: Publication, today: date) -> bool:
    """Whether a document still said to hold is beyond the end of its period."""
    return document.validity in ALIVE and bool(document.ceases_on) and document.ceases_on <= today


def expire_if_over(document: Publication, today: date) -> bool:
    return (
        has_passed(document, today)
        and document.kind == Kind.POLICY
        and bool(_safely(_expire, document.pk, today))
    )


def _relate(publication: Publication, relation: RelationType, target: Publication) -> None:
    _, is_new = DocumentRelation.objects.get_or_create(publication=publication, type=relation, target=target)
    if is_new:
        _keep_version(lock(publication), f"登记关系：{relation.label}《{target.title}》")


def _take_effect(change: ValidityChange, document: Publication) -> None:
    change.before, change.applied_at = document.validity, timezone.now()
    change.save(update_fields=["before", "applied_at"])
    _write(document, change)


def _write(document: Publication, change: ValidityChange) -> None:
    document.validity = change.after
    document.ceases_on = _end_by(change, document.ceases_on)
    document.reassess_on = next_reassessment(document, timezone.localdate())
    document.save(update_fields=["validity", "ceases_on", "reassess_on", "updated_at"])
    _keep_version(document, f"有效性：{change.get_after_display()}")


def _end_by(change: ValidityChange, otherwise: date | None) -> date | None:
    """The day on which the document ceases after `change`; `otherwise` when the change does not touch it."""
    if change.after in ENDED:
        return change.on
    is_back = change.before in ENDED
    return change.until if change.until or is_back else otherwise


def _begins(document: Publication) -> date:
    return document.effective_on or document.formed_on


def _keep_version(document: Publication, note: str) -> None:
    """What the page says now is a version that was public; screening has nothing to look at in it."""
    is_screened = document.screened_version == document.version_number
    version = save_version(document, None, note)
    if version is None:
        return
    Version.objects.filter(pk=version.pk).update(is_public=True)
    if is_screened:
        Publication.objects.filter(pk=document.pk).update(screened_version=version.number)


def _payload(change: ValidityChange) -> dict:
    by = change.by_document or (change.cleanup and change.cleanup.result)
    return {
        "title": change.document.title,
        "before": str(Validity(change.before).label),
        "after": str(Validity(change.after).label),
        "on": change.on.isoformat(),
        "by": by.title if by else change.basis,
        "until": change.until.isoformat() if change.until else "",
    }


def _safely(act, pk: int, today: date) -> int:
    try:
        return act(pk, today)
    except NotAllowed as refusal:
        logger.info("validity of %s left as it is: %s", pk, refusal)
    except Exception:
        logger.exception("validity of %s could not be changed", pk)
    return 0


def _waiting(today: date) -> list[int]:
    rows = ValidityChange.objects.filter(applied_at__isnull=True, on__lte=today)
    return list(rows.order_by("on", "pk").values_list("pk", flat=True))


@transaction.atomic
def _apply_waiting(pk: int, today: date) -> int:
    change = ValidityChange.objects.select_for_update().filter(pk=pk, applied_at__isnull=True).first()
    if change is None or change.on > today:
        return 0
    _take_effect(change, lock(change.document))
    return 1


def _over(today: date) -> list[int]:
    rows = Publication.objects.public().of_kind(Kind.POLICY)
    return list(rows.filter(validity__in=ALIVE, ceases_on__lte=today).values_list("pk", flat=True))


@transaction.atomic
def _expire(pk: int, today: date) -> int:
    document = lock(Publication(pk=pk))
    if not has_passed(document, today):
        return 0
    change_validity(document, Validity.EXPIRED, document.ceases_on, None, basis=PERIOD_OVER)
    return 1


def _not_followed() -> list[int]:
    """Public documents that amend or repeal a public one without evidence of it: the hook was interrupted."""
    rows = DocumentRelation.objects.filter(
        type__in=BY_RELATION, publication__status=Status.PUBLISHED, target__status=Status.PUBLISHED
    )
    followed = ValidityChange.objects.filter(by_document__isnull=False)
    known = set(followed.values_list("by_document", "document"))
    pairs = rows.filter(target__kind=Kind.POLICY).values_list("publication", "target")
    return sorted({by for by, target in pairs if (by, target) not in known})


def _follow(pk: int, today: date) -> int:
    return follow_relations(Publication.objects.select_related("organization").get(pk=pk))
