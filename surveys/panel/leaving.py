"""The link by which somebody leaves without signing in. It is signed, holds a reference only, and does not grow old."""

from django.core import signing

from surveys.panel.models import Subscriber

SALT = "panel.leave"


def leave_token(subscriber: Subscriber) -> str:
    return signing.Signer(salt=SALT).sign(subscriber.reference.hex).replace(":", ".")


def subscriber_of(token: str) -> Subscriber | None:
    """Whose link this is; None for a forged one. Somebody who has left is found too, so that the page is the same."""
    try:
        reference = signing.Signer(salt=SALT).unsign(token.replace(".", ":"))
    except signing.BadSignature:
        return None
    return Subscriber.objects.filter(reference=reference).first()
