from .change_request import ChangeRequest, ChangeState, ChangeStep, StepVerb
from .change_row import ChangeKind, ChangeRow
from .item import CatalogItem, Evidence, ItemKind, Origin
from .obligation import Obligation
from .revision import EntryKind, Revision, RevisionEntry, RevisionSource

__all__ = [
    "CatalogItem",
    "ChangeKind",
    "ChangeRequest",
    "ChangeRow",
    "ChangeState",
    "ChangeStep",
    "EntryKind",
    "Evidence",
    "ItemKind",
    "Obligation",
    "Origin",
    "Revision",
    "RevisionEntry",
    "RevisionSource",
    "StepVerb",
]
