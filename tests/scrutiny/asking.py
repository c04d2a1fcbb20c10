"""Steps of somebody who asks a question."""

import re

from django.conf import settings
from django.urls import reverse

from derbyvoice.notifications.kinds import kind_of
from scrutiny.questions import forms

CANARY = "Canary-words-7Q about how calls are answered?"
ADDRESS = "canary.asker@example.org"
NAME = "Canary Example"
MAIL_WORDS = re.compile(
    "abus|domestic|violen|victim|survivor|rape|sexual|assault|stalk|testimon|crime|police|offence|refuge|harass"
    "|perpetrator|safeguard|suspect|witness|court|referral|support service",
    re.IGNORECASE,
)


def told(**fields):
    opened = forms.signing.dumps(0, salt=forms.SALT)
    return {"question": CANARY, "area": "outside", "email": ADDRESS, "name": NAME, "opened": opened, **fields}


def ask(client, **fields):
    return client.post(reverse("questions_ask"), told(**fields))


def prepared(message):
    return kind_of(message).prepare(message)


def link_in(message):
    return re.search(r"https?://\S+", prepared(message).text)[0].removeprefix(settings.PUBLIC_URL)
