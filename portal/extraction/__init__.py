"""Text and metadata out of files, hidden places included, for screening and search. Knows no model and no app."""

from .dispatch import extract
from .parts import Extracted, ExtractionFailed, Part

__all__ = ["Extracted", "ExtractionFailed", "Part", "extract"]
