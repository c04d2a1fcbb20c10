"""Which columns of an XLSForm are read, which are left out and named, and which stand in the way."""

from typing import Final

from surveys.questionnaires.xlsforms.outgoing import OWN

FATAL: Final = ("calculation", "choice_filter", "repeat_count", "trigger", "save_to", "media::image", "media::audio",
                "media::video", "media::big-image")  # fmt: skip
LEFT_OUT: Final = {
    "required": "nobody has to answer: every question can be skipped",
    "default": "nothing is chosen beforehand",
    "guidance_hint": "guidance is left out",
    "required_message": "nobody has to answer, so this is never said",
}
READ: Final = frozenset(("type", "name", "label", "hint", "relevant", "constraint", "constraint_message", "appearance",
                         "parameters", "disabled", "list_name", OWN, *FATAL, *LEFT_OUT, "readonly"))  # fmt: skip
TOLD: Final = frozenset(("label", "hint", "constraint_message"))
SETTINGS: Final = frozenset(("form_title", "form_id", "version", "default_language"))
