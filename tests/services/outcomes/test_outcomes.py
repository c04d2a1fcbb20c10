"""What changed for a person: recorded by their own provider, shown only as figures that hide small numbers."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from derbyvoice.audit.actors import CLOCK
from derbyvoice.lib.suppression import Protection, figure, percentage
from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.directory.models import Membership, Provider, Service
from services.outcomes import actions, reports
from services.outcomes.actions import Given
from services.outcomes.models import Outcome, Score
from services.referrals.models import Referral
from tests.factories import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
JUNE = date(2026, 6, 1)


@pytest.fixture
def referral():
    return make(Referral)


@pytest.fixture
def worker(referral):
    user = make(User, role=roles.PROVIDER_WORKER)
    make(Membership, user=user, provider=referral.service.provider)
    return user


@pytest.fixture
def safety():
    return make(Outcome, key="safety", name="Feels safer")


def test_the_five_standard_outcomes_load_once():
    actions.load_standard_outcomes(by=CLOCK)
    actions.load_standard_outcomes(by=CLOCK)
    assert Outcome.objects.count() == 5


def test_a_worker_records_a_score_and_why_another_has_none(client, worker, referral, safety):
    coping = make(Outcome, key="coping")
    client.force_login(worker)
    page = reverse("outcomes_scores", args=[referral.public_id])
    assert client.post(page, {"moment": "start", "safety": "2", "coping": "unsafe"}).status_code == 302
    assert dict(Score.objects.values_list("outcome__key", "value")) == {"safety": 2, "coping": None}
    assert Score.objects.get(outcome=coping).no_score == "unsafe"
    assert "2 of 5" in client.get(page).content.decode()


def test_an_empty_form_is_answered_with_words_and_records_nothing(client, worker, referral, safety):
    client.force_login(worker)
    answer = client.post(reverse("outcomes_scores", args=[referral.public_id]), {"moment": "start"})
    assert answer.status_code == 200
    assert "Choose an answer for at least one" in answer.content.decode()
    assert not Score.objects.exists()


def test_a_worker_of_another_provider_finds_no_page(client, referral, safety):
    stranger = make(User, role=roles.PROVIDER_WORKER)
    make(Membership, user=stranger, provider=make(Provider))
    client.force_login(stranger)
    assert client.get(reverse("outcomes_scores", args=[referral.public_id])).status_code == 404


def test_recording_the_same_moment_again_corrects_it(worker, referral, safety):
    for value in (2, 4):
        actions.record_scores(referral, {safety: Given(value=value)}, moment="start", asked_on=JUNE, at=NOW, by=worker)
    assert Score.objects.get().value == 4


@pytest.mark.parametrize("given", [Given(value=0), Given(value=6), Given(), Given(value=3, no_score="declined")])
def test_a_score_is_1_to_5_or_a_reason(worker, referral, safety, given):
    with pytest.raises(ValidationError):
        actions.record_scores(referral, {safety: given}, moment="start", asked_on=JUNE, at=NOW, by=worker)
    row = make(Score, referral=referral)
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.filter(pk=row.pk).update(value=given.value, no_score=given.no_score)


def test_improvement_counts_people_scored_twice_and_hides_small_numbers(safety):
    service = make(Service)
    for n in range(20):
        row = {"referral": make(Referral, service=service), "outcome": safety}
        make(Score, moment="start", value=2, **row)
        make(Score, moment="exit", value=4 if n < 15 else 2, asked_on=date(2026, 6, 20), **row)
    make(Score, referral=make(Referral, service=service), outcome=safety, moment="exit", value=5)
    period = {"since": date(2026, 4, 1), "until": date(2026, 6, 30), "protection": Protection.STANDARD}
    told = reports.improvement(provider_id=service.provider_id, **period)
    assert [(line.name, line.people, line.improved) for line in told] == [
        ("Feels safer", figure(20, Protection.STANDARD), percentage(15, 20, Protection.STANDARD))
    ]
    nobody = reports.improvement(provider_id=make(Provider).pk, **period)
    assert nobody[0].people.hidden
    assert nobody[0].improved.hidden
