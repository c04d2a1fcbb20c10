"""The demonstration's people: four hundred, over half a year, by every channel and in every voice."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from derbyvoice.office import clock
from surveys.questionnaires.demo import INFORMED, OWN_WORDS, SLUG
from surveys.responses import demo
from surveys.responses.choices import Channel, Teller
from surveys.responses.models import Response

pytestmark = pytest.mark.django_db


def test_four_hundred_people_by_every_channel_and_in_every_voice(django_assert_max_num_queries):
    call_command("load_demo", verbosity=0)
    people = Response.objects.filter(version__survey__slug__in=[SLUG, OWN_WORDS, INFORMED])
    assert people.count() >= 400
    assert set(people.values_list("channel", flat=True)) == set(Channel.values)
    assert set(people.values_list("teller", flat=True)) == set(Teller.values)
    days = people.order_by("submitted_on").values_list("submitted_on", flat=True)
    assert days.last() - days.first() > timedelta(days=180)
    assert people.exclude(service=None).exists()
    before = people.count()
    with django_assert_max_num_queries(20):
        demo.load(today=clock.today(), by=None)
    assert people.count() == before
