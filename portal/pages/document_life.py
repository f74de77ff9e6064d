"""What the page of a document says of its life: evidence of its validity, its relations as a picture, whom to ask."""

from datetime import date

from django.db.models import Case, Q, When
from django.utils import timezone

from disclosure.models import DocumentRelation, Publication, ValidityChange
from disclosure.vocabulary import Kind, RelationType, Validity
from portal.organizations.models import Duty, OfficePost

from .relation_graph import Graph, draw

MOST_RELATIONS = 500
EXPLAINED = (Kind.POLICY, Kind.INTERPRETATION)
TOLD = ("title", "kind", "status", "validity", "document_number")
ASKED = (Duty.FIRST_INTERPRETER, Duty.INTERPRETER, Duty.POLICY_LINE)
WORDS = {
    Validity.AMENDED: "修改",
    Validity.EXPIRED: "失效",
    Validity.REPEALED: "废止",
    Validity.IN_FORCE: "恢复有效",
}


def relations_around(publication: Publication, place: Publication) -> list[DocumentRelation]:
    """Relations of `publication` and, between documents, of those next to it; both ends public. One query.

    `place` is the publication that others name: that of a correction is what it corrects. Its own come first.
    """
    public = Publication.objects.public()
    known = DocumentRelation.objects.order_by()
    own = Q(publication=publication) | Q(target=place)
    named = known.filter(publication=publication).values("target")
    naming = known.filter(target=place).values("publication")
    next_to_it = (Q(publication__in=named) | Q(target__in=naming)) & ~Q(type=RelationType.INTERPRETS)
    rows = known.filter(own | next_to_it)
    rows = rows.filter(Q(publication=publication) | Q(public.reached_by("publication")))
    rows = rows.filter(Q(target=place) | Q(public.reached_by("target")))
    rows = rows.select_related("publication", "target").only("type", *_told_of("publication", "target"))
    own_first = Case(When(own, then=0), default=1)
    return list(rows.order_by(own_first, "type", "pk")[:MOST_RELATIONS])


def graph_of(publication: Publication, place: Publication, rows: list[DocumentRelation]) -> Graph | None:
    """The relations between documents as a picture; None when there is nothing to draw. No query."""
    if publication.kind != Kind.POLICY:
        return None
    between = [row for row in rows if row.type != RelationType.INTERPRETS]
    return draw(place, [(row.publication, row.get_type_display(), row.target) for row in between])


def validity_evidence(publication: Publication) -> list[dict]:
    """Which document changed the validity on which day (rule 8.20), newest first. One query for documents."""
    if publication.kind != Kind.POLICY:
        return []
    rows = ValidityChange.objects.filter(document=publication).order_by("-on", "-pk")
    rows = rows.select_related("by_document", "cleanup__result")
    told = ["on", "until", "before", "after", "basis", "cleanup__result"]
    rows = rows.only(*told, *_told_of("by_document", "cleanup__result"))
    return [_evidence(row) for row in rows]


def _told_of(*ends: str) -> list[str]:
    """The fields of other publications that the page shows: naming all of them would be half of its cost."""
    return [f"{end}__{name}" for end in ends for name in TOLD]


def _evidence(change: ValidityChange) -> dict:
    source = change.by_document or (change.cleanup and change.cleanup.result)
    by = source if source and source.is_public else None
    is_by_document = bool(by) and change.cleanup_id is None
    return {
        "on": change.on,
        "is_coming": change.on > timezone.localdate(),
        "what": _what(change),
        "by": by if is_by_document else None,
        "see": by if by and not is_by_document else None,
        "basis": change.basis,
    }


def _what(change: ValidityChange) -> str:
    if change.until:
        return f"继续有效，有效期延长至{_day(change.until)}"
    if change.cleanup_id and change.before == change.after:
        return ""
    return WORDS[Validity(change.after)]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def whom_to_ask(publication: Publication) -> list[OfficePost]:
    """The officers of its organ who explain policy and answer questions (mission P13). One query."""
    if publication.kind not in EXPLAINED:
        return []
    posts = OfficePost.objects.public_for(publication.organization).filter(duty__in=ASKED)
    return list(posts)
