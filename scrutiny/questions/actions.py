"""What happens to a question from the public, from asking to publishing, and how its traces are destroyed."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import CLOCK, PERSON, By
from derbyvoice.lib.envelopes import normalise_email
from derbyvoice.notifications.outbox import queue
from derbyvoice.office.models import District
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import lookup, seal_for
from scrutiny.meetings.models import Meeting
from scrutiny.questions import rules
from scrutiny.questions.choices import TELL_ASKER, TRANSITIONS, State
from scrutiny.questions.links import new_reference
from scrutiny.questions.models import Answer, Asker, AskingRule, AskingTerms, Question, QuestionStep

CONFIRM_MAIL, NEWS_MAIL = "question_confirm", "question_news"
MAILS_WHILE_NO_TERMS = 3
ANOTHER_ANSWER: Final = "The force wrote another answer after you opened this page. Read it, then decide again."

OTHERS_WAIT: Final = "Other questions are answered together with this one. Look at those again first."


def person(by: By) -> User | None:
    return by if isinstance(by, User) else None


@transaction.atomic
def ask(*, words: str, email: str, by: By = PERSON, **told: Any) -> Question:
    """Keep a question and ask its sender to confirm it by a link in an e-mail.

    That e-mail carries none of the words, and one address gets only a few a day: the form cannot be used to write
    to strangers. Beyond that number the question is kept all the same, and expires if it is not confirmed."""
    question = keep_question(words=words, email=email, by=by, **told)
    if may_mail_again(question.asker):
        queue(
            CONFIRM_MAIL,
            recipient_ref=f"asker:{question.asker.pk}",
            context_ref=f"question:{question.pk}",
            dedupe_key=f"{CONFIRM_MAIL}:{question.pk}",
        )
    return question


@transaction.atomic
def keep_question(
    *,
    words: str,
    email: str,
    at: datetime,
    district: District | None,
    meeting: Meeting | None,
    name: str = "",
    by: By = PERSON,
    demonstration: bool = False,
) -> Question:
    """A question with its sender, both sealed, until it is confirmed."""
    question = Question.objects.create(
        reference=new_reference(),
        meeting=meeting,
        district=district,
        own_words=seal_for(Question, "own_words", words),
        asked_at=at,
        moved_at=at,
        demonstration=demonstration,
    )
    keep_asker(question, email=email, name=name, day=timezone.localdate(at))
    record("question_asked", question, by=by)
    return question


def keep_asker(question: Question, *, email: str, name: str, day: date) -> Asker:
    return Asker.objects.create(
        question=question,
        email=seal_for(Asker, "email", email),
        email_hash=lookup("asker", normalise_email(email)),  # a kind of its own: nobody can join it with the panel
        name=seal_for(Asker, "name", name) if name else None,
        asked_on=day,
    )


def may_mail_again(asker: Asker) -> bool:
    """Whether this address has had fewer messages today than the terms allow."""
    terms = AskingTerms.objects.on(asker.asked_on).first()
    most = terms.mails_a_day if terms else MAILS_WHILE_NO_TERMS
    return Asker.objects.filter(email_hash=asker.email_hash, asked_on=asker.asked_on).count() <= most


@transaction.atomic
def move(question: Question, *, to: str, at: datetime, by: By, **changes: Any) -> Question:
    """The one door for a question's state.

    Refuses a step that is not in `TRANSITIONS`, sets what goes with the new state, writes the step and the audit
    event, and tells the asker what they wait to hear. Raises `ValidationError`; nothing has then changed."""
    row = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if to not in TRANSITIONS[row.state]:
        raise ValidationError(f"A question that is “{row.get_state_display()}” cannot become “{State(to).label}”.")
    before = row.state
    settled = {"declined_by_rule": None, "merged_into": None, **changes, "state": to, "moved_at": at}
    for name, value in settled.items():
        setattr(row, name, value)
    row.validate_constraints()
    row.save(update_fields=[*settled])
    QuestionStep.objects.create(question=row, at=at, by=person(by), from_state=before, to_state=to)
    record("question_moved", row, by=by, was=before, now=to)
    if to in TELL_ASKER:
        tell_asker(row)
    return row


def tell_asker(question: Question) -> None:
    """Queue a neutral message with one link. Those whose question was merged into this one hear of its answer too."""
    waiting = [question, *(question.merged.all() if question.state == State.PUBLISHED else [])]
    for asker in Asker.objects.filter(question__in=waiting, mail_failed=False):
        step = question.steps.count()
        queue(
            NEWS_MAIL,
            recipient_ref=f"asker:{asker.pk}",
            context_ref=f"question:{question.pk}:{question.state}",
            dedupe_key=f"{NEWS_MAIL}:{asker.question_id}:{question.pk}:{step}",
        )


@transaction.atomic
def confirm(question: Question, *, at: datetime) -> Question:
    """The sender pressed the button behind the link. Pressed again, nothing more happens."""
    row = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if row.state != State.UNCONFIRMED:
        return row
    return move(row, to=State.WAITING, at=at, by=PERSON)


def accept(question: Question, *, public_words: str, at: datetime, by: User) -> Question:
    """Take the question, in words that may be published."""
    return move(question, to=State.ACCEPTED, at=at, by=by, public_words=public_words.strip())


@transaction.atomic
def decline(question: Question, *, rule: AskingRule, at: datetime, by: User) -> Question:
    """Do not take the question. The asker is told which rule it is that stands against it.

    Raises `ValidationError` while others wait for an answer together with it."""
    if question.merged.exists():
        raise ValidationError(OTHERS_WAIT)
    return move(question, to=State.DECLINED, at=at, by=by, declined_by_rule=rule)


@transaction.atomic
def merge(question: Question, *, into: Question, at: datetime, by: User) -> Question:
    """Answer this question together with another that asks the same. Those that waited with it go along."""
    if not rules.can_be_merged_into(question, into):
        raise ValidationError({"into": "Choose another question that was accepted."})
    for other in question.merged.all():
        Question.objects.filter(pk=other.pk).update(merged_into=into)
        record("question_merged_along", other, by=by, into=into.pk)
    return move(question, to=State.MERGED, at=at, by=by, merged_into=into)


def reconsider(question: Question, *, at: datetime, by: User) -> Question:
    """Look again at a question that was declined or merged."""
    return move(question, to=State.WAITING, at=at, by=by)


def send_to_force(question: Question, *, at: datetime, by: User) -> Question:
    """Hand the public words to the force desk, with a day by which the answer is due."""
    day = timezone.localdate(at)
    terms = AskingTerms.objects.on(day).first()
    due = day + timedelta(days=terms.answer_days) if terms else None
    return move(question, to=State.WITH_FORCE, at=at, by=by, answer_due=due)


def recall(question: Question, *, at: datetime, by: User) -> Question:
    """Take the question back from the force desk before it is answered."""
    return move(question, to=State.ACCEPTED, at=at, by=by, answer_due=None)


@transaction.atomic
def write_answer(
    question: Question, *, words: str, at: datetime, by: User, summary: bool = False, is_public: bool = False
) -> Answer:
    """Keep an answer. An earlier wording stays on record, no longer current, and its check does not count for this.

    `is_public` tells that the office published these words before, so that they need no second look."""
    row = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if row.state not in (State.WITH_FORCE, State.ANSWERED):
        raise ValidationError("This question does not wait for an answer.")
    row.answers.filter(is_current=True).update(is_current=False)
    twice = not is_public and rules.may_tell_of_a_person(words)
    answer = Answer(question=row, words=words.strip(), summary=summary, needs_second_person=twice)
    answer.written_at, answer.written_by = at, by
    answer.full_clean()
    answer.save()
    record("answer_written", row, by=by, answer=answer.pk, needs_second_person=twice)
    if row.state == State.WITH_FORCE:
        move(row, to=State.ANSWERED, at=at, by=by)
    return answer


@transaction.atomic
def send_back(question: Question, *, note: str, at: datetime, by: User, seen: int | None = None) -> Question:
    """Ask the force for a better answer, and say what is wrong with this one."""
    answer = current_answer(question, seen=seen)
    answer.note = note.strip()
    answer.full_clean()
    answer.save(update_fields=["note"])
    return move(question, to=State.WITH_FORCE, at=at, by=by)


@transaction.atomic
def check_answer(question: Question, *, at: datetime, by: User, seen: int | None = None) -> Answer:
    """The first of two people has read the answer, which may tell of a person, and finds that it may be published."""
    answer = current_answer(question, seen=seen)
    answer.checked_at, answer.checked_by = at, by
    answer.save(update_fields=["checked_at", "checked_by"])
    record("answer_checked", question, by=by, answer=answer.pk)
    return answer


@transaction.atomic
def ask_for_second_person(question: Question, *, by: User, seen: int | None = None) -> Answer:
    """Somebody sees that the answer tells of a person, though no pattern found it: then it takes two to publish."""
    answer = current_answer(question, seen=seen)
    answer.needs_second_person = True
    answer.save(update_fields=["needs_second_person"])
    record("second_person_asked_for", question, by=by, answer=answer.pk)
    return answer


@transaction.atomic
def publish(question: Question, *, at: datetime, by: User, seen: int | None = None) -> Question:
    """Put question and answer before the public. Words that may tell of a person need two people of the office."""
    answer = current_answer(question, seen=seen)
    if rules.needs_another_person(answer, by=by):
        raise ValidationError("Another person must publish this answer, because it may tell of a person.")
    answer.released_at, answer.released_by = at, by
    answer.save(update_fields=["released_at", "released_by"])
    found_by = f"{question.public_words}\n{answer.words}"
    return move(question, to=State.PUBLISHED, at=at, by=by, published_at=at, published_by=by, search_words=found_by)


def take_down(question: Question, *, at: datetime, by: User) -> Question:
    """Nobody but the office sees it any more, until it is published again."""
    return move(question, to=State.ANSWERED, at=at, by=by, search_words="")


def current_answer(question: Question, *, seen: int | None = None) -> Answer:
    """The wording that counts now. `seen` is the one that somebody read before they decided, where a person decides.

    Raises `ValidationError` if there is none, or if the force wrote another since."""
    answer = Answer.objects.select_for_update(of=("self",)).filter(question=question, is_current=True).first()
    if answer is None:
        raise ValidationError("There is no answer yet.")
    if seen not in (None, answer.pk):
        raise ValidationError(ANOTHER_ANSWER)
    return answer


@transaction.atomic
def destroy_unconfirmed(*, at: datetime, by: By = CLOCK) -> int:
    """Destroy questions that nobody confirmed in the time that the terms give; gives how many."""
    terms = AskingTerms.objects.on(timezone.localdate(at)).first()
    late = Question.objects.unconfirmed_before(at - timedelta(days=terms.confirm_days if terms else 0))
    destroyed = 0
    for question in late.select_for_update(of=("self",), skip_locked=True)[:500]:
        record("question_destroyed", question, by=by, why="never confirmed")
        question.delete()
        destroyed += 1
    return destroyed


@transaction.atomic
def forget_askers(*, at: datetime, by: By = CLOCK) -> int:
    """Destroy address, name and own words of those whose question was finished long enough ago; gives how many."""
    terms = AskingTerms.objects.on(timezone.localdate(at)).first()
    if terms is None:
        return 0
    finished = Question.objects.finished_before(at - timedelta(days=terms.asker_kept_days))
    held = finished.exclude(asker=None, own_words=None).select_for_update(of=("self",), skip_locked=True)[:500]
    for question in held:
        forget_asker(question, by=by)
    return len(held)


def forget_asker(question: Question, *, by: By) -> None:
    Asker.objects.filter(question=question).delete()
    question.own_words = None
    question.save(update_fields=["own_words"])
    record("asker_forgotten", question, by=by)


@transaction.atomic
def note_failed_mail(asker: Asker) -> None:
    """The address takes no mail: it is not tried again, and the office sees it beside the question."""
    asker.mail_failed = True
    asker.save(update_fields=["mail_failed"])
    record("asker_not_reached", asker.question, by=CLOCK)


@transaction.atomic
def keep_setting(row: AskingRule | AskingTerms, *, by: User) -> None:
    """Keep a rule or the numbers for asking, as the office wrote them."""
    row.full_clean()
    row.save()
    record("asking_setting_kept", row, by=by)
