"""Copies and sets of questions: taken out of one definition, put into the same or another, names kept unique."""

from typing import Any, Final

from surveys.questionnaires.definitions import Rule
from surveys.questionnaires.editing import (
    QUESTION,
    SECTION,
    Raw,
    copied,
    fresh_id,
    ids_in,
    last_section,
    piece_of,
    place_of,
    put_into,
    regrouped,
    rename_in_rules,
    section_order,
)
from surveys.questionnaires.logic import questions_in

Set = dict[str, Any]
LARGEST: Final = 60


def taken_out(raw: Raw, *, section: str = "", questions: frozenset[str] = frozenset()) -> Set:
    """The section with its questions, or these questions without one. Raises `Missing` for a section that is not there.

    A rule that looks outside the set is left out: elsewhere it would look at nothing."""
    chosen = [copied(q) for q in raw["questions"] if (q.get("section") == section if section else q["id"] in questions)]
    names = {question["id"] for question in chosen}
    for question in chosen:
        put_into(question, "")
        if outside(question.get("show_when"), names):
            del question["show_when"]
    return {"section": copied(piece_of(raw, SECTION, section)) if section else None, "questions": chosen}


def outside(rule: Rule | None, names: set[str]) -> bool:
    return bool(set(questions_in(rule)) - names)


def inserted(raw: Raw, content: Set, *, section: str = "", after: str = "") -> Raw:
    """With the set's own section `after` another one (else before the last); a set without one goes into `section`."""
    new, own = copied(raw), copied(content)
    if own["section"]:
        section = place_section(new, own["section"], after)
    elif section not in section_order(new):
        section = last_section(new)
    names = new_names(new, own["questions"])
    for question in own["questions"]:
        question["id"] = names[question["id"]]
        rename_in_rules(question, names)
        put_into(question, section)
    new["questions"].extend(own["questions"])
    return regrouped(new)


def place_section(new: Raw, section: Raw, after: str) -> str:
    """Put the section in, under a name that is free; gives the name."""
    section["id"] = fresh_id(section["id"], ids_in(new, SECTION), otherwise=SECTION)
    sections = new.setdefault("sections", [])
    place = place_of(new, SECTION, after) + 1 if after else max(len(sections) - 1, 0)
    sections.insert(place, section)
    return str(section["id"])


def new_names(raw: Raw, questions: list[Raw]) -> dict[str, str]:
    """For each question of the set a short name that is free in the draft."""
    taken, names = ids_in(raw, QUESTION), {}
    for question in questions:
        names[question["id"]] = fresh_id(question["id"], taken, otherwise=QUESTION)
        taken.add(names[question["id"]])
    return names


def duplicated(raw: Raw, kind: str, id_: str) -> Raw:
    """With a copy right after it. A copied section's rules look at its own questions."""
    if kind == SECTION:
        return inserted(raw, taken_out(raw, section=id_), after=id_)
    new, place = copied(raw), place_of(raw, kind, id_)
    twin = copied(new["questions"][place])
    twin["id"] = fresh_id(id_, ids_in(new, kind), otherwise=QUESTION)
    new["questions"].insert(place + 1, twin)
    return new
