"""Makes the county that the browser tests visit. Run by `county.py` in a process of its own: prepare.py <directory>."""

import json
import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.db.models import Q
from django.urls import reverse

ADDRESSES = "addresses.json"


def main(directory: Path) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_demo", if_empty=True)
    found = {**fixed(), **catalog(), **organizations(), **publications()}
    (directory / ADDRESSES).write_text(json.dumps(found, ensure_ascii=False, indent=1))


def fixed() -> dict[str, str]:
    """Addresses that need no row, and searches."""
    names = (
        "home catalog catalog_organizations catalog_revisions documents interpretations organizations villages "
        "disclosure_column disclosure_guide disclosure_rules disclosure_content disclosure_reports disclosure_requests search "
        "site_map accessibility report_error negative_list ledger styleguide oversight oversight_matrix oversight_obligations"
    )
    return {name: reverse(name) for name in names.split()} | {
        "catalog-town": reverse("catalog") + "?level=town",
        "catalog-village": reverse("catalog") + "?level=village",
        "documents-filtered": reverse("documents") + "?validity=in_force&q=通知",
        "search-found": reverse("search") + "?q=预算",
        "search-nothing": reverse("search") + "?q=没有人会写的词",
        "not-found": "/no-such-page/",
    }


def catalog() -> dict[str, str]:
    from catalog.models import Obligation, Revision

    owed = Obligation.objects.current().filter(published_count__gt=0).select_related("matter", "domain")
    seen = owed.filter(domain__code="19-social-assistance").order_by("-latest_published_on", "pk").first()
    return {
        "domain": seen.domain.get_absolute_url(),
        "matter": seen.matter.get_absolute_url(),
        "catalog_revision": Revision.objects.newest().first().get_absolute_url(),
        "oversight_domain": reverse("oversight_domain", args=[seen.domain.code]),
        "oversight_matter": reverse("oversight_matter", args=[seen.matter.code]),
    }


def organizations() -> dict[str, str]:
    from portal.organizations.models import Organization

    parts = ("guide", "rules", "content", "reports", "requests")
    code = "civil-affairs"
    return {
        "organization": reverse("organization", args=[code]),
        "organization-town": reverse("organization", args=["yunxi"]),
        "organization-abolished": Organization.objects.filter(abolished_on__isnull=False)
        .first()
        .get_absolute_url(),
        "oversight_organization": reverse("oversight_organization", args=[code]),
        "village": Organization.objects.villages().order_by("tree_id", "lft").first().get_absolute_url(),
        **{f"organization_part-{part}": reverse("organization_part", args=[code, part]) for part in parts},
    }


def publications() -> dict[str, str]:
    from disclosure.models import Publication
    from disclosure.vocabulary import Kind, Status

    public = Publication.objects.public().newest()
    chosen = {f"publication-{kind}": Q(kind=kind) for kind in Kind.values} | {
        "publication-with-table": Q(body__contains="<table"),
        "publication-with-attachment": Q(attachments__isnull=False),
        "publication-with-picture": Q(pictures__isnull=False),
    }
    found = {name: public.filter(condition).first() for name, condition in chosen.items()}
    found["publication-withdrawn"] = Publication.objects.filter(status=Status.WITHDRAWN).first()
    return {name: publication.get_absolute_url() for name, publication in found.items() if publication}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
