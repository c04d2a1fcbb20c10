"""`/api/v1/`: how the force's record system sends cases. Every refusal names the field and says how to mend it."""

import re
from typing import Any

from django.conf import settings
from rest_framework import exceptions
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from derbyvoice.office import clock
from derbyvoice.users.limits import allow, caller
from services.cases import due
from services.intake import strict
from services.intake.actions import Answer, Post, hash_of_body, note_refusal, repeated, take_in
from services.intake.choices import Code, Scope
from services.intake.keys import key_with, note_use
from services.intake.models import ApiKey
from services.intake.serializers import CaseSerializer
from services.intake.strict import Refused

IDEMPOTENCY_KEY = re.compile(r"^[A-Za-z0-9_-]{8,80}$")
POSTS_A_MINUTE = 600
REFUSALS_KEPT_AN_HOUR = 2000


class StrictJSON(BaseParser):
    """Our own parser: bounded, and strict about what DRF's takes silently."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Reads no more than it needs to see that a body is too large."""
        return strict.read(stream.read(strict.MAX_BYTES + 1))


class CasesView(APIView):
    """POST takes one case in. Safe to repeat: the same Idempotency-Key and body give the first answer."""

    authentication_classes = ()
    permission_classes = ()
    parser_classes = (StrictJSON,)
    renderer_classes = (JSONRenderer,)
    http_method_names = ["post", "options"]
    key: ApiKey | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.key = self.key_of(request)
        if Scope.CASES_WRITE not in self.key.scopes:
            raise Refused(403, Code.NO_SCOPE)

    def key_of(self, request: Request) -> ApiKey:
        if settings.PRODUCTION and not request.is_secure():
            raise Refused(403, Code.HTTPS_ONLY)
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret:
            raise Refused(401, Code.NO_KEY)
        if key := key_with(secret.strip(), now=clock.now()):
            return key
        raise Refused(401, Code.BAD_KEY)

    def post(self, request: Request) -> Response:
        assert self.key is not None  # initial() found it or refused
        if not allow("api", self.key.prefix, most=POSTS_A_MINUTE, seconds=60):
            raise Refused(429, Code.TOO_MANY)
        note_use(self.key, now=clock.now())
        idempotency_key = request.headers.get("Idempotency-Key", "")
        if not IDEMPOTENCY_KEY.match(idempotency_key):
            raise Refused(400, Code.NO_IDEMPOTENCY_KEY, field="Idempotency-Key")
        post = Post(key=self.key, idempotency_key=idempotency_key, body_hash=hash_of_body(request.data))
        answer = repeated(post) or self.take_in(post, request.data)
        return Response(answer.body, status=answer.status)

    def take_in(self, post: Post, body: Any) -> Answer:
        """A post that was not taken in before, as far as one can see before its turn."""
        now = clock.now()
        serializer = CaseSerializer(data=body, context={"day": due.london_day(now)})
        serializer.is_valid(raise_exception=True)
        return take_in(post, facts=serializer.facts(), now=now)

    def handle_exception(self, error: Exception) -> Response:
        """Every refusal in one shape, kept without its contents."""
        if isinstance(error, Refused):
            return self.refuse(error.status, [problem(error.field, error.code.value, error.code.label)])
        if isinstance(error, exceptions.ValidationError):
            return self.refuse(400, list(problems_in(error.get_full_details())))
        if isinstance(error, exceptions.APIException):
            return self.refuse(error.status_code, [problem("", error.get_codes(), str(error.detail))])
        raise error

    def refuse(self, status: int, problems: list[dict[str, str]]) -> Response:
        posted = self.request.method == "POST"
        if posted and allow("refusals", caller(self.request), most=REFUSALS_KEPT_AN_HOUR, seconds=3600):
            first = problems[0]
            note_refusal(key=self.key, status=status, field=first["field"], code=first["code"], now=clock.now())
        headers = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "60"}}.get(status, {})
        return Response({"errors": problems}, status=status, headers=headers)


def problem(field: str, code: Any, words: str) -> dict[str, str]:
    return {"field": field, "code": str(code), "message": words}


def problems_in(details: Any, path: str = "") -> Any:
    """DRF's nested details as a flat list, each with the field's whole path: victim.email."""
    if isinstance(details, dict) and {"message", "code"} == set(details) and isinstance(details["code"], str):
        yield problem(path, details["code"], str(details["message"]))
    elif isinstance(details, dict):
        for name, inner in details.items():
            step = "" if name == "non_field_errors" else str(name)
            yield from problems_in(inner, ".".join(filter(None, (path, step))))
    else:
        for inner in details:
            yield from problems_in(inner, path)
