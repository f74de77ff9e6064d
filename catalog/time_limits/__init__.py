"""The official wording of 公开时限 as rules a machine can count with. Pure: no Django, no clock."""

from catalog.time_limits.answers import explain, publish_within, renewal
from catalog.time_limits.model import Mode, Reading, TimeLimit, Unit
from catalog.time_limits.reading import read_time_limit

__all__ = ["Mode", "Reading", "TimeLimit", "Unit", "explain", "publish_within", "read_time_limit", "renewal"]
