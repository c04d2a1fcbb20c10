"""Where somebody stands on their way through a survey, found from the cookie and the address alone."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse

from derbyvoice.office import clock
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.definitions import Definition, Question
from surveys.questionnaires.logic import next_unseen, path
from surveys.questionnaires.models import Survey, Version, definition_of
from surveys.responses.actions import current_draft, held_in
from surveys.responses.browser import BrowserKey
from surveys.responses.held import Held


class SurveyClosed(LookupError):
    """The survey takes no new answers."""


@dataclass(frozen=True)
class Journey:
    """One person in one survey. `begun` is false until the first answer is kept."""

    slug: str
    version_id: int
    key: BrowserKey | None
    held: Held
    begun: bool

    @property
    def definition(self) -> Definition:
        return definition_of(self.version_id)

    @property
    def path(self) -> tuple[Question, ...]:
        return path(self.definition, self.held.answers)

    @property
    def unseen(self) -> Question | None:
        return next_unseen(self.definition, self.held.answers)

    def question(self, number: int) -> Question:
        found = self.definition.at(number)
        if found is None:
            raise Http404
        return found

    def may_see(self, question: Question) -> bool:
        """A question on the path that was seen, or is the next."""
        return question in self.path and (question.id in self.held.answers or question == self.unseen)

    def answer_to(self, question: Question) -> Answer | None:
        return self.held.answers.get(question.id)

    def place(self, question: Question) -> str:
        return f"Question {self.path.index(question) + 1} of {len(self.path)}"

    def before(self, question: Question) -> str:
        """The address of the page before this question."""
        earlier = [other for other in self.path if other.position < question.position]
        return self.at(earlier[-1]) if earlier else reverse("responses_start", args=[self.slug])

    def after(self, question: Question) -> str:
        """The address to go to when this question is done."""
        if self.unseen is None and self.held.consents is not None:
            return reverse("responses_check", args=[self.slug])
        later = [other for other in self.path if other.position > question.position]
        return self.at(later[0]) if later else reverse("responses_agree", args=[self.slug])

    def at(self, question: Question) -> str:
        return reverse("responses_question", args=[self.slug, question.position + 1])

    def whither(self) -> str | None:
        """Where to go first, if not all questions are seen."""
        return self.at(self.unseen) if self.unseen else None


def journey_of(request: HttpRequest, slug: str) -> Journey:
    """This browser's journey through this survey. One query. Raises `SurveyClosed` and `Http404`."""
    key = BrowserKey.of(request)
    draft = current_draft(key=key, place=slug, day=clock.today()) if key else None
    if key and draft:
        return Journey(slug, draft.version_id, key, held_in(draft, key=key), begun=True)
    return Journey(slug, current_version(slug), key, Held(), begun=False)


def current_version(slug: str) -> int:
    found = Survey.objects.filter(slug=slug, current__isnull=False).values_list("state", "current_id").first()
    if found is None:
        raise Http404
    if found[0] != "open":
        raise SurveyClosed(slug)
    return int(found[1])


def version_shown(slug: str, shown: str) -> int:
    """The version that the page showed, so that a republished survey changes nothing under a person's hands."""
    number = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 16 else 0
    known = number and Version.objects.filter(pk=number, survey__slug=slug).exists()
    return number if known else current_version(slug)
