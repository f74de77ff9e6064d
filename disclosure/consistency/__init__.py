"""Nightly checks that the data still agree with themselves. What they find is kept and shown, never mended silently."""

from .running import CHECKS, LABELS, keep, run

__all__ = ["CHECKS", "LABELS", "keep", "run"]
