"""What somebody sends is looked through before it is sealed; they see nothing of it, and nothing stops them."""

import json
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from derbyvoice.audit.actors import PERSON
from derbyvoice.audit.models import Event
from derbyvoice.lib.envelopes import NotForThisReader
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from surveys.questionnaires.models import Survey
from surveys.responses import actions as responses
from surveys.responses.models import Recording, Response
from surveys.responses.way_back import new_response_key
from surveys.safeguarding import actions
from surveys.safeguarding.contacts import reached_at
from surveys.safeguarding.models import Deadline, Flag, Rule
from tests.factories import make
from tests.surveys_journey import ANSWERS, send, send_with_words

pytestmark = pytest.mark.django_db
DANGER = "He said he will kill me."
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", title="How was it for you?", opened=True)


@pytest.fixture
def lead():
    return make(User, role=roles.SAFEGUARDING_LEAD)


def content(flag):
    return json.loads(open_words(flag, "sealed", purpose="safeguarding"))


def test_a_phrase_raises_a_flag_for_the_leads_alone(client, survey, lead):
    rule = make(Rule, phrases="kill me")
    make(Rule, phrases="something else")
    pages = send(client, good_thing=DANGER, consents=("count",))
    response, flag = Response.objects.get(), Flag.objects.get()
    assert pages.url == reverse("responses_done", args=["how-was-it"])
    assert (flag.response, flag.survey, flag.state, flag.source) == (response.reference, survey, "raised", "rules")
    assert list(flag.rules.all()) == [rule]
    assert content(flag)["found"] == [[rule.name, "kill me", "What is one good thing?"]]
    assert ["What is one good thing?", DANGER] in content(flag)["told"]
    assert ["Did you feel heard?", "Partly"] in content(flag)["told"]
    assert flag.contact is None
    with pytest.raises(NotForThisReader):
        open_words(flag, "sealed", purpose="voice")
    told = Message.objects.get()
    assert (told.kind, told.recipient_ref) == ("safeguarding.raised", f"user:{lead.pk}")
    assert [step.what for step in flag.steps.all()] == ["raised"]


def test_the_person_sees_the_same_whether_flagged_or_not(client, survey):
    make(Rule, phrases="kill me")
    send(client, good_thing="A cup of tea.")
    quiet = seen(client)
    client.cookies.clear()
    send(client, good_thing=DANGER)
    assert seen(client) == quiet
    assert Flag.objects.count() == 1


def seen(client):
    """The page after sending, without the token that each browser has of its own."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+', "", client.get("/s/how-was-it/done/").content.decode())


@pytest.mark.parametrize("words", ["She is a skilled mechanic.", "He was kind."])
def test_nothing_is_raised_by_harmless_words(client, survey, words):
    actions.load_standard(by=make(User))
    send(client, good_thing=words)
    assert not Flag.objects.exists()


def test_contact_is_kept_only_by_consent(client, survey):
    make(Rule, phrases="kill me")
    send(client, good_thing=DANGER, consents=("count", "contact"), address="robin@example.org")
    assert open_words(Flag.objects.get(), "contact", purpose="safeguarding") == "robin@example.org"
    with pytest.raises(NotForThisReader):
        open_words(Flag.objects.get(), "contact", purpose="contact")


CONDITION = {"op": "all", "of": [{"op": "at_most", "question": "helpful", "value": 4},
                                 {"op": "is", "question": "again", "value": "yes"}]}  # fmt: skip


def test_answers_raise_a_flag_by_the_trees_of_branching(client, survey):
    rule = make(Rule, kind="answers", survey=survey, condition=CONDITION, phrases="", level="soon")
    elsewhere = make(Rule, kind="answers", survey=make(Survey), condition=CONDITION, phrases="")
    send(client)
    flag = Flag.objects.get()
    assert (list(flag.rules.all()), flag.level) == ([rule], "soon")
    assert elsewhere.flags.count() == 0


def test_answers_off_the_path_are_not_looked_at(client, survey):
    make(Rule, phrases="kill me")
    for number, data in {**ANSWERS, 4: {"answer": DANGER}}.items():
        client.post(f"/s/how-was-it/{number}/", data)
    client.post("/s/how-was-it/3/", {"answer": "9"})
    client.post("/s/how-was-it/agree/", {})
    client.post("/s/how-was-it/check/")
    assert Response.objects.count() == 1
    assert not Flag.objects.exists()


def test_a_broken_rule_flags_instead_of_stopping_the_person(client, survey):
    Rule.objects.create(name="Broken", kind="answers", survey=survey, condition={"op": "no-such", "of": 3}, phrases="")
    make(Rule, name="Whole", phrases="kill me", level="soon")
    send(client, good_thing=DANGER)
    assert Response.objects.count() == 1
    flag = Flag.objects.get()
    assert (content(flag)["broken"], flag.level) == (["Broken"], "soon")
    assert content(flag)["found"][0][0] == "Whole"


def test_when_nothing_can_be_checked_or_sealed_the_testimony_is_sent_all_the_same(client, survey, lead, monkeypatch):
    from surveys.safeguarding.actions import raising

    def away(*args, **kwargs):
        raise RuntimeError("rules are away")

    monkeypatch.setattr(raising, "look", away)
    send(client, good_thing=DANGER)
    flag = Flag.objects.get()
    assert (flag.source, flag.level, Response.objects.count()) == ("unchecked", "urgent", 1)
    assert ["What is one good thing?", DANGER] in content(flag)["told"]
    monkeypatch.setattr(raising, "sealed", away)
    client.cookies.clear()
    send(client, good_thing=DANGER)
    assert Response.objects.count() == 2
    assert Flag.objects.filter(sealed=None, source="unchecked").count() == 1
    monkeypatch.setattr(raising, "raise_flag", away)
    client.cookies.clear()
    send(client, good_thing=DANGER)
    assert Response.objects.count() == 3


def test_the_clock_is_data(client, survey):
    rule = make(Rule, phrases="kill me")
    friday = datetime(2026, 6, 5, 16, tzinfo=LONDON)
    with time_machine.travel(friday, tick=False):
        send(client, good_thing=DANGER)
    flag = Flag.objects.get()
    assert (flag.due_at - friday).total_seconds() == 4 * 3600
    make(Deadline, level="soon", hours=None, working_days=1, then_office_hours=3)
    Rule.objects.filter(pk=rule.pk).update(level="soon")
    client.cookies.clear()
    with time_machine.travel(friday, tick=False):
        send(client, good_thing=DANGER)
    later = Flag.objects.latest("pk")
    assert later.due_at == datetime(2026, 6, 8, 17, tzinfo=LONDON)
    assert later.office_due_at == datetime(2026, 6, 8, 20, tzinfo=LONDON)


def test_a_rule_that_ended_is_not_asked(client, survey):
    make(Rule, phrases="kill me", valid_to=date(2020, 1, 1))
    send(client, good_thing=DANGER)
    assert not Flag.objects.exists()


def test_looking_costs_a_harmless_sending_three_statements(client, survey, django_assert_num_queries):
    make(Rule, phrases="kill me")
    facts = {"version": survey.current_id, "definition": survey.current.parsed, "answers": {}}
    with django_assert_num_queries(3):
        actions.look_at(reference=None, told=list, address="", by=None, **facts)


# Added later


def came_back(client, **told):
    words = send_with_words(client, good_thing="A cup of tea.", **told)
    make(Rule, phrases="kill me")
    client.post("/back/", {"return_words": words})
    return client.post("/back/add/", {"answer": DANGER})


@pytest.mark.parametrize(("consents", "address"), [(("contact",), "robin@example.org"), (("count",), "")])
def test_the_leads_can_reach_whoever_adds_that_they_are_in_danger(client, survey, consents, address):
    came_back(client, consents=consents, address=address)
    flag = Flag.objects.get()
    assert content(flag)["told"] == [["Added later", DANGER]]
    assert open_words(flag, "contact", purpose="safeguarding") == address


def test_an_address_that_cannot_be_opened_stops_nobody_from_adding(client, survey, lead):
    came_back(client, consents=("contact",), address="robin@example.org")
    response, added = Response.objects.get(), {"words": f"Again. {DANGER}", "by": PERSON}
    responses.add_words(response=response, response_key=new_response_key(), **added)
    flag = Flag.objects.latest("pk")
    assert (response.words.filter(added_on__isnull=False).count(), flag.contact) == (2, None)
    client.force_login(lead)
    page = client.get(reverse("safeguarding_flag", args=[flag.reference])).content.decode()
    assert "or it could not be opened" in page


# By hand


def test_a_researcher_who_is_worried_tells_the_leads(client, survey, lead):
    words = "Nothing that a rule would find."
    send(client, good_thing=words, consents=("read", "contact"), address="robin@example.org")
    response, researcher = Response.objects.get(), make(User, role=roles.RESEARCHER)
    client.force_login(researcher)
    page = reverse("responses_worry", args=[response.reference])
    assert "Say what worries you" in client.post(page, {"why": " "}).content.decode()
    assert not Flag.objects.exists()
    answer = client.post(page, {"why": "They sound afraid."}).content.decode()
    flag = Flag.objects.get()
    assert (flag.source, flag.raised_by, content(flag)["why"]) == ("hand", researcher, "They sound afraid.")
    assert ["What is one good thing?", words] in content(flag)["told"]
    assert open_words(flag, "contact", purpose="safeguarding") == "robin@example.org"
    assert "robin@example.org" not in answer
    assert client.get(reverse("safeguarding_list")).status_code == 403
    assert client.get(reverse("safeguarding_flag", args=[flag.reference])).status_code == 403


def test_what_was_said_aloud_reaches_the_leads_too(survey, lead):
    response, by = make(Response, version=survey.current), make(User, role=roles.RESEARCHER)
    make(Recording, response=response, question="good_thing", said="He waits outside.")
    make(Recording, response=response, question="heard", seconds=80)
    make(Recording, response=response, question="helpful", said="He", transcript_state="begun")
    told = content(responses.tell_the_leads(response=response, why="She cried.", by=by))["told"]
    assert told[0] == ["What is one good thing?", "He waits outside."]
    assert [words.partition(".")[0] for _, words in told[1:]] == [
        "A recording, 1:20, not written down",
        "A recording, 1:15, not written down",
    ]


def test_a_flag_without_words_does_not_say_that_they_were_lost(client, survey, lead):
    by = make(User, role=roles.RESEARCHER)
    flag = responses.tell_the_leads(response=make(Response, version=survey.current), why="All is 0.", by=by)
    client.force_login(lead)
    page = client.get(reverse("safeguarding_flag", args=[flag.reference])).content.decode()
    assert "No words came with it" in page
    assert "could not be sealed" not in page


def test_by_hand_from_a_session_without_a_response():
    by = make(User, role=roles.RESEARCHER)
    flag = actions.raise_by_hand(reference=None, survey=None, words="P3 said so.", why="P3 cried.", by=by)
    assert content(flag)["told"] == [["What was said", "P3 said so."]]
    with pytest.raises(ValidationError):
        actions.raise_by_hand(reference=None, survey=None, words="P3 said so.", why="  ", by=by)


# Taking back


def test_taking_back_leaves_an_open_flag_until_it_is_decided(client, survey, lead):
    make(Rule, phrases="kill me")
    words = send_with_words(client, good_thing=DANGER, consents=("contact",), address="robin@example.org")
    client.post("/back/", {"return_words": words})
    assert "finish looking" in client.get("/back/take-back/").content.decode()
    client.post("/back/take-back/")
    flag = Flag.objects.get()
    assert flag.taken_back_on
    assert ["What is one good thing?", DANGER] in content(flag)["told"]
    decide(flag, lead)
    actions.forget_decided(day=flag.taken_back_on, now=flag.raised_at)
    flag.refresh_from_db()
    assert (flag.sealed, flag.contact, flag.reasons) == (None, None, None)
    assert (flag.outcome, flag.destroyed_on) == ("no_concern", flag.taken_back_on)


def test_taking_back_after_the_decision_destroys_at_once(client, survey, lead):
    make(Rule, phrases="kill me")
    words = send_with_words(client, good_thing=DANGER)
    decide(Flag.objects.get(), lead)
    client.post("/back/", {"return_words": words})
    client.post("/back/take-back/")
    assert Flag.objects.get().sealed is None


def test_who_no_longer_wants_contact_is_not_contacted(client, survey):
    make(Rule, phrases="kill me")
    words = send_with_words(client, good_thing=DANGER, consents=("contact",), address="robin@example.org")
    client.post("/back/", {"return_words": words})
    client.post("/back/agree/", {"consents": []})
    flag = Flag.objects.get()
    assert flag.contact is None
    assert flag.sealed


def leave_again(client, words, address="wren@example.org"):
    """They wanted no contact, and changed their mind."""
    client.post("/back/", {"return_words": words})
    client.post("/back/agree/", {"consents": []})
    client.post("/back/agree/", {"consents": ["contact"], "address": address, "safe": "on"})


@pytest.fixture
def flagged(client, survey):
    """Their return words; what they sent raised a flag."""
    make(Rule, phrases="kill me")
    return send_with_words(client, good_thing=DANGER, consents=("contact",), address="robin@example.org")


def contact_of(flag):
    return open_words(flag, "contact", purpose="safeguarding")


def test_the_leads_can_reach_whoever_leaves_a_new_address(client, flagged):
    leave_again(client, flagged)
    flag = Flag.objects.get()
    assert contact_of(flag) == "wren@example.org"
    assert reached_at("wren@example.org") == [flag.pk]
    assert [step.what for step in flag.steps.all()] == ["raised", "unreachable", "reachable"]
    assert "wren" not in repr(list(Event.objects.values()))


def test_a_decided_flag_gets_no_new_address(client, flagged, lead):
    decide(Flag.objects.get(), lead)
    leave_again(client, flagged)
    assert Flag.objects.get().contact is None


def flags_of_somebody_reached_later(client, flagged, lead):
    """They wanted no contact, so it was decided that nobody could reach them; then they leave an address."""
    client.post("/back/", {"return_words": flagged})
    client.post("/back/agree/", {"consents": []})
    earlier = Flag.objects.get()
    actions.take(flag=earlier, by=lead)
    actions.decide(flag=earlier, outcome="no_way", reasons="No address.", by=lead)
    leave_again(client, flagged)
    return earlier, Flag.objects.exclude(pk=earlier.pk).get()


def test_where_nobody_could_be_reached_a_new_flag_says_that_somebody_can(client, flagged, lead):
    earlier, again = flags_of_somebody_reached_later(client, flagged, lead)
    assert (contact_of(again), again.level, again.state) == ("wren@example.org", earlier.level, "raised")
    assert "nobody could reach them" in content(again)["found"][0][0]
    assert Message.objects.filter(context_ref=f"flag:{again.pk}").exists()
    client.force_login(lead)
    page = client.get(f"/desk/safeguarding/{again.reference}/").content.decode()
    assert str(earlier) in page
    leave_again(Client(), flagged, "swift@example.org")
    assert Flag.objects.count() == 2


def test_what_a_new_flag_points_to_stays_until_that_is_decided(client, flagged, lead):
    """The new flag says: it stands in the earlier one. Taken back then, the lead still has to know what it is about."""
    earlier, again = flags_of_somebody_reached_later(client, flagged, lead)
    client.post("/back/take-back/")
    actions.forget_decided(day=clock.today(), now=clock.now())
    earlier.refresh_from_db()
    assert earlier.sealed
    assert earlier.taken_back_on
    decide(again, lead)
    actions.forget_decided(day=clock.today(), now=clock.now())
    assert not Flag.objects.filter(sealed__isnull=False).exists()


def test_after_taking_back_nobody_is_reached(client, flagged):
    reference = Response.objects.get().reference
    client.post("/back/", {"return_words": flagged})
    client.post("/back/take-back/")
    assert actions.new_contact(reference=reference, contact="wren@example.org", by=PERSON) == 0


def decide(flag, lead):
    actions.take(flag=flag, by=lead)
    actions.decide(flag=flag, outcome="no_concern", reasons="A film.", by=lead)
