"""Somebody asks, and confirms by the link in an e-mail that it was them."""

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import PERSON, By
from derbyvoice.lib.envelopes import normalise_email
from derbyvoice.notifications.outbox import queue
from derbyvoice.office.models import District
from derbyvoice.vault.sealing import lookup, seal_for
from scrutiny.meetings.models import Meeting
from scrutiny.questions.actions.moving import move
from scrutiny.questions.choices import State
from scrutiny.questions.links import new_reference
from scrutiny.questions.models import Asker, AskingTerms, Question

CONFIRM_MAIL: Final = "question_confirm"
MAILS_WHILE_NO_TERMS: Final = 3


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
def confirm(question: Question, *, at: datetime) -> Question:
    """The sender pressed the button behind the link. Pressed again, nothing more happens."""
    row = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if row.state != State.UNCONFIRMED:
        return row
    return move(row, to=State.WAITING, at=at, by=PERSON)
