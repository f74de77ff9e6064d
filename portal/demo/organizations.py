"""The organisations of the county, from `fixtures/demo/organizations.csv`."""

import csv
from pathlib import Path

from django.conf import settings

from portal.organizations.models import Organization
from portal.organizations.tree import load_organizations

FIXTURES = Path(settings.BASE_DIR) / "fixtures" / "demo"
COMPETENT_AUTHORITY = "government-office"
"""条例 Art. 3: the county's general office leads disclosure in the whole county."""


def load() -> int:
    """Insert or update every organisation; returns how many."""
    with (FIXTURES / "organizations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [_row(row) for row in csv.DictReader(file)]
    return load_organizations(rows)


def by_catalog_name() -> dict[str, Organization]:
    """Every organisation by the name that catalog and fixtures use. One query."""
    return {organization.catalog_name: organization for organization in Organization.objects.all()}


def _row(row: dict) -> dict:
    return row | {
        "aliases": [alias for alias in row["aliases"].split("、") if alias],
        "established_on": row["established_on"] or None,
        "abolished_on": row["abolished_on"] or None,
        "is_competent_authority": row["code"] == COMPETENT_AUTHORITY,
    }
