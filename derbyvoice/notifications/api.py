"""Where GOV.UK Notify tells us what became of a message."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from derbyvoice.notifications import receipts
from derbyvoice.office import clock
from derbyvoice.users.access import anyone

LONGEST = 10_000
FAILURES = frozenset({"permanent-failure", "temporary-failure", "technical-failure"})


class NotAReceipt(ValueError):
    """What came is not a receipt; the words say why."""


@csrf_exempt
@anyone("POST")
def take_receipt(request: HttpRequest) -> HttpResponse:
    """One receipt, with the token agreed with Notify. A message we do not know is no error: they would go on asking."""
    if not has_token(request):
        return JsonResponse({"error": "The token is missing or wrong."}, status=401)
    try:
        receipt = read(request)
    except NotAReceipt as problem:
        return JsonResponse({"error": str(problem)}, status=400)
    act_on(receipt)
    return HttpResponse(status=204)


def has_token(request: HttpRequest) -> bool:
    """Nobody has it while none is set."""
    wanted = settings.NOTIFY_CALLBACK_TOKEN
    return bool(wanted) and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {wanted}")


def read(request: HttpRequest) -> dict[str, Any]:
    if int(request.headers.get("Content-Length") or 0) > LONGEST:
        raise NotAReceipt("This is longer than a receipt.")
    try:
        facts = json.loads(request.body)
        return {"reference": UUID(facts["reference"]), "status": str(facts["status"]), "to": str(facts.get("to") or "")}
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise NotAReceipt("A receipt is a JSON object with a reference and a status.") from error


def act_on(receipt: dict[str, Any]) -> None:
    reference, status = receipt["reference"], receipt["status"]
    if status == "delivered":
        receipts.delivered(reference, at=clock.now())
    elif status in FAILURES:
        dead = receipt["to"] if status == "permanent-failure" else ""
        receipts.failed(reference, at=clock.now(), reason=f"Came back: {status}", dead_address=dead)
