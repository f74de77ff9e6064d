"""Links at which anyone who has them sees a publication that is not public yet, until they expire or are revoked."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.ledger.services import append
from portal.organizations.models import User
from portal.organizations.scope import can_act_for
from portal.refusal import NotAllowed

from . import rules
from .models import PreviewLink, Publication
from .screening import screen_publication
from .vocabulary import APPROVED, UNDER_REVIEW, WRITABLE, Attribute, FindingState

LIVES = (1, 3, 7)
"""For how many days a link may live."""
MOST_LINKS = 20
PREVIEWABLE = (*WRITABLE, *UNDER_REVIEW, *APPROVED)
MAY_SHARE = tuple(f"disclosure.{verb}_publication" for verb in ("submit", "review", "check_secrecy", "sign"))


def is_previewable(publication: Publication) -> bool:
    """Whether it is on its way to the public: not public, not withdrawn or filed away."""
    return publication.status in PREVIEWABLE


def live_links(publication: Publication):
    """The links of `publication` that still open."""
    return publication.preview_links.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())


def why_not_share(publication: Publication, user: User) -> list[str]:
    """Every reason why `user` cannot make a preview link now, as sentences."""
    reasons = _why_not_in_charge(publication, user)
    if not is_previewable(publication):
        reasons.append(f"现在是“{publication.get_status_display()}”，不需要预览链接。")
    if publication.attribute != Attribute.PROACTIVE:
        reasons.append(
            f"公开属性是“{publication.get_attribute_display()}”，不能发给单位以外的人看，请让同事在工作台查看。"
        )
    if live_links(publication).count() >= MOST_LINKS:
        reasons.append(f"有效的预览链接已经有{MOST_LINKS}个，请先作废不用的。")
    return reasons


def _why_not_in_charge(publication: Publication, user: User) -> list[str]:
    reasons = []
    if not any(user.has_perm(permission) for permission in MAY_SHARE):
        reasons.append("您的岗位没有这项权限，请由经办人、审核人或者签发人办理。")
    if not can_act_for(user, publication.organization):
        reasons.append(f"这条信息属于{publication.organization.short_name}，不在您的单位范围之内。")
    return reasons


def share(publication: Publication, user: User, days: int, note: str = "") -> tuple[PreviewLink, str]:
    """A new link and its token, which is told this once and not stored. Screened first. Raises NotAllowed."""
    with transaction.atomic():
        locked = _lock(publication)
        NotAllowed.if_any(why_not_share(locked, user))
        if locked.screened_version != locked.version_number:
            screen_publication(locked)
    return _share(publication, user, days, note)


@transaction.atomic
def _share(publication, user, days, note) -> tuple[PreviewLink, str]:
    locked = _lock(publication)
    reasons = [*why_not_share(locked, user), *rules.no_blocking_findings(locked)]
    if days not in LIVES:
        reasons.append("请选择预览链接的有效期：1天、3天或者7天。")
    NotAllowed.if_any(reasons)
    token = secrets.token_urlsafe(32)
    link = PreviewLink.objects.create(
        publication=locked,
        token_hash=_hash(token),
        note=note.strip()[:100],
        created_by=user,
        expires_at=timezone.now() + timedelta(days=days),
    )
    _record("preview_shared", link, user)
    return link, token


def why_not_revoke(link: PreviewLink, user: User) -> list[str]:
    """Every reason why `user` cannot revoke the link."""
    reasons = _why_not_in_charge(link.publication, user)
    if link.revoked_at is not None:
        reasons.append("这个预览链接已经作废。")
    return reasons


@transaction.atomic
def revoke(link: PreviewLink, user: User) -> PreviewLink:
    """Whoever has the address sees nothing from now on. Raises NotAllowed."""
    locked = PreviewLink.objects.select_for_update(of=("self",)).select_related("publication__organization")
    locked = locked.get(pk=link.pk)
    NotAllowed.if_any(why_not_revoke(locked, user))
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    _record("preview_revoked", locked, user)
    return locked


def find(token: str) -> PreviewLink | None:
    """The live link of `token`, with its publication; None for a wrong, expired or revoked one."""
    rows = PreviewLink.objects.filter(
        token_hash=_hash(token), revoked_at__isnull=True, expires_at__gt=timezone.now()
    )
    return rows.select_related("publication__organization", "publication__corrects").first()


def shows(link: PreviewLink) -> bool:
    """Whether the link may still show its publication: what changed since it was made counts."""
    publication = link.publication
    if not is_previewable(publication) or publication.attribute != Attribute.PROACTIVE:
        return False
    return not publication.findings.filter(state=FindingState.OPEN, level="blocks").exists()


def count_opening(link: PreviewLink) -> None:
    """The page was opened once more."""
    PreviewLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, last_opened_at=timezone.now())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _lock(publication: Publication) -> Publication:
    rows = Publication.objects.select_for_update(of=("self",)).select_related("organization")
    return rows.get(pk=publication.pk)


def _record(verb: str, link: PreviewLink, user: User) -> None:
    publication = link.publication
    payload = {"title": publication.title, "until": f"{timezone.localtime(link.expires_at):%Y-%m-%d %H:%M}"}
    append(
        verb,
        f"publication:{publication.pk}",
        actor=user.organization.short_name if user.organization else "系统",
        organization=publication.organization.code,
        payload={**payload, "note": link.note, "by": user.username},
        is_public=False,
    )
