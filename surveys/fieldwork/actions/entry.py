"""Typing in what people wrote on paper or said by telephone, checking a sample, and forgetting which form was whose."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from derbyvoice.audit.actions import record, record_change
from derbyvoice.lib.words import new_words
from derbyvoice.office import clock
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import lookup
from surveys.fieldwork.models import Batch, Entry
from surveys.questionnaires.answers import SKIPPED, Answer
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.compact import Compact, pack
from surveys.questionnaires.definitions import Definition
from surveys.questionnaires.logic import on_path, path
from surveys.questionnaires.models import Version
from surveys.responses.actions import receive, withdraw
from surveys.responses.choices import Channel
from surveys.responses.held import Held
from surveys.responses.way_back import key_from

TYPED_WITHIN_DAYS = 730


@transaction.atomic
def begin_batch(*, name: str, version: Version, channel: str, sample: int, by: User) -> Batch:
    """A pile of forms to type in. `sample` asks for one form in so many to be typed twice; 0 for none."""
    batch = Batch(name=name, version=version, channel=channel, sample=sample, begun_at=clock.now(), begun_by=by)
    batch.full_clean()
    batch.save()
    record("began batch", batch, by=by, version=version.pk, channel=channel)
    return batch


def open_batch(batch: Batch) -> Batch:
    """The batch, held until the transaction ends. Raises `ValidationError` once it is finished."""
    batch = Batch.objects.select_for_update(of=("self",)).select_related("version").get(pk=batch.pk)
    if not batch.is_open:
        raise ValidationError("This batch is finished. Begin another for forms that came later.")
    return batch


def next_number(batch: Batch) -> int:
    return (batch.entries.aggregate(last=Max("number"))["last"] or 0) + 1


def whole_path(definition: Definition, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """An answer for every question that the form's answers lead to; what was left empty is skipped."""
    asked = path(definition, answers)
    return {question.id: answers.get(question.id, SKIPPED) for question in asked}


def first_day_taken(today: date) -> date:
    """The oldest day on which a form that is typed in today can have been answered: two years ago."""
    return today - timedelta(days=TYPED_WITHIN_DAYS)


def refuse_day(day: date) -> None:
    """A day to come, or so long past that the year is a slip of the hand. Raises `ValidationError`."""
    today = clock.today()
    if day > today:
        raise ValidationError("Enter today or a day that is past")
    if day < (first := first_day_taken(today)):
        raise ValidationError(
            f"Check the year. Enter a day from {first:%-d %B %Y} on: forms are typed in for two years after they were "
            "answered"
        )


def slip_words() -> tuple[str, str]:
    """Return words for a slip of paper, and the key that they give."""
    words = str(new_words())
    return words, key_from(words).raw.hex()


@transaction.atomic
def enter(
    *,
    batch: Batch,
    number: int,
    form_id: UUID,
    answers: Mapping[str, Answer],
    consents: frozenset[Consent],
    address: str,
    told_on: date,
    slip: bool,
    by: User,
) -> tuple[Entry, str]:
    """Make a form a response; gives the entry and the return words for the slip, which nobody can read again.

    Answers off the path are dropped. The same form sent twice is one response, without words the second time. Raises
    `ValidationError`, also for a day that cannot be meant."""
    refuse_day(told_on)
    batch = open_batch(batch)
    if there := Entry.objects.filter(form_id=form_id, batch=batch).first():
        return there, ""
    words, key = slip_words() if slip else ("", "")
    held = Held(whole_path(batch.version.parsed, answers), consents, address).with_words(words, key)
    facts = {"version_id": batch.version_id, "channel": Channel(batch.channel), "day": told_on}
    entry = Entry(batch=batch, number=number, form_id=form_id, entered_at=clock.now(), entered_by=by)
    entry.full_clean(exclude=["response"])
    entry.response, _ = receive(held=held, by=by, **facts)  # type: ignore[arg-type]
    entry.save()
    record("typed in", batch, by=by, number=number, slip=slip)
    return entry, words


# Checking


def in_sample(batch: Batch, number: int) -> bool:
    """Whether this form is to be typed twice. Nobody can tell before typing it the first time."""
    return bool(batch.sample) and int(lookup("sample", f"{batch.pk}:{number}")[:12], 16) % batch.sample == 0


def differing(definition: Definition, first: Compact, answers: Mapping[str, Answer]) -> list[int]:
    """The positions at which the second typing differs from the first."""
    second = pack(definition, on_path(definition, whole_path(definition, answers)))
    return [place for place, (one, other) in enumerate(zip(first, second, strict=True)) if one != other]


@transaction.atomic
def check(*, entry: Entry, answers: Mapping[str, Answer], by: User) -> list[int]:
    """Somebody else types the same form; gives the positions that differ. Own words are not compared: they are sealed,
    only whether there are any."""
    batch = open_batch(entry.batch)
    entry = Entry.objects.select_for_update(of=("self",)).select_related("response").get(pk=entry.pk)
    if entry.entered_by_id == by.pk:
        raise ValidationError("Somebody else must type it the second time.")
    if entry.response is None or entry.response.answers is None:
        raise ValidationError("The person took this response back, so there is nothing to compare.")
    found = differing(batch.version.parsed, entry.response.answers, answers)
    facts = {"checked_at": clock.now(), "checked_by": by, "differences": len(found)}
    record_change(entry, "checked", by=by, **facts)
    return found


@transaction.atomic
def take_out(*, entry: Entry, by: User) -> None:
    """A form that was typed wrongly: its response is withdrawn, and the form can be typed again."""
    open_batch(entry.batch)
    entry = Entry.objects.select_for_update(of=("self",)).select_related("response").get(pk=entry.pk)
    record("took out", entry.batch, by=by, number=entry.number)
    response = entry.response
    entry.delete()
    if response is not None:
        withdraw(response=response, by=by)


@transaction.atomic
def finish(*, batch: Batch, by: User) -> Batch:
    """Everything is typed in: from now on nobody can tell which form became which response."""
    batch = open_batch(batch)
    batch.entries.update(response=None)
    return record_change(batch, "finished batch", by=by, finished_at=clock.now(), finished_by=by)
