"""Sixty invented people answer the demonstration's survey, through the same actions as everybody."""

from datetime import date
from random import Random

from derbyvoice.audit.actors import PERSON
from derbyvoice.users.models import User
from surveys.questionnaires.answers import SKIPPED, Answer
from surveys.questionnaires.choices import Consent, NoAnswer
from surveys.questionnaires.demo import SLUG
from surveys.questionnaires.logic import next_unseen
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses.actions import save_answer, save_consents, submit
from surveys.responses.browser import BrowserKey
from surveys.responses.demo_words import BETTER, GOOD
from surveys.responses.held import Held
from surveys.responses.models import Response

PEOPLE = 60


def load(*, today: date, by: User) -> None:
    """Sixty people, always the same; loaded again, nothing is added."""
    version = Survey.objects.get(slug=SLUG).current
    if Response.objects.filter(version=version).exists():
        return
    chance = Random(20261121)  # noqa: S311 - the same people each time, not a secret
    for _ in range(PEOPLE):
        answer_as_somebody(version.pk, chance)


def answer_as_somebody(version_id: int, chance: Random) -> Response:
    key, held, definition = BrowserKey.new(), Held(), definition_of(version_id)
    mood = chance.choices(range(11), weights=[2, 1, 2, 3, 3, 4, 6, 9, 12, 8, 10])[0]
    while question := next_unseen(definition, held.answers):
        answer = answer_for(question.id, mood, chance)
        facts = {"key": key, "version": version_id, "place": SLUG, "question": question.id}
        held = save_answer(**facts, answer=answer, by=PERSON)
    save_consents(key=key, place=SLUG, consents=consents(chance), address="", by=PERSON)
    return submit(key=key, place=SLUG, by=PERSON)


def answer_for(question: str, mood: int, chance: Random) -> Answer:
    """What somebody in this mood (0 to 10) says; one in ten says nothing."""
    if chance.random() < 0.1:
        return Answer(silence=chance.choice(list(NoAnswer)))
    match question:
        case "got_help":
            return Answer(chosen=("yes" if mood > 6 else "partly" if mood > 3 else "no",))
        case "useful":
            return ticks(mood, chance)
        case "how_good":
            return Answer(number=mood)
        case "informed":
            return Answer(chosen=("without_asking" if mood > 7 else "when_asked" if mood > 4 else "no",))
        case "better":
            return Answer(words=chance.choice(BETTER))
    return Answer(words=chance.choice(GOOD)) if chance.random() < 0.6 else SKIPPED


def ticks(mood: int, chance: Random) -> Answer:
    likely = {"talk": 0.7, "facts": 0.5, "safer": 0.35, "forms": 0.3, "call": 0.45, "other": 0.15}
    chosen = tuple(option for option, share in likely.items() if chance.random() < share * (0.5 + mood / 15))
    return Answer(chosen=chosen) if chosen else SKIPPED


def consents(chance: Random) -> frozenset[Consent]:
    likely = {Consent.COUNT: 0.95, Consent.READ: 0.8, Consent.QUOTE: 0.5, Consent.PUBLISH: 0.3, Consent.SHARE: 0.4}
    return frozenset(consent for consent, share in likely.items() if chance.random() < share)
