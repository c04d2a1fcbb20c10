"""Three invented people whose words raise a flag: one waits, one is being looked at, one is decided."""

from derbyvoice.audit.actors import PERSON
from derbyvoice.users import roles
from derbyvoice.users.demo import person
from surveys.questionnaires.answers import SKIPPED, Answer
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.demo import SLUG
from surveys.questionnaires.logic import next_unseen
from surveys.questionnaires.models import definition_of
from surveys.responses.actions import save_answer, save_consents, submit
from surveys.responses.browser import BrowserKey
from surveys.responses.held import Held
from surveys.responses.models import Response
from surveys.safeguarding.actions import decide, take
from surveys.safeguarding.choices import Outcome
from surveys.safeguarding.models import Flag

DECIDED = "Some evenings I think they would all be better off without me."
LOOKED_AT = "He knows where I live now and I do not sleep."
WAITING = "They made me carry things to another town and nobody asked why I was so tired."
REASONS = "I wrote to the address. A friend is with them tonight, and they agreed that their doctor rings tomorrow."
ADDRESS = "kit@example.org"


def load(version_id: int) -> None:
    """Send the three through the same actions as everybody, and look at them as the invented lead."""
    lead = person(roles.SAFEGUARDING_LEAD)
    decided, looked_at = flag_of(say(DECIDED, version_id, ADDRESS)), flag_of(say(LOOKED_AT, version_id))
    say(WAITING, version_id)
    take(flag=looked_at, by=lead)
    take(flag=decided, by=lead)
    decide(flag=decided, outcome=Outcome.REFERRED, reasons=REASONS, referred_to="Their own doctor", by=lead)


def flag_of(response: Response) -> Flag:
    return Flag.objects.get(response=response.reference)


def say(words: str, version_id: int, address: str = "") -> Response:
    """Somebody skips what they are asked, but for one thing that they must say."""
    key, held, definition = BrowserKey.new(), Held(), definition_of(version_id)
    while question := next_unseen(definition, held.answers):
        answer = Answer(words=words) if question.kind == "text" and not said(held) else SKIPPED
        facts = {"key": key, "version": version_id, "place": SLUG, "question": question.id}
        held = save_answer(**facts, answer=answer, by=PERSON)
    consents = frozenset({Consent.COUNT, Consent.READ, *([Consent.CONTACT] if address else [])})
    save_consents(key=key, place=SLUG, consents=consents, address=address, by=PERSON)
    return submit(key=key, place=SLUG, by=PERSON)


def said(held: Held) -> bool:
    return any(answer.words for answer in held.answers.values())
