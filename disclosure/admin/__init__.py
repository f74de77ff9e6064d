"""The clerk's desk: writing, publishing and withdrawing what the organisation discloses."""

from .kinds import (
    AllPublicationsAdmin,
    AnnualReportAdmin,
    ArticleAdmin,
    InterpretationAdmin,
    PolicyDocumentAdmin,
    StatutoryPageAdmin,
)

__all__ = [
    "AllPublicationsAdmin",
    "AnnualReportAdmin",
    "ArticleAdmin",
    "InterpretationAdmin",
    "PolicyDocumentAdmin",
    "StatutoryPageAdmin",
]
