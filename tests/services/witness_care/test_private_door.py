"""The door of a private page: a link that opens nothing by itself, the officer's code once, then return words."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from derbyvoice.audit.models import Event
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from services.witness_care import actions
from services.witness_care.actions.space import MOST_TRIES, give_words
from services.witness_care.choices import SpaceState
from services.witness_care.models import PrivateSpace
from services.witness_care.visits import COOKIE
from tests.factories import make
from tests.services.witness_care.conftest import NOW

pytestmark = pytest.mark.django_db


def door_of(offer):
    return reverse("witness_care_door", args=[open_words(offer.space, "token", purpose="contact")])


def words_on(answer):
    return re.search(r'class="dv-words">([^<]+)<', answer.content.decode())[1]


def wrong(code):
    return f"{(int(code) + 1) % 10**8:08d}"


def test_the_link_asks_for_the_code_and_shows_nothing(client, offer):
    page = client.get(door_of(offer)).content.decode()
    assert "Your code" in page
    assert COOKIE not in client.cookies
    assert str(offer.space.public_id) not in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing_however_often(client, offer, method):
    """Programs that look at mail open every link within seconds."""
    before = PrivateSpace.objects.values().get(), Event.objects.count()
    for _ in range(30):
        assert getattr(client, method)(door_of(offer)).status_code == 200
    assert (PrivateSpace.objects.values().get(), Event.objects.count()) == before


def test_the_right_code_gives_five_words_and_once_they_are_noted_the_page_opens(client, offer):
    answer = client.post(door_of(offer), {"code": f"{offer.code[:4]} {offer.code[4:]}"})
    assert len(words_on(answer).split()) == 5
    assert client.post(reverse("witness_care_noted")).url == reverse("witness_care_home")
    assert client.get(reverse("witness_care_home")).status_code == 200
    assert PrivateSpace.objects.get().state == SpaceState.OPEN


def test_until_the_words_are_noted_the_code_works_again_and_only_the_newest_words_count(offer):
    first, second = Client(), Client()
    old = words_on(first.post(door_of(offer), {"code": offer.code}))
    new = words_on(second.post(door_of(offer), {"code": offer.code}))
    assert old != new
    assert first.post(reverse("witness_care_noted")).status_code == 403
    assert second.post(reverse("witness_care_noted")).status_code == 302


def test_before_the_words_are_noted_the_page_stays_shut_so_that_nothing_is_written_for_lost_words(client, offer):
    client.post(door_of(offer), {"code": offer.code})
    assert client.get(reverse("witness_care_home")).status_code == 403


def test_a_code_that_comes_too_late_never_replaces_words_that_were_noted(offer):
    words, _ = actions.first_visit(offer.space, offer.code, now=NOW)
    offer.space.refresh_from_db()
    actions.noted(offer.space, now=NOW)
    with pytest.raises(actions.CodeRefused):
        give_words(offer.space)
    offer.space.refresh_from_db()
    assert actions.come_back(offer.space, words)


def test_once_noted_the_code_opens_nothing_and_the_words_do(client, offer):
    door = door_of(offer)
    words = words_on(client.post(door, {"code": offer.code}))
    client.post(reverse("witness_care_noted"))
    fresh = Client()
    assert "Your five words" in fresh.get(door).content.decode()
    assert fresh.post(door, {"code": offer.code, "return_words": offer.code}).status_code == 200
    assert fresh.get(reverse("witness_care_home")).status_code == 403
    assert fresh.post(door, {"return_words": words.upper().replace(" ", ", ")}).url == reverse("witness_care_home")
    assert fresh.get(reverse("witness_care_home")).status_code == 200


def test_a_wrong_code_is_counted_and_the_sixth_try_is_refused_even_if_right(client, offer):
    for tries in range(1, MOST_TRIES + 1):
        assert "does not open" in client.post(door_of(offer), {"code": wrong(offer.code)}).content.decode()
        assert PrivateSpace.objects.get().code_tries == tries
    with pytest.raises(actions.CodeRefused):
        actions.first_visit(offer.space, offer.code, now=NOW)
    assert "does not open" in client.post(door_of(offer), {"code": offer.code}).content.decode()


def test_each_try_is_counted_in_one_statement_before_the_code_is_looked_at(offer, django_assert_num_queries):
    """Two at once cannot both be the fifth: the row counts, not what was read before."""
    stale = PrivateSpace.objects.get()
    for _ in range(MOST_TRIES):
        with pytest.raises(actions.CodeRefused):
            actions.first_visit(stale, wrong(offer.code), now=NOW)
    assert stale.code_tries == 0
    with pytest.raises(actions.CodeRefused):
        actions.first_visit(stale, offer.code, now=NOW)


def test_an_offer_ends_after_its_last_day(offer):
    with pytest.raises(actions.CodeRefused):
        actions.first_visit(offer.space, offer.code, now=NOW + timedelta(days=29))
    actions.first_visit(offer.space, offer.code, now=NOW + timedelta(days=28))


@pytest.mark.parametrize("typed", ["", "12", "abcdefgh", "٠١٢٣", "9" * 5000, "\x00", "<b>", "🙂🙂🙂🙂"])
def test_hostile_codes_get_a_kind_answer(client, offer, typed):
    answer = client.post(door_of(offer), {"code": typed})
    assert answer.status_code == 200
    assert 'class="govuk-error-summary"' in answer.content.decode()
    assert "<b>" not in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "one two", "zzzz yyyy xxxx wwww vvvv", "\x00", "a " * 5000, "‮word", "🙂"])
def test_hostile_words_get_a_kind_answer(person, typed):
    answer = Client().post(person.door, {"return_words": typed})
    assert answer.status_code == 200
    assert 'class="govuk-error-summary"' in answer.content.decode()


def test_five_words_of_somebody_else_do_not_open_it(person):
    other = "apple river cloud button seven"
    answer = Client().post(person.door, {"return_words": other})
    assert COOKIE not in answer.cookies or not answer.cookies[COOKIE].value


@pytest.mark.parametrize("token", ["x", "a" * 400, "%F0%9F%99%82"])
def test_an_unknown_link_says_kindly_that_it_ended(client, token):
    answer = client.get(f"/p/{token}/")
    assert answer.status_code == 410
    assert "You have done nothing wrong" in answer.content.decode()


def test_a_new_offer_closes_the_page_before_it(person):
    actions.offer_space(person.space.case, by=make(User), now=NOW)
    assert Client().get(person.door).status_code == 410
    assert person.browser.get(reverse("witness_care_home")).status_code == 403
    assert [space.state for space in PrivateSpace.objects.order_by("id")] == [SpaceState.CLOSED, SpaceState.OFFERED]


def test_more_than_ten_tries_an_hour_are_asked_to_wait(person):
    fresh = Client()
    answers = [fresh.post(person.door, {"return_words": "one"}).status_code for _ in range(11)]
    assert answers[8:] == [200, 429, 429]  # the fixture came back once
    assert fresh.post(person.door, {"return_words": person.words})["Retry-After"] == "3600"


def test_the_cookie_is_for_this_visit_and_for_no_script(person):
    cookie = person.browser.cookies[COOKIE]
    assert cookie["httponly"]
    assert not cookie["max-age"]
    assert not cookie["expires"]
    assert cookie["samesite"] == "Lax"


def test_after_twenty_quiet_minutes_the_page_is_shut_and_typed_text_comes_back(person, time_machine):
    time_machine.move_to(NOW + timedelta(minutes=19), tick=False)
    assert person.browser.get(reverse("witness_care_home")).status_code == 200
    time_machine.move_to(NOW + timedelta(minutes=40), tick=False)
    answer = person.post("witness_care_home", words="I wrote for a long time.")
    assert answer.status_code == 403
    assert "I wrote for a long time." in answer.content.decode()
    assert not person.browser.cookies[COOKIE].value
    assert person.browser.get(reverse("witness_care_home")).status_code == 403


def test_every_long_text_of_a_request_comes_back_too(person, time_machine):
    time_machine.move_to(NOW + timedelta(minutes=40), tick=False)
    texts = {"why": "Because of this.", "not_wanted": "Not that.", "with_me": "My sister."}
    page = person.post("witness_care_measures", **texts).content.decode()
    assert all(text in page for text in texts.values())


@pytest.mark.parametrize("value", ["", "x", "a:b:c", "W10:1:x"])
def test_a_cookie_that_is_not_ours_opens_nothing(client, person, value):
    client.cookies[COOKIE] = value
    assert client.get(reverse("witness_care_home")).status_code == 403


def test_closing_the_page_on_a_device_forgets_the_visit_and_keeps_what_was_written(person):
    assert person.post("witness_care_close").url == reverse("witness_care_left")
    assert person.browser.get(reverse("witness_care_home")).status_code == 403
    assert person.come_back().status_code == 302


def test_the_exit_forgets_the_visit(person):
    person.browser.post(reverse("leave"))
    assert person.browser.get(reverse("witness_care_home")).status_code == 403


def test_titles_and_addresses_say_nothing(person):
    loud = re.compile(r"victim|crime|police|court|witness|abuse|evidence", re.IGNORECASE)
    for name in ("home", "measures", "earlier", "left", "close", "noted"):
        assert not loud.search(reverse(f"witness_care_{name}"))
    for address in (
        person.door,
        *(reverse(f"witness_care_{name}") for name in ("home", "measures", "earlier", "left")),
    ):
        title = re.search(r"<title>(.*?)</title>", person.browser.get(address).content.decode(), re.DOTALL)[1]
        assert not loud.search(title), title


def test_private_pages_are_kept_nowhere(person):
    for address in (person.door, reverse("witness_care_home"), reverse("witness_care_measures")):
        assert "no-store" in person.browser.get(address)["Cache-Control"]
