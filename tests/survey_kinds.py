"""A survey with one question of every kind, and an answer to each as a browser posts it."""

from copy import deepcopy

OPTIONS = [{"id": "call", "text": "A call"}, {"id": "visit", "text": "A visit"}, {"id": "info", "text": "Facts"}]
KINDS = {
    "title": "How was it for you?",
    "readers": "Researchers who work for the office.",
    "purpose": "We use it to make things better.",
    "minutes": 5,
    "sections": [{"id": "help", "title": "Help", "note": "We ask about a hard time."}],
    "questions": [
        {"id": "hello", "kind": "statement", "text": "Before we begin", "help": "Take your time.\n\nYou can stop."},
        {"id": "heard", "kind": "single", "text": "Did you feel heard?", "section": "help", "rights": ["understand"],
         "options": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No & never"}]},
        {"id": "helped_by", "kind": "several", "text": "What helped?", "options": OPTIONS,
         "validation": [{"op": "choose_at_most", "value": 2, "words": "Choose up to two"}]},
        {"id": "helpful", "kind": "scale", "text": "How good was it?", "low": 0, "high": 10, "low_label": "Not at all",
         "high_label": "Very", "measures": "satisfaction"},
        {"id": "care", "kind": "matrix", "text": "How was each of these?", "help": "Leave out what you do not know.",
         "low_label": "bad", "high_label": "good",
         "options": [{"id": "listened", "text": "They listened"}, {"id": "told", "text": "They told me things"}]},
        {"id": "order", "kind": "ranking", "text": "What matters most?", "options": OPTIONS},
        {"id": "calls", "kind": "number", "text": "How many calls did you get?",
         "validation": [{"op": "whole_number", "words": "Write the number of calls, like 2"},
                        {"op": "at_most", "value": 500, "words": "That is more calls than we can believe"}]},
        {"id": "wanted", "kind": "number", "text": "How many did you want?", "help": "You had {calls|some} calls.",
         "validation": [{"op": "at_least", "question": "calls", "words": "You had more than that already"}]},
        {"id": "since", "kind": "month", "text": "When did it begin?",
         "validation": [{"op": "not_in_future", "words": "This month is still to come"}]},
        {"id": "where", "kind": "district", "text": "Where do you live?"},
        {"id": "who", "kind": "cohort", "text": "Which fits you?"},
        {"id": "name_of_it", "kind": "short", "text": "What do you call it?"},
        {"id": "why", "kind": "text", "text": "You said {heard|nothing}. Why?", "max_length": 2000,
         "show_when": {"op": "at_most", "question": "care", "row": "listened", "value": 2}},
        {"id": "good_thing", "kind": "text", "text": "What is one good thing?", "max_length": 2000},
    ],
    "consents": ["count", "read"],
}  # fmt: skip

ANSWERS = {
    "hello": {},
    "heard": {"answer": "no"},
    "helped_by": {"answer": ["call", "info"]},
    "helpful": {"answer": "4"},
    "care": {"answer_listened": "2", "answer_told": "5"},
    "order": {"answer_1": "info", "answer_2": "call"},
    "calls": {"answer": "1 "},
    "wanted": {"answer": "12"},
    "since": {"answer_month": "march", "answer_year": "2024"},
    "where": {"answer": "e07000034"},
    "who": {"answer": "under_18"},
    "name_of_it": {"answer": "The visit"},
    "why": {"answer": "It took so long."},
    "good_thing": {"answer": "The nurse was kind."},
}


def all_kinds(**changes):
    return {**deepcopy(KINDS), **changes}


def with_change(id_, **changes):
    """The survey with one question changed."""
    raw = all_kinds()
    next(question for question in raw["questions"] if question["id"] == id_).update(changes)
    return raw


def number_of(id_):
    """The place of a question in the address, from 1."""
    return [question["id"] for question in KINDS["questions"]].index(id_) + 1
