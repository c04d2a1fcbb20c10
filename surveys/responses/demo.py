"""Invented people answer the demonstration's surveys, over seven months and by every channel, by the same action."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from django.db.models import F

from derbyvoice.audit.actors import PERSON, By
from derbyvoice.users.models import User
from surveys.questionnaires.answers import SKIPPED, Answer
from surveys.questionnaires.choices import Consent, NoAnswer
from surveys.questionnaires.definitions import Question
from surveys.questionnaires.demo import INFORMED, OWN_WORDS, SLUG
from surveys.questionnaires.logic import next_unseen
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses import demo_danger
from surveys.responses.actions import add_words, ask_to_be_named, open_kiosk, receive
from surveys.responses.choices import Channel
from surveys.responses.demo_words import BETTER, GOOD, LATER, STORIES
from surveys.responses.held import Held
from surveys.responses.models import Kiosk, Response

PEOPLE = {SLUG: 170, OWN_WORDS: 110, INFORMED: 120}
DAYS = 210
CHANNELS = {Channel.WEB: 60, Channel.KIOSK: 12, Channel.PAPER: 12, Channel.TELEPHONE: 10, Channel.INTERVIEW: 6}
BY_STAFF = (Channel.PAPER, Channel.TELEPHONE, Channel.INTERVIEW)
MOODS = (2, 1, 2, 3, 3, 4, 6, 9, 12, 8, 10)


def load(*, today: date, by: User) -> None:
    """Always the same people; loaded again, nothing is added."""
    versions = {slug: Survey.objects.get(slug=slug).current for slug in PEOPLE}
    if Response.objects.filter(version__in=versions.values()).exists():
        return
    chance = Random(20261121)  # noqa: S311 - the same people each time, not a secret
    for slug, version in versions.items():
        for number in range(PEOPLE[slug]):
            day = today - timedelta(days=chance.randrange(DAYS))
            answer_as_somebody(version.pk, chance, day=day, by=by, nth=number)
    Response.objects.filter(version__in=versions.values()).update(received_on=F("submitted_on"))
    demo_danger.load(versions[SLUG].pk)
    if not Kiosk.objects.exists():
        open_kiosk(name="Front desk", survey=versions[INFORMED].survey, by=by)


def answer_as_somebody(version_id: int, chance: Random, *, day: date, by: By, nth: int) -> None:
    held, definition = Held(), definition_of(version_id)
    mood = chance.choices(range(11), weights=MOODS)[0]
    while question := next_unseen(definition, held.answers):
        held = held.with_answer(question.id, answer_for(question, mood, chance))
    channel = chance.choices(list(CHANNELS), weights=list(CHANNELS.values()))[0]
    facts = {"version_id": version_id, "held": replace(held, consents=consents(chance)), "channel": channel, "day": day}
    response, key = receive(**facts, by=by if channel in BY_STAFF else PERSON)
    if nth % 40 == 7:
        add_words(response=response, response_key=key, words=chance.choice(LATER), by=PERSON)
    if nth % 60 == 11:
        ask_to_be_named(response=response, contact="07700 900123, on weekdays after six", by=PERSON)


def answer_for(question: Question, mood: int, chance: Random) -> Answer:
    """What somebody in this mood (0 to 10) says; one in ten says nothing."""
    if chance.random() < 0.1:
        return Answer(silence=chance.choice(list(NoAnswer)))
    match question.id:
        case "got_help":
            return Answer(chosen=("yes" if mood > 6 else "partly" if mood > 3 else "no",))
        case "useful":
            return ticks(mood, chance)
        case "informed":
            return Answer(chosen=("without_asking" if mood > 7 else "when_asked" if mood > 4 else "no",))
        case "told":
            return Answer(chosen=(("never", "when_asked", "sometimes", "always")[min(mood // 3, 3)],))
        case "who":
            return Answer(chosen=(chance.choices(("self", "for_someone", "with_someone"), weights=(75, 15, 10))[0],))
        case "story" | "treated":
            return Answer(words=chance.choice(STORIES))
        case "better" | "changed" | "missing":
            return Answer(words=chance.choice(BETTER))
        case "good_thing":
            return Answer(words=chance.choice(GOOD)) if chance.random() < 0.6 else SKIPPED
    return answer_of_kind(question, mood, chance)


def answer_of_kind(question: Question, mood: int, chance: Random) -> Answer:
    """Somewhere on the scale, or any of the options."""
    if question.options:
        return Answer(chosen=(chance.choice(question.options).id,))
    spread = 0 if question.low == 0 else chance.choice((-2, -1, 0, 1, 2))
    number = question.low + round(mood / 10 * (question.high - question.low)) + spread
    return Answer(number=min(question.high, max(question.low, number)))


def ticks(mood: int, chance: Random) -> Answer:
    likely = {"talk": 0.7, "facts": 0.5, "safer": 0.35, "forms": 0.3, "call": 0.45, "other": 0.15}
    chosen = tuple(option for option, share in likely.items() if chance.random() < share * (0.5 + mood / 15))
    return Answer(chosen=chosen) if chosen else SKIPPED


def consents(chance: Random) -> frozenset[Consent]:
    likely = {Consent.COUNT: 0.95, Consent.READ: 0.8, Consent.QUOTE: 0.5, Consent.PUBLISH: 0.3, Consent.SHARE: 0.4}
    return frozenset(consent for consent, share in likely.items() if chance.random() < share)
