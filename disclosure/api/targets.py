"""Which publications a business system may name."""

from disclosure.models import BusinessSystem, Publication


def own_publications(system: BusinessSystem):
    """What `system` handed in, whatever became of it."""
    return Publication.objects.filter(created_by=system.account_id, corrects__isnull=True)


def target_of(system: BusinessSystem, index_number: str, pk: int | None) -> Publication | None:
    """What a relation may lead to: anything public, and the system's own drafts (a document and its interpretation)."""
    by = {"index_number": index_number} if index_number else {"pk": pk}
    public = Publication.objects.public().filter(**by).defer("body").first()
    return public or own_publications(system).filter(**by).defer("body").first()
