"""The life of documents after they are written: validity, clean-up, interpretation, re-assessment."""

from .validity import apply_due, change_validity, follow_relations

__all__ = ["apply_due", "change_validity", "follow_relations"]
