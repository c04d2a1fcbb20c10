"""A member opens their invitation. No line of the record tells of it: beside that of the answer it would say whose."""

from typing import Final
from uuid import UUID

from django.db import transaction

from derbyvoice.audit.actors import By
from derbyvoice.office import clock
from surveys.panel.choices import State, Unfit
from surveys.panel.models import Carried, Invitation, Subscriber
from surveys.panel.places import Place, answered, answered_anew, answered_before, place_of
from surveys.panel.told import ToldBefore, unfit
from surveys.responses.actions import begin_in_wave, seen_in
from surveys.responses.browser import BrowserKey
from surveys.responses.models import Response


class Used(LookupError):
    """The link was used, the wave is over, or the member answered already."""


class DoesNotServe(ValueError):
    """What was sent cannot be used in this wave."""

    def __init__(self, reason: Unfit) -> None:
        super().__init__(reason)
        self.reason = reason


ANEW: Final = 100
"""In place of a message's number: the member asks from their own page, where a used link may be opened once more."""


def check_open(invitation: Invitation, step: int) -> None:
    """Raises `Used` where this link does nothing any more. `step`: the message it came with."""
    if step <= invitation.used or not invitation.wave.takes_answers(clock.today()):
        raise Used
    if invitation.subscriber.state != State.JOINED or answered([place_of(invitation)]):
        raise Used


def told_before(invitation: Invitation) -> Response | None:
    """What the member told about the topic not long ago."""
    return ToldBefore(invitation.wave, clock.today()).response_of(invitation.subscriber.seed)


@transaction.atomic
def start(*, invitation: Invitation, step: int, key: BrowserKey, by: By) -> str:
    """Spend the link and begin the survey in this browser; gives the survey's address. Raises `Used`."""
    hold_member(invitation)
    row = spend(invitation, step)
    wave, name = place_of(row)
    survey = row.wave.series.survey
    if survey.current is None:
        raise Used
    begin_in_wave(
        key=key, version=survey.current, place=survey.slug, wave=wave, pseudonym=name,
        language=row.subscriber.language, by=by,
    )  # fmt: skip
    return survey.slug


def begun_here(invitation: Invitation, key: BrowserKey) -> str:
    """The address of what this member began through this wave in this browser and did not send; empty for nothing."""
    wave, name = place_of(invitation)
    slug = str(invitation.wave.series.survey.slug)
    seen = seen_in(key=key, place=slug, day=clock.today())
    return slug if seen and (seen.held.wave, seen.held.pseudonym) == (wave, str(name)) else ""


@transaction.atomic
def carry(*, invitation: Invitation, step: int, by: By) -> Carried:
    """The member said yes: what they told before serves this wave. Raises `Used`, also when nothing was told."""
    hold_member(invitation)
    earlier = told_before(invitation)
    held = locked(earlier) if earlier else None
    if held is None or unfit(held, invitation.wave, clock.today()):
        raise Used
    return serve(spend(invitation, step), held)


@transaction.atomic
def carry_sent(*, invitation: Invitation, step: int, response: Response, by: By) -> Carried:
    """What somebody sent, and came back to with its return words, serves this wave: they say that it is about this.

    Raises `DoesNotServe`, and then nothing has changed; and `Used`."""
    hold_member(invitation)
    held = locked(response)
    if held is None:
        raise Used
    if reason := unfit(held, invitation.wave, clock.today()):
        raise DoesNotServe(reason)
    return serve(spend(invitation, step), held)


def hold_member(invitation: Invitation) -> None:
    """First of all, as `leave` does: whoever leaves at the same moment comes before or after. Raises `Used`."""
    rows = Subscriber.objects.select_for_update().filter(pk=invitation.subscriber_id)
    if not any(row.state == State.JOINED for row in rows):
        raise Used


def locked(response: Response) -> Response | None:
    """Before the invitation, so that whoever takes it back at the same moment comes first or last."""
    return Response.objects.standing().select_for_update().filter(pk=response.pk).first()


def serve(row: Invitation, response: Response) -> Carried:
    wave, name = place_of(row)
    facts = {"response": response, "carried_on": clock.today()}
    return Carried.objects.update_or_create(wave_id=wave, pseudonym=name, defaults=facts)[0]


def spend(invitation: Invitation, step: int) -> Invitation:
    """This link and those before it end; no reminder follows. Raises `Used`."""
    rows = Invitation.objects.asked().select_related("subscriber", "wave__series__survey__current", "wave__cohort")
    row = rows.select_for_update(of=("self",)).get(pk=invitation.pk)
    check_open(row, step)
    row.used, row.due = max(row.used, row.mails, 1) if step == ANEW else step, None
    row.save(update_fields=["used", "due"])
    return row


def own_list(subscriber: Subscriber) -> list[tuple[Invitation, str]]:
    """A member's own invitations, newest first, each open, answered, told before, missed or closed early. At most
    fifty."""
    rows = list(subscriber.invitations.asked().select_related("subscriber", "wave__series__survey")[:50])
    places = [place_of(row) for row in rows]
    anew, before = answered_anew(places), answered_before(places)
    return [(row, state_of(row, anew, before)) for row in rows]


def state_of(row: Invitation, anew: set[Place], before: set[Place]) -> str:
    if place_of(row) in anew | before:
        return "answered" if place_of(row) in anew else "told"
    if row.wave.takes_answers(clock.today()):
        return "open"
    return "missed" if row.wave.closes_on < clock.today() else "closed"


def own_invitation(subscriber: Subscriber, reference: UUID) -> Invitation | None:
    """The member's own invitation, to be opened from their own page."""
    return subscriber.invitations.asked().filter(reference=reference).first()
