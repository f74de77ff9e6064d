"""Screening a publication before it goes out: what is found is stored, answers are kept."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from portal.organizations.models import User
from portal.refusal import NotAllowed
from portal.screening import Finding as Found
from portal.screening import Words, screen_file, screen_html, screen_text

from . import hidden_links, link_checks, metadata_checks, rules
from .models import Finding, Publication
from .vocabulary import FindingState


def find_in(publication: Publication, words: Words | None = None) -> list[Found]:
    """Everything screening finds in the words, the files, the links and the metadata of `publication`. Stores nothing."""
    words = words or Words.load()
    found = [
        *screen_text(publication.title, "标题", words),
        *screen_text(publication.summary, "摘要", words),
        *screen_text(publication.keywords, "关键词", words),
        *screen_text(publication.correction_note, "更正说明", words),
        *screen_html(publication.body, "正文", words),
        *link_checks.check(publication),
        *metadata_checks.check(publication),
    ]
    for attachment in publication.attachments.all():
        found += screen_text(attachment.name, f"附件名“{attachment.name}”", words)
        with attachment.file.open("rb") as file:
            found += [_in_file(f, attachment.name) for f in screen_file(file.read(), attachment.name, words)]
    for picture in publication.pictures.all():
        found += screen_text(f"{picture.alt}\n{picture.caption}", "图片说明", words)
    return found


def _in_file(found: Found, name: str) -> Found:
    if name in found.place:
        return found
    return replace(found, place=f"附件“{name}” {found.place}")


@transaction.atomic
def screen_publication(publication: Publication) -> list[Finding]:
    """Screen and store. What is no longer found is fixed; what was answered stays answered. Returns what is open."""
    return keep(publication, find_in(publication))


@transaction.atomic
def keep(publication: Publication, findings: list[Found]) -> list[Finding]:
    """Store what `find_in` found in the present version of `publication`; returns what is open."""
    found = {}
    for each in findings:
        found.setdefault(each.fingerprint, each)
    known = {finding.fingerprint: finding for finding in publication.findings.all()}
    standing = hidden_links.still_standing(publication.body, known.values())
    for fingerprint, finding in known.items():
        if fingerprint not in found.keys() | standing and finding.state == FindingState.OPEN:
            _set_state(finding, FindingState.FIXED)
        elif fingerprint in found and finding.state == FindingState.FIXED:
            _set_state(finding, FindingState.OPEN)
    Finding.objects.bulk_create(
        _row(publication, each) for fingerprint, each in found.items() if fingerprint not in known
    )
    Publication.objects.filter(pk=publication.pk).update(screened_version=publication.version_number)
    publication.screened_version = publication.version_number
    return list(publication.findings.filter(state=FindingState.OPEN))


def _set_state(finding: Finding, state: str) -> None:
    Finding.objects.filter(pk=finding.pk).update(state=state)


def _row(publication: Publication, found: Found) -> Finding:
    return Finding(
        publication_id=publication.pk,
        code=found.code,
        level=str(found.level),
        place=found.place[:200],
        excerpt=found.excerpt[:300],
        proposal=found.proposal[:500],
        fingerprint=found.fingerprint,
        version=publication.version_number,
    )


def why_not_answer(finding: Finding, user: User) -> list[str]:
    """Every reason why `user` cannot answer a finding. Four eyes: nobody explains what stands in their own text."""
    publication = finding.publication
    reasons = []
    if rules.holding_of(publication, user, "check_secrecy", (rules.did_not_write,)) is None:
        reasons.append("检查发现由本单位的保密审查员作出说明，您可以改正内容后重新检查。")
    else:
        reasons += rules.did_not_write(publication, user)
    if finding.state == FindingState.FIXED:
        reasons.append("这一处已经改正，不需要说明。")
    return reasons


@transaction.atomic
def answer(finding: Finding, user: User, text: str) -> Finding:
    """The secrecy officer says why what was found may stay. Raises NotAllowed."""
    locked = (
        Finding.objects.select_for_update(of=("self",))
        .select_related("publication__organization")
        .get(pk=finding.pk)
    )
    reasons = why_not_answer(locked, user)
    if not text.strip():
        reasons.append("请写明理由，如：是单位办公电话，应当公开。")
    NotAllowed.if_any(reasons)
    locked.state, locked.answer = FindingState.ANSWERED, text.strip()[:500]
    locked.answered_by, locked.answered_at = user, timezone.now()
    locked.save()
    return locked
