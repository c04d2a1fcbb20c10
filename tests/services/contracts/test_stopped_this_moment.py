"""A service stops in the very moment in which somebody is passed to it: the page says so, and keeps what was typed."""

from contextlib import contextmanager

from django.core import signing
from django.db.models.signals import post_save
from django.urls import reverse

from derbyvoice.audit.models import Reading
from services.directory.models import Access
from services.referrals.choices import Basis
from services.referrals.models import Referral
from services.support.models import SupportLink
from services.support.views import COOKIE, offered_to
from tests.factories import make
from tests.services_world import NOW


@contextmanager
def stopping_once_saved(model, provider):
    """As if somebody ended the provider's access as soon as a row of this model was written."""

    def stop(**_):
        Access.objects.filter(provider=provider).update(valid_from="2019-01-01", valid_to="2020-01-01")

    post_save.connect(stop, sender=model)
    yield
    post_save.disconnect(stop, sender=model)


def test_an_officer_is_told_and_nothing_was_sent(world, case, client):
    client.force_login(world.officer.user)
    sent = {"service": world.near.pk, "basis": Basis.EXPLICIT_CONSENT}
    with stopping_once_saved(Reading, world.near.provider):
        page = client.post(reverse("referrals_of_case", args=[case.public_id]), sent)
    assert page.status_code == 200
    assert "takes no new people today" in page.content.decode()
    assert not Referral.objects.exists()


def test_a_person_who_asks_keeps_their_words_and_nothing_was_sent(world, case, client):
    link, chosen = make(SupportLink, case=case, opened=NOW), list(offered_to(case))
    client.cookies[COOKIE] = signing.dumps(link.pk, salt="support")
    typed = {"name": "Robin", "safe_contact": "Ring after six", "words": "Please ring slowly", "agree": "on"}
    with stopping_once_saved(Referral, chosen[1].provider):  # the first is written, and then the second has stopped
        page = client.post(reverse("support_choose"), {**typed, "services": [one.pk for one in chosen]})
    assert "takes no new people today" in page.content.decode()
    assert "Please ring slowly" in page.content.decode()
    assert not Referral.objects.exists()
    assert not SupportLink.objects.get().answered
