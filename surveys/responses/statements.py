"""Statements of the way through a survey that every page asks for. Kept as they go to the database, since working one
out from a queryset takes longer than the database takes to answer it: 0.33 ms against 0.02 for the current version."""

from typing import Final

CURRENT_VERSION: Final = """
SELECT state, current_id FROM questionnaires_survey WHERE slug = %s AND current_id IS NOT NULL
"""
FIND_DRAFT: Final = "SELECT * FROM responses_draft WHERE token = %s"
LOCKED: Final = " FOR UPDATE"
"""Where the database locks rows; SQLite lets only one write at a time."""
KEEP_DRAFT: Final = "UPDATE responses_draft SET sealed = %s, used_on = %s WHERE id = %s AND sealed = %s"
DESTROY_DRAFT: Final = (
    "DELETE FROM responses_draftrecording WHERE draft_id = %s",
    "DELETE FROM responses_draft WHERE id = %s",
)
ONE_MORE: Final = """
INSERT INTO responses_footfall (version_id, wave, at, onward, number) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (version_id, wave, at, onward) DO UPDATE SET number = responses_footfall.number + 1
"""
"""A counter goes up in one step, which two people at once cannot get between."""
