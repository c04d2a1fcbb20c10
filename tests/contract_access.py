"""A contract that opens referrals, and what its workers ask for: for the tests of who has access."""

from datetime import date

from django.test import Client
from django.urls import reverse

from services.contracts import actions
from services.directory.models import Provider
from services.referrals.actions import Details
from tests.services_world import NOW

DAY = NOW.date()
FIRST, LAST = date(2025, 4, 1), date(2028, 3, 31)
DETAILS = Details(name="Robin Canary", safe_contact="Phone 01632 960777")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(referral):
    return reverse("referrals_one", args=[referral.public_id])


def pages(referral):
    of_one = ("referrals_one", "referrals_person", "outcomes_scores")
    return [("get", of_one[0]), ("post", of_one[0]), ("post", of_one[1]), ("get", of_one[2]), ("post", of_one[2])]


def opens(provider, day=DAY):
    return Provider.objects.with_access(day).filter(pk=provider.pk).exists()


def break_off(contract, office, at=NOW):
    return actions.break_off(contract, reason="They could not keep people safe.", at=at, by=office)
