"""Counting what waits to be counted, reading what may be read, and writing down what was learned."""

from surveys.insight.actions.care import keep_terms, pass_on, stop_for_today, take_next, take_up
from surveys.insight.actions.codebook import add_theme, change_theme, merge_theme, split_theme
from surveys.insight.actions.coding import code, draw_sample, finish_text, settle, undo
from surveys.insight.actions.counting import count_answers
from surveys.insight.actions.extracting import approve_extract, ask_for_extract, open_extract, refuse_extract
from surveys.insight.actions.findings import (
    correct_finding,
    link_evidence,
    link_theme,
    move,
    say_what_we_did,
    write_finding,
)
from surveys.insight.actions.listening import hear, read_transcript, text_of, write_transcript
from surveys.insight.actions.publishing import choose_public_figures
from surveys.insight.actions.quoting import choose_quote, clear_what_is_not_allowed, show_quote, take_down
from surveys.insight.actions.reading import Opened, open_note, open_passage, open_response, read_words
from surveys.insight.actions.redacting import confirm, keep_parts, propose, seen_of, send_back, suggested, with_words
from surveys.insight.actions.searching import Searched, search
from surveys.insight.actions.standing_out import words_of_survey, words_of_theme
from surveys.insight.actions.unlinking import unlink_evidence, unlink_theme

__all__ = [
    "Opened",
    "Searched",
    "add_theme",
    "approve_extract",
    "ask_for_extract",
    "change_theme",
    "choose_public_figures",
    "choose_quote",
    "clear_what_is_not_allowed",
    "code",
    "confirm",
    "correct_finding",
    "count_answers",
    "draw_sample",
    "finish_text",
    "hear",
    "keep_parts",
    "keep_terms",
    "link_evidence",
    "link_theme",
    "merge_theme",
    "move",
    "open_extract",
    "open_note",
    "open_passage",
    "open_response",
    "pass_on",
    "propose",
    "read_transcript",
    "read_words",
    "refuse_extract",
    "say_what_we_did",
    "search",
    "seen_of",
    "send_back",
    "settle",
    "show_quote",
    "split_theme",
    "stop_for_today",
    "suggested",
    "take_down",
    "take_next",
    "take_up",
    "text_of",
    "undo",
    "unlink_evidence",
    "unlink_theme",
    "with_words",
    "words_of_survey",
    "words_of_theme",
    "write_finding",
    "write_transcript",
]
