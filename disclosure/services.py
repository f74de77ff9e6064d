"""The verbs that change what the public sees: publish and withdraw. Views, admin and commands call these."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from catalog.models import Obligation
from portal.ledger.services import append
from portal.locks import lock_until_commit
from portal.organizations.models import User
from portal.organizations.scope import can_act_for
from portal.refusal import NotAllowed
from portal.workdays.services import current_calendar

from . import fulfilment, signals
from .html import plain_text
from .models import IndexNumberSeries, Publication
from .numbers import index_number
from .vocabulary import Attribute, Kind, RelationType, Status


def why_not_publish(publication: Publication, user: User, today: date | None = None) -> list[str]:
    """Every reason why `user` cannot publish this now, as sentences for the clerk; empty when it can be done."""
    today = today or timezone.localdate()
    reasons = _why_not_act(publication, user, "disclosure.publish_publication")
    if publication.status == Status.PUBLISHED:
        reasons.append("这条信息已经发布。")
    if publication.attribute != Attribute.PROACTIVE:
        reasons.append(f"公开属性是“{publication.get_attribute_display()}”，只有主动公开的信息才能发布。")
    if not publication.organization.is_active:
        reasons.append(f"{publication.organization.name}已经撤销，请改由承接单位发布。")
    if publication.formed_on and publication.formed_on > today:
        reasons.append(f"成文日期 {publication.formed_on} 晚于今天，请核对。")
    if not plain_text(publication.body) and not publication.attachments.exists():
        reasons.append("正文和附件都是空的，请至少填写一项。")
    if publication.kind == Kind.INTERPRETATION and not _explains_something(publication):
        reasons.append("解读没有关联它所解读的文件，请在“关联文件”中添加。")
    return reasons


def why_not_withdraw(publication: Publication, user: User) -> list[str]:
    """Every reason why `user` cannot withdraw this now; empty when it can be done."""
    reasons = _why_not_act(publication, user, "disclosure.withdraw_publication")
    if publication.status != Status.PUBLISHED:
        reasons.append("这条信息没有在公开，不需要撤回。")
    return reasons


@transaction.atomic
def publish(publication: Publication, user: User, at=None) -> Publication:
    """Make `publication` public: number it, mark the obligations it answers, write the ledger. Raises NotAllowed.

    `at` is the moment of publication, now by default; only loading of demo and archive data passes another.
    """
    locked = Publication.objects.select_for_update().select_related("organization").get(pk=publication.pk)
    at = at or timezone.now()
    NotAllowed.if_any(why_not_publish(locked, user, timezone.localdate(at)))
    locked.status = Status.PUBLISHED
    locked.published_at = at
    locked.published_by = user
    locked.withdrawn_at, locked.withdrawal_reason = None, ""
    locked.index_number = locked.index_number or next_index_number(
        locked.organization, timezone.localdate(at).year
    )
    locked.save()
    fulfilment.mark_public(locked, timezone.localdate(at), current_calendar())
    _record("published", locked, user, {"title": locked.title, "index_number": locked.index_number})
    transaction.on_commit(lambda: signals.published.send(sender=Publication, publication=locked))
    return locked


@transaction.atomic
def withdraw(publication: Publication, user: User, reason: str) -> Publication:
    """Take `publication` from the public; its address stays with a notice giving `reason`. Raises NotAllowed."""
    locked = Publication.objects.select_for_update().select_related("organization").get(pk=publication.pk)
    reasons = why_not_withdraw(locked, user)
    if not reason.strip():
        reasons.append("请写明撤回的理由，群众打开原网址时会看到。")
    NotAllowed.if_any(reasons)
    locked.status = Status.WITHDRAWN
    locked.withdrawn_at = timezone.now()
    locked.withdrawal_reason = reason.strip()
    locked.save()
    fulfilment.mark_not_public(locked, current_calendar())
    _record("withdrawn", locked, user, {"title": locked.title, "reason": locked.withdrawal_reason})
    transaction.on_commit(lambda: signals.withdrawn.send(sender=Publication, publication=locked))
    return locked


@transaction.atomic
def next_index_number(organization, year: int) -> str:
    """The organ's next index number of the year: without gaps, since it is given out in the publishing transaction."""
    lock_until_commit(f"index-number:{organization.pk}:{year}")
    series, _ = IndexNumberSeries.objects.select_for_update().get_or_create(
        organization=organization, year=year
    )
    series.last += 1
    series.save()
    return index_number(organization.credit_code, year, series.last)


@transaction.atomic
def link_obligations(publication: Publication, obligations: list[Obligation]) -> None:
    """Say which obligations `publication` answers, replacing what was said before."""
    locked = Publication.objects.select_for_update().get(pk=publication.pk)
    fulfilment.replace(locked, obligations, current_calendar())
    if locked.status == Status.PUBLISHED:
        fulfilment.mark_public(locked, timezone.localdate(locked.published_at), current_calendar())


def _why_not_act(publication: Publication, user: User, permission: str) -> list[str]:
    reasons = []
    if not user.has_perm(permission):
        reasons.append("您的岗位没有这项权限，请由本单位签发人办理。")
    if not can_act_for(user, publication.organization):
        reasons.append(f"这条信息属于{publication.organization.short_name}，不在您的单位范围之内。")
    return reasons


def _explains_something(publication: Publication) -> bool:
    return publication.relations.filter(type=RelationType.INTERPRETS).exists()


def _record(verb: str, publication: Publication, user: User, payload: dict) -> None:
    append(
        verb,
        f"publication:{publication.pk}",
        actor=user.organization.short_name if user.organization else "系统",
        organization=publication.organization.code,
        payload=payload,
    )
