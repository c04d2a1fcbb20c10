"""GOV.UK Notify: a service that keeps our reference and can be asked what became of it.

Its template has the subject `((subject))` and the one text `((text))`. Needs the extra `notify`."""

from typing import Any, Self

from django.conf import settings

from derbyvoice.notifications.letters import Letter
from derbyvoice.notifications.transports import BeforeLastByte, NoAnswer, NotTaken, Refused, Unreachable

TOO_MANY = 429


class NotifyTransport:
    """One HTTP session with Notify for one batch."""

    name = "notify"
    can_be_asked = True

    def __init__(self) -> None:
        from notifications_python_client.notifications import NotificationsAPIClient

        self.client = NotificationsAPIClient(
            settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_URL, timeout=settings.EMAIL_TIMEOUT
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.client.request_session.close()

    def deliver(self, letter: Letter, *, before_last_byte: BeforeLastByte) -> str:
        before_last_byte()
        facts = {"personalisation": {"subject": letter.subject, "text": letter.text}, "reference": letter.reference}
        answer = self.said(self.client.send_email_notification, letter.address, settings.NOTIFY_TEMPLATE, **facts)
        return str(answer["id"])

    def ask(self, reference: str) -> bool:
        try:
            answer = self.said(self.client.get_all_notifications, reference=reference)
        except (NoAnswer, NotTaken, Refused) as error:
            raise Unreachable("Notify could not be asked") from error
        return bool(answer.get("notifications"))

    def said(self, call: Any, *args: Any, **facts: Any) -> dict[str, Any]:
        """Call, and put what went wrong into the sender's words. Notify's own words may hold the address."""
        from notifications_python_client.errors import HTTPError, InvalidResponse

        try:
            answer: dict[str, Any] = call(*args, **facts)
        except (HTTPError, InvalidResponse) as error:
            raise in_our_words(error) from None
        return answer


def in_our_words(error: Any) -> Exception:
    """A refused connection was certainly not taken; silence or a broken answer leaves it open; a number says it all."""
    if error.response is None:
        return why_silent(error.__cause__)
    code = error.status_code
    if code == TOO_MANY:
        return NotTaken("Notify is busy: 429")
    if code == 400:
        return Refused("Notify refused the letter: 400", dead="email_address" in str(error.message))
    if 400 < code < 500:
        return Unreachable(f"Notify refused this service: {code}")
    return NoAnswer(f"Notify failed: {code}")


def why_silent(cause: Any) -> Exception:
    import requests

    if isinstance(cause, requests.ConnectTimeout) or "NewConnectionError" in str(cause):
        return Unreachable("No connection to Notify")
    return NoAnswer("No answer from Notify")
