"""Sessions and their people, what was said, what was typed in for others, and devices that are handed round."""

from surveys.fieldwork.models.devices import Device
from surveys.fieldwork.models.entry import Batch, Entry
from surveys.fieldwork.models.notes import EarlierText, Note, OwnNote
from surveys.fieldwork.models.sessions import Participant, Prompt, Session

__all__ = ["Batch", "Device", "EarlierText", "Entry", "Note", "OwnNote", "Participant", "Prompt", "Session"]
