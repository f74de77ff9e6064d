"""How long a document holds, and how long until it ends (rule 8.21). Pure."""

import re
from datetime import date

from disclosure.reassessing import add_months

_TRIAL = re.compile(r"试行|暂行")
SOON_MONTHS = 6


def is_trial(title: str) -> bool:
    """Whether the title says 试行 or 暂行: such a document holds for a shorter time."""
    return bool(_TRIAL.search(title))


def proposed_end(title: str, begins: date, years: dict[str, int]) -> date:
    """The day on which a normative document that begins on `begins` ceases, when nothing else is laid down.

    `years`: settings.VALIDITY_YEARS, with "default" and "trial".
    """
    return add_months(begins, 12 * years["trial" if is_trial(title) else "default"])


def time_left(ceases_on: date | None, today: date) -> str:
    """How long until the end, in words; empty when there is no end or it has passed."""
    if ceases_on is None or ceases_on <= today:
        return ""
    return f"还有{(ceases_on - today).days}天到期"


def ends_soon(ceases_on: date | None, today: date) -> bool:
    """Whether the end is within the six months in which the document is re-assessed (rule 8.21)."""
    return bool(time_left(ceases_on, today)) and ceases_on <= add_months(today, SOON_MONTHS)
