"""Every output of what people told us, with the consents it needs, and a world in which each has something to show.

An output gives the numbers of the people of whom it shows something now."""

import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.test import Client
from django.urls import reverse

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.fieldwork.actions import change_consents as change_in_session
from surveys.fieldwork.actions import remove_words
from surveys.fieldwork.models import Note, Participant, Session
from surveys.insight.actions import clear_what_is_not_allowed, count_answers
from surveys.insight.models import Coding, Evidence, Finding, Passage, Quote, Redaction, Sample, SampleText, Theme
from surveys.panel.models import Carried, Topic, Wave
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey
from surveys.responses.actions import change_consents, count, withdraw
from surveys.responses.models import Recording, Response, Words, consent_columns
from tests.factories import make

ALL = frozenset(Consent)
OF_SESSIONS = (Consent.COUNT, Consent.READ, Consent.QUOTE, Consent.PUBLISH)
Shows = Callable[["World"], Iterable[int]]


@dataclass(frozen=True)
class Output:
    name: str
    needs: frozenset[Consent]
    shows: Shows
    numbers: bool
    """It gives a number of people, not who they are."""


OUTPUTS: list[Output] = []


def output(*needs: Consent, numbers: bool = False) -> Callable[[Shows], Shows]:
    def keep(shows: Shows) -> Shows:
        OUTPUTS.append(Output(shows.__name__, frozenset(needs), shows, numbers))
        return shows

    return keep


class World:
    """People who allowed everything, whose answers went the whole way. Each has a word of their own."""

    def __init__(self, people: int) -> None:
        self.survey, self.theme = make(Survey, opened=True), make(Theme)
        self.reader, self.second = make(User, role=roles.RESEARCHER), make(User, role=roles.RESEARCHER)
        self.office = make(User, role=roles.OFFICE_STAFF)
        self.finding = make(Finding, survey=self.survey, state="published", published_at=clock.now(),
                            published_by=self.office)  # fmt: skip
        self.sample = make(Sample, coder=self.second)
        topic = make(Topic)
        self.told_in, self.asked_in, self.asked_next = (make(Wave, topics=[topic]) for _ in range(3))
        self.session = make(Session, state="closed", debrief="everybody")
        self.people = [self.person(number) for number in range(people)]
        self.settle()

    def person(self, number: int) -> SimpleNamespace:
        mark = f"zebra{chr(97 + number)}q"
        facts = {"wave": self.told_in.pk, "pseudonym": uuid.uuid4(), "submitted_on": clock.today()}
        response = make(Response, version=self.survey.current, **facts, **consent_columns(Consent))
        words = make(Words, response=response, said=f"It was {mark} all the time.")
        recording = make(Recording, response=response, sound=mark.encode(), said=f"I said {mark}.")
        make(Evidence, finding=self.finding, response=response)
        make(Carried, wave=self.asked_in, response=response)
        who = make(Participant, session=self.session, may_quote=True, may_publish=True)
        note = make(Note, session=self.session, participant=who, said=f"P said {mark} too.")
        self.count(response)
        texts = [self.text(mark, words=words), self.text(mark, note=note), self.text(mark, recording=recording)]
        return SimpleNamespace(number=number, mark=mark, response=response, words=words, recording=recording, who=who,
                               note=note, texts=texts)  # fmt: skip

    def count(self, response: Response) -> None:
        count(response, 1)

    def text(self, mark: str, **source: object) -> Passage:
        """Everything that hangs on a text."""
        text = make(Passage, **source)
        kept = make(Redaction, passage=text, state="confirmed", remains=f"It was {mark}.")
        for audience, said in (("reports", f"{mark}-r"), ("everybody", f"{mark}-e")):
            make(Quote, passage=text, redaction=kept, finding=self.finding, said=said, state="shown", audience=audience)
        make(Coding, passage=text, theme=self.theme)
        make(SampleText, sample=self.sample, passage=text)
        return text

    def allow(self, number: int, given: Iterable[Consent]) -> None:
        """This person allows just these uses from now on."""
        told = {"consents": frozenset(given), "address": "robin@example.org"}
        change_consents(response=self.people[number].response, **told, by=PERSON)
        self.allow_in_session(number, given)

    def allow_in_session(self, number: int, given: Iterable[Consent]) -> None:
        told = {f"may_{consent.value}": consent in given for consent in OF_SESSIONS}
        change_in_session(participant=self.people[number].who, by=self.reader, **told)

    def take_back(self, number: int) -> None:
        """Their response with return words, and their words in the session through a facilitator."""
        withdraw(response=self.people[number].response, by=PERSON)
        remove_words(participant=self.people[number].who, by=self.reader)

    def settle(self) -> None:
        """What runs each minute has run."""
        count_answers(by=CLOCK)
        clear_what_is_not_allowed(by=CLOCK)

    @cached_property
    def clients(self) -> dict[str, Client]:
        made = {name: Client() for name in ("reader", "second", "office", "anybody")}
        for name in ("reader", "second", "office"):
            made[name].force_login(getattr(self, name))
        return made

    def page(self, name: str, *args: object, by: str = "reader", **asked: object) -> bytes:
        """The page as it is shown, or nothing."""
        answer = self.clients[by].get(reverse(name, args=args), asked)
        return answer.content if answer.status_code == 200 else b""

    def marked(self, content: bytes | str, after: str = "") -> set[int]:
        text = content.decode(errors="replace") if isinstance(content, bytes) else content
        return {one.number for one in self.people if one.mark + after in text}

    def each(
        self, name: str, key: Callable[[SimpleNamespace], object], by: str = "reader", after: str = ""
    ) -> set[int]:
        """Whose own page shows something of them."""
        pages = ((one.number, self.page(name, key(one), by=by)) for one in self.people)
        return {number for number, content in pages if number in self.marked(content)}

    def of(self, rows: Iterable[Response | int]) -> set[int]:
        ids = {getattr(row, "pk", row) for row in rows}
        return {one.number for one in self.people if one.response.pk in ids}

    def tried(self, act: Callable[[SimpleNamespace], object]) -> set[int]:
        """With whom it goes. What may not be is refused, or is not there."""
        found = set()
        for one in self.people:
            with suppress(ValidationError, LookupError, ObjectDoesNotExist):
                act(one)
                found.add(one.number)
        return found
