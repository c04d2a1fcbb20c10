"""An XLSForm as a survey: everything that comes in, or every cell that stands in the way. Nothing is half imported."""

import json
from dataclasses import dataclass
from typing import Any, Final

from surveys.questionnaires.choices import LISTED, Consent, QuestionKind
from surveys.questionnaires.definitions import DefinitionError, parse
from surveys.questionnaires.logic import questions_in
from surveys.questionnaires.publishing import MOST_QUESTIONS, of_signs, problems
from surveys.questionnaires.translating import MADE_FROM
from surveys.questionnaires.xlsforms.book import Book, Row, Said, by_list, read_book
from surveys.questionnaires.xlsforms.cells import LONGEST_TITLE, UNSHOWN, Cells
from surveys.questionnaires.xlsforms.expressions import NotUnderstood
from surveys.questionnaires.xlsforms.flattening import Flat, Flattener, Item
from surveys.questionnaires.xlsforms.kinds import Cannot, ends_of, kind_of, options_of
from surveys.questionnaires.xlsforms.languages_in import Translations, rows_told
from surveys.questionnaires.xlsforms.names import Names
from surveys.questionnaires.xlsforms.outgoing import OWN, choices_of, columns_of, shown
from surveys.questionnaires.xlsforms.piping_in import with_places
from surveys.questionnaires.xlsforms.rules import Known, Rules, checks_of

Raw = dict[str, Any]
READERS: Final = "Researchers who work for the office. Not the police, and not the people who helped you."
PURPOSE: Final = "Tell us what helped and what did not. The office uses it to make the help better."
SAME_LIST: Final = ("type", "appearance", "parameters")


@dataclass(frozen=True)
class Incoming:
    """What a form would become. `definition` is None while there are faults; remarks stop nothing."""

    title: str
    slug: str
    definition: Raw | None
    faults: tuple[Said, ...]
    remarks: tuple[Said, ...]


def read_form(data: bytes, *, name: str) -> Incoming:
    """Raises `NotAForm` for what is no spreadsheet with a survey. `name` stands in where the form has no title."""
    return Importer(read_book(data), name).read()


class Importer:
    """One form on its way in."""

    def __init__(self, book: Book, name: str) -> None:
        self.book, self.lists = book, by_list(book.choices)
        self.title = (book.settings.get("form_title") or name)[:LONGEST_TITLE]
        self.slug = Names("form").id_for(book.settings.get("form_id") or name).replace("_", "-")
        self.cells = Cells(book)
        self.faults, self.remarks = self.cells.faults, self.cells.remarks
        self.known: dict[str, Known] = {}

    def read(self) -> Incoming:
        flat = Flattener(self.lists).read(self.book.survey)
        self.faults += flat.faults
        self.remarks += flat.remarks
        self.cells.look()
        for place, item in enumerate(flat.items):
            if place == MOST_QUESTIONS:
                self.fault(item.row, "name", f"a survey has at most {MOST_QUESTIONS} questions; this is one more")
        questions = self.questions(flat.items[:MOST_QUESTIONS])
        if not flat.items and not self.faults:
            self.fault(Row("survey", 2, {}), "type", "there is no question that could come in")
        definition = None if self.faults else self.whole(flat, questions)
        order = sorted(self.faults, key=lambda said: (said.sheet != "survey", said.row))
        kept = None if self.faults else definition
        return Incoming(self.title, self.slug, kept, tuple(order), tuple(self.remarks))

    def fault(self, row: Row, column: str, words: str) -> None:
        self.faults.append(row.said(column, words))

    # Questions

    def questions(self, items: list[Item]) -> list[Raw]:
        ids = Names("question")
        found = []
        for place, item in enumerate(items):
            if question := self.question(place, item, ids):
                found.append(question)
        return found

    def question(self, place: int, item: Item, ids: Names) -> Raw | None:
        """The question, or None when the faults say why not. Every fault of a row is said at once."""
        row, before = item.row, len(self.faults)
        name = row.get("name")
        own = self.own(row)
        self.cells.look_at(row)
        if not name:
            self.fault(row, "name", "this question has no name")
        elif name in self.known:
            self.fault(row, "name", f"“{name}” is used twice")
        question: Raw = {"id": ids.id_for(name or "question")}
        try:
            question |= self.shape(item, own, question["id"], place)
        except Cannot as error:
            self.fault(error.row or row, error.column, str(error))
            return None
        question |= self.texts(row, own, question["kind"])
        self.rule(question, item, own, place)
        self.checks(question, item, own, place)
        if item.section:
            question["section"] = item.section
        if own:
            question |= {key: value for key, value in own.items() if key not in question and key not in GROUPED}
        return question if len(self.faults) == before else None

    def own(self, row: Row) -> Raw:
        """The question as we wrote it, for an XLSForm that came from here; empty otherwise."""
        text = row.get(OWN)
        if not text:
            return {}
        try:
            own = json.loads(text)
            columns_of(own)
            choices_of(own)
        except Exception:  # noqa: BLE001 - somebody else's column may hold anything
            self.remarks.append(row.said(OWN, "this is not as it was written here; the other columns are read"))
            return {}
        if any(of_signs(own)):
            self.fault(row, OWN, UNSHOWN)
        return own if isinstance(own, dict) else {}

    def same(self, row: Row, own: Raw, *columns: str) -> bool:
        """Whether these columns say what they said when the form went out."""
        expected = columns_of(own) if own else {}
        return bool(own) and all(row.get(column) == expected.get(column, "") for column in columns)

    def shape(self, item: Item, own: Raw, id_: str, place: int) -> Raw:
        """Kind, options and numbers. Raises `Cannot`."""
        listed, names = self.same(item.row, own, *SAME_LIST) and self.same_list(item, own), {}
        if listed and own["id"] == item.row.get("name"):
            shape = {key: own[key] for key in ("kind", "options", "low", "high") if key in own}
            names = {option["id"]: option["id"] for option in shape.get("options", ())}
        else:
            shape, names = kind_of(item, self.lists)
        name = item.row.get("name")
        kind = QuestionKind(shape["kind"])
        self.known[name] = Known(id_, kind, place, names)
        for row in item.rows:
            whole = row.get("name")
            option = names.get(whole) or names.get(whole.rpartition(".")[2], "")
            self.known[whole] = Known(id_, kind, place, {}, option)
        return shape

    def same_list(self, item: Item, own: Raw) -> bool:
        """Whether the choices are still those that went out."""
        if item.rows:
            went = [(f"{own['id']}.{option['id']}", shown(option["text"])) for option in own.get("options", ())]
            same = went == [(row.get("name"), row.get("label")) for row in item.rows]
            return same and not ends_of(item)
        if own.get("kind") not in LISTED:
            return True
        rows = options_of(item.row, self.lists)
        went = [(one["name"], one["label"]) for one in choices_of(own)]
        return went == [(row.get("name"), row.get("label")) for row in rows]

    def texts(self, row: Row, own: Raw, kind: str) -> Raw:
        found: Raw = {}
        for column, key in (("label", "text"), ("hint", "help")):
            text = own[key] if key in own and self.same(row, own, column) else self.placed(row, column)
            if text or (own and key in own):
                found[key] = text
        if not found.get("text"):
            if "help" not in found:
                self.fault(row, "label", "this question has no words")
            found["text"] = found.pop("help", "")
        return found

    def placed(self, row: Row, column: str) -> str:
        try:
            return with_places(row.get(column), self.known)
        except NotUnderstood as error:
            self.fault(row, column, str(error))
            return ""

    def rule(self, question: Raw, item: Item, own: Raw, place: int) -> None:
        rules = []
        if own and self.same(item.row, own, "relevant") and self.are_known(own.get("show_when"), place):
            rules += [own["show_when"]] if own.get("show_when") else []
        elif item.row.get("relevant"):
            rules += self.read_rule(item.row, place)
        around = [rule for row in item.conditions for rule in self.read_rule(row, place)]
        every = [*around, *rules]
        if every:
            question["show_when"] = every[0] if len(every) == 1 else {"op": "all", "of": every}

    def are_known(self, rule: Any, place: int) -> bool:
        """Whether the rule looks at questions that are still there, under the same ids, before this one."""
        try:
            names = questions_in(rule)
        except (KeyError, TypeError, AttributeError):
            return False
        earlier = {known.id for name, known in self.known.items() if known.position < place and known.id == name}
        return all(isinstance(name, str) and name in earlier for name in names)

    def read_rule(self, row: Row, place: int) -> list[Raw]:
        try:
            return [Rules(self.known).rule(row.get("relevant"), before=place)]
        except NotUnderstood as error:
            self.fault(row, "relevant", str(error))
            return []

    def checks(self, question: Raw, item: Item, own: Raw, place: int) -> None:
        row = item.row
        if own and self.same(row, own, "constraint", "constraint_message"):
            question |= {key: own[key] for key in ("validation", "max_length") if key in own}
            return
        if not row.get("constraint"):
            return
        known = self.known.get(row.get("name"), Known("", QuestionKind(question["kind"]), place))
        try:
            found, longest = checks_of(
                Rules(self.known), row.get("constraint"), known=known, words=row.get("constraint_message")
            )
        except NotUnderstood as error:
            self.fault(row, "constraint", str(error))
            return
        if found:
            question["validation"] = found
        if longest is not None:
            question["max_length"] = longest

    # The whole

    def whole(self, flat: Flat, questions: list[Raw]) -> Raw | None:
        base: Raw = {
            "title": self.title,
            "readers": READERS,
            "purpose": PURPOSE,
            "minutes": max(1, min(60, -(-len(questions) // 2))),
            "consents": [consent.value for consent in Consent],
        }
        told = self.own_settings()
        sections = self.sections(flat, told.pop("sections", []))
        more = {"sections": sections} if sections else {}
        definition = {**base, **told, "title": self.title, **more, "questions": questions}
        definition |= self.translations(definition, flat)
        try:
            parse(definition)
            problems(definition, slug=self.slug)
        except DefinitionError as error:
            self.fault(self.book.settings, OWN, str(error))
        except Exception:  # noqa: BLE001 - what somebody wrote into our column may be of any shape
            self.fault(self.book.settings, OWN, "this is not as it was written here; empty this column and try again")
        if any(of_signs(definition)) and not self.faults:
            self.fault(self.book.settings, "form_title", UNSHOWN)
        return definition

    def translations(self, definition: Raw, flat: Flat) -> Raw:
        """The words in other languages, by place, and the English that they were made from."""
        own = (definition.pop(name, {}) for name in ("translations", MADE_FROM))
        told = Translations(self.book.languages, *own, self.known)
        for row, places in rows_told(definition, flat, self.known, self.lists):
            for column, words in told.read(row, places):
                self.fault(row, column, words)
        return told.of(definition)

    def own_settings(self) -> Raw:
        try:
            told = json.loads(self.own_text() or "{}")
        except (ValueError, RecursionError):
            self.remarks.append(self.book.settings.said(OWN, "this is not as it was written here, and is left out"))
            return {}
        if any(of_signs(told)):
            self.fault(self.book.settings, self.own_cells()[0], UNSHOWN)
        return told if isinstance(told, dict) else {}

    def own_text(self) -> str:
        """What we wrote about the whole, over several cells where it is long."""
        return "".join(map(self.book.settings.get, self.own_cells()))

    def own_cells(self) -> list[str]:
        names = [name for name in self.book.settings.cells if name.startswith(f"{OWN}_")]
        return sorted(names, key=lambda name: (len(name), name))

    def sections(self, flat: Flat, own: Any) -> list[Raw]:
        """The sections as we wrote them, with the titles that their groups have now; then groups that are new."""
        kept = [dict(one) for one in own if isinstance(one, dict) and one.get("id")] if isinstance(own, list) else []
        titles = {section.id: section.title for section in flat.sections}
        for section in kept:
            title = titles.pop(section["id"], None) if isinstance(section["id"], str) else None
            if title and title != str(section.get("title", "")).strip():
                section["title"] = title
        return [*kept, *({"id": id_, "title": title} for id_, title in titles.items())]


GROUPED: Final = frozenset(
    ("id", "kind", "options", "low", "high", "text", "help", "show_when", "validation", "max_length", "section")
)
"""Parts of a question that its columns say; they are taken from the columns once these were changed."""
