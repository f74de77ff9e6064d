"""Documents and what explains them, both ways, for whole lists at once."""

from collections import defaultdict

from disclosure.models import DocumentRelation, Publication
from disclosure.vocabulary import RelationType


def with_interpretations(documents: list[Publication]) -> list[Publication]:
    """Set `interpretations` (public ones, newest first) on each of `documents`. One query for all."""
    relations = (
        DocumentRelation.objects.filter(
            Publication.objects.public().reached_by("publication"),
            type=RelationType.INTERPRETS,
            target__in=[d.pk for d in documents],
        )
        .select_related("publication")
        .defer("publication__body")
        .order_by("-publication__published_at")
    )
    by_document = defaultdict(list)
    for relation in relations:
        by_document[relation.target_id].append(relation.publication)
    for document in documents:
        document.interpretations = by_document[document.pk]
    return documents


def with_documents(interpretations: list[Publication]) -> list[Publication]:
    """Set `documents` (the public documents it explains) on each of `interpretations`. One query for all."""
    relations = (
        DocumentRelation.objects.filter(
            Publication.objects.public().reached_by("target"),
            type=RelationType.INTERPRETS,
            publication__in=[i.pk for i in interpretations],
        )
        .select_related("target")
        .defer("target__body")
    )
    by_interpretation = defaultdict(list)
    for relation in relations:
        by_interpretation[relation.publication_id].append(relation.target)
    for interpretation in interpretations:
        interpretation.documents = by_interpretation[interpretation.pk]
    return interpretations
