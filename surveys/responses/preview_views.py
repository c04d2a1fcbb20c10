"""A survey tried out by the people who write it: the very pages that respondents see, in each of its languages, and
nothing is kept.

The answers given so far stand in the address as numbers (see `questionnaires/codes.py`); words are not kept at all."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from derbyvoice.govuk.languages import ASKED
from derbyvoice.office import clock
from derbyvoice.users.access import desk
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.checks import no_longer_fitting
from surveys.questionnaires.choices import Consent, NoAnswer, QuestionKind
from surveys.questionnaires.codes import answers_in, code_of
from surveys.questionnaires.definitions import Definition, Question
from surveys.questionnaires.languages import ENGLISH, Language, language_of
from surveys.questionnaires.logic import on_path, path
from surveys.questionnaires.telling import spoken, voice_of
from surveys.questionnaires.translating import languages_of
from surveys.questionnaires.views.opening import WORKERS, Edition, edition_at, unsound
from surveys.responses.forms import SILENCES, ConsentForm
from surveys.responses.pages import question_context
from surveys.responses.question_forms import QuestionForm, initial_of
from surveys.responses.shown import consent_labels, said, shown
from surveys.responses.speaking import language_asked, speaking

AGREE, END = "agree", "end"
PAGES = {
    "start": "responses/preview_start.html",
    "question": "responses/preview_question.html",
    "agree": "responses/preview_agree.html",
    "end": "responses/preview_end.html",
}
EMPTY = Answer()
AWAY = {"help": "the people who can help", "pause": "a page to take a break", "now": "help at once"}
"""Where buttons lead that answer nothing. A trial stays where it is."""


@dataclass(frozen=True)
class Trial:
    """One trial run, in one language. `at` is the number of a question, `agree`, `end`, or empty for the first page."""

    edition: Edition
    language: Language
    definition: Definition
    answers: dict[str, Answer]
    at: str

    @property
    def path(self) -> tuple[Question, ...]:
        return path(self.definition, self.answers)

    @property
    def asked(self) -> Question | None:
        """The question at this place, if it is on the path."""
        number = int(self.at) if self.at.isascii() and self.at.isdigit() and len(self.at) < 4 else 0
        found = self.definition.at(number)
        return found if found in self.path else None

    @property
    def voice(self) -> str:
        """In which voice the pages speak after these answers: to a helper, to somebody young, or as written."""
        return voice_of(self.definition, on_path(self.definition, self.answers))

    def to(self, at: object, answers: dict[str, Answer] | None = None, **more: str) -> str:
        """The address of another page of this trial."""
        base = reverse("responses_preview", args=[self.edition.survey.slug, self.edition.which])
        kept = on_path(self.definition, self.answers if answers is None else answers)
        spoken = {} if self.language is ENGLISH else {ASKED: self.language.key}
        return f"{base}?{urlencode({'at': at, 'a': code_of(self.definition, kept), **more, **spoken})}"

    def before(self, position: int) -> str:
        earlier = [question for question in self.path if question.position < position]
        return self.to(earlier[-1].position + 1 if earlier else "")

    def after(self, asked: Question, answer: Answer) -> str:
        answers = {**self.answers, asked.id: answer}
        later = [one for one in path(self.definition, answers) if one.position > asked.position]
        return self.to(later[0].position + 1 if later else AGREE, answers)


@desk("GET", "POST", roles=WORKERS)
def preview(request: HttpRequest, slug: str, which: str) -> HttpResponse:
    """A page of the survey as a respondent sees it, in the language that is asked for."""
    edition = edition_at(slug, which)
    if unsound(edition):
        messages.info(request, "Some question cannot be shown yet. Mend these things first.")
        return redirect("questionnaires_check", slug, which)
    language = language_asked(request)
    language = language if language.key in languages_of(edition.raw) else ENGLISH
    definition = edition.definition_in(language.key)
    answers = answers_in(definition, request.GET.get("a", ""))
    with speaking(language):
        return page_of_trial(request, Trial(edition, language, definition, answers, request.GET.get("at", "")))


def page_of_trial(request: HttpRequest, trial: Trial) -> HttpResponse:
    if trial.at == "":
        return start(request, trial)
    if trial.at in (AGREE, END):
        return agree(request, trial) if trial.at == AGREE else end(request, trial)
    if trial.asked is None:
        raise Http404
    return question(request, trial, trial.asked)


def start(request: HttpRequest, trial: Trial) -> HttpResponse:
    journey = SimpleNamespace(begun=False, held=SimpleNamespace(answers={}), slug=trial.edition.survey.slug)
    first = trial.path[0].position + 1 if trial.path else AGREE
    return page(request, trial, "start", journey=journey, begin_at=trial.to(first))


def question(request: HttpRequest, trial: Trial, as_written: Question) -> HttpResponse:
    asked = spoken(as_written, trial.voice)
    words = said(asked, trial.definition, trial.answers)
    earlier = {id_: answer for id_, answer in trial.answers.items() if id_ != asked.id}
    facts: dict[str, Any] = {"earlier": earlier, "said": words, "day": clock.today()}
    away = AWAY.get(request.POST.get("go", ""), "")
    if request.method == "POST":
        form = QuestionForm(asked, request.POST, **facts)
        if not away and (answer := answer_sent(request, asked, form)) is not None:
            return HttpResponseRedirect(trial.after(asked, answer))
    else:
        form = QuestionForm(asked, initial=initial_of(asked, trial.answers.get(asked.id, EMPTY)), **facts)
    drawn = question_context(trial.definition, form, trial.answers.get(asked.id))
    counted = {"number": trial.path.index(as_written) + 1, "all": len(trial.path)}
    place = gettext("Question %(number)s of %(all)s") % counted
    more = {"token": get_token(request), "version_id": 0, "place": place, "back": trial.before(asked.position)}
    return page(request, trial, "question", **drawn, **more, away=away)


def answer_sent(request: HttpRequest, asked: Question, form: QuestionForm) -> Answer | None:
    """The answer; None when the form says what is wrong with it."""
    silence = SILENCES.get(request.POST.get("go", ""))
    if silence and (silence == NoAnswer.SKIPPED or silence in asked.silences):
        return Answer(silence=silence)
    return form.answer() if form.is_valid() else None


def agree(request: HttpRequest, trial: Trial) -> HttpResponse:
    form = ConsentForm(trial.definition.consents, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(trial.to(END, c=",".join(sorted(form.cleaned_data["consents"]))))
    return page(
        request, trial, "agree", form=form, voice=trial.voice, back=trial.before(len(trial.definition.questions))
    )


def end(request: HttpRequest, trial: Trial) -> HttpResponse:
    """The last look before sending, as a person sees it. Nothing is sent."""
    answers = on_path(trial.definition, trial.answers)
    asked = [spoken(one, trial.voice) for one in trial.path if one.kind != QuestionKind.STATEMENT]
    shown_to = {one.id: (said(one, trial.definition, answers).text, trial.to(one.position + 1)) for one in asked}
    slips = no_longer_fitting(asked, answers, day=clock.today())
    allowed = frozenset(request.GET.get("c", "").split(",")) & set(trial.definition.consents)
    wrote = any(answer.words or answer.recording for answer in answers.values())
    context = {
        "rows": [(text, shown(one, answers.get(one.id)), at) for one in asked for text, at in (shown_to[one.id],)],
        "slips": [(shown_to[one.id][0], words, shown_to[one.id][1]) for one, words in slips],
        "agreed": consent_labels(allowed),
        "unread": wrote and Consent.READ not in allowed,
        "voice": trial.voice,
    }
    return page(request, trial, "end", **context, back=trial.to(AGREE), again=trial.to("", {}))


def page(request: HttpRequest, trial: Trial, name: str, **context: Any) -> HttpResponse:
    facts = {"edition": trial.edition, "survey": trial.edition.survey, "definition": trial.definition, **context}
    return render(request, PAGES[name], {**facts, "spoken": trial.language, "editions": other_words(request, trial)})


def other_words(request: HttpRequest, trial: Trial) -> list[tuple[Language, str]]:
    """Each language in which something of this can be read, and where this page is in it; none where there is one."""
    here = {name: value for name, value in request.GET.items() if name in ("at", "a", "c")}
    found = [language_of(key) for key in languages_of(trial.edition.raw)]
    return [(one, f"?{urlencode({**here, ASKED: one.key})}") for one in found] if len(found) > 1 else []
