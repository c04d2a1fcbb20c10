"""Two sweeps at the same moment, on PostgreSQL: nobody is asked twice, and no cap is broken."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from derbyvoice.audit.actors import CLOCK
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from surveys.panel.actions import inviting
from surveys.panel.models import Invitation, Subscriber, Wave
from tests.factories import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
PEOPLE, AT_ONCE = 60, 4


def at_the_same_time(work):
    gate = Barrier(AT_ONCE)

    def one(_):
        try:
            gate.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_nobody_is_asked_twice_and_the_cap_holds_over_two_waves(monkeypatch):
    monkeypatch.setattr(inviting, "BITE", 7)
    monkeypatch.setattr(inviting, "MAILS", 5)
    for _ in range(PEOPLE):
        make(Subscriber, safe="yes")
    make(Wave)
    make(Wave)
    now = clock.now()
    done = at_the_same_time(lambda: inviting.sweep(now=now, by=CLOCK))
    inviting.sweep(now=now, by=CLOCK)
    assert sum(one["asked"] for one in done) <= PEOPLE
    assert Invitation.objects.count() == PEOPLE
    assert Invitation.objects.values("subscriber").distinct().count() == PEOPLE
    assert Message.objects.count() == PEOPLE


def test_killed_between_two_bites_nothing_is_lost_or_doubled(monkeypatch):
    monkeypatch.setattr(inviting, "BITE", 7)
    for _ in range(20):
        make(Subscriber, safe="yes")
    make(Wave)
    real, bites = inviting.put_off_next, []

    def killed(rows, day):
        bites.append(1)
        if len(bites) == 2:
            raise KeyboardInterrupt
        real(rows, day)

    monkeypatch.setattr(inviting, "put_off_next", killed)
    with pytest.raises(KeyboardInterrupt):
        inviting.sweep(now=clock.now(), by=CLOCK)
    assert Invitation.objects.count() == 7
    inviting.sweep(now=clock.now(), by=CLOCK)
    assert Invitation.objects.count() == Message.objects.count() == 20
