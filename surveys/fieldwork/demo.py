"""Two invented focus groups, an interview and a box of paper forms; loaded once."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import uuid4

from derbyvoice.office.models import Cohort
from derbyvoice.users.models import User
from surveys.fieldwork import transcripts
from surveys.fieldwork.actions import (
    add_participant,
    bring_in,
    move,
    note_debrief,
    note_person_debrief,
    note_recording,
    note_transcript,
    plan_session,
    record_session,
    write_note,
)
from surveys.fieldwork.actions.entry import begin_batch, enter
from surveys.fieldwork.choices import Debrief, Kind, PersonDebrief, Place, State, Transcript
from surveys.fieldwork.models import Batch, Participant, Session
from surveys.questionnaires.answers import SKIPPED, Answer
from surveys.questionnaires.choices import ONE_OF, Consent, QuestionKind
from surveys.questionnaires.definitions import Question
from surveys.questionnaires.demo import SLUG
from surveys.questionnaires.models import Survey
from surveys.responses.choices import Channel

TOPIC = "Being kept informed"
GUIDE = (
    "When did you last hear from somebody, and what did they tell you?",
    "What did you have to ask for?",
    "What would have made the waiting easier?",
)
SAID = (
    (1, 1, "Every letter had another name at the bottom. I never knew whom to ask."),
    (2, 1, "When the same person rang each time I could breathe."),
    (3, 2, "I asked three times whether he was still inside. Nobody could say."),
    (3, 3, "Tell me on which day you will call, and I can plan to be alone in the house."),
    (5, 3, "I would rather have a short message than wait for a long call."),
    (None, 3, "The room went quiet when P2 spoke; several nodded."),
)
YOUNG_TOPIC = "First visits"
YOUNG_GUIDE = ("Who came to you first?", "What did they do that helped?", "What should they stop doing?")
TRANSCRIPT = """\
Q1: Who came to you first?
P1: A woman from the school. She sat on the floor with me.
P2: Two people in uniform. I thought I was in trouble.
Note: P4 shakes their head and looks at the window.
Q2: What did they do that helped?
P1: She told me what happens next, and then it did happen.
P3: They asked me, not my mum.
And they let me write it down when I could not say it.
P2: They came back. Nobody else came back.
Q3: What should they stop doing?
P3: Asking the same thing again and again.
P2: Writing while I talk. It felt like a test.
"""
ALONE_TOPIC = "The day in the waiting room"
ALONE = (
    "I had been told ten o'clock. They called me at half past three.",
    "He walked past the door twice. Nobody had thought of that.",
    "The volunteer brought me tea and stayed. I remember her face, not the judge's.",
)
FORMS, WRITES = 12, 0.4
WRITTEN = (
    "The form was easier than the phone.",
    "I would have liked a letter with one name on it.",
    "The lady at the clinic let me sit in a quiet room.",
)


@dataclass(frozen=True)
class Allows:
    """What an invented person agreed to."""

    read: bool = True
    quote: bool = False
    publish: bool = False
    record: bool = False
    debrief: PersonDebrief = PersonDebrief.GIVEN


def load(*, today: date, by: User) -> None:
    """Each session is loaded once."""
    for topic, make in ((TOPIC, informed), (YOUNG_TOPIC, first_visits), (ALONE_TOPIC, waiting_room)):
        if not Session.objects.filter(topic=topic).exists():
            make(today, by)
    if not Session.objects.filter(state=State.PLANNED).exists():
        plan_the_next(today, by)
    if not Batch.objects.exists():
        box_of_paper(today, by)


def people_of(session: Session, cohort: str, allowed: list[Allows], by: User) -> dict[int, Participant]:
    group = Cohort.objects.filter(key=cohort).first()
    people = {}
    for number, one in enumerate(allowed, start=1):
        consents = {"may_count": True, "may_read": one.read, "may_quote": one.quote}
        more = {"may_publish": one.publish, "may_record": one.record}
        people[number] = add_participant(session=session, cohort=group, by=by, **consents, **more)
        told = {"debrief": one.debrief, "support_offered": one.debrief != PersonDebrief.LEFT_EARLY}
        note_person_debrief(participant=people[number], by=by, **told)
    return people


def informed(today: date, by: User) -> None:
    """Six people, four of whom let their words be read. Closed."""
    plan = {"kind": Kind.FOCUS_GROUP, "topic": TOPIC, "place": Place.COMMUNITY, "prompts": GUIDE}
    session = record_session(held_on=today - timedelta(days=21), by=by, **plan)
    allowed = [Allows(), Allows(quote=True), Allows(quote=True, publish=True), Allows(read=False), Allows()]
    people = people_of(session, "adults", [*allowed, Allows(read=False)], by)
    prompts = {prompt.number: prompt for prompt in session.prompts.all()}
    for number, prompt, words in SAID:
        who = people[number] if number else None
        write_note(session=session, words=words, by=by, participant=who, prompt=prompts[prompt])
    note_debrief(session=session, by=by, debrief=Debrief.EVERYBODY)
    move(session=session, to=State.WRITTEN_UP, by=by)
    move(session=session, to=State.CLOSED, by=by)


def first_visits(today: date, by: User) -> None:
    """Four young people, recorded with everybody's consent, and the transcript brought in."""
    plan = {"kind": Kind.FOCUS_GROUP, "topic": YOUNG_TOPIC, "place": Place.SERVICE, "prompts": YOUNG_GUIDE}
    session = record_session(held_on=today - timedelta(days=9), by=by, **plan)
    allowed = [Allows(quote=True, record=True), Allows(record=True), Allows(record=True)]
    left = Allows(read=False, record=True, debrief=PersonDebrief.LEFT_EARLY)
    people_of(session, "under-18", [*allowed, left], by)
    where = "The locked drive of the research team"
    note_recording(session=session, kept_where=where, destroy_on=today + timedelta(days=30), by=by)
    reading = transcripts.read(TRANSCRIPT, speaks={1, 2, 3}, silent={4}, prompts={1, 2, 3})
    bring_in(session=session, said=reading.said, form_id=uuid4(), by=by)
    note_transcript(session=session, transcript=Transcript.DONE, by=by)
    note_debrief(session=session, by=by, debrief=Debrief.DIFFERS)


def waiting_room(today: date, by: User) -> None:
    """One person, who allows their words to be published. Written up."""
    plan = {"kind": Kind.INTERVIEW, "topic": ALONE_TOPIC, "place": Place.PHONE}
    session = record_session(held_on=today - timedelta(days=4), by=by, **plan)
    who = people_of(session, "adults", [Allows(quote=True, publish=True)], by)[1]
    for words in ALONE:
        write_note(session=session, words=words, by=by, participant=who)
    note_debrief(session=session, by=by, debrief=Debrief.EVERYBODY)
    move(session=session, to=State.WRITTEN_UP, by=by)


def box_of_paper(today: date, by: User) -> None:
    """Twelve forms that came back from a clinic, typed in by their codes."""
    version = Survey.objects.get(slug=SLUG).current
    if version is None:
        return
    batch = begin_batch(name="Clinic, first box", version=version, channel=Channel.PAPER, sample=5, by=by)
    definition, chance = version.parsed, Random(20261122)  # noqa: S311 - the same forms each time, not a secret
    for number in range(1, FORMS + 1):
        answers = {one.id: somebody(one, chance) for one in definition.questions}
        enter(
            batch=batch,
            number=number,
            form_id=uuid4(),
            answers=answers,
            consents=frozenset({Consent.COUNT, Consent.READ}),
            address="",
            told_on=today - timedelta(days=chance.randint(3, 20)),
            slip=False,
            by=by,
        )


def somebody(question: Question, chance: Random) -> Answer:
    """What stands on a form: a closed answer, now and then a sentence, often nothing."""
    if question.kind in ONE_OF and question.options:
        return Answer(chosen=(chance.choice(question.options).id,))
    if question.kind == QuestionKind.SCALE:
        return Answer(number=chance.choice(question.numbers))
    if question.kind == QuestionKind.TEXT and chance.random() < WRITES:
        return Answer(words=chance.choice(WRITTEN))
    return SKIPPED


def plan_the_next(today: date, by: User) -> None:
    guide = ("What is it like to say it again to somebody new?", "What would you tell the next person?")
    held_on = today + timedelta(days=12)
    plan = {"kind": Kind.FOCUS_GROUP, "topic": "Saying it only once", "place": Place.LIBRARY, "prompts": guide}
    plan_session(held_on=held_on, by=by, **plan)
