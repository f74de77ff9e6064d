"""How well each organisation keeps up, so that the coverage matrix tells a story."""

from typing import NamedTuple

from portal.organizations.models import Organization

from .chance import chance


class Diligence(NamedTuple):
    """Shares between 0 and 1: of compilations that are late, stale or missing, and of matters left out."""

    late: float
    stale: float
    missing: float
    omitted: float


EXCELLENT = Diligence(late=0.01, stale=0.06, missing=0.0, omitted=0.02)
GOOD = Diligence(late=0.07, stale=0.20, missing=0.03, omitted=0.06)
FAIR = Diligence(late=0.10, stale=0.27, missing=0.06, omitted=0.09)
SLOW = Diligence(late=0.36, stale=0.26, missing=0.05, omitted=0.08)
BAD = Diligence(late=0.12, stale=0.30, missing=0.46, omitted=0.20)

KNOWN = {
    "government-office": EXCELLENT,
    "civil-affairs": EXCELLENT,
    "finance": EXCELLENT,
    "public-security": EXCELLENT,
    "county": EXCELLENT,
    "yunxi": EXCELLENT,
    "qingshi": EXCELLENT,
    "natural-resources": SLOW,
    "forestry": SLOW,
    "longtan": SLOW,
    "city-management": BAD,
    "gaotang": BAD,
}
"""The rest is GOOD or FAIR, and a few villages are SLOW or BAD, by chance."""


def diligence_of(organization: Organization) -> Diligence:
    """The habit of `organization`: always the same for the same code."""
    if organization.code in KNOWN:
        return KNOWN[organization.code]
    lot = chance("diligence", organization.code).random()
    if organization.is_village and lot < 0.14:
        return BAD if lot < 0.06 else SLOW
    return EXCELLENT if lot > 0.86 else GOOD if lot > 0.42 else FAIR
