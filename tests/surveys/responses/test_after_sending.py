"""Adding to it, hearing what came of it, a wish to be named, and return words by mail."""

import pytest
from django.test import Client

from derbyvoice.audit.actors import PERSON
from derbyvoice.audit.models import Event, Reading
from derbyvoice.notifications.models import Message
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from surveys.questionnaires.models import Survey
from surveys.responses import actions
from surveys.responses.choices import Progress
from surveys.responses.kinds import prepare_words
from surveys.responses.models import NamedWish, Response, Words, WordsByMail
from surveys.responses.way_back import new_response_key
from tests.factories import make
from tests.surveys_journey import send, send_with_words

pytestmark = pytest.mark.django_db
CONTACT = "07700 900123, only after six"


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def back(client, survey):
    """A browser that came back with return words."""
    words = send_with_words(client)
    client.cookies.clear()
    client.post("/back/", {"return_words": words})
    return client


def test_an_addition_is_kept_with_its_date_and_nothing_else_changes(back, time_machine_at):
    assert back.get("/back/add/").status_code == 200
    assert back.post("/back/add/", {"answer": "And they rang today."})["Location"] == "/back/sent/"
    added = Words.objects.get(added_on__isnull=False)
    assert (added.question, open_words(added, "sealed", purpose="voice")) == ("+1", "And they rang today.")
    page = back.get("/back/sent/").content.decode()
    assert "And they rang today." in page
    assert "The nurse was kind." in page
    actions.withdraw(response=Response.objects.get(), by=PERSON)
    assert not Words.objects.filter(sealed__isnull=False).exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001, "\x00"])
def test_an_addition_that_cannot_be_kept_is_given_back(back, text):
    page = back.post("/back/add/", {"answer": text})
    assert page.status_code == 200
    assert "answer-error" in page.content.decode()
    assert not Words.objects.filter(added_on__isnull=False).exists()


def test_twenty_additions_are_enough(back):
    response, key = Response.objects.get(), new_response_key()
    for _ in range(20):
        actions.add_words(response=response, response_key=key, words="More", by=PERSON)
    page = back.post("/back/add/", {"answer": "One more"})
    assert "twenty times" in page.content.decode()
    assert "One more" in page.content.decode()


@pytest.mark.parametrize(("page", "field"), [("/back/add/", "answer"), ("/back/name/", "contact")])
def test_away_too_long_gives_back_what_was_written(back, page, field, time_machine_at):
    time_machine_at(minutes=31)
    answer = back.post(page, {field: "A long <b>text</b>"})
    assert answer.status_code == 409
    assert "A long &lt;b&gt;text&lt;/b&gt;" in answer.content.decode()
    assert back.post("/back/take-back/")["Location"] == "/back/"


def test_what_came_of_it_is_told_step_by_step(back):
    response = Response.objects.get()
    assert "Nobody has read it yet" in back.get("/back/what-happened/").content.decode()
    told = {"response": response, "by": PERSON}
    actions.note_progress(**told, step=Progress.READ)
    actions.note_progress(**told, step=Progress.USED, sentence="People wait by the phone.", source="theme:1")
    actions.note_progress(**told, step=Progress.ACTION, sentence="Calls come on the day.", source="theme:1")
    page = back.get("/back/what-happened/").content.decode()
    assert page.index("It arrived") < page.index("Somebody read it") < page.index("People wait by the phone.")
    assert page.index("People wait by the phone.") < page.index("Calls come on the day.")


def test_words_are_shown_once_more_and_then_forgotten_on_request(client, survey):
    words = send_with_words(client)
    page = client.get("/s/how-was-it/done/").content.decode()
    assert words not in page
    assert "Show them once more" in page
    assert words in client.post("/s/how-was-it/done/", {"go": "again"}).content.decode()
    client.post("/s/how-was-it/done/", {"go": "forget"})
    assert "once more" not in client.get("/s/how-was-it/done/").content.decode()
    assert client.post("/s/how-was-it/done/", {"go": "again"}).status_code == 409


def with_words(client):
    send(client)
    client.post("/s/how-was-it/done/")
    return client.get("/s/how-was-it/done/").context["words"]


def test_words_go_to_an_address_only_if_asked_and_marked_safe(client, survey):
    words = with_words(client)
    assert not Message.objects.exists()
    for wrong in ({"address": "robin@example.org"}, {"address": "nobody", "safe": "on"}, {"safe": "on"}):
        assert "error" in client.post("/s/how-was-it/words/", wrong).content.decode()
    assert not Message.objects.exists()
    client.post("/s/how-was-it/words/", {"address": "robin@example.org", "safe": "on"})
    ready = prepare_words(Message.objects.get())
    assert ready.address == "robin@example.org"
    assert words in ready.text
    assert words not in ready.subject


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "The words you asked for"), ("pl", "Słowa, o które prosisz"), ("ur", "وہ الفاظ جو آپ نے مانگے")],
)
def test_the_words_are_mailed_in_the_language_of_the_answers(client, survey, language, subject):
    words = with_words(client)
    Response.objects.update(language=language)
    client.post("/s/how-was-it/words/", {"address": "robin@example.org", "safe": "on"})
    ready = prepare_words(Message.objects.get())
    assert ready.subject == subject
    assert words in ready.text
    assert ("Keep them" in ready.text) == (language == "en")


def test_a_row_that_is_mailed_leads_nowhere_and_goes_within_a_day(client, survey, time_machine_at):
    with_words(client)
    client.post("/s/how-was-it/words/", {"address": "robin@example.org", "safe": "on"})
    assert {field.name for field in WordsByMail._meta.fields} == {"id", "reference", "address", "words", "until"}
    time_machine_at(hours=25)
    assert prepare_words(Message.objects.get()).reason
    actions.forget_what_is_old(day=Response.objects.get().submitted_on, by=PERSON)
    assert not WordsByMail.objects.exists()


def test_one_address_gets_three_messages_an_hour(client, survey):
    with_words(client)
    sent = [
        client.post("/s/how-was-it/words/", {"address": "robin@example.org", "safe": "on"}).status_code
        for _ in range(4)
    ]
    assert sent == [200, 200, 200, 429]


def test_no_words_no_mail(client, survey):
    assert client.get("/s/how-was-it/words/")["Location"] == "/s/how-was-it/done/"
    assert client.post("/s/how-was-it/words/", {"address": "a@example.org", "safe": "on"}).status_code == 409


@pytest.mark.parametrize("way", ["after sending", "after coming back"])
def test_a_wish_to_be_named_becomes_a_task_for_a_person(client, survey, way):
    words = send_with_words(client)
    page = "/s/how-was-it/name/"
    if way == "after coming back":
        client.cookies.clear()
        client.post("/back/", {"return_words": words})
        page = "/back/name/"
    assert "has no name on it" in client.get(page).content.decode()
    assert "safe-error" in client.post(page, {"contact": CONTACT}).content.decode()
    assert client.post(page, {"contact": CONTACT, "safe": "on"})["Location"] == page
    wish = NamedWish.objects.get()
    assert CONTACT.encode() not in bytes(wish.contact.envelope)
    assert "will get in touch" in client.get(page).content.decode()
    client.post(page, {"go": "take-back"})
    assert not NamedWish.objects.exists()


def test_the_office_talks_it_through_and_the_contact_goes(client):
    wish = make(NamedWish, contact=CONTACT)
    user = make(User, role=roles.OFFICE_STAFF)
    client.force_login(user)
    assert "Asked on" in client.get("/desk/names/").content.decode()
    page = client.get(f"/desk/names/{wish.reference}/").content.decode()
    assert CONTACT in page
    assert Reading.objects.filter(subject_type="responses.namedwish", subject_id=str(wish.pk)).count() == 1
    assert "ending-error" in client.post(f"/desk/names/{wish.reference}/", {}).content.decode()
    assert client.post(f"/desk/names/{wish.reference}/", {"ending": "agreed"})["Location"] == "/desk/names/"
    wish.refresh_from_db()
    assert (wish.ending, wish.contact, wish.ended_by) == ("agreed", None, user)
    assert Event.objects.filter(verb="ended a wish to be named").count() == 1
    assert client.get(f"/desk/names/{wish.reference}/").status_code == 404


@pytest.mark.parametrize("role", [roles.RESEARCHER, roles.SAFEGUARDING_LEAD, roles.COMMISSIONER])
def test_nobody_else_sees_a_contact(client, role):
    wish = make(NamedWish)
    client.force_login(make(User, role=role))
    assert client.get(f"/desk/names/{wish.reference}/").status_code == 403
    assert not NamedWish.objects.visible_to(make(User, role=role)).exists()


def test_a_wish_is_nothing_to_somebody_without_a_receipt(survey):
    page = Client().post("/s/how-was-it/name/", {"contact": CONTACT, "safe": "on"})
    assert page.status_code == 409
    assert CONTACT in page.content.decode()
