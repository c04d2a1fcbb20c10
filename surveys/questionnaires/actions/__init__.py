"""What may be done with surveys, their drafts and sets of questions."""

from surveys.questionnaires.actions.drafts import (
    Changed,
    DraftEnded,
    begin_draft,
    change_draft,
    go_back,
    publish_draft,
    throw_away,
)
from surveys.questionnaires.actions.importing import bring_in_form, replace_draft
from surveys.questionnaires.actions.publishing import (
    change_settings,
    move,
    must_be_careful,
    prepare_survey,
    publish,
)
from surveys.questionnaires.actions.sets import keep_set, retire_set

__all__ = [
    "Changed",
    "DraftEnded",
    "begin_draft",
    "bring_in_form",
    "change_draft",
    "change_settings",
    "go_back",
    "keep_set",
    "move",
    "must_be_careful",
    "prepare_survey",
    "publish",
    "publish_draft",
    "replace_draft",
    "retire_set",
    "throw_away",
]
