"""What a person may do with a message, and the page on which they do it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from derbyvoice.audit.models import Event
from derbyvoice.notifications import actions, reports
from derbyvoice.notifications.choices import State
from derbyvoice.notifications.claims import claim_batch
from derbyvoice.notifications.delivery import hand_over
from derbyvoice.notifications.endings import sent
from derbyvoice.notifications.models import DeadAddress, Message
from derbyvoice.notifications.sending import send_batches
from derbyvoice.notifications.transports.smtp import SmtpTransport
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from tests.factories import make

pytestmark = pytest.mark.django_db
LIST = "admin:notifications_message_changelist"


@pytest.fixture
def staff():
    return make(User, role=roles.OFFICE_STAFF)


def uncertain(**fields):
    at = clock.now()
    return make(Message, state=State.UNCERTAIN, uncertain_at=at, finished_at=at, repeats=1, **fields)


def test_a_failed_message_is_tried_again_even_to_a_dead_address(server, queued, staff):
    server.order(mode="5xx")
    [message] = queued("ann")
    send_batches()
    server.order(mode="ok")
    actions.retry(message, by=staff)
    send_batches()
    message.refresh_from_db()
    assert message.state == State.SENT
    assert DeadAddress.objects.count() == 0
    assert Event.objects.get(verb="message tried again").by == staff


def test_only_a_failed_message_is_tried_again(queued, staff):
    [message] = queued("ann")
    with pytest.raises(ValidationError):
        actions.retry(message, by=staff)


@pytest.mark.parametrize(("was_sent", "state", "told"), [(True, "sent", []), (False, "failed", ["nobody:1"])])
def test_a_person_settles_what_stayed_uncertain(kind, staff, was_sent, state, told):
    message = uncertain()
    actions.settle(message, was_sent=was_sent, by=staff)
    message.refresh_from_db()
    assert message.state == state
    assert kind.told == told
    with pytest.raises(ValidationError):
        actions.settle(message, was_sent=was_sent, by=staff)


def test_what_is_still_to_be_repeated_cannot_be_settled(staff):
    message = make(Message, state=State.UNCERTAIN, uncertain_at=clock.now())
    with pytest.raises(ValidationError):
        actions.settle(message, was_sent=True, by=staff)


def test_withdrawing_withholds_all_that_is_unfinished(server, kind, queued, staff):
    queued("ann", "ben")
    uncertain(recipient_ref="ann")
    make(Message, recipient_ref="ann", state=State.UNCERTAIN, uncertain_at=clock.now())
    assert actions.withdraw(recipient_ref="ann", by=staff) == 3
    assert actions.withdraw(recipient_ref="ann", by=staff) == 0
    send_batches()
    assert [kept.to for kept in server.kept] == [["ben@people.example"]]


def test_withdrawn_while_the_worker_prepares_it_is_not_handed_over(server, kind, queued, staff):
    queued("ann")
    prepare = kind.prepare

    def withdraws(message):
        actions.withdraw(recipient_ref="ann", by=staff)
        return prepare(message)

    from derbyvoice.notifications import kinds

    kinds._kinds["test"] = kinds.Kind("test", "For tests.", withdraws)
    send_batches()
    assert Message.objects.get().state == State.WITHHELD
    assert server.kept == []


def test_withdrawn_in_the_very_moment_it_was_handed_over_the_row_says_so(queued, staff):
    queued("ann")
    [message] = claim_batch(at=clock.now(), size=1)
    hand_over(message, SmtpTransport())
    actions.withdraw(recipient_ref="ann", by=staff)
    sent(message, at=clock.now())
    assert Message.objects.get().reason == "Had been handed over already"


def test_what_needs_a_person_is_counted(staff):
    uncertain()
    now = clock.now()
    make(Message, state=State.FAILED, finished_at=now)
    make(Message, tries=5)
    assert [reports.to_settle(staff, now), reports.failed(staff, now), reports.stuck(staff, now)] == [1, 1, 1]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_whatever_its_length(client, staff, rows, django_assert_max_num_queries):
    for _ in range(rows):
        make(Message)
    client.force_login(staff)
    client.get(reverse(LIST))
    with django_assert_max_num_queries(12):
        assert client.get(reverse(LIST)).status_code == 200


def test_the_page_settles_a_message(client, staff, kind):
    message = uncertain()
    client.force_login(staff)
    page = reverse("admin:notifications_message_change", args=[message.pk])
    assert client.get(page).status_code == 200
    refused = client.post(page, {"decision": "retry"})
    assert "Only a message that could not be sent can be tried again." in refused.content.decode()
    assert client.post(page, {"decision": "was_sent"}).status_code == 302
    message.refresh_from_db()
    assert message.state == State.SENT


def test_the_filters_answer(client, staff):
    client.force_login(staff)
    for query in ("state__exact=failed", "needs=settle", "needs=repeated", "kind=test", "q=ann"):
        assert client.get(f"{reverse(LIST)}?{query}").status_code == 200


def test_others_do_not_see_the_outbox(client):
    client.force_login(make(User, role=roles.CASE_OFFICER))
    assert client.get(reverse(LIST)).status_code in (302, 403)


def test_the_same_key_queues_once(queued, kind):
    from derbyvoice.notifications import outbox

    with transaction.atomic():
        first = outbox.queue("test", recipient_ref="ann", dedupe_key="one")
        second = outbox.queue("test", recipient_ref="ann", dedupe_key="one")
    assert first == second
    with pytest.raises(LookupError), transaction.atomic():
        outbox.queue("nobody registered this", recipient_ref="ann", dedupe_key="two")
