"""What every verb does the same way: lock, ask why not, move, save, write down who did it."""

from collections.abc import Callable

from django.db import transaction
from django_fsm import TransitionNotAllowed

from disclosure import rules, signals
from disclosure.models import Publication, Step
from disclosure.vocabulary import Status
from portal.ledger.services import append
from portal.organizations.models import User
from portal.refusal import NotAllowed


def _declared() -> dict:
    """Verb → its transitions, as the model declares them."""
    declared = {}
    for found in Publication._meta.get_field("status").get_all_transitions(Publication):
        declared.setdefault(found.name, []).append(found)
    return declared


TRANSITIONS = _declared()
LABELS = {verb: found[0].custom["label"] for verb, found in TRANSITIONS.items()}
ALLOWED_FROM = {verb: frozenset(t.source for t in found) for verb, found in TRANSITIONS.items()}
REVIEW_VERBS = {Status.SUBMITTED: "review", Status.REVIEWED: "check_secrecy", Status.CHECKED: "sign"}
NEEDS_REMARK = {"return_": "请写明退回的理由，经办人据此修改。"}


def lock(publication: Publication) -> Publication:
    """The row as it is now, locked until commit, with its organisation."""
    found = Publication.objects.select_for_update(of=("self",)).select_related("organization")
    return found.get(pk=publication.pk)


def why_not(publication: Publication, verb: str, user: User | None) -> list[str]:
    """Every reason why `user` cannot do `verb` now, as sentences; empty when it can be done.

    `user` is None for the clock: what a person decided before is carried out without asking for rights again.
    """
    transition = TRANSITIONS[verb][0].custom
    reasons = []
    if user is not None:
        reasons += rules.about_people(publication, user, transition["right"], transition["people"])
    if publication.status not in ALLOWED_FROM[verb]:
        reasons.append(_wrong_state(publication, verb))
        return reasons
    return reasons + [sentence for rule in transition["facts"] for sentence in rule(publication)]


def _wrong_state(publication, verb: str) -> str:
    if publication.status == Status.PUBLISHED and verb in ("publish", "schedule", "publish_in_emergency"):
        return "这条信息已经发布。"
    if verb == "withdraw":
        return "这条信息没有在公开，不需要撤回。"
    states = "、".join(str(Status(s).label) for s in Status if s in ALLOWED_FROM[verb])
    return f"现在是“{publication.get_status_display()}”，只有“{states}”的才能{LABELS[verb]}。"


def carry_out(
    publication: Publication,
    verb: str,
    user: User | None,
    *,
    remark: str = "",
    more_reasons: list[str] = (),
    arguments: dict | None = None,
    before_saving: Callable[[Publication], None] = lambda publication: None,
) -> Publication:
    """Move the locked `publication` by `verb` and record it. Call inside a transaction. Raises NotAllowed."""
    remark = remark.strip()
    reasons = [*why_not(publication, verb, user), *more_reasons]
    if verb in NEEDS_REMARK and not remark:
        reasons.append(NEEDS_REMARK[verb])
    NotAllowed.if_any(reasons)
    before = publication.status
    right = rules.right_needed(publication, TRANSITIONS[verb][0].custom["right"])
    try:
        getattr(publication, verb)(**(arguments or {}))
    except TransitionNotAllowed:
        raise NotAllowed(["这条信息刚刚发生了变化，请刷新页面后再办。"]) from None
    before_saving(publication)
    publication.save()
    _write_down(publication, verb, user, before, remark, right)
    return publication


def _write_down(publication, verb, user, before, remark, right) -> None:
    holding = user and rules.holding_of(publication, user, right, TRANSITIONS[verb][0].custom["people"])
    principal = holding.principal if holding else None
    Step.objects.create(
        publication_id=publication.pk,
        verb=verb,
        label=LABELS[verb],
        source=before,
        target=publication.status,
        by=user,
        on_behalf_of=principal,
        remark=remark[:500],
        version=publication.version_number,
    )
    transaction.on_commit(lambda: signals.moved.send(sender=Publication, publication=publication, verb=verb))


def record(event: str, publication: Publication, user: User | None, payload: dict, *, is_public=True) -> None:
    """One entry of the ledger about `publication`. A public one names the organ, never the person."""
    actor = user.organization.short_name if user and user.organization else "系统"
    append(
        event,
        f"publication:{publication.pk}",
        actor=actor,
        organization=publication.organization.code,
        payload=payload if is_public else {**payload, "by": user.username if user else ""},
        is_public=is_public,
    )
