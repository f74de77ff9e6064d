"""Keeping versions, starting a correction, going back to an earlier one."""

from django.db import transaction
from django.db.models import F

from disclosure import locking
from disclosure.models import Publication, Version, VersionFile
from disclosure.vocabulary import WRITABLE, Status
from portal.organizations.models import User
from portal.organizations.scope import can_act_for
from portal.refusal import NotAllowed

from .content import MODELS, as_its_kind, content_fields, files_of, snapshot
from .restoring import restore

ONCE_PUBLIC = (Status.PUBLISHED, Status.WITHDRAWN)
STAYS_WHEN_PUBLIC = ("organization", "attribute", "ground", "validity", "ceases_on")
NO_NOTE = "请写明更正了什么、为什么，群众在页面上会看到。"


@transaction.atomic
def save_version(
    publication: Publication, user: User | None, note: str = "", *, even_if_same: bool = False
) -> Version | None:
    """Keep what `publication` says now as its next version; None when nothing changed since the last.

    Call in the transaction of the save, when rows and files are stored.
    """
    content = snapshot(publication)
    last = publication.versions.order_by("-number").first()
    if last and last.content == content and not even_if_same:
        return None
    rows = Publication.objects.filter(pk=publication.pk)
    rows.update(version_number=F("version_number") + 1)
    publication.version_number = rows.values_list("version_number", flat=True).get()
    version = Version.objects.create(
        publication_id=publication.pk,
        number=publication.version_number,
        saved_by=user,
        content=content,
        note=note[:200],
    )
    VersionFile.objects.bulk_create(
        VersionFile(version=version, path=path) for path in dict.fromkeys(files_of(content))
    )
    return version


def keep_public_version(
    publication: Publication, user: User | None, note: str, public_note: str = ""
) -> None:
    """Mark what `publication` says as what the public reads, as a version of its own when it is corrected."""
    save_version(publication, user, note, even_if_same=bool(public_note))
    Version.objects.filter(publication_id=publication.pk, number=publication.version_number).update(
        is_public=True, public_note=public_note
    )
    Publication.objects.filter(pk=publication.pk).update(screened_version=publication.version_number)
    publication.screened_version = publication.version_number


def why_not_correct(publication: Publication, user: User) -> list[str]:
    """Every reason why `user` cannot start a correction of this."""
    reasons = _why_not_ask(publication, user)
    if publication.status not in ONCE_PUBLIC:
        reasons.append("只有发布过的信息才需要更正；草稿可以直接修改。")
    if open_one := open_correction(publication):
        reasons.append(f"已经有一份更正稿（{open_one.get_status_display()}），请接着办理那一份。")
    return reasons


def _why_not_ask(publication: Publication, user: User) -> list[str]:
    reasons = []
    if not user.has_perm("disclosure.submit_publication"):
        reasons.append("您的岗位没有这项权限，请由本单位经办人起草更正稿。")
    if not can_act_for(user, publication.organization):
        reasons.append(f"这条信息属于{publication.organization.short_name}，不在您的单位范围之内。")
    return reasons


def open_correction(publication: Publication) -> Publication | None:
    return publication.corrections.exclude(status=Status.ARCHIVED).defer("body").first()


@transaction.atomic
def start_correction(
    publication: Publication, user: User, note: str, content: dict | None = None
) -> Publication:
    """A draft of its own with the content of `publication` (or of an earlier version), to be corrected and signed.

    `note` is what the public will read beside 更正. Its first version is what the public one says now. Raises NotAllowed.
    """
    locked = _lock(publication)
    reasons = why_not_correct(locked, user)
    if not note.strip():
        reasons.append(NO_NOTE)
    NotAllowed.if_any(reasons)
    original = as_its_kind(locked)
    _keep_what_is_public(original)
    values = {f.attname: getattr(original, f.attname) for f in content_fields(type(original))}
    draft = type(original)(
        **values,
        corrects=locked,
        correction_note=note.strip()[:300],
        created_by=user,
        expires_at=original.expires_at,
    )
    draft.save()
    draft = restore(draft, snapshot(original))
    save_version(draft, user, "更正稿的起点")
    if content is not None:
        draft = restore(draft, _with_what_stays(content, original, STAYS_WHEN_PUBLIC))
        save_version(draft, user, "恢复以前的内容")
    return draft


def _keep_what_is_public(original: Publication) -> None:
    """What came before the public without a version of its own is kept before anything replaces it."""
    was_screened = original.screened_version == original.version_number
    kept = save_version(original, None, "更正以前公开的内容")
    if kept is None:
        return
    Version.objects.filter(pk=kept.pk).update(is_public=True)
    if was_screened:
        Publication.objects.filter(pk=original.pk).update(screened_version=kept.number)


def why_not_reword(draft: Publication, user: User) -> list[str]:
    """Every reason why `user` cannot change what the public will read beside 更正."""
    reasons = _why_not_ask(draft, user)
    if not draft.corrects_id:
        reasons.append("这不是更正稿，没有更正说明。")
    if draft.status not in WRITABLE:
        reasons.append(f"更正稿正在“{draft.get_status_display()}”，请先收回或者退回，再改更正说明。")
    return reasons


@transaction.atomic
def reword_correction(draft: Publication, user: User, note: str) -> Publication:
    """Change the public note of a correction that is still being written; it is screened again. Raises NotAllowed."""
    locked = _lock(draft)
    reasons = why_not_reword(locked, user)
    if not note.strip():
        reasons.append(NO_NOTE)
    NotAllowed.if_any(reasons)
    locked.correction_note, locked.screened_version = note.strip()[:300], None
    locked.save(update_fields=["correction_note", "screened_version"])
    save_version(locked, user, "修改更正说明", even_if_same=True)
    return locked


def why_not_restore(version: Version, user: User) -> list[str]:
    """Every reason why `user` cannot go back to `version`."""
    publication = version.publication
    if publication.status in ONCE_PUBLIC:
        return why_not_correct(publication, user)
    reasons = []
    if not user.has_perm(f"disclosure.change_{MODELS[publication.kind]._meta.model_name}"):
        reasons.append("您的岗位没有修改这份稿子的权限，请由经办人恢复。")
    if not can_act_for(user, publication.organization):
        reasons.append(f"这条信息属于{publication.organization.short_name}，不在您的单位范围之内。")
    if publication.status not in WRITABLE:
        reasons.append(f"稿子正在“{publication.get_status_display()}”，请先收回或者退回，再恢复旧版本。")
    pen = locking.holder(publication)
    if pen is not None and pen.user_id != user.pk:
        reasons.append(f"{pen.user}正在编辑这份稿子，请等对方保存以后再恢复。")
    return reasons


@transaction.atomic
def restore_as_draft(version: Version, user: User, note: str = "") -> Publication:
    """Go back to `version`: of a draft, as its newest version; of something published, as a correction.

    `note`: what the public will read beside 更正; asked for only when it was public. Raises NotAllowed.
    """
    publication = _lock(version.publication)
    if publication.status in ONCE_PUBLIC:
        return start_correction(publication, user, note, version.content)
    version.publication = publication
    NotAllowed.if_any(why_not_restore(version, user))
    restored = restore(publication, _with_what_stays(version.content, publication, ("organization",)))
    save_version(restored, user, f"恢复第{version.number}版")
    return restored


def _with_what_stays(content: dict, publication: Publication, names: tuple[str, ...]) -> dict:
    """An earlier content, but for what was decided since and is not a matter of wording."""
    now = snapshot(publication)["fields"]
    return {**content, "fields": {**content["fields"], **{name: now[name] for name in names}}}


def _lock(publication: Publication) -> Publication:
    rows = Publication.objects.select_for_update(of=("self",)).select_related("organization")
    return rows.get(pk=publication.pk)
