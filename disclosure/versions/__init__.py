"""Every save is kept: what it said, who saved it, and how it differs from another."""

from .content import snapshot
from .merging import merged
from .restoring import restore
from .services import (
    keep_public_version,
    open_correction,
    restore_as_draft,
    reword_correction,
    save_version,
    start_correction,
)

__all__ = [
    "keep_public_version",
    "merged",
    "open_correction",
    "restore",
    "restore_as_draft",
    "reword_correction",
    "save_version",
    "snapshot",
    "start_correction",
]
