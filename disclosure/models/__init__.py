from .documents import (
    Cleanup,
    CleanupDecision,
    DueForReassessment,
    InterpretationPlan,
    Reassessment,
    UnexplainedDocument,
    ValidityChange,
    WithheldRecord,
)
from .files import Attachment, Picture, Rendition
from .history import EditLock, PreviewLink, Remark, Step, Version, VersionFile
from .kinds import AnnualReportPage, Article, Interpretation, PolicyDocument, StatutoryPage, StatutoryPart
from .links import DocumentRelation, Fulfilment
from .numbering import IndexNumberSeries
from .publication import Publication
from .screening import Consent, Finding, FindingLevel
from .systems import ApiReceipt, BusinessSystem, ConsistencyFinding

__all__ = [
    "AnnualReportPage",
    "ApiReceipt",
    "Article",
    "Attachment",
    "BusinessSystem",
    "Cleanup",
    "CleanupDecision",
    "Consent",
    "ConsistencyFinding",
    "DocumentRelation",
    "DueForReassessment",
    "EditLock",
    "Finding",
    "FindingLevel",
    "Fulfilment",
    "IndexNumberSeries",
    "Interpretation",
    "InterpretationPlan",
    "Picture",
    "PolicyDocument",
    "PreviewLink",
    "Publication",
    "Reassessment",
    "Remark",
    "Rendition",
    "StatutoryPage",
    "StatutoryPart",
    "Step",
    "UnexplainedDocument",
    "ValidityChange",
    "Version",
    "VersionFile",
    "WithheldRecord",
]
