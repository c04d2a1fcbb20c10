"""What was written down of a recording is a text like any other: coded, redacted, quoted, gone with the recording."""

import secrets

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.audit.models import Event, Reading
from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.lib.recordings import Sound
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from surveys.fieldwork.models import Note
from surveys.insight import actions
from surveys.insight.actions.standing_out import words_of_survey, words_of_theme
from surveys.insight.care import exposure, unread
from surveys.insight.choices import Audience, Reason
from surveys.insight.models import Coding, Finding, Passage, Quote, Redaction, SampleText, Theme
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey
from surveys.responses.actions import change_consents, delete_recording, replace_recording, withdraw
from surveys.responses.models import Recording, Response, Words, consent_columns
from tests.factories import make

pytestmark = pytest.mark.django_db
SAID = "Ann rang me back. The heron was there."


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def reader(client):
    user = make(User, role=roles.RESEARCHER)
    client.force_login(user)
    return user


@pytest.fixture
def second():
    return make(User, role=roles.RESEARCHER)


@pytest.fixture
def theme(reader):
    return actions.add_theme(name="Calls", definition="About calls.", by=reader)


def spoken(survey, *consents, said=SAID, **facts):
    row = make(Response, version=survey.current, **consent_columns(consents or Consent))
    return make(Recording, response=row, said=said, question="good_thing", **facts)


def text_of(recording):
    return make(Passage, recording=recording)


def page_of(recording):
    return f"/desk/insight/recordings/{recording.pk}/"


def quoted(passage, survey, reader, second, audience=Audience.EVERYBODY):
    """A quote that stands on a public page, from a text that two people looked at."""
    finding = make(Finding, survey=survey, state="published", published_at=clock.now(), published_by=reader)
    parts = actions.with_words(SAID, [], "Ann", Reason.NAME)
    row = actions.propose(redaction=actions.keep_parts(passage=passage, parts=parts, by=reader), by=reader)
    row = actions.confirm(redaction=row, seen=row.proposed_at, by=second)
    quote = actions.choose_quote(redaction=row, finding=finding, place=(0, 20), audience=audience, by=reader)
    return actions.show_quote(quote=quote, by=second)


def everything(survey, theme, reader, second):
    """A transcript with all that can be done with a text."""
    text = text_of(spoken(survey))
    actions.code(passage=text, places=[(0, 17)], themes=[theme], by=reader)
    actions.draw_sample(coder=second, size=1, by=reader)
    quoted(text, survey, reader, second)
    return text


def heard(client):
    return "rang me" in client.get("/heard/").content.decode()


# A text like any other


def test_a_text_has_one_source():
    recording, words = make(Recording, said=SAID), make(Words)
    with pytest.raises(IntegrityError), transaction.atomic():
        Passage.objects.create(recording=recording, words=words)
    with pytest.raises(IntegrityError), transaction.atomic():
        Passage.objects.create()
    assert Passage.objects.create(recording=recording).source == recording


def test_it_is_offered_once_it_is_done(client, reader, survey, theme):
    recording = make(Recording, response=make(Response, version=survey.current))
    client.post(page_of(recording), {"words": SAID, "go": "keep"})
    assert "/code/" not in client.get(page_of(recording)).content.decode()
    assert not Passage.objects.exists()
    client.post(page_of(recording), {"words": SAID, "go": "done"})
    page = client.get(page_of(recording)).content.decode()
    text = Passage.objects.get(recording=recording)
    for verb in ("code", "redact", "quote"):
        assert f'href="/desk/insight/texts/{text.pk}/{verb}/"' in page
    client.post(f"/desk/insight/texts/{text.pk}/code/", {"sentence": ["1"], "themes": [theme.pk]})
    assert [SAID[row.start : row.end] for row in Coding.objects.all()] == ["The heron was there."]
    assert "Calls" in client.get(page_of(recording)).content.decode()


def test_the_whole_response_shows_it_under_its_question(client, reader, survey, theme):
    recording = spoken(survey)
    here = f"/desk/insight/responses/{recording.response.reference}/"
    page = client.get(here).content.decode()
    assert page.index("What is one good thing?") < page.index(SAID)
    assert page.count(SAID) == 1
    noted = Reading.objects.get()
    assert (noted.subject_type, noted.subject_id) == ("responses.response", str(recording.response_id))
    text = Passage.objects.get()
    assert f'href="/desk/insight/texts/{text.pk}/code/"' in page
    assert f'href="{here}"' in client.get(f"/desk/insight/texts/{text.pk}/code/").content.decode()
    actions.code(passage=text, places=[(0, 4)], themes=[theme], by=reader)
    assert "Calls" in client.get(here).content.decode()
    assert "said aloud" in client.get(f"/desk/insight/codebook/{theme.pk}/").content.decode()


def test_a_begun_transcript_is_no_text(client, reader, survey):
    text = text_of(spoken(survey, transcript_state="begun"))
    assert SAID not in client.get(f"/desk/insight/responses/{text.response.reference}/").content.decode()
    assert not Passage.objects.visible_to(reader).exists()
    assert client.get(f"/desk/insight/texts/{text.pk}/code/").status_code == 404


def test_a_voice_costs_one_question_more_and_many_the_same(client, reader, survey):
    costs = []
    recording = spoken(survey)
    for more in range(2):
        for number in range(5 * more):
            make(Recording, response=recording.response, question=f"voice{number}", said="It was kind.")
        client.get(f"/desk/insight/responses/{recording.response.reference}/")
        with CaptureQueriesContext(connection) as found:
            client.get(f"/desk/insight/responses/{recording.response.reference}/")
        costs.append(len(found))
    assert costs[0] == costs[1]


def test_whoever_only_spoke_waits_to_be_read_and_coded(client, reader, survey, theme):
    recording = spoken(survey)
    spoken(survey, transcript_state="begun")
    asked = "/desk/insight/responses/?words=on"
    assert [row.pk for row in unread(reader, clock.now())] == [recording.response_id]
    assert len(client.get(asked).context["page_obj"]) == 1
    assert len(client.get(f"{asked}&uncoded=on").context["page_obj"]) == 1
    actions.code(passage=text_of(recording), places=[(0, 4)], themes=[theme], by=reader)
    make(Coding, passage=make(Passage, note=make(Note)), theme=theme)
    assert len(client.get(f"{asked}&uncoded=on").context["page_obj"]) == 0
    later = spoken(survey)
    found = client.get(f"{asked}&uncoded=on").context["page_obj"]
    assert [row.pk for row in found] == [later.response_id], "a coded note stands for nobody"


def test_what_a_finding_rests_on_counts_it(reader, second, survey, theme):
    text = text_of(spoken(survey))
    actions.code(passage=text, places=[(0, 4)], themes=[theme], by=reader)
    assert actions.link_theme(finding=make(Finding, survey=survey), theme=theme, by=reader) == 1
    assert Theme.objects.with_texts().get().texts == 1
    assert actions.draw_sample(coder=second, size=5, by=reader, survey=survey).texts.get().passage == text
    Response.objects.update(may_read=False)
    assert Theme.objects.with_texts().get().texts == 0


def test_its_words_stand_out_too(reader, survey, theme):
    for _ in range(12):
        text = text_of(spoken(survey, said="The heron stood there"))
        actions.code(passage=text, places=[(0, 4)], themes=[theme], by=reader)
        make(Words, said="The office was open")
    make(Coding, passage=make(Passage, note=make(Note)), theme=theme)
    for found in (words_of_survey(survey=survey, by=reader), words_of_theme(theme=theme, by=reader)):
        assert "heron" in {word for word, _ in found}
        assert "office" not in {word for word, _ in found}


def test_who_hears_a_voice_heard_something_hard(client, reader, survey):
    recording = spoken(survey)
    before = exposure(reader, clock.now()).today
    client.get(f"{page_of(recording)}sound/")
    client.get(f"{page_of(recording)}sound/")
    assert (before, exposure(reader, clock.now()).today) == (0, 1)


# What the person allows


def test_without_reading_nothing_is_done_with_it(client, reader, survey):
    text = text_of(spoken(survey, "count", "quote", "publish"))
    for verb in ("code", "redact", "quote"):
        assert client.get(f"/desk/insight/texts/{text.pk}/{verb}/").status_code == 404
    with pytest.raises(ValidationError, match="may not read"):
        actions.keep_parts(passage=text, parts=[], by=reader)
    assert actions.text_of(recording=text.recording, by=reader) is None


def test_a_quote_stands_while_its_person_allows_it(client, reader, second, survey):
    text = text_of(spoken(survey))
    quote = quoted(text, survey, reader, second)
    assert heard(client)
    change_consents(response=text.response, consents=frozenset({Consent.READ, Consent.QUOTE}), by=PERSON)
    assert not heard(client)
    assert actions.clear_what_is_not_allowed(by=CLOCK) == 1
    with pytest.raises(ValidationError, match="does not allow"):
        actions.show_quote(quote=quote, by=reader)


def test_a_quote_is_for_a_finding_of_its_own_survey(client, reader, second, survey):
    text = text_of(spoken(survey))
    row = quoted(text, survey, reader, second).redaction
    other = make(Finding)
    with pytest.raises(ValidationError, match="same survey"):
        actions.choose_quote(redaction=row, finding=other, place=(0, 6), audience=Audience.REPORTS, by=reader)
    page = client.get(f"/desk/insight/texts/{text.pk}/quote/")
    assert other not in page.context["form"].fields["finding"].queryset


# Words that change


def test_coded_words_do_not_change_silently(client, reader, survey, theme):
    recording = spoken(survey)
    actions.code(passage=text_of(recording), places=[(0, 17)], themes=[theme], by=reader)
    for go in ("done", "keep"):
        page = client.post(page_of(recording), {"words": "Anna rang", "go": go}).content.decode()
        assert "Somebody said what these words are about" in page
        assert "Anna rang" in page, "what was typed is kept"
        assert 'value="undo"' in page
    recording.refresh_from_db()
    assert open_words(recording, "transcript", purpose="voice") == SAID
    assert recording.transcript_state == "done"
    assert Coding.objects.standing().count() == 1
    assert 'value="done"' not in client.get(page_of(recording)).content.decode()


def test_the_work_is_undone_together_with_a_change_and_kept_as_undone(client, reader, second, survey, theme):
    text = everything(survey, theme, reader, second)
    page = page_of(text.recording)
    assert client.post(page, {"words": "Anna rang me.", "go": "undo"}).url == page
    assert open_words(Recording.objects.get(), "transcript", purpose="voice") == "Anna rang me."
    assert Coding.objects.get().undone_by == reader
    assert Redaction.objects.get().state == "replaced"
    assert not SampleText.objects.exists()
    assert not heard(client)
    actions.clear_what_is_not_allowed(by=CLOCK)
    assert Quote.objects.get().words == ""
    assert Event.objects.get(verb="undid work on").facts == {"codes": 1, "redactions": 1}
    assert "Anna rang me." in client.get(f"/desk/insight/texts/{text.pk}/redact/").content.decode()
    assert client.post(page, {"words": "Anna rang.", "go": "done"}).status_code == 302


def test_what_was_begun_to_be_taken_out_holds_it_too(reader, survey):
    text = text_of(spoken(survey))
    actions.keep_parts(passage=text, parts=[(0, 3, "name")], by=reader)
    told = {"recording": text.recording, "words": "Anna rang", "done": True, "by": reader}
    with pytest.raises(ValidationError, match="took something out"):
        actions.write_transcript(**told)
    actions.write_transcript(**told, undoing=True)
    assert not Redaction.objects.exists()


def test_what_was_undone_or_only_read_holds_nothing(client, reader, survey, theme):
    recording = spoken(survey)
    text = text_of(recording)
    code = actions.code(passage=text, places=[(0, 3)], themes=[theme], by=reader)[0]
    actions.undo(coding=code, by=reader)
    client.get(f"/desk/insight/texts/{text.pk}/code/")
    assert client.post(page_of(recording), {"words": "Anna rang", "go": "done"}).status_code == 302


def test_a_page_that_showed_other_words_codes_nothing(client, reader, survey, theme):
    recording = spoken(survey)
    here = f"/desk/insight/texts/{text_of(recording).pk}/code/"
    seen = client.get(here).context["form"].stamp
    actions.write_transcript(recording=recording, words="The heron. Ann rang me.", done=True, by=reader)
    told = {"sentence": ["0"], "themes": [theme.pk]}
    assert "Somebody changed this" in client.post(here, {**told, "seen": seen}).content.decode()
    assert not Coding.objects.exists()
    anew = client.get(here).context["form"].stamp
    assert client.post(here, {**told, "seen": anew}).status_code == 302


# Taken back


def deleted(recording):
    delete_recording(recording=recording, by=PERSON)


def replaced(recording):
    sound = Sound(content=b"another", seconds=3)
    replace_recording(recording=recording, response_key=PersonKey(secrets.token_bytes(32)), sound=sound, by=PERSON)


def withdrawn(recording):
    withdraw(response=recording.response, by=PERSON)


@pytest.mark.parametrize("gone", [deleted, replaced, withdrawn])
def test_with_the_recording_goes_all_that_was_done_with_it(
    client, reader, second, survey, theme, gone, django_capture_on_commit_callbacks
):
    text = everything(survey, theme, reader, second)
    assert heard(client)
    with django_capture_on_commit_callbacks(execute=True):
        gone(Recording.objects.get())
    for model in (Passage, Coding, Redaction, Quote, SampleText):
        assert not model.objects.exists(), model
    assert not heard(client)
    assert Theme.objects.with_texts().get().texts == 0
    for address in (f"/desk/insight/texts/{text.pk}/code/", f"/desk/insight/texts/{text.pk}/quote/"):
        assert client.get(address).status_code == 404
    assert "heron" not in client.get(f"/desk/insight/codebook/{theme.pk}/").content.decode()
    assert not actions.search(words="heron", by=reader).hits


def test_between_taking_back_and_destroying_nothing_is_read_or_counted(client, reader, second, survey, theme):
    text = everything(survey, theme, reader, second)
    withdraw(response=Response.objects.get(), by=PERSON)
    assert Passage.objects.exists(), "its empty row is still there"
    assert not heard(client)
    assert not Passage.objects.visible_to(reader).exists()
    assert not Coding.objects.visible_to(reader).exists()
    assert Theme.objects.with_texts().get().texts == 0
    with pytest.raises(Passage.DoesNotExist):
        actions.open_passage(passage=text, by=reader, why="To see")
