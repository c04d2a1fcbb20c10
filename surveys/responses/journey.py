"""Where somebody stands on their way through a survey, found from the cookie and the address alone."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from derbyvoice.govuk.languages import ASKED
from derbyvoice.office import clock
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.checks import no_longer_fitting
from surveys.questionnaires.choices import Measure, State
from surveys.questionnaires.definitions import Definition, Question
from surveys.questionnaires.languages import Language, language_of
from surveys.questionnaires.logic import path
from surveys.questionnaires.models import Version
from surveys.questionnaires.telling import is_young, spoken, voice_of
from surveys.responses.actions import Seen, seen_in
from surveys.responses.browser import BrowserKey
from surveys.responses.held import Held
from surveys.responses.shown import Said, said
from surveys.responses.speaking import asked_of, in_own_words
from surveys.responses.statements import CURRENT_VERSION


class SurveyClosed(LookupError):
    """The survey takes no new answers."""


@dataclass(frozen=True)
class Journey:
    """One person in one survey. `begun` is false until the first answer is kept.

    `draft` is what was read for this request, for an action to save without reading it again."""

    slug: str
    version_id: int
    key: BrowserKey | None
    held: Held
    begun: bool
    draft: Seen | None = field(default=None, compare=False, repr=False)

    @property
    def definition(self) -> Definition:
        return in_own_words(self.version_id)

    @property
    def language(self) -> Language:
        return language_of(self.held.language)

    @cached_property
    def path(self) -> tuple[Question, ...]:
        return path(self.definition, self.held.answers)

    @cached_property
    def unseen(self) -> Question | None:
        return next((question for question in self.path if question.id not in self.held.answers), None)

    def question(self, number: int) -> Question:
        found = self.definition.at(number)
        if found is None:
            raise Http404
        return found

    def may_see(self, question: Question) -> bool:
        """A question on the path that was seen, or is the next."""
        return question in self.path and (question.id in self.held.answers or question == self.unseen)

    @cached_property
    def answered(self) -> dict[str, Answer]:
        """The answers on the path; others are as if they had never been given."""
        given = self.held.answers
        return {question.id: given[question.id] for question in self.path if question.id in given}

    def no_longer_fitting(self) -> list[tuple[Question, str]]:
        """Answers that an earlier one, changed since, made wrong; with the words of the survey's maker."""
        return list(no_longer_fitting(self.path, self.answered, day=clock.today()))

    def said(self, question: Question) -> Said:
        """The question's words with this person's earlier answers in them."""
        return said(spoken(question, self.voice), self.definition, self.answered)

    @cached_property
    def voice(self) -> str:
        """In which voice the pages speak: to the person, to a helper, or to somebody young."""
        return voice_of(self.definition, self.answered)

    @cached_property
    def young(self) -> bool:
        return is_young(self.definition, self.answered)

    def note_before(self, question: Question) -> bool:
        """Whether a hard section begins here whose note was not read yet."""
        section = self.definition.section_of(question)
        if section is None or not (section.hard and section.note) or section.id in self.held.noted:
            return False
        return not any(other.section == section.id and other.id in self.held.answers for other in self.path)

    def answer_to(self, question: Question) -> Answer | None:
        return self.held.answers.get(question.id)

    def place(self, question: Question) -> str:
        counted = {"number": self.path.index(question) + 1, "all": len(self.path)}
        return gettext("Question %(number)s of %(all)s") % counted

    def before(self, question: Question) -> str:
        """The address of the page before this question."""
        earlier = [other for other in self.path if other.position < question.position]
        return self.at(earlier[-1]) if earlier else reverse("responses_start", args=[self.slug]) + self.asked_in

    def after(self, question: Question) -> str:
        """The address to go to when this question is done."""
        if self.unseen is None and self.held.consents is not None:
            return reverse("responses_check", args=[self.slug])
        if question.measures == Measure.AGE and self.young:
            return reverse("responses_young", args=[self.slug])
        later = [other for other in self.path if other.position > question.position]
        return self.at(later[0]) if later else reverse("responses_agree", args=[self.slug])

    def at(self, question: Question) -> str:
        """The question's address, or first that of the note before it."""
        page = "responses_note" if self.note_before(question) else "responses_question"
        return reverse(page, args=[self.slug, question.position + 1]) + self.asked_in

    @property
    def asked_in(self) -> str:
        """The end of an address that keeps the language until a draft does."""
        return "" if self.begun or self.held.language == "en" else f"?{ASKED}={self.held.language}"

    @property
    def first(self) -> str:
        """Where the way begins, or goes on."""
        return self.onward if self.held.answers else self.at(self.definition.questions[0])

    @property
    def onward(self) -> str:
        """Where the way goes on: the next question, the consents, or the last look."""
        last = "responses_agree" if self.held.consents is None else "responses_check"
        return self.whither() or reverse(last, args=[self.slug])

    def way_on(self, number: str) -> str:
        """The way back from a page beside the way: to the question with this number if it may be seen."""
        known = number.isascii() and number.isdigit() and len(number) < 4
        question = self.definition.at(int(number)) if known else None
        if question and self.may_see(question):
            return self.at(question)
        return self.onward if self.begun else reverse("responses_start", args=[self.slug])

    def whither(self) -> str | None:
        """Where to go first, if not all questions are seen."""
        return self.at(self.unseen) if self.unseen else None


def journey_of(request: HttpRequest, slug: str) -> Journey:
    """This browser's journey through this survey. One query. Raises `SurveyClosed` and `Http404`."""
    key = BrowserKey.of(request)
    seen = seen_in(key=key, place=slug, day=clock.today()) if key else None
    if seen and seen.draft:
        return Journey(slug, seen.draft.version_id, key, seen.held, begun=True, draft=seen)
    version_id = current_version(slug)
    held = Held(language=asked_of(request, version_id).key)
    return Journey(slug, version_id, key, held, begun=False, draft=None if key else Seen(None, held))


def current_version(slug: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(CURRENT_VERSION, [slug])
        found = cursor.fetchone()
    if found is None:
        raise Http404
    if found[0] != State.OPEN:
        raise SurveyClosed(slug)
    return int(found[1])


def version_shown(journey: Journey, shown: str) -> int:
    """The version that the page showed, so that a republished survey changes nothing under a person's hands."""
    number = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 16 else 0
    if journey.begun or number in (0, journey.version_id):
        return journey.version_id
    return number if Version.objects.filter(pk=number, survey__slug=journey.slug).exists() else journey.version_id
