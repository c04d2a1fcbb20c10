"""Who tells it, how old they are, what it is about: closed questions that are known to ask this in every survey.

They are questions like any other, so they are counted, skipped and looked at by rules like any other. Their options
have fixed ids, so that an answer can also steer the words of the pages, and stand beside the response."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import JourneyPart, Measure, QuestionKind, Teller
from surveys.questionnaires.definitions import Definition, Option, Question
from surveys.questionnaires.piping import without_answers

HELPER: Final = "helper"
"""Somebody answers for a person who is not there."""
YOUNG: Final = "young"
"""Somebody under 16 answers for themselves."""
SERVICE: Final = "service_"
"""Begins the id of an option that stands for a service; its number follows."""


def fixed_options(measure: str) -> list[dict[str, str]]:
    """The answers of a question that is known to ask this: their ids are the same in every survey."""
    match measure:
        case Measure.TELLER:
            return [{"id": one.value, "text": one.label} for one in Teller]
        case Measure.CONCERNS:
            parts = [{"id": one.value, "text": one.label} for one in JourneyPart]
            return [*parts, {"id": "other", "text": "Something else"}]
    return []


def question_that(definition: Definition, measure: Measure) -> Question | None:
    return next((question for question in definition.questions if question.measures == measure), None)


def measured(definition: Definition, answers: Mapping[str, Answer], measure: Measure) -> Option | None:
    """The option that was chosen where this is asked; None if it is not asked, or not answered."""
    question = question_that(definition, measure)
    chosen = answers[question.id].chosen if question and question.id in answers else ()
    return question.option(chosen[0]) if question and chosen else None


def teller_of(definition: Definition, answers: Mapping[str, Answer]) -> Teller:
    """Whose experience it is; somebody's own, unless they say otherwise."""
    option = measured(definition, answers, Measure.TELLER)
    return Teller(option.id) if option else Teller.SELF


def part_of(definition: Definition, answers: Mapping[str, Answer]) -> str:
    """The part of the journey it is about; empty when that was not said."""
    option = measured(definition, answers, Measure.CONCERNS)
    return option.id if option and option.id in JourneyPart.values else ""


def service_of(definition: Definition, answers: Mapping[str, Answer]) -> int | None:
    """The number of the service it is about."""
    option = measured(definition, answers, Measure.SERVICE)
    number = option.id.removeprefix(SERVICE) if option and option.id.startswith(SERVICE) else ""
    return int(number) if number.isdecimal() else None


def is_young(definition: Definition, answers: Mapping[str, Answer]) -> bool:
    option = measured(definition, answers, Measure.AGE)
    return bool(option and option.young)


def voice_of(definition: Definition, answers: Mapping[str, Answer]) -> str:
    """In which voice the pages speak: to a helper, to somebody young, or (empty) as they were written."""
    if teller_of(definition, answers) == Teller.FOR_SOMEONE:
        return HELPER
    return YOUNG if is_young(definition, answers) else ""


def spoken(question: Question, voice: str) -> Question:
    """The question in the words for this voice, where it has words of their own for it."""
    text = {HELPER: question.for_helper, YOUNG: question.for_young}.get(voice, "")
    return replace(question, text=without_answers(text), asked=text) if text else question


def asks_the_young(definition: Definition) -> bool:
    """Whether people under 16 are asked as such: then small numbers need the higher limit."""
    return any(option.young for question in definition.questions for option in question.options)


def problems_of_telling(definition: Definition) -> Iterator[str]:
    """What is wrong with questions that are known to ask something."""
    for measure in (Measure.TELLER, Measure.CONCERNS, Measure.SERVICE, Measure.AGE):
        asking = [question for question in definition.questions if question.measures == measure]
        if len(asking) > 1:
            yield f"Only one question can ask this: {measure.label}."
        for question in asking:
            yield from of_fixed_options(question, measure)


def of_fixed_options(question: Question, measure: Measure) -> Iterator[str]:
    where, ids = f"Question {question.position + 1}", [option.id for option in question.options]
    if question.kind != QuestionKind.SINGLE:
        yield f"{where}: what asks “{measure.label}” lets people choose one answer."
    elif measure == Measure.TELLER and not set(ids) <= set(Teller.values):
        yield f"{where}: its options can only have the ids {', '.join(Teller.values)}."
    elif measure == Measure.CONCERNS and not set(ids) <= {*JourneyPart.values, "other"}:
        yield f"{where}: its options can only have the ids {', '.join(JourneyPart.values)}, other."
    elif measure == Measure.SERVICE and not all(id_ == "other" or is_service(id_) for id_ in ids):
        yield f"{where}: its options can only have the ids of services, such as {SERVICE}12, and other."


def is_service(id_: str) -> bool:
    return id_.startswith(SERVICE) and id_.removeprefix(SERVICE).isdecimal()
