"""The people of a session: who they are as P1 to Pn, what they allow, what was done for them afterwards."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from derbyvoice.audit.actions import record
from derbyvoice.office.models import Cohort
from derbyvoice.users.models import User
from surveys.fieldwork.actions.sessions import locked, to_mend
from surveys.fieldwork.choices import Debrief, Kind, PersonDebrief
from surveys.fieldwork.models import Participant, Session

MOST_PARTICIPANTS = 30
MOST_INTERVIEWED = 3
CONSENTS = ("may_count", "may_read", "may_quote", "may_publish", "may_record")


@transaction.atomic
def add_participant(*, session: Session, by: User, cohort: Cohort | None = None, **consents: bool) -> Participant:
    """The next of P1 to Pn, with what they allow (see `CONSENTS`); what is not named is off."""
    session = to_mend(session)
    number = (session.participants.aggregate(last=Max("number"))["last"] or 0) + 1
    most = MOST_PARTICIPANTS if session.kind == Kind.FOCUS_GROUP else MOST_INTERVIEWED
    if number > most:
        raise ValidationError(f"This kind of session has at most {most} participants.")
    participant = Participant.objects.create(session=session, number=number, cohort=cohort, **consents)
    record("added participant", session, by=by, number=number)
    return participant


@transaction.atomic
def change_consents(*, participant: Participant, by: User, **consents: bool) -> Participant:
    """What the person allows from now on; what is not named is off. It works in every state of the session.

    Notes that they no longer allow to be read stay sealed and unread until `remove_words` destroys them."""
    locked(participant.session)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    for name in CONSENTS:
        setattr(participant, name, consents.get(name, False))
    participant.save(update_fields=CONSENTS)
    record("changed consents", participant, by=by, **{name: getattr(participant, name) for name in CONSENTS})
    return participant


@transaction.atomic
def note_debrief(*, session: Session, by: User, debrief: Debrief = Debrief.EVERYBODY) -> Session:
    """What was done for everybody afterwards. Needed before the session can be closed."""
    session = to_mend(session)
    if session.debrief != debrief:
        session.debrief = debrief
        session.save(update_fields=["debrief"])
        record("noted debrief", session, by=by, debrief=debrief)
    return session


@transaction.atomic
def note_person_debrief(
    *, participant: Participant, by: User, debrief: PersonDebrief | str, support_offered: bool
) -> Participant:
    """What was done for this person afterwards, and whether they were told where support is."""
    to_mend(participant.session)
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    if (participant.debrief, participant.support_offered) != (debrief, support_offered):
        participant.debrief, participant.support_offered = debrief, support_offered
        participant.save(update_fields=["debrief", "support_offered"])
        record("noted debrief", participant, by=by, debrief=debrief, support_offered=support_offered)
    return participant
