"""How often a matter must be renewed, in the few steps that matter for grouping."""

from enum import StrEnum

from catalog.time_limits import read_time_limit, renewal


class Rhythm(StrEnum):
    ONCE = "once"
    YEARLY = "yearly"
    QUARTERLY = "quarterly"
    SHORT = "short"


def rhythm_of(time_limit: str) -> Rhythm:
    """YEARLY for half a year and more, QUARTERLY from two months, SHORT below; ONCE without rounds."""
    period = renewal(read_time_limit(time_limit))
    if period is None:
        return Rhythm.ONCE
    days = period[0] * period[1].days
    return Rhythm.YEARLY if days > 150 else Rhythm.QUARTERLY if days > 45 else Rhythm.SHORT
