"""People get everything that is held of them, and when they take it back nothing of it is left anywhere."""

import base64
import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.urls import reverse

from derbyvoice.audit.models import Event, Reading
from derbyvoice.office import clock
from derbyvoice.office.models import Cohort
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import lookup, seal_for
from surveys.insight.models import Evidence, Finding, Passage, Quote, Tally
from surveys.insight.tasks import count_answers
from surveys.panel.models import Invitation, Subscriber
from surveys.panel.profile import key_of
from surveys.questionnaires.models import Survey
from surveys.responses.actions import contents, receipt_at
from surveys.responses.browser import BACK, COOKIE, BrowserKey
from surveys.responses.models import Recording, Response, Uncounted
from surveys.safeguarding import actions
from surveys.safeguarding.models import Flag, Rule
from tests.factories import make
from tests.surveys_journey import send_with_words

pytestmark = pytest.mark.django_db
SAID = "Only the heron knows."


@pytest.fixture
def words(client):
    make(Survey, slug="how-was-it", title="How was it for you?", opened=True)
    told = {"consents": ("count", "read", "contact"), "address": "robin@example.org"}
    words = send_with_words(client, good_thing=SAID, **told)
    client.cookies.clear()
    client.post("/back/", {"return_words": words})
    return words


def test_a_copy_holds_what_they_said_and_left(client, words):
    page = client.get(reverse("retention_copy")).content.decode()
    assert SAID in page
    assert "robin@example.org" in page
    answer = client.get(reverse("retention_file"))
    assert answer["Content-Disposition"] == 'attachment; filename="copy.zip"'
    copy = json.loads(ZipFile(BytesIO(answer.content)).read("copy.json"))
    assert {"question": "What is one good thing?", "answer": SAID} in copy["answers"]
    assert copy["address_left"] == "robin@example.org"
    assert copy["reference"] == str(Response.objects.get().reference)


def test_a_copy_holds_recordings_wishes_and_what_is_still_being_written(client, words):
    row = Response.objects.get()
    key = open_as_person_key(client)
    make(Recording, response=row, sealed=seal_for(Recording, "sealed", b"a voice", person=key))
    client.post("/back/name/", {"contact": "07700 900123", "safe": "on"})
    make(Survey, slug="second-one", title="A second one", opened=True)
    client.post("/s/second-one/1/", {"answer": "partly"})
    folder = ZipFile(BytesIO(client.get(reverse("retention_file")).content))
    assert folder.namelist() == ["copy.json", "recording-1.webm"]
    assert folder.read("recording-1.webm") == b"a voice"
    copy = json.loads(folder.read("copy.json"))
    assert copy["asked_to_be_named"]["contact"] == "07700 900123"
    assert copy["still_writing"][0]["survey"] == "A second one"
    assert copy["still_writing"][0]["answers"] == [{"question": "Did you feel heard?", "answer": "Partly"}]
    page = client.get(reverse("retention_copy")).content.decode()
    for words_shown in ("07700 900123", "Not sent yet: A second one", "recording-1.webm"):
        assert words_shown in page


def test_a_copy_says_what_was_made_of_it(client, words):
    row = Response.objects.get()
    Response.objects.update(may_quote=True, may_publish=True)
    key = open_as_person_key(client)
    sound = {"sealed": seal_for(Recording, "sealed", b"a voice", person=key), "question": "good_thing"}
    written = {"transcript_state": "done", "written_at": clock.now(), "written_by": make(User)}
    make(Recording, response=row, **sound, **written, transcript=seal_for(Recording, "transcript", "Only the heron."))
    passage = make(Passage, words=row.words.get(question="good_thing"))
    shown = make(Quote, passage=passage, state="shown", said="Only the [name] knows.")
    make(Quote, redaction=shown.redaction, said="Not shown yet.")
    copy = json.loads(ZipFile(BytesIO(client.get(reverse("retention_file")).content)).read("copy.json"))
    assert copy["quoted"] == ["Only the [name] knows."]
    assert copy["recordings"][0]["in_writing"].startswith("Held")
    page = client.get(reverse("retention_copy")).content.decode()
    assert "Only the [name] knows." in page
    assert "Not shown yet." not in page


def open_as_person_key(client):
    """The key to their own words, as this browser holds it."""
    key = BrowserKey(base64.urlsafe_b64decode(client.cookies[COOKIE].value))
    return contents(receipt_at(key=key, place=BACK), key=key)[0]


def test_without_return_words_there_is_no_copy(client):
    assert client.get(reverse("retention_copy")).url == reverse("responses_back")
    assert client.get(reverse("retention_file")).url == reverse("responses_back")


def holding(pk):
    """Every table with a row that leads to this response."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.related_model is Response and model._default_manager.filter(**{field.name: pk}).exists():
                found.add(model._meta.label)
    return found


def test_taken_back_nothing_is_left_anywhere_and_the_counts_drop_at_the_next_minute(client, words):
    row = Response.objects.get()
    finding = make(Evidence, response=row).finding
    count_answers()
    before = {(tally.position, tally.code): tally.number for tally in Tally.objects.all()}
    assert before[5, 1] == 1
    assert holding(row.pk) >= {"responses.Words", "insight.Evidence"}
    client.post("/back/take-back/")
    assert Uncounted.objects.get().sign == -1
    count_answers()
    assert not Tally.objects.filter(number__gt=0).exists()
    assert Finding.objects.get(pk=finding.pk).people == 0
    row.refresh_from_db()
    assert (row.answers, row.address, row.finder, row.way_back) == (None, None, None, None)
    sealed = apps.get_model("responses.Words").objects.filter(response=row, sealed__isnull=False)
    assert not sealed.exists()
    assert not Response.objects.with_has_words().standing().exists()


def test_a_decided_flag_goes_with_it(client):
    make(Survey, slug="how-was-it", opened=True)
    make(Rule, phrases="heron knows")
    words = send_with_words(client, good_thing=SAID)
    flag = Flag.objects.get()
    lead = make(User, role=roles.SAFEGUARDING_LEAD)
    actions.take(flag=flag, by=lead)
    actions.decide(flag=flag, outcome="no_concern", reasons="A bird.", by=lead)
    client.post("/back/", {"return_words": words})
    client.post("/back/take-back/")
    assert Flag.objects.get().sealed is None


# By an address


def test_staff_find_the_panel_by_an_address_and_it_is_written_down(client):
    member = make(Subscriber, email="robin@example.org", finder=lookup("email", "robin@example.org"))
    office = make(User, role=roles.OFFICE_STAFF)
    client.force_login(office)
    page = reverse("retention_person")
    assert "Say why you look" in client.post(page, {"address": "robin@example.org"}).content.decode()
    assert not Reading.objects.exists()
    told = {"address": " Robin@Example.org ", "why": "They asked by letter"}
    assert "on the panel" in client.post(page, told).content.decode()
    assert Reading.objects.get().why == "They asked by letter"
    held = json.loads(client.post(page, {**told, "file": "1"}).content)
    assert held["panel"]["reference"] == str(member.reference)
    nobody = client.post(page, {"address": "nobody@example.org", "why": "They asked"}).content.decode()
    assert "Nobody with this address" in nobody
    assert Event.objects.filter(verb="looked for a person").count() == 3
    assert "robin" not in str(list(Event.objects.values_list("facts", flat=True)))


def test_a_file_by_an_address_holds_all_that_the_member_chose_and_said(client):
    group = make(Cohort, name="Adults")
    facts = {"how_often": "month", "safe": "yes", "days": 1, "cohort_key": key_of("cohort", group.key)}
    member = make(Subscriber, finder=lookup("email", "robin@example.org"), **facts)
    invited = make(Invitation, subscriber=member)
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    told = {"address": "robin@example.org", "why": "They asked by letter", "file": "1"}
    panel = json.loads(client.post(reverse("retention_person"), told).content)["panel"]
    assert panel["about_themselves"] == {"district": "Not said", "cohort": "Adults", "age": "Not said"}
    assert (panel["how_often"], panel["safe_days"], panel["language"]) == (
        member.get_how_often_display(),
        ["Monday"],
        "en",
    )
    assert panel["asked_to_answer"][0]["survey"] == invited.wave.series.survey.title
