"""Invented members answer a wave, through the same actions as everybody."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from derbyvoice.audit.actors import PERSON
from derbyvoice.office import clock
from surveys.panel.models import Invitation, Wave
from surveys.panel.places import place_of
from surveys.questionnaires.answers import SKIPPED, Answer
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Version
from surveys.responses.actions import begin_in_wave, save_answer, save_consents, submit
from surveys.responses.browser import BrowserKey
from surveys.responses.models import Response, Uncounted

SAID = ("I slept through the night.", "My sister came to stay.", "I went to the market alone again.", "The new lock.")


def answer_wave(wave: Wave, chance: Random) -> None:
    """Seven of ten answer, one more begins and stops. Who answered earlier has moved on a little."""
    version = wave.series.survey.current
    if version is None:
        return
    for row in wave.invitations.asked().select_related("subscriber", "wave").order_by("pk"):
        lot = chance.random()
        if lot < 0.8:
            answer_as(row, version, chance, stops=lot > 0.7)
    date_back(wave, version, chance)


def answer_as(row: Invitation, version: Version, chance: Random, *, stops: bool) -> None:
    key, (wave, name) = BrowserKey.new(), place_of(row)
    place = row.wave.series.survey.slug
    begin_in_wave(key=key, version=version, place=place, wave=wave, pseudonym=name, by=PERSON)
    for question, answer in answers(row, chance):
        save_answer(key=key, version=version, place=place, question=question, answer=answer, by=PERSON)
        if stops and chance.random() < 0.5:
            return
    consents = {Consent.COUNT} | ({Consent.READ, Consent.QUOTE} if chance.random() < 0.7 else set())
    save_consents(key=key, place=place, consents=frozenset(consents), address="", by=PERSON)
    submit(key=key, place=place, by=PERSON)
    Invitation.objects.filter(pk=row.pk).update(used=1, due=None)


def answers(row: Invitation, chance: Random) -> Iterator[tuple[str, Answer]]:
    mood = row.subscriber_id % 6 + row.wave.number
    for question, more in (("safe", 0), ("cope", 1), ("informed", -1)):
        number = min(max(mood + more + chance.randrange(-1, 3), 0), 10)
        yield question, Answer(number=number) if chance.random() < 0.93 else SKIPPED
    yield "good_thing", Answer(words=chance.choice(SAID)) if chance.random() < 0.5 else SKIPPED


def date_back(wave: Wave, version: Version, chance: Random) -> None:
    """These answers came in while the wave was open."""
    today = clock.today()
    came = min(wave.opens_on + timedelta(days=9), today)
    Response.objects.filter(wave=wave.pk).update(submitted_on=came, received_on=came)
    month = today.replace(day=1)
    Uncounted.objects.filter(version=version, month=month).update(month=came.replace(day=1))
