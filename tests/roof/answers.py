"""Run as a process of its own in the production mode: asks for many kinds of answer and prints them as JSON."""

import json
import logging
import os
import sys

import django
from django.core.management import call_command


def main():
    django.setup()
    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from django.test import Client

    def fall(request):
        raise RuntimeError("told in confidence: 01632 960123")

    fall.methods_named, fall.login_required = frozenset({"GET", "HEAD"}), False
    from django.urls import path

    from derbyvoice import urls

    urls.urlpatterns.append(path("broken/", fall))
    client = Client(
        enforce_csrf_checks=True,
        raise_request_exception=False,
        headers={"host": os.environ["ALLOWED_HOSTS"].split(",")[0]},
    )
    asked = [line.split() for line in sys.stdin.read().splitlines()]
    answers = {}
    for scheme, method, where in asked:
        answer = client.generic(method, where, secure=scheme == "https")
        body = b"" if answer.streaming else answer.content
        answers[f"{scheme} {method} {where}"] = {
            "status": answer.status_code,
            "headers": {name.lower(): value for name, value in answer.items()},
            "cookies": {name: dict(morsel) for name, morsel in answer.cookies.items()},
            "body": body.decode(errors="replace"),
        }
    print(json.dumps(answers))


main()
