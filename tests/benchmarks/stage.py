"""A survey of one question with 22 options, the house's whole stack of middleware, and a person with a browser."""

import os
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import tests.mode  # noqa: F401 - the test mode, before the settings are read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "derbyvoice.settings")

OPTIONS = [{"id": f"o{number}", "text": f"Option number {number}"} for number in range(22)]
ONE = {
    "title": "How was it?",
    "readers": "Us",
    "purpose": "To learn",
    "minutes": 1,
    "questions": [{"id": "one", "kind": "single", "text": "Which?", "options": OPTIONS}],
    "consents": ["count", "read"],
}
STORY = {"id": "two", "kind": "text", "text": "What was it like?"}


@contextmanager
def survey(*, story: bool = False, definition: dict[str, object] | None = None):
    """The survey in the database named by DATABASE_URL, taken away again at the end."""
    import django

    django.setup()
    from datetime import date

    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction

    from derbyvoice.lib.suppression import Protection
    from derbyvoice.users.models import User
    from derbyvoice.vault.files import make_missing
    from derbyvoice.vault.keys import PURPOSES
    from surveys.questionnaires.actions import prepare_survey, publish

    make_missing(settings.KEYS_DIR, list(PURPOSES), day=date(2026, 1, 1))
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        by = User.objects.create_user(email="benchmark@staff.example", name="Benchmark")
        made = prepare_survey(slug="benchmark", protection=Protection.STANDARD, by=by)
        one = {**ONE, "questions": [*ONE["questions"], *([STORY] if story else [])]}
        publish(survey=made, definition=definition or one, by=by)
        yield made
        transaction.set_rollback(True)


def form_of(data):
    """The body of a form without files, as a browser sends it."""
    return {"data": urlencode(data, doseq=True), "content_type": "application/x-www-form-urlencoded"}


class Visitor:
    """A browser without a network: requests go straight into the stack of middleware."""

    def __init__(self):
        from django.core.handlers.wsgi import WSGIHandler
        from django.test import RequestFactory

        self.handler, self.factory = WSGIHandler(), RequestFactory()

    def get(self, path):
        return self.keep(self.handler.get_response(self.factory.get(path)))

    def post(self, path, **data):
        sent = form_of({"csrfmiddlewaretoken": self.factory.cookies["t"].value, **data})
        return self.keep(self.handler.get_response(self.factory.post(path, **sent)))

    def keep(self, response):
        """The response is not closed: that would close the connection of the transaction around all this."""
        self.factory.cookies.update(response.cookies)
        return response

    def forget(self):
        self.factory.cookies = SimpleCookie()
