from typing import NamedTuple


class Found(NamedTuple):
    """One thing a check found. `subject` names it the same way every night, so that it is one finding."""

    subject: str
    text: str
    url: str = ""
    organization_id: int | None = None


def about(publication, text: str) -> Found:
    """A finding about a publication, with its address in the admin."""
    url = f"/admin/disclosure/publication/{publication.pk}/change/"
    return Found(
        f"publication:{publication.pk}", f"《{publication.title}》{text}", url, publication.organization_id
    )
