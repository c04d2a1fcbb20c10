"""The force's record system sends cases: once, whole, and with refusals that it can act on."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from derbyvoice.notifications.models import Message
from derbyvoice.office.models import CrimeGroup
from derbyvoice.vault.sealing import open_words
from services.cases.actions import record_channel
from services.cases.choices import Channel, Safety, TaskKind
from services.cases.models import Case, CaseClock, ChannelSafety, Officer, OfficerTask
from services.intake.actions import forget_old_receipts
from services.intake.choices import Scope
from services.intake.keys import end_key, make_key
from services.intake.models import ApiKey, IntakeReceipt, IntakeRefusal
from services.referrals.models import AutomaticRule, Referral
from services.support.models import SupportLink
from tests.factories import make
from tests.services_world import NOW


def nothing_stored():
    return not any(model.objects.exists() for model in (Case, CaseClock, Referral, SupportLink, Message, IntakeReceipt))


def test_a_post_brings_case_clock_referral_and_message_at_once(world, client):
    answer = world.post(client)
    case = world.case()
    assert answer.status_code == 201
    assert answer.json() == {
        "case": str(case.public_id),
        "version": 1,
        "contact_due_on": "2026-06-09",
        "referrals": 1,
        "message": "queued",
    }
    assert (case.officer, case.team, case.crime_group) == (world.officer, world.officer.team, world.burglary)
    assert open_words(case, "reference", purpose="case") == "26000123456"
    assert open_words(case.victim, "email", purpose="contact") == "canary@example.org"
    assert Referral.objects.get().service == world.near
    assert Message.objects.get().recipient_ref == f"case:{case.pk}"


def test_the_same_post_again_gets_the_first_answer(world, client):
    first = world.post(client)
    again = [world.post(client) for _ in range(3)]
    assert [answer.status_code for answer in again] == [200, 200, 200]
    assert all(answer.json() == first.json() for answer in again)
    assert (Case.objects.count(), Referral.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_a_repeat_gets_the_first_answer_though_its_officer_left_since(world, client):
    first = world.post(client)
    Officer.objects.update(serving=False)
    again = world.post(client)
    assert (again.status_code, again.json()) == (200, first.json())


def test_the_order_of_the_fields_does_not_matter(world, client):
    world.post(client)
    turned = dict(reversed(world.body().items()))
    assert world.post(client, body=turned).status_code == 200


def test_the_same_case_under_another_key_gets_the_first_answer(world, client):
    first = world.post(client)
    again = world.post(client, key="key-00000002")
    assert (again.status_code, again.json()) == (200, first.json())
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "change", "code", "field"),
    [
        ("key-00000001", {"reported_on": "2026-05-29"}, "key_reused", "Idempotency-Key"),
        ("key-00000001", {"version": 2}, "key_reused", "Idempotency-Key"),
        ("key-00000002", {"reported_on": "2026-05-29"}, "same_version", "version"),
    ],
)
def test_a_post_that_contradicts_an_earlier_one_is_refused_with_the_reason(world, client, key, change, code, field):
    world.post(client)
    refused = world.post(client, key=key, body=world.body(**change))
    assert refused.status_code == 409
    assert [(error["code"], error["field"]) for error in refused.json()["errors"]] == [(code, field)]
    assert str(world.case().reported_on) == "2026-05-30"


def test_a_newer_version_updates_and_an_older_one_never_overwrites_it(world, client):
    other = make(Officer)
    world.post(client, body=world.body(version=2))
    newer = world.post(client, key="key-00000002", body=world.body(version=3, officer=other.force_id))
    older = world.post(client, key="key-00000003", body=world.body(version=1))
    assert (newer.status_code, newer.json()["version"]) == (200, 3)
    assert (older.status_code, older.json()["errors"][0]["code"]) == (409, "older_version")
    case = world.case()
    assert (case.force_version, case.officer, case.clock.officer) == (3, other, other)


@pytest.mark.parametrize("closed", [False, True])
def test_a_case_that_turns_out_to_be_a_burglary_of_a_home_is_referred_then(world, client, closed):
    world.post(client, body=world.body(crime_group=make(CrimeGroup).key))
    assert not Referral.objects.exists()
    changed = world.body(version=2, closed=closed)
    assert world.post(client, key="key-00000002", body=changed).status_code == 200
    assert Referral.objects.count() == (0 if closed else 1)
    world.post(client, key="key-00000003", body=world.body(version=3, reported_on="2026-05-29"))
    assert Referral.objects.count() == (0 if closed else 1)


def test_a_rule_that_came_later_refers_nobody_whose_case_only_changed_its_officer(world, client):
    world.post(client, body=world.body(crime_group=(group := make(CrimeGroup)).key))
    make(AutomaticRule, crime_group=group, service=world.near)
    changed = world.body(version=2, crime_group=group.key, officer=make(Officer).force_id)
    assert world.post(client, key="key-00000002", body=changed).status_code == 200
    assert not Referral.objects.exists()


def test_what_a_person_said_here_of_a_channel_is_not_overwritten_by_the_record(world, client):
    world.post(client, body=world.body(channels={"email": "safe", "phone": "unknown"}))
    case = world.case()
    ChannelSafety.objects.filter(channel="email").update(state="unsafe", recorded_by=world.officer.user)
    world.post(client, key="key-00000002", body=world.body(version=2, channels={"email": "safe", "phone": "safe"}))
    assert dict(case.channels.values_list("channel", "state")) == {"email": "unsafe", "phone": "safe"}


def test_after_a_crime_of_risk_nobody_is_referred_automatically(world, client):
    answer = world.post(client, body=world.body(crime_group=world.abuse.key))
    assert (answer.status_code, answer.json()["referrals"]) == (201, 0)


def test_an_unconnected_building_is_not_a_home(world, client):
    shed = make(CrimeGroup, key="burglary-unconnected-building")
    assert world.post(client, body=world.body(crime_group=shed.key)).json()["referrals"] == 0


def test_the_record_closes_a_case_and_opens_it_again(world, client):
    world.post(client)
    closed = world.post(client, key="key-00000002", body=world.body(version=2, closed=True))
    assert (closed.status_code, closed.json()["contact_due_on"]) == (200, None)
    assert (world.case().state, world.case().clock.due) == ("closed", None)
    again = world.post(client, key="key-00000003", body=world.body(version=3))
    assert again.json()["contact_due_on"] == "2026-06-11"
    assert [step.state for step in world.case().steps.all()] == ["open", "closed", "open"]
    assert world.case().clock.cycle == 2


def test_nobody_is_referred_or_written_to_for_a_case_that_arrives_closed(world, client):
    answer = world.post(client, body=world.body(closed=True))
    assert (answer.status_code, answer.json()["referrals"], answer.json()["message"]) == (201, 0, "none")
    assert (Referral.objects.count(), SupportLink.objects.count(), Message.objects.count()) == (0, 0, 0)
    assert (world.case().state, world.case().clock.due) == ("closed", None)


def test_a_case_that_arrived_closed_is_offered_help_once_when_it_is_opened_again(world, client):
    world.post(client, body=world.body(closed=True))
    for version, closed in enumerate((False, True, False), start=2):
        world.post(client, key=f"key-0000000{version}", body=world.body(version=version, closed=closed))
    assert Referral.objects.get().service == world.near
    assert Message.objects.get().recipient_ref == f"case:{world.case().pk}"


NEW_WAYS = {"name": "Robin Canary", "email": "other@example.org", "phone": "01632 960778"}


@pytest.mark.parametrize(
    ("victim", "said", "expected"),
    [
        ({}, {}, {"email": "safe", "phone": "safe", "text": "unsafe"}),
        ({"email": "other@example.org"}, {}, {"email": "unknown", "phone": "safe", "text": "unsafe"}),
        (NEW_WAYS, {}, {"email": "unknown", "phone": "unknown", "text": "unsafe"}),
        (NEW_WAYS, {"email": "safe"}, {"email": "safe", "phone": "unknown", "text": "unsafe"}),
    ],
)
def test_a_new_address_is_not_safe_because_the_old_one_was(world, client, victim, said, expected):
    world.post(client)
    for channel, state in {"email": "safe", "phone": "safe", "text": "unsafe"}.items():
        record_channel(world.case(), channel=Channel(channel), state=Safety(state), by=world.officer.user, now=NOW)
    body = world.body(version=2, victim={**world.body()["victim"], **victim}, channels=said)
    assert world.post(client, key="key-00000002", body=body).status_code == 200
    assert dict(world.case().channels.values_list("channel", "state")) == expected
    assert OfficerTask.objects.waiting().filter(kind=TaskKind.CHANNEL).exists() == bool(victim)


def test_receipts_are_forgotten_after_ninety_days_but_a_repeat_of_the_version_we_hold_is_still_known(world, client):
    first = world.post(client).json()
    world.post(client, key="key-00000002", body=world.body(version=2))
    later = NOW + timedelta(days=91)
    assert (forget_old_receipts(now=NOW + timedelta(days=89)), forget_old_receipts(now=later)) == (0, 1)
    again = world.post(client, key="key-00000009", body=world.body(version=2))
    assert (again.status_code, again.json()["case"], again.json()["version"]) == (200, first["case"], 2)


TWO_LINES = "a@example.org\nBcc: b@example.org"
BAD_FIELDS = {
    "reference missing": ({"reference": ...}, "reference", "required"),
    "reference a number": ({"reference": 26000123456}, "reference", "not_text"),
    "phone a number": ({"victim": {"name": "A", "phone": 1632960777}}, "victim.phone", "not_text"),
    "reference empty": ({"reference": ""}, "reference", "blank"),
    "reference too long": ({"reference": "1" * 41}, "reference", "max_length"),
    "reference of a script": ({"reference": "<script>"}, "reference", "invalid"),
    "version a text": ({"version": "1"}, "version", "not_whole"),
    "version a fraction": ({"version": 1.5}, "version", "not_whole"),
    "version yes": ({"version": True}, "version", "not_whole"),
    "version nought": ({"version": 0}, "version", "min_value"),
    "version enormous": ({"version": 10**30}, "version", "max_value"),
    "day not real": ({"reported_on": "2026-02-30"}, "reported_on", "invalid"),
    "day a number": ({"reported_on": 20260530}, "reported_on", "not_text"),
    "day to come": ({"reported_on": "2026-06-02"}, "reported_on", "out_of_range"),
    "day long ago": ({"reported_on": "1899-01-01"}, "reported_on", "out_of_range"),
    "group unknown": ({"crime_group": "piracy"}, "crime_group", "unknown"),
    "group a list": ({"crime_group": ["burglary-home"]}, "crime_group", "not_text"),
    "district unknown": ({"district": "E99999999"}, "district", "unknown"),
    "officer unknown": ({"officer": "nobody"}, "officer", "unknown"),
    "cohort unknown": ({"cohorts": ["giants"]}, "cohorts.0", "unknown"),
    "cohorts not a list": ({"cohorts": "adults"}, "cohorts", "not_a_list"),
    "victim missing": ({"victim": ...}, "victim", "required"),
    "victim a text": ({"victim": "Robin"}, "victim", "invalid"),
    "victim nothing": ({"victim": None}, "victim", "null"),
    "name missing": ({"victim": {}}, "victim.name", "required"),
    "name too long": ({"victim": {"name": "x" * 121}}, "victim.name", "max_length"),
    "name of two lines": ({"victim": {"name": "Robin\nBcc: all@example.org"}}, "victim.name", "control"),
    "e-mail not one": ({"victim": {"name": "R", "email": "robin"}}, "victim.email", "invalid"),
    "e-mail of two lines": ({"victim": {"name": "R", "email": TWO_LINES}}, "victim.email", "invalid"),
    "phone of letters": ({"victim": {"name": "R", "phone": "call me"}}, "victim.phone", "invalid"),
    "victim with a stranger": ({"victim": {"name": "R", "shoe_size": 9}}, "victim.shoe_size", "unknown_field"),
    "stranger": ({"is_admin": True}, "is_admin", "unknown_field"),
    "channel unknown": ({"channels": {"pigeon": "safe"}}, "channels.pigeon", "unknown_field"),
    "channel perhaps": ({"channels": {"email": "perhaps"}}, "channels.email", "not_listed"),
    "closed perhaps": ({"closed": "true"}, "closed", "not_yes_or_no"),
    "right unknown": ({"enhanced_rights": ["royal"]}, "enhanced_rights.0", "not_listed"),
}


@pytest.mark.parametrize(("change", "field", "code"), BAD_FIELDS.values(), ids=BAD_FIELDS)
def test_a_bad_field_is_named_and_nothing_is_stored(world, client, change, field, code):
    refused = world.post(client, body=world.body(**change))
    assert refused.status_code == 400
    assert [(error["field"], error["code"]) for error in refused.json()["errors"]] == [(field, code)]
    assert all(error["message"] for error in refused.json()["errors"])
    assert nothing_stored()
    assert list(IntakeRefusal.objects.values_list("status", "field", "code")) == [(400, field, code)]


def text_of(**changes):
    return json.dumps({"reference": "1", **changes})


BAD_BODIES = {
    "nothing": ("", 400, {"required"}),
    "not JSON": ("{", 400, {"not_json"}),
    "Latin-1": ('{"reference": "\xe9"}'.encode("latin-1"), 400, {"not_json"}),
    "a list": ("[]", 400, {"invalid"}),
    "a text": ('"case"', 400, {"invalid"}),
    "null": ("null", 400, {"null"}),
    "a field twice": ('{"reference": "1", "reference": "2"}', 400, {"double_field"}),
    "NaN": ('{"version": NaN}', 400, {"bad_number"}),
    "Infinity": ('{"version": -Infinity}', 400, {"bad_number"}),
    "NUL": (text_of(officer="a\x00b"), 400, {"bad_character"}),
    "half a character": ('{"officer": "\\ud800"}', 400, {"bad_character"}),
    "NUL in a name": ('{"a\\u0000": 1}', 400, {"bad_character"}),
    "NUL in a list": (text_of(cohorts=["\x00"]), 400, {"bad_character"}),
    "deep": ("[" * 10_000 + "]" * 10_000, 400, {"too_deep"}),
    "deep and open": ('{"a":' * 9000, 400, {"too_deep"}),
    "a number of 5,000 digits": ('{"version": ' + "9" * 5000 + "}", 400, {"not_json"}),
    "64 KB and one": (text_of(officer="x" * 64 * 1024), 413, {"too_large"}),
    "1 MB": (text_of(officer="x" * 1_000_000), 413, {"too_large"}),
    "5 MB": (text_of(officer="x" * 5_000_000), 413, {"too_large"}),
}


@pytest.mark.parametrize(("raw", "status", "codes"), BAD_BODIES.values(), ids=BAD_BODIES)
def test_a_hostile_body_is_refused_and_never_an_error_of_ours(world, client, raw, status, codes):
    refused = world.post(client, raw=raw)
    assert refused.status_code == status
    found = {error["code"] for error in refused.json()["errors"]}
    assert codes <= found
    assert nothing_stored()
    assert IntakeRefusal.objects.count() == 1


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
def test_only_json_is_read(world, client, content_type):
    headers = {"authorization": f"Bearer {world.secret}", "idempotency-key": "key-00000001"}
    refused = client.post("/api/v1/cases/", data="x", content_type=content_type, headers=headers)
    assert refused.status_code == 415
    assert refused.json()["errors"][0]["code"] == "unsupported_media_type"


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_only_posts_are_answered(world, client, method):
    headers = {"authorization": f"Bearer {world.secret}"}
    assert getattr(client, method)("/api/v1/cases/", headers=headers).status_code == 405


@pytest.mark.parametrize("key", [None, "", "short", "x" * 81, "with space in it", "naïve-key-1"])
def test_a_post_needs_a_good_idempotency_key(world, client, key):
    refused = world.post(client, key=key)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "no_idempotency_key")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "no_key"),
        ("", "no_key"),
        ("Basic dXNlcjpwYXNz", "no_key"),
        ("Bearer ", "no_key"),
        ("Bearer wrong", "bad_key"),
        ("Bearer \xff", "bad_key"),
    ],
)
def test_without_a_good_key_nobody_comes_in(world, client, header, code):
    refused = world.post(client, authorization=header)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (401, code)
    assert refused["WWW-Authenticate"] == "Bearer"
    assert nothing_stored()


def test_a_key_that_ended_or_expired_is_refused_at_the_next_post(world, client):
    assert world.post(client).status_code == 201
    end_key(ApiKey.objects.get(), by=world.officer.user, now=NOW)
    assert world.post(client).status_code == 401
    _, world.secret = make_key(name="Old", scopes=[Scope.CASES_WRITE], days=1, by=None, now=NOW - timedelta(days=1))
    assert world.post(client).status_code == 401


def test_a_key_without_the_scope_may_not_post(world, client):
    _, world.secret = make_key(name="Reader", scopes=[], days=1, by=None, now=NOW)
    refused = world.post(client)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, "no_scope")


def test_over_http_a_key_is_refused_in_production(world, client, settings):
    settings.PRODUCTION = True
    refused = world.post(client)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, "https_only")
    assert nothing_stored()


def test_a_key_is_kept_as_a_hash_and_says_when_it_was_last_used(world, client):
    world.post(client)
    row = ApiKey.objects.get()
    assert row.last_used == NOW
    assert world.secret.startswith(row.prefix)
    assert world.secret not in json.dumps(list(ApiKey.objects.values()), default=str)


def test_no_sign_in_cookie_is_given_or_asked(world, client):
    assert not world.post(client).cookies


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.skipif("sqlite" in str(connection.vendor), reason="needs PostgreSQL")
@pytest.mark.parametrize("keys", ["same", "other"])
def test_ten_at_once_are_one_case(world, keys):
    answers, ready = [], threading.Barrier(10)

    def one(number):
        ready.wait()
        key = "key-00000001" if keys == "same" else f"key-{number:08d}"
        answer = world.post(Client(), key=key)
        answers.append((answer.status_code, json.dumps(answer.json(), sort_keys=True)))
        connection.close()

    threads = [threading.Thread(target=one, args=[number]) for number in range(10)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(status for status, _ in answers) == [200] * 9 + [201]
    assert len({body for _, body in answers}) == 1
    assert (Case.objects.count(), Referral.objects.count(), Message.objects.count()) == (1, 1, 1)
