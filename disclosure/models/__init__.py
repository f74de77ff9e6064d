from .files import Attachment, Picture, Rendition
from .kinds import AnnualReportPage, Article, Interpretation, PolicyDocument, StatutoryPage, StatutoryPart
from .links import DocumentRelation, Fulfilment
from .numbering import IndexNumberSeries
from .publication import Publication

__all__ = [
    "AnnualReportPage",
    "Article",
    "Attachment",
    "DocumentRelation",
    "Fulfilment",
    "IndexNumberSeries",
    "Interpretation",
    "Picture",
    "PolicyDocument",
    "Publication",
    "Rendition",
    "StatutoryPage",
    "StatutoryPart",
]
