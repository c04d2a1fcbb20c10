"""People who sign in."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from derbyvoice.users import roles
from derbyvoice.users.models import User
from tests.factories import make
from tests.users.signing_in import EMAIL, NOON, ask_for_code, give_code, set_up_app


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def robin(clock):
    return make(User, email=EMAIL, name="Robin Example", role=roles.OFFICE_STAFF)


@pytest.fixture
def robins_app(robin, clock):
    """Robin has signed in before and set up an app; gives its secret."""
    client = Client()
    ask_for_code(client)
    give_code(client)
    secret = set_up_app(client)
    client.post(reverse("account_logout"))
    mail.outbox.clear()
    clock.shift(timedelta(minutes=20))
    return secret
