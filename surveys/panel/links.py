"""The links in messages: signed, with a reference only. Nothing in them tells of a person, and nobody can make one.

A signature is written in hexadecimal digits: letters could spell a word by chance. Links sent before have it in letters
and still work, since somebody may leave by an old one at any time."""

import base64
import re
from typing import Final

from django.core import signing

from surveys.panel.models import Invitation, Subscriber

LEAVE, INVITED = "panel.leave", "panel.invited"


HEXADECIMAL: Final = re.compile(r"[0-9a-f]{64}\Z")


def signed(salt: str, words: str) -> str:
    return f"{words}.{in_digits(signing.Signer(salt=salt).signature(words))}"


def unsigned(salt: str, token: str) -> str | None:
    """What was signed; None for a forged link."""
    words, _, signature = token.rpartition(".")
    letters = in_letters(signature) if HEXADECIMAL.match(signature) else signature
    try:
        return signing.Signer(salt=salt).unsign(f"{words}:{letters}")
    except signing.BadSignature:
        return None


def in_digits(signature: str) -> str:
    return base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)).hex()


def in_letters(signature: str) -> str:
    return base64.urlsafe_b64encode(bytes.fromhex(signature)).decode().rstrip("=")


def leave_token(subscriber: Subscriber) -> str:
    """For the link by which somebody leaves without signing in. It does not grow old."""
    return signed(LEAVE, subscriber.reference.hex)


def subscriber_of(token: str) -> Subscriber | None:
    """Whose link this is; None for a forged one. Somebody who has left is found too."""
    reference = unsigned(LEAVE, token)
    return Subscriber.objects.filter(reference=reference).first() if reference else None


def invitation_token(invitation: Invitation, step: int) -> str:
    """For the link in one message: each message of an invitation has its own, and its use ends those before it."""
    return signed(INVITED, f"{invitation.reference.hex}-{step}")


def invitation_of(token: str) -> tuple[Invitation, int] | None:
    """Whose link this is and from which message; None for a forged one, and for one of somebody who left."""
    reference, _, step = (unsigned(INVITED, token) or "").partition("-")
    if not reference:
        return None
    rows = Invitation.objects.select_related("subscriber", "wave__series__survey")
    found = rows.filter(reference=reference).first()
    return (found, int(step)) if found else None
