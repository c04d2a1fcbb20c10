"""Steps of somebody who signs in."""

import re
import time
from datetime import UTC, datetime

from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.urls import reverse

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
EMAIL = "robin@staff.example"


def ask_for_code(client, email=EMAIL, **extra):
    return client.post(reverse("account_login"), {"email": email, **extra})


def code_in_mail():
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()


def not_the_code(right):
    return "111111" if right == "000000" else "000000"


def give_code(client, code=None, **extra):
    return client.post(reverse("account_confirm_login_code"), {"code": code or code_in_mail(), **extra})


def app_code(secret, at=None):
    return totp.format_hotp_value(totp.hotp_value(secret, int(at or time.time()) // 30))


def set_up_app(client):
    secret = re.search(r'dv-spelled">(\w+)<', client.get(reverse("mfa_activate_totp")).content.decode()).group(1)
    response = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    assert response.status_code == 302, response.content.decode()
    return secret


def sign_in(client, secret):
    ask_for_code(client)
    give_code(client)
    return client.post(reverse("mfa_authenticate"), {"code": app_code(secret)})
