"""No staff page of any room opens without a second factor, and none to a stranger."""

import re

import pytest
from django.contrib import admin
from django.urls import URLPattern, reverse

from derbyvoice.doors import addresses_for
from derbyvoice.users import roles
from derbyvoice.users.middleware import SecondFactorRequired
from derbyvoice.users.models import RoleGrant, SignIn, User
from tests.factories import make

pytestmark = pytest.mark.django_db
OPEN = SecondFactorRequired.OPEN | {"account_login", "account_request_login_code", "account_confirm_login_code"}
OPEN |= {"mfa_authenticate", "account_inactive", "sign_in_provider", "sign_in_provider_back"}


def staff_pages():
    """Addresses of all rooms behind the staff door, numbers and names filled in at random."""
    patterns = [item for item in addresses_for(frozenset({"staff"})) if isinstance(item, URLPattern)]
    closed = [item for item in patterns if item.name not in OPEN and not public(item)]
    return sorted({"/" + filled(item) for item in closed} | set(admin_pages()))


def public(item):
    return getattr(item.callback, "opened_to", "") == "anyone"


def filled(item):
    """The address with something in place of each `<kind:name>`; it need not exist: the refusal comes first."""
    values = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000"}
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: values.get(found.group(1), "2026-06-01"), str(item.pattern))


def admin_pages():
    for model in admin.site._registry:
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    yield reverse("admin:index")


@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_code_by_mail_alone_opens_no_staff_page(client, verb):
    user = make(User)
    for role in roles.ROLES.values():
        make(RoleGrant, user=user, role=role.key)
    client.force_login(user)
    SignIn.objects.update(second_factor="")
    pages = staff_pages()
    assert len(pages) > 40
    answers = {page: getattr(client, verb)(page) for page in pages}
    opened = {page: answer.status_code for page, answer in answers.items() if answer.status_code not in (302, 405)}
    assert opened == {}
    assert {answer.url for answer in answers.values() if answer.status_code == 302} == {reverse("mfa_index")}


def test_a_stranger_opens_no_staff_page(client):
    for page in staff_pages():
        answer = client.get(page)
        assert answer.status_code in (302, 405), page
        assert answer.status_code == 405 or answer.url.split("?")[0] in ("/sign-in/", "/admin/login/"), page
