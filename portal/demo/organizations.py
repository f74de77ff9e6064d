"""The organisations of the county, from `fixtures/demo/organizations.csv`."""

from pathlib import Path

from django.conf import settings

from portal.organizations.importing import import_organizations
from portal.organizations.models import Organization

FIXTURES = Path(settings.BASE_DIR) / "fixtures" / "demo"


def load() -> int:
    """Insert or update every organisation; returns how many."""
    return sum(import_organizations(FIXTURES / "organizations.csv"))


def by_catalog_name() -> dict[str, Organization]:
    """Every organisation by the name that catalog and fixtures use. One query."""
    return {organization.catalog_name: organization for organization in Organization.objects.all()}
