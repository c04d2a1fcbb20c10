"""Topics, invented members, and a series of three waves: two are past, one is open."""

import csv
import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from django.db import transaction

from derbyvoice.audit.actors import PERSON
from derbyvoice.lib.suppression import Protection
from derbyvoice.notifications.actions import withdraw
from derbyvoice.office.models import Cohort, District
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import lookup
from surveys.panel.actions.area import load_counts
from surveys.panel.actions.inviting import invite
from surveys.panel.actions.joining import join, knock, write_topic
from surveys.panel.actions.own import choose, describe
from surveys.panel.actions.waves import begin_series, move, plan
from surveys.panel.choices import HowOften, Repeat, Safe, WaveState
from surveys.panel.demo_answers import answer_wave
from surveys.panel.models import AreaCount, Series, Subscriber, Topic, Wave
from surveys.panel.models.people import EVERY_DAY, EVERY_PART
from surveys.panel.safe_times import LONDON
from surveys.questionnaires.actions import prepare_survey, publish
from surveys.questionnaires.models import Survey

TOPICS = {
    "told": "Being told what is going on",
    "safe": "Feeling safe",
    "young": "Young people",
    "country": "Life in the country",
}
NAMED = ("robin", "sam", "alex", "kim")
MEMBERS = 48
DATA = Path(__file__).parent / "demo_data"
SLUG, SERIES = "how-are-things", "How things change"
WAVES = ((Repeat.FIRST, 200, 30), (Repeat.WEEKS, 140, 30), (Repeat.MONTHS, 10, 28))
"""Which wave, how many days ago it opened, for how many days it is open."""


@transaction.atomic
def load(*, today: date, by: User) -> None:
    """Everything once; loaded again, nothing is added. Nobody is sent a code: the addresses count as proved."""
    for position, (key, name) in enumerate(TOPICS.items()):
        if not Topic.objects.filter(key=key).exists():
            write_topic(topic=Topic(key=key, name=name, position=position), by=by)
    chance = Random(20261122)  # noqa: S311 - the same people each time, not a secret
    for number in range(MEMBERS):
        add(number, chance)
    load_people(by)
    if not Series.objects.filter(name=SERIES).exists():
        ask(today=today, by=by, chance=chance)


def add(number: int, chance: Random) -> None:
    """One member, who told a little about themselves, or nothing. Nine of ten may be written to."""
    email = f"{NAMED[number] if number < len(NAMED) else f'member-{number:02}'}@example.org"
    if Subscriber.objects.filter(finder=lookup("email", email)).exists():
        return
    row = join(reference=knock(email=email, by=PERSON).reference, by=PERSON)
    chosen = {
        "how_often": chance.choice([HowOften.MONTH, HowOften.MONTH, HowOften.QUARTER]),
        "safe": Safe.YES if number % 10 else Safe.UNKNOWN,
        "days": EVERY_DAY,
        "parts": EVERY_PART,
        "language": "en",
    }
    topics = Topic.objects.filter(key__in=["told", *chance.sample(["safe", "young", "country"], k=chance.randrange(3))])
    choose(subscriber=row, topics=topics, **chosen, by=PERSON)
    about(row, chance)
    if number >= len(NAMED):
        withdraw(recipient_ref=str(row.reference), by=PERSON)  # their welcome was long ago


def about(row: Subscriber, chance: Random) -> None:
    """Most live in the towns, so that somebody is missing."""
    places, groups = list(District.objects.order_by("code")), list(Cohort.objects.order_by("position"))
    if places and groups and chance.random() < 0.85:
        place = chance.choices(places, weights=[8, 2, 1, 5, 1, 3, 1, 1, 1][: len(places)])[0]
        group = chance.choices(groups, weights=[3, 2, 8, 1, 1, 2, 1][: len(groups)])[0]
        age = chance.choice(["18_24", "25_44", "45_64", "65"])
        describe(subscriber=row, district=place.code, cohort=group.key, age=age, by=PERSON)


def load_people(by: User) -> None:
    """How many people live where. Recorded crime by district was not at hand, so it is left for the office to load."""
    if AreaCount.objects.exists():
        return
    places = {row.code: row for row in District.objects.all()}
    with (DATA / "population.csv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["code"] in places]
    rows = [{**line, "number": int(line["number"]), "district": places[line["code"]], "cohort": None} for line in lines]
    load_counts(rows=rows, by=by)


def ask(*, today: date, by: User, chance: Random) -> None:
    survey = published(by)
    series = begin_series(survey=survey, name=SERIES, by=by)
    for repeat, ago, length in WAVES:
        first = today - timedelta(days=ago)
        times = {"opens_on": first, "closes_on": first + timedelta(days=length), "reminders": 1}
        wave = plan(series=series, topics=Topic.objects.filter(key="told"), repeat=repeat, **times, by=by)
        move(wave=wave, to=WaveState.OPEN, day=first, by=by)
        run(Wave.objects.select_related("series__survey", "district", "cohort").get(pk=wave.pk), today, by, chance)


def run(wave: Wave, today: date, by: User, chance: Random) -> None:
    """Ask, answer, and close what is past. Whoever has not answered the open wave is written to in three days."""
    past = wave.closes_on < today
    then = wave.opens_on if past else today + timedelta(days=3)
    invite(wave, now=datetime.combine(then, time(10), LONDON), day=wave.opens_on)
    answer_wave(wave, chance)
    if past:
        move(wave=wave, to=WaveState.CLOSED, day=wave.closes_on, by=by)


def published(by: User) -> Survey:
    survey = Survey.objects.filter(slug=SLUG).first() or prepare_survey(
        slug=SLUG, protection=Protection.STANDARD, cohort=Cohort.objects.filter(key="adults").first(), by=by
    )
    definition = json.loads((DATA / f"{SLUG}.json").read_text(encoding="utf-8"))
    publish(survey=survey, definition=definition, by=by)
    return Survey.objects.select_related("current").get(pk=survey.pk)
