"""What is asked on the pages of this room."""

from surveys.insight.forms.codebook import MergeForm, SampleForm, SplitForm, ThemeForm
from surveys.insight.forms.extracts import ExtractForm, RefusalForm
from surveys.insight.forms.findings import CorrectionForm, DidForm, FindingForm, LinkForm, ThemeOfFindingForm
from surveys.insight.forms.listening import TranscriptForm
from surveys.insight.forms.reading import ResponseFilter
from surveys.insight.forms.searching import SearchForm, StandingOutForm
from surveys.insight.forms.texts import CodeForm, ConfirmForm, PassOnForm, QuoteForm, RedactForm

__all__ = [
    "CodeForm",
    "ConfirmForm",
    "CorrectionForm",
    "DidForm",
    "ExtractForm",
    "FindingForm",
    "LinkForm",
    "MergeForm",
    "PassOnForm",
    "QuoteForm",
    "RedactForm",
    "RefusalForm",
    "ResponseFilter",
    "SampleForm",
    "SearchForm",
    "SplitForm",
    "StandingOutForm",
    "ThemeForm",
    "ThemeOfFindingForm",
    "TranscriptForm",
]
