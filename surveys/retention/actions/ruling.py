"""How long something is kept, and holding it for the law."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.office import clock
from derbyvoice.users.models import User
from surveys.fieldwork.models import Session
from surveys.questionnaires.models import Survey
from surveys.responses.models import Response
from surveys.retention.choices import METHODS, MOST_DAYS, OF_ALL_ONLY, STANDARD, Method, State, states_of_a_survey
from surveys.retention.models import Hold, KeepingRule

Kept = tuple[str, int]


@transaction.atomic
def set_rule(*, survey: Survey | None, state: State, method: Method, days: int, by: User) -> KeepingRule:
    """Keep this at least as long as until now, in days after its last use. Raises `ValidationError`, also for a rule
    that lets things go sooner: that needs a second person (`proposing`)."""
    refuse_broken_promise(survey, state, method, days)
    if needs_a_second(survey, state, method, days):
        raise ValidationError("A rule that lets things go sooner needs a second person: propose it.")
    return put_in_force(survey, state, method, days, by=by)


def refuse_broken_promise(survey: Survey | None, state: str, method: str, days: int) -> None:
    """People are told what is kept and how long at most. Raises `ValidationError`."""
    if survey and state in OF_ALL_ONLY:
        raise ValidationError("A session belongs to no survey.")
    if method not in METHODS[state]:
        raise ValidationError({"method": "Only what was sent can be kept without what leads to a person"})
    if not 1 <= days <= MOST_DAYS[state]:
        raise ValidationError({"days": f"Enter 1 to {MOST_DAYS[state]:,} days"})


def needs_a_second(survey: Survey | None, state: str, method: str, days: int) -> bool:
    """Whether more would go by this rule than by the one in force: earlier, or with the answers that were to stay."""
    method_now, days_now = rules_of(survey)[state]
    return days < days_now or (method == Method.DELETE and method_now == Method.ANONYMISE)


def put_in_force(survey: Survey | None, state: str, method: str, days: int, *, by: User) -> KeepingRule:
    """From tonight on the clock goes by this."""
    facts = {"method": method, "days": days}
    row, _ = KeepingRule.objects.update_or_create(survey=survey, state=state, defaults=facts)
    record("set how long", row, by=by, survey=survey.slug if survey else "", state=state, **facts)
    return row


def rules_of(survey: Survey | None) -> dict[str, Kept]:
    """(method, days) for each state: the survey's own, else the office's, else the standard."""
    return all_rules([survey])[survey]


def all_rules(surveys: list[Survey | None]) -> dict[Survey | None, dict[str, Kept]]:
    """The same for many surveys by one question to the database."""
    told = {(row.survey_id, row.state): (row.method, row.days) for row in KeepingRule.objects.all()}
    return {
        survey: {
            state: told.get((survey.pk if survey else None, state)) or told.get((None, state)) or STANDARD[state]
            for state in (states_of_a_survey() if survey else State.values)
        }
        for survey in surveys
    }


@transaction.atomic
def hold(
    *,
    reason: str,
    by: User,
    survey: Survey | None = None,
    response: UUID | None = None,
    session: UUID | None = None,
    until: date | None = None,
) -> Hold:
    """Stop the clock for one response, one survey or one session. Raises `ValidationError`."""
    refuse_unknown(response, session)
    if until and until < clock.today():
        raise ValidationError({"until": "This day has passed"})
    of = {"survey": survey, "response": response, "session": session}
    row = Hold(**of, reason=reason, until=until, held_at=clock.now(), held_by=by)
    row.full_clean()
    row.save()
    record("held", row, by=by, survey=survey.slug if survey else "")
    return row


def refuse_unknown(response: UUID | None, session: UUID | None) -> None:
    """A reference that was copied wrongly would hold nothing. Raises `ValidationError`."""
    if response and not Response.objects.filter(reference=response).exists():
        raise ValidationError({"response": "There is no response with this reference"})
    if session and not Session.objects.filter(reference=session).exists():
        raise ValidationError({"session": "There is no session with this reference"})


@transaction.atomic
def end_hold(*, hold: Hold, by: User) -> Hold:
    """The clock runs on from where it is. Ended twice is ended once."""
    row = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_by = clock.now(), by
        row.save(update_fields=["ended_at", "ended_by"])
        record("ended hold", row, by=by)
    return row
