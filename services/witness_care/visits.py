"""Who is on a private page now: a signed, short-lived cookie holds the key that the person's words gave."""

import base64
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from derbyvoice.lib.envelopes import PersonKey, PrivateKey
from services.witness_care.actions.space import WordsRefused, private_key_of
from services.witness_care.models import PrivateSpace

COOKIE = f"{settings.COOKIE_PREFIX}p"
SALT = "private page"
IDLE_SECONDS = 20 * 60


@dataclass(frozen=True, repr=False)
class Visit:
    """A person on their own page."""

    space: PrivateSpace
    key: PersonKey

    @property
    def private(self) -> PrivateKey:
        """What opens the messages on this page. Raises `WordsRefused` if the words were changed meanwhile."""
        return private_key_of(self.space, self.key)


def visit_of(request: HttpRequest, *states: str) -> Visit | None:
    """The visit that this request belongs to, to a page in one of these states; None when there is none, or nothing
    happened for twenty minutes."""
    try:
        space_id, key = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=IDLE_SECONDS)
    except signing.BadSignature:
        return None
    space = PrivateSpace.objects.filter(public_id=uuid.UUID(space_id), state__in=states).first()
    return opened(Visit(space, PersonKey(base64.b64decode(key)))) if space and space.private_key else None


def opened(visit: Visit) -> Visit | None:
    try:
        return visit if visit.private else None
    except WordsRefused:
        return None


def remember(response: HttpResponse, visit: Visit) -> HttpResponse:
    """Keep the visit for another twenty minutes, in a cookie that ends with the browser."""
    value = signing.dumps([str(visit.space.public_id), base64.b64encode(visit.key.raw).decode()], salt=SALT)
    response.set_cookie(COOKIE, value, httponly=True, secure=settings.COOKIES_SECURE, samesite="Lax")
    return response


def forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
