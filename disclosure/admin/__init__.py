"""The clerk's desk: writing, publishing and withdrawing what the organisation discloses."""

from .cleanups import CleanupAdmin
from .consents import ConsentAdmin
from .consistency import ConsistencyFindingAdmin
from .findings import FindingAdmin
from .interpretations import UnexplainedDocumentAdmin
from .kinds import (
    AllPublicationsAdmin,
    AnnualReportAdmin,
    ArticleAdmin,
    InterpretationAdmin,
    PolicyDocumentAdmin,
    StatutoryPageAdmin,
)
from .negative_list import WithheldRecordAdmin
from .plans import InterpretationPlanAdmin
from .reassessments import DueForReassessmentAdmin, ReassessmentAdmin
from .systems import BusinessSystemAdmin
from .validity import ValidityChangeAdmin

__all__ = [
    "AllPublicationsAdmin",
    "AnnualReportAdmin",
    "ArticleAdmin",
    "BusinessSystemAdmin",
    "CleanupAdmin",
    "ConsentAdmin",
    "ConsistencyFindingAdmin",
    "DueForReassessmentAdmin",
    "FindingAdmin",
    "InterpretationAdmin",
    "InterpretationPlanAdmin",
    "PolicyDocumentAdmin",
    "ReassessmentAdmin",
    "StatutoryPageAdmin",
    "UnexplainedDocumentAdmin",
    "ValidityChangeAdmin",
    "WithheldRecordAdmin",
]
