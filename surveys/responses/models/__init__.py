"""What people sent (`responses`) and are writing (`drafts`), aloud (`recordings`), what came of it
(`afterwards`), and screens in waiting rooms."""

from surveys.responses.models.afterwards import NamedWish, Trace, WordsByMail
from surveys.responses.models.drafts import Draft
from surveys.responses.models.footfall import Footfall
from surveys.responses.models.kiosks import Kiosk
from surveys.responses.models.receipts import Receipt
from surveys.responses.models.recordings import DraftRecording, Recording, RecordingQuerySet
from surveys.responses.models.responses import (
    Response,
    ResponseQuerySet,
    Uncounted,
    Words,
    WordsQuerySet,
    consent_columns,
)

__all__ = [
    "Draft",
    "DraftRecording",
    "Footfall",
    "Kiosk",
    "NamedWish",
    "Receipt",
    "Recording",
    "RecordingQuerySet",
    "Response",
    "ResponseQuerySet",
    "Trace",
    "Uncounted",
    "Words",
    "WordsByMail",
    "WordsQuerySet",
    "consent_columns",
]
