import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.audit.models import Reading
from derbyvoice.lib.envelopes import KeyNotHere
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from surveys.insight.actions import add_theme, code, count_answers, link_evidence, link_theme, move, say_what_we_did
from surveys.insight.choices import State
from surveys.insight.models import Evidence, Finding, Passage
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey
from surveys.responses.actions import change_consents, count
from surveys.responses.models import Response, Trace, Words
from tests.factories import make
from tests.surveys_journey import send_with_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def researcher(client):
    user = make(User, role=roles.RESEARCHER)
    client.force_login(user)
    return user


def counted_queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_list_shows_only_what_may_be_read(client, researcher, survey):
    seen = make(Response, version=survey.current)
    hidden = make(Response, version=survey.current, may_read=False)
    page = client.get("/desk/insight/responses/").content.decode()
    assert str(seen.reference)[:8] in page
    assert str(hidden.reference)[:8] not in page
    assert client.get(f"/desk/insight/responses/{hidden.reference}/").status_code == 404


def test_reading_opens_the_words_and_is_written_down(client, researcher, survey):
    row = make(Response, version=survey.current)
    make(Words, response=row, said="It was kind of you.")
    page = client.get(f"/desk/insight/responses/{row.reference}/").content.decode()
    assert "It was kind of you." in page
    reading = Reading.objects.get()
    assert (reading.by, reading.subject_type, reading.subject_id) == (researcher, "responses.response", str(row.pk))
    assert reading.why
    assert "Not yet" not in client.get("/desk/insight/responses/").content.decode()


def test_nobody_but_researchers_reads(client, survey):
    row = make(Response, version=survey.current)
    for role in set(roles.ROLES.values()) - {roles.RESEARCHER}:
        client.force_login(make(User, role=role))
        assert client.get("/desk/insight/responses/").status_code == 403
        assert client.get(f"/desk/insight/responses/{row.reference}/").status_code == 403
        assert not Response.objects.visible_to(make(User, role=role)).exists()
    assert not Reading.objects.exists()


def test_a_process_without_the_key_cannot_open_what_was_sent(client, survey, settings, tmp_path):
    send_with_words(client, good_thing="Only the heron knows")
    public = tmp_path / "public"
    public.mkdir()
    for key in settings.KEYS_DIR.glob("*.pub"):
        (public / key.name).write_bytes(key.read_bytes())
    (public / "lookup.key").write_bytes((settings.KEYS_DIR / "lookup.key").read_bytes())
    settings.KEYS_DIR = public
    with pytest.raises(KeyNotHere):
        open_words(Words.objects.first(), "sealed", purpose="voice")
    client.cookies.clear()
    words = send_with_words(client, good_thing="Sent by a process that cannot read")
    client.cookies.clear()
    client.post("/back/", {"return_words": words})
    assert "Sent by a process that cannot read" in client.get("/back/sent/").content.decode()


def test_filters_and_pages(client, researcher, survey):
    other = make(Survey, opened=True)
    rows = [make(Response, version=survey.current) for _ in range(27)]
    make(Words, response=rows[0])
    make(Response, version=other.current)
    assert len(client.get("/desk/insight/responses/").context["page_obj"]) == 25
    assert len(client.get("/desk/insight/responses/?page=2").context["page_obj"]) == 3
    assert len(client.get(f"/desk/insight/responses/?survey={other.slug}").context["page_obj"]) == 1
    assert len(client.get("/desk/insight/responses/?words=on").context["page_obj"]) == 1
    client.get(f"/desk/insight/responses/{rows[0].reference}/")
    assert len(client.get("/desk/insight/responses/?unread=on&words=on").context["page_obj"]) == 0
    for strange in ("?survey=none", "?page=x", "?words=\ufffd"):
        assert client.get(f"/desk/insight/responses/{strange}").status_code == 200


@pytest.mark.parametrize("address", ["responses/", "findings/"])
def test_a_longer_list_costs_no_more_queries(client, researcher, survey, address):
    make(Evidence, finding=make(Finding, survey=survey), response=make(Response, version=survey.current))
    one = counted_queries(client, f"/desk/insight/{address}")
    for _ in range(29):
        row = make(Response, version=survey.current)
        make(Words, response=row)
        make(Evidence, finding=make(Finding, survey=survey), response=row)
    assert counted_queries(client, f"/desk/insight/{address}") == one


def test_results_show_a_chart_with_the_same_table(client, researcher, survey):
    for answer in [1] * 20 + [2] * 3 + [3] * 12:
        count(make(Response, version=survey.current, answers=[answer, 3, 9, None, 1, 1]), 1)
    count_answers(by=CLOCK)
    answer = client.get("/desk/insight/results/how-was-it/")
    page = answer.content.decode()
    assert page.count("<svg") == page.count("<table") == 7
    assert "not shown" in page
    assert "3" not in {str(cell) for part in answer.context["drawn"] for row in part.figures.cells for cell in row}
    assert client.get("/desk/insight/results/how-was-it/?version=1").status_code == 200
    for strange in ("9", "x"):
        assert client.get(f"/desk/insight/results/how-was-it/?version={strange}").status_code in (200, 404)


@pytest.mark.parametrize("named", ["nothing", "how-was-it", "%ED%A0%80"])
def test_a_strange_survey_in_the_address_chooses_none(client, researcher, survey, named):
    assert client.get(f"/desk/insight/findings/new/?survey={named}").status_code == 200


def test_a_finding_from_evidence_to_being_told_back(client, researcher, survey):
    rows = [make(Response, version=survey.current) for _ in range(16)]
    for row in rows:
        count(row, 1)
    count_answers(by=CLOCK)
    form = {"survey": survey.pk, "title": "People wait for a call", "summary": "Many said so."}
    address = client.post("/desk/insight/findings/new/", form)["Location"]
    finding = Finding.objects.get()
    assert "Link what it rests on" in client.post(address, {"to": "published"}).content.decode()
    for row in rows[:6]:
        client.post(f"/desk/insight/responses/{row.reference}/", {"finding": finding.pk})
    client.post(address, {"to": "published"})
    client.logout()
    page = client.get("/heard/")
    assert "People wait for a call" in page.content.decode()
    assert "about 5 people" in page.content.decode()
    assert "max-age=30" in page["Cache-Control"]
    for row in rows[:2]:
        change_consents(response=row, consents=frozenset(), by=PERSON)
    count_answers(by=CLOCK)
    assert "fewer than 5 people" in client.get("/heard/").content.decode()


def test_a_response_of_another_survey_or_unreadable_is_no_evidence(client, researcher, survey):
    finding = make(Finding, survey=survey)
    other = make(Response, version=make(Survey, opened=True).current)
    client.post(f"/desk/insight/responses/{other.reference}/", {"finding": finding.pk})
    assert not Evidence.objects.exists()


def test_the_person_sees_what_happened_to_it(client, survey):
    words = send_with_words(client)
    row = Response.objects.get()
    finding = make(Finding, survey=survey, title="People wait", state="draft")
    make(Evidence, finding=finding, response=row)
    client.cookies.clear()
    assert client.get("/back/what-happened/")["Location"] == "/back/"
    client.post("/back/", {"return_words": words})
    before = client.get("/back/what-happened/").content.decode()
    assert "Nobody has read it yet" in before
    assert "People wait" not in before
    make(Reading, subject_type="responses.response", subject_id=str(row.pk))
    move(finding=finding, to=State.PUBLISHED, by=finding.written_by)
    after = client.get("/back/what-happened/").content.decode()
    assert "Somebody read it" in after
    assert "People wait" in after
    move(finding=finding, to=State.RETRACTED, by=finding.written_by)
    assert "People wait" not in client.get("/back/what-happened/").content.decode()


def test_whoever_was_told_reads_what_was_done_since(survey):
    finding = make(Finding, survey=survey, what_we_did="We ring back.")
    make(Evidence, finding=finding, response=make(Response, version=survey.current))
    say_what_we_did(finding=finding, words="We ring back soon.", by=finding.written_by)
    assert not Trace.objects.exists()
    move(finding=finding, to=State.PUBLISHED, by=finding.written_by)
    Trace.objects.update(day="2026-01-02")
    say_what_we_did(finding=finding, words="We ring back the same day.", by=finding.written_by)
    assert dict(Trace.objects.values_list("step", "sentence"))["action"] == "We ring back the same day."
    days = dict(Trace.objects.values_list("step", "day"))
    assert (str(days["used"]), days["action"]) == ("2026-01-02", clock.today())
    say_what_we_did(finding=finding, words="", by=finding.written_by)
    assert list(Trace.objects.values_list("step", flat=True)) == ["used"]


def test_whoever_is_linked_to_a_published_finding_is_told_as_the_others_were(researcher, survey):
    finding = make(Finding, survey=survey, title="People wait", what_we_did="We ring back.")
    first, second, third = (make(Response, version=survey.current) for _ in range(3))
    link_evidence(finding=finding, response=first, by=researcher)
    assert not Trace.objects.exists()
    move(finding=Finding.objects.get(), to=State.PUBLISHED, by=researcher)
    Trace.objects.update(day="2026-01-02")
    link_evidence(finding=finding, response=second, by=researcher)
    told = dict(second.traces.values_list("step", "sentence"))
    assert told == {"used": "It helped us to learn this: People wait.", "action": "We ring back."}
    theme = add_theme(name="Calls", definition="x", by=researcher)
    passage = make(Passage, words=make(Words, response=third, said="Nobody rang."))
    code(passage=passage, places=[(0, 6)], themes=[theme], by=researcher)
    link_theme(finding=finding, theme=theme, by=researcher)
    assert set(third.traces.values_list("step", flat=True)) == {"used", "action"}
    assert set(map(str, first.traces.values_list("day", flat=True))) == {"2026-01-02"}


@pytest.mark.parametrize("state", ["draft", "retracted"])
def test_nobody_is_told_what_was_done_for_a_finding_that_is_not_published(survey, state):
    finding = make(Finding, survey=survey, state=state)
    make(Evidence, finding=finding, response=make(Response, version=survey.current))
    say_what_we_did(finding=finding, words="We ring back.", by=finding.written_by)
    assert not Trace.objects.exists()


def test_what_was_typed_about_what_was_done_stays_when_it_is_too_long(client, researcher, survey):
    address = f"/desk/insight/findings/{make(Finding, survey=survey).pk}/"
    page = client.post(address, {"words": "We ring back. " * 200}).content.decode()
    assert "There is a problem" in page
    assert page.count("We ring back. ") >= 199
    assert Finding.objects.get().what_we_did == ""


def test_no_theme_chosen_is_said_at_its_field(client, researcher, survey):
    address = f"/desk/insight/findings/{make(Finding, survey=survey).pk}/"
    page = client.post(address, {"theme": ""}).content.decode()
    assert "There is a problem" in page
    assert 'href="#id_theme"' in page


def test_who_no_longer_lets_it_be_read_is_told_that_it_was_read(client, survey):
    words, row = send_with_words(client), Response.objects.get()
    make(Reading, subject_type="responses.response", subject_id=str(row.pk))
    client.post("/back/", {"return_words": words})
    change_consents(response=row, consents=frozenset({Consent.COUNT}), by=PERSON)
    page = client.get("/back/what-happened/").content.decode()
    assert "Somebody read it" in page
    assert "Nobody reads it now" in page
    assert "you did not tick that" not in page


@pytest.mark.parametrize(("role", "offered"), [(roles.RESEARCHER, True), (roles.COMMISSIONER, False)])
def test_only_those_who_may_write_a_finding_are_offered_it(client, role, offered):
    client.force_login(make(User, role=role))
    assert ("Write a finding" in client.get("/desk/insight/findings/").content.decode()) is offered
