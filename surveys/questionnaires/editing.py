"""Changes to a definition that is being written. Pure: a definition in, a changed copy out.

Questions stand section by section: first those of no section, then those of each section in its order."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, Final

from surveys.questionnaires.piping import PLACE
from surveys.questionnaires.translating import with_checks_moved

Raw = dict[str, Any]
Edit = Callable[[Raw], Raw]
LONGEST_ID: Final = 40
TOLD: Final = ("title", "purpose", "readers", "limits", "minutes", "consents")
"""What people are told before they begin, and asked before they send."""
QUESTION, SECTION, ABOUT, WORDS = "question", "section", "about", "words"
CLIPS: Final = "bsl"
"""Stands where a language does: clips in British Sign Language."""
LISTS: Final = {QUESTION: "questions", SECTION: "sections"}


class Missing(LookupError):
    """The question or section is not in the draft, or not any more."""


def copied(raw: Raw) -> Raw:
    return deepcopy(raw)


def place_of(raw: Raw, kind: str, id_: str) -> int:
    """Where this question or section stands in its list. Raises `Missing`."""
    for place, piece in enumerate(raw.get(LISTS[kind], ())):
        if piece["id"] == id_:
            return place
    raise Missing(id_)


def piece_of(raw: Raw, kind: str, id_: str = "") -> Raw:
    """The question, the section, what people are told, or all of it in other words. Raises `Missing`."""
    if kind == ABOUT:
        return {name: raw[name] for name in TOLD if name in raw}
    if kind == WORDS:
        return dict(raw.get("clips", {}) if id_ == CLIPS else raw.get("translations", {}).get(id_, {}))
    found: Raw = raw[LISTS[kind]][place_of(raw, kind, id_)]
    return found


def replaced(raw: Raw, kind: str, id_: str, piece: Raw) -> Raw:
    """With this in place of what stood there."""
    new = copied(raw)
    if kind == ABOUT:
        return {**{name: value for name, value in new.items() if name not in TOLD}, **piece}
    place = place_of(raw, kind, id_)
    if kind == QUESTION:
        before, after = (one.get("validation", []) for one in (new["questions"][place], piece))
        new = with_checks_moved(new, id_, before, after)
    new[LISTS[kind]][place] = copied(piece)
    return regrouped(with_new_id(new, kind, id_, piece["id"]) if piece["id"] != id_ else new)


def put(raw: Raw, kind: str, id_: str, piece: Raw) -> Raw:
    """With this in its place; at the end of its section if somebody deleted it meanwhile."""
    if kind != ABOUT and id_ not in ids_in(raw, kind):
        return added(raw, kind, piece)
    return replaced(raw, kind, id_, piece)


def section_order(raw: Raw) -> dict[str, int]:
    return {"": -1} | {section["id"]: place for place, section in enumerate(raw.get("sections", ()))}


def regrouped(raw: Raw) -> Raw:
    """Each section's questions together, in the order of the sections."""
    order = section_order(raw)
    raw["questions"] = sorted(raw["questions"], key=lambda question: order.get(question.get("section", ""), -1))
    return raw


def tidy(raw: Raw) -> Raw:
    """A published definition made ready to be edited. People see the same: a section's words stand before its first
    question only, so a question that follows without a section, or in an earlier one, joins the one before it."""
    new = copied(raw)
    known, met = set(section_order(new)), [""]
    for question in new["questions"]:
        wanted = question.get("section", "")
        if wanted in known and wanted not in met:
            met.append(wanted)
        put_into(question, met[-1])
    order = {id_: place for place, id_ in enumerate(met)}
    new["sections"] = sorted(new.get("sections", []), key=lambda section: order.get(section["id"], len(order)))
    return new


def put_into(question: Raw, section: str) -> None:
    question.pop("section", None)
    if section:
        question["section"] = section


def blocks(raw: Raw) -> Iterator[tuple[Raw | None, list[Raw]]]:
    """Each section with its questions; first those of no section, if there are any."""
    loose = [question for question in raw["questions"] if not question.get("section")]
    if loose:
        yield None, loose
    for section in raw.get("sections", ()):
        yield section, [question for question in raw["questions"] if question.get("section") == section["id"]]


def ids_in(raw: Raw, kind: str) -> set[str]:
    return {piece["id"] for piece in raw.get(LISTS[kind], ())}


def fresh_id(words: str, taken: set[str], *, otherwise: str) -> str:
    """A short name from the first words, in small letters, that nothing else has."""
    plain = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:LONGEST_ID].strip("_")
    stem = plain if plain[:1].isalpha() else otherwise
    return stem if stem not in taken else next(free_names(stem, taken))


def free_names(stem: str, taken: set[str]) -> Iterator[str]:
    for number in range(2, len(taken) + 3):
        ending = f"_{number}"
        name = stem[: LONGEST_ID - len(ending)] + ending
        if name not in taken:
            yield name


def added(raw: Raw, kind: str, piece: Raw) -> Raw:
    """With this at the end of its section, or this section before the last one."""
    new = copied(raw)
    if kind == SECTION:
        sections = new.setdefault("sections", [])
        sections.insert(max(len(sections) - 1, 0), copied(piece))
        return regrouped(new)
    new["questions"].append(copied(piece))
    return regrouped(new)


def moved(raw: Raw, kind: str, id_: str, step: int) -> Raw:
    """One place up (-1) or down (1). A question at the end of its section goes over into the next."""
    return moved_section(raw, id_, step) if kind == SECTION else moved_question(raw, id_, step)


def moved_section(raw: Raw, id_: str, step: int) -> Raw:
    new, place = copied(raw), place_of(raw, SECTION, id_)
    other = place + step
    if 0 <= other < len(new["sections"]):
        new["sections"][place], new["sections"][other] = new["sections"][other], new["sections"][place]
    return regrouped(new)


def moved_question(raw: Raw, id_: str, step: int) -> Raw:
    new, place = copied(raw), place_of(raw, QUESTION, id_)
    questions, question = new["questions"], new["questions"][place]
    other = place + step
    here = question.get("section", "")
    if 0 <= other < len(questions) and questions[other].get("section", "") == here:
        questions[place], questions[other] = questions[other], question
        return new
    order = [section["id"] if section else "" for section, _ in blocks(new)]
    next_door = order.index(here) + step
    if not 0 <= next_door < len(order):
        return new
    put_into(questions.pop(place), "")
    put_into(question, order[next_door])
    questions.insert(0 if step > 0 else len(questions), question)
    return regrouped(new)


def removed(raw: Raw, kind: str, id_: str) -> Raw:
    """Without this question, or without this section and its questions."""
    new, place = copied(raw), place_of(raw, kind, id_)
    del new[LISTS[kind]][place]
    if kind == SECTION:
        new["questions"] = [question for question in new["questions"] if question.get("section", "") != id_]
    return new


def put_back(raw: Raw, before: Raw, kind: str, id_: str) -> Raw:
    """With what was deleted where it stood, and a section's questions with it; what is there already stays."""
    new = copied(raw)
    insert_missing(new, before, kind, id_)
    if kind == SECTION:
        for question in before["questions"]:
            if question.get("section") == id_:
                insert_missing(new, before, QUESTION, question["id"])
    return regrouped(new)


def insert_missing(new: Raw, before: Raw, kind: str, id_: str) -> None:
    place = place_of(before, kind, id_)
    if id_ in ids_in(new, kind):
        return
    piece = copied(before[LISTS[kind]][place])
    if kind == QUESTION and piece.get("section", "") not in section_order(new):
        put_into(piece, last_section(new))
    new[LISTS[kind]].insert(place, piece)


def last_section(raw: Raw) -> str:
    return raw["sections"][-1]["id"] if raw.get("sections") else ""


def with_new_id(raw: Raw, kind: str, old: str, new: str) -> Raw:
    """Everything that named the old short name names the new one."""
    for question in raw["questions"]:
        if kind == SECTION and question.get("section") == old:
            question["section"] = new
        if kind == QUESTION:
            rename_in_rules(question, {old: new})
    return raw


def rename_in_rules(value: Any, names: dict[str, str]) -> None:
    """In every rule, check and text within, the new names of the questions that are looked at."""
    if isinstance(value, list):
        for part in value:
            rename_in_rules(part, names)
    elif isinstance(value, dict):
        if value.get("op") and value.get("question") in names:
            value["question"] = names[value["question"]]
        for part in value.values():
            rename_in_rules(part, names)
        for name in ("text", "help"):
            if isinstance(value.get(name), str):
                value[name] = PLACE.sub(lambda found: renamed_place(found, names), value[name])


def renamed_place(found: re.Match[str], names: dict[str, str]) -> str:
    """A place for an earlier answer, with the question's new name."""
    return found[0].replace(found[1], names.get(found[1], found[1]), 1)
