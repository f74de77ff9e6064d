"""Links that could not be seen in the markup they came in.

Cleaning takes away the styles that hid them, and with them the trace of a page that was tampered with. So they are
looked for before it is cleaned, and what is found stands as long as the link itself does.
"""

from collections.abc import Iterable

from portal.screening import Finding as Found
from portal.screening import Words
from portal.screening.findings import fingerprint
from portal.screening.html import hidden_links

from .body_links import links_in
from .models import Finding, Publication
from .vocabulary import FindingState

CODE = "hidden_link"
PROPOSAL = (
    "这个链接原来是隐藏的，看不见；现在它的文字显示在正文里。请核对它是怎样进来的，不需要的请删除；"
    "确实需要的，由保密审查员写明理由。"
)


def hidden_in(markup: str) -> list[Found]:
    """The hidden links of markup as it was handed in, before cleaning. Three queries when there are links at all."""
    return hidden_links(markup, "正文", Words.load()) if "<a" in markup.lower() else []


def note(publication: Publication, hidden: Iterable[Found]) -> list[Found]:
    """Keep those of `hidden` whose link stands in the stored body, as open findings; returns them."""
    hidden = list(hidden)
    marks = marks_of(publication.body) if hidden else set()
    standing = [found for found in hidden if found.fingerprint in marks]
    known = set(publication.findings.values_list("fingerprint", flat=True)) if standing else set()
    fresh = [found for found in standing if found.fingerprint not in known]
    Finding.objects.bulk_create([_row(publication, found) for found in fresh], ignore_conflicts=True)
    again = [found.fingerprint for found in standing]
    if again:
        publication.findings.filter(fingerprint__in=again, state=FindingState.FIXED).update(
            state=FindingState.OPEN
        )
    return standing


def still_standing(body: str, known: Iterable[Finding]) -> set[str]:
    """Fingerprints of the `known` hidden links that are in `body`: to be seen now, they are not put right by that."""
    noted = {finding.fingerprint for finding in known if finding.code == CODE}
    return noted & marks_of(body) if noted else set()


def marks_of(body: str) -> set[str]:
    """What a hidden link to each address of `body` would be known by."""
    return {fingerprint(CODE, link.href) for link in links_in(body)}


def _row(publication: Publication, found: Found) -> Finding:
    return Finding(
        publication_id=publication.pk,
        code=CODE,
        level=str(found.level),
        place=found.place[:200],
        excerpt=found.excerpt[:300],
        proposal=PROPOSAL,
        fingerprint=found.fingerprint,
        version=publication.version_number,
    )
