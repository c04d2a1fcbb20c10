"""What the answers say: counters that are read instead of responses, texts with their redactions, codes and quotes, and
findings with their evidence."""

from surveys.insight.models.care import CareTerms, Claim, HandOver, Search
from surveys.insight.models.codebook import CodebookVersion, Theme
from surveys.insight.models.coding import Coding, Sample, SampleText, Settlement
from surveys.insight.models.counting import PEOPLE, Release, Stand, Tally
from surveys.insight.models.extracts import Extract, ExtractPart, ExtractQuerySet
from surveys.insight.models.findings import Evidence, Finding, FindingQuerySet
from surveys.insight.models.passages import Passage, Redaction
from surveys.insight.models.publishing import PublicFigure
from surveys.insight.models.quotes import Quote

__all__ = [
    "PEOPLE",
    "CareTerms",
    "Claim",
    "CodebookVersion",
    "Coding",
    "Evidence",
    "Extract",
    "ExtractPart",
    "ExtractQuerySet",
    "Finding",
    "FindingQuerySet",
    "HandOver",
    "Passage",
    "PublicFigure",
    "Quote",
    "Redaction",
    "Release",
    "Sample",
    "SampleText",
    "Search",
    "Settlement",
    "Stand",
    "Tally",
    "Theme",
]
