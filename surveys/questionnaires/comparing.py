"""Two texts of a survey side by side: what was added, removed, moved and changed, and which words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from surveys.questionnaires.choices import OF_THE_OFFICE, Consent, NoAnswer, QuestionKind
from surveys.questionnaires.definitions import Definition, Rule
from surveys.questionnaires.editing import ABOUT, LISTS, QUESTION, SECTION, TOLD, Raw
from surveys.questionnaires.rule_words import rule_words

PIECE = re.compile(r"\s+|[^\s]+")
ADDED, REMOVED, CHANGED, MOVED = "Added", "Removed", "Changed", "Moved"
LABELS: Final = {
    "title": "Title",
    "purpose": "What happens with it",
    "readers": "Who reads it",
    "limits": "What cannot be kept private",
    "minutes": "Minutes",
    "consents": "Consents",
    "note": "Content note",
    "kind": "Kind",
    "text": "Question",
    "help": "Help",
    "section": "Section",
    "options": "Options",
    "low": "Lowest number",
    "high": "Highest number",
    "low_label": "Low end",
    "high_label": "High end",
    "max_length": "Most letters",
    "measures": "Measures",
    "silences": "Other ways of not answering",
    "show_when": "Shown when",
    "validation": "Checks of the answer",
    "rights": "Rights",
}


@dataclass(frozen=True)
class Part:
    """One thing said of a question, before and after."""

    label: str
    before: str
    after: str

    @property
    def words(self) -> list[tuple[str, str]]:
        """(“same”, “gone” or “new”, words), in the order of reading."""
        old, new = PIECE.findall(self.before), PIECE.findall(self.after)
        found: list[tuple[str, str]] = []
        for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what == "equal":
                found.append(("same", "".join(old[a:b])))
                continue
            found += [(mark, "".join(words)) for mark, words in (("gone", old[a:b]), ("new", new[c:d])) if words]
        return found


@dataclass(frozen=True)
class Difference:
    """What happened to one question, one section, or what people are told."""

    what: str
    kind: str
    id: str
    title: str
    parts: tuple[Part, ...] = ()


def piece_words(raw: Raw, definition: Definition | None, piece: Raw) -> dict[str, str]:
    """Everything said in a piece of a definition, as words by label."""
    sections = {section["id"]: section["title"] for section in raw.get("sections", ())}
    said = {name: words_of(name, value, sections, definition) for name, value in piece.items() if name != "id"}
    return {LABELS.get(name, name): words for name, words in said.items() if words}


def words_of(name: str, value: Any, sections: dict[str, str], definition: Definition | None) -> str:
    match name:
        case "kind":
            return QuestionKind(value).label if value in QuestionKind.values else str(value)
        case "section":
            return sections.get(value, value)
        case "options":
            return "\n".join(str(option["text"]) for option in value)
        case "consents" | "silences":
            known = {one.value: str(one.label) for one in (*Consent, *NoAnswer)}
            return "\n".join(known.get(one, str(one)) for one in value) or "None"
        case "show_when":
            return shown_when(definition, value)
        case "validation":
            return "\n".join(str(check.get("words", "")) for check in value)
        case "rights":
            return ", ".join(map(str, value))
    return "" if value is None else str(value)


def shown_when(definition: Definition | None, rule: Rule | None) -> str:
    """The rule as a sentence; a rule that looks at nothing is said to."""
    if not rule or definition is None:
        return ""
    try:
        words = rule_words(definition, rule)
        joined = rule["op"] in ("all", "any") and len(rule["of"]) > 1
        return words.replace("(", "", 1)[: -len(").")] + "." if joined else words
    except (LookupError, TypeError, ValueError, AttributeError):
        return "Shown by a rule that looks at something that is not in the survey."


def parts_between(before: dict[str, str], after: dict[str, str]) -> tuple[Part, ...]:
    """What is said otherwise, in the order of the labels."""
    names = [*dict.fromkeys([*before, *after])]
    order = {label: place for place, label in enumerate(LABELS.values())}
    changed = [name for name in names if before.get(name, "") != after.get(name, "")]
    return tuple(
        Part(name, before.get(name, ""), after.get(name, ""))
        for name in sorted(changed, key=lambda name: order.get(name, len(order)))
    )


@dataclass(frozen=True)
class Side:
    """One of the two texts."""

    raw: Raw
    definition: Definition | None

    def said(self, piece: Raw) -> dict[str, str]:
        return piece_words(self.raw, self.definition, piece)


def compare(before: Side, after: Side) -> list[Difference]:
    """What somebody who knows `before` has to know of `after`, in the order of `after`."""
    told = [{name: side.raw.get(name) for name in TOLD if side.raw.get(name)} for side in (before, after)]
    parts = parts_between(before.said(told[0]), after.said(told[1]))
    about = [Difference(CHANGED, ABOUT, "", "What people are told", parts)] if parts else []
    return [*about, *of_list(before, after, SECTION), *of_list(before, after, QUESTION)]


def of_list(before: Side, after: Side, kind: str) -> Iterator[Difference]:
    old, new = by_id(before.raw, kind), by_id(after.raw, kind)
    moved = moved_among(list(old), list(new))
    for id_, piece in new.items():
        if id_ not in old:
            yield Difference(ADDED, kind, id_, title_of(piece), parts_between({}, after.said(piece)))
            continue
        parts = parts_between(before.said(old[id_]), after.said(piece))
        if parts or id_ in moved:
            yield Difference(CHANGED if parts else MOVED, kind, id_, title_of(piece), parts)
    for id_, piece in old.items():
        if id_ not in new:
            yield Difference(REMOVED, kind, id_, title_of(piece), parts_between(before.said(piece), {}))


def by_id(raw: Raw, kind: str) -> dict[str, Raw]:
    """The pieces by their short name. The office's own lists, which are taken in at publication, are left aside."""
    pieces = raw.get(LISTS[kind], ())
    return {
        piece["id"]: {name: value for name, value in piece.items() if name != "options"}
        if piece.get("kind") in OF_THE_OFFICE
        else piece
        for piece in pieces
    }


def title_of(piece: Raw) -> str:
    return str(piece.get("text") or piece.get("title") or piece["id"])


def moved_among(old: list[str], new: list[str]) -> set[str]:
    """Those that stand elsewhere among the others that both have."""
    both = set(old) & set(new)
    first, second = [id_ for id_ in old if id_ in both], [id_ for id_ in new if id_ in both]
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    kept = {second[block.b + step] for block in blocks for step in range(block.size)}
    return both - kept
