"""Three layers: sealed as it was written, sealed without what shows who it is, and the part that others may read."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.audit.models import Reading
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from surveys.fieldwork.actions import change_consents as change_for_participant
from surveys.fieldwork.models import Note, Participant, Session
from surveys.insight import actions
from surveys.insight.actions.redacting import merged, remaining
from surveys.insight.choices import Audience, Quoting, Reason, SentBack, State
from surveys.insight.models import Finding, Passage, Quote, Redaction
from surveys.insight.models.quotes import NEEDED
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey
from surveys.responses.actions import change_consents, withdraw
from surveys.responses.models import Response, Trace, Words, consent_columns
from tests.factories import make

pytestmark = pytest.mark.django_db
SAID = "Ann Zebrawood rang on 1 May. It was kind of Ann."
ALL = ("read", "quote", "publish")


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def readers():
    return [make(User, role=roles.RESEARCHER) for _ in range(2)]


def text_of(survey, *consents, said=SAID):
    row = make(Response, version=survey.current, **consent_columns(consents or ALL))
    return make(Passage, words=make(Words, response=row, said=said))


def confirmed(passage, first, second):
    parts = actions.with_words(SAID, [], "ann zebrawood", Reason.NAME)
    parts = actions.with_words(SAID, parts, "Ann", Reason.NAME)
    row = actions.propose(redaction=actions.keep_parts(passage=passage, parts=parts, by=first), by=first)
    return actions.confirm(redaction=row, seen=row.proposed_at, by=second)


def shown(passage, survey, first, second, audience=Audience.EVERYBODY):
    finding = make(Finding, survey=survey, state="published", published_at=clock.now(), published_by=first)
    row = confirmed(passage, first, second)
    place = (0, len(open_words(row, "remains", purpose="voice")))
    quote = actions.choose_quote(redaction=row, finding=finding, place=place, audience=audience, by=first)
    return actions.show_quote(quote=quote, by=second)


def test_words_go_wherever_they_stand_and_what_remains_is_sealed(survey, readers):
    row = confirmed(text_of(survey), *readers)
    assert open_words(row, "remains", purpose="voice") == "[name] rang on 1 May. It was kind of [name]."
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM insight_redaction")
        assert "Zebrawood" not in str(cursor.fetchall())
        assert "rang on" not in str(cursor.fetchall())


def test_shapes_are_found_and_everything_else_is_for_people():
    parts = actions.suggested("Ring 01632 960777, I was born on 3 May 1990, DE1 1AA. Ann")
    assert [reason for *_, reason in parts] == ["other", "date", "place"]


def test_parts_that_overlap_go_as_one():
    assert merged([(5, 9, "name"), (0, 6, "place"), (12, 14, "date")]) == [(0, 9, "place"), (12, 14, "date")]
    for wrong in ([(0, 99, "name")], [(0, 2, "nothing")], [(-3, 2, "name")]):
        with pytest.raises(ValidationError):
            remaining("short", wrong)


def test_it_takes_two_people(survey, readers):
    first, second = readers
    row = actions.keep_parts(passage=text_of(survey), parts=[], by=first)
    with pytest.raises(ValidationError):
        actions.confirm(redaction=row, seen=None, by=second)
    row = actions.propose(redaction=row, by=first)
    with pytest.raises(ValidationError, match="Another person"):
        actions.confirm(redaction=row, seen=row.proposed_at, by=first)
    with pytest.raises(ValidationError, match="changed"):
        actions.confirm(redaction=row, seen=row.proposed_at - timedelta(seconds=1), by=second)
    actions.send_back(redaction=row, why=SentBack.MORE, by=second)
    row.refresh_from_db()
    assert (row.state, row.sent_back) == ("begun", "more")
    row = actions.propose(
        redaction=actions.keep_parts(passage=row.passage, parts=[(0, 3, "name")], by=second), by=second
    )
    assert actions.confirm(redaction=row, seen=row.proposed_at, by=first).state == "confirmed"
    with pytest.raises(ValidationError):
        actions.confirm(redaction=row, seen=row.proposed_at, by=first)


def test_a_newer_text_replaces_the_older_and_its_quotes_are_gone(survey, readers):
    passage = text_of(survey)
    quote = shown(passage, survey, *readers)
    assert Quote.objects.for_everybody().count() == 1
    row = actions.propose(
        redaction=actions.keep_parts(passage=passage, parts=[(0, 20, "name")], by=readers[0]), by=readers[0]
    )
    actions.confirm(redaction=row, seen=row.proposed_at, by=readers[1])
    assert sorted(passage.redactions.values_list("state", flat=True)) == ["confirmed", "replaced"]
    assert not Quote.objects.for_everybody().exists()
    assert actions.clear_what_is_not_allowed(by=CLOCK) == 1
    quote.refresh_from_db()
    assert (quote.state, quote.words) == (Quoting.TAKEN_DOWN, "")
    with pytest.raises(ValidationError, match="Its text was changed since"):
        actions.show_quote(quote=quote, by=readers[0])


def test_nobody_works_on_a_text_that_they_may_not_read(survey, readers):
    passage = text_of(survey, "quote", "publish")
    for by in (readers[0], make(User, role=roles.OFFICE_STAFF)):
        with pytest.raises(ValidationError, match="may not read"):
            actions.keep_parts(passage=passage, parts=[], by=by)
        with pytest.raises(Passage.DoesNotExist):
            actions.open_passage(passage=passage, by=by, why="To see")
    assert not Reading.objects.exists()


@pytest.mark.parametrize(("audience", "missing"), [(use, one) for use in Audience for one in NEEDED[use]])
def test_no_quote_without_each_of_its_consents(survey, readers, audience, missing):
    passage = text_of(survey)
    row = confirmed(passage, *readers)
    Response.objects.update(**{f"may_{missing.value}": False})
    with pytest.raises(ValidationError):
        actions.choose_quote(
            redaction=row, finding=make(Finding, survey=survey), place=(0, 6), audience=audience, by=readers[0]
        )
    assert not Quote.objects.exists()


def test_consent_is_asked_again_when_it_is_to_be_shown(survey, readers):
    row = confirmed(text_of(survey), *readers)
    told = {"finding": make(Finding, survey=survey), "place": (0, 6), "audience": Audience.EVERYBODY}
    quote = actions.choose_quote(redaction=row, by=readers[0], **told)
    change_consents(response=Response.objects.get(), consents=frozenset({Consent.READ, Consent.QUOTE}), by=PERSON)
    with pytest.raises(ValidationError, match="does not allow"):
        actions.show_quote(quote=quote, by=readers[0])


def test_only_a_confirmed_text_of_the_same_survey_is_quoted(survey, readers):
    row = actions.keep_parts(passage=text_of(survey), parts=[], by=readers[0])
    told = {"place": (0, 6), "audience": Audience.EVERYBODY, "by": readers[0]}
    with pytest.raises(ValidationError, match="Two people"):
        actions.choose_quote(redaction=row, finding=make(Finding, survey=survey), **told)
    row = confirmed(text_of(survey), *readers)
    with pytest.raises(ValidationError, match="same survey"):
        actions.choose_quote(redaction=row, finding=make(Finding), **told)
    for place in ((3, 3), (900, 950), (0, 10**6)):
        with pytest.raises(ValidationError, match="one sentence"):
            actions.choose_quote(redaction=row, finding=make(Finding, survey=survey), **{**told, "place": place})


def test_what_is_taken_back_is_gone_from_every_page_and_row(
    client, survey, readers, django_capture_on_commit_callbacks
):
    quote = shown(text_of(survey), survey, *readers)
    assert "kind of [name]" in client.get("/heard/").content.decode()
    assert "kind of [name]" in client.get("/heard/how-was-it/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(response=Response.objects.get(), by=PERSON)
    for page in ("/heard/", "/heard/how-was-it/"):
        answer = client.get(page)
        assert "kind of" not in answer.content.decode()
        assert int(answer["Cache-Control"].split("max-age=")[1].split(",")[0]) <= 60
    assert not Quote.objects.filter(pk=quote.pk).exists()
    assert not Passage.objects.exists()
    assert not Redaction.objects.exists()


def test_the_clear_words_of_a_quote_go_when_the_person_changes_their_mind(client, survey, readers):
    quote = shown(text_of(survey), survey, *readers)
    change_consents(response=Response.objects.get(), consents=frozenset({Consent.READ}), by=PERSON)
    assert "kind of" not in client.get("/heard/").content.decode()
    actions.clear_what_is_not_allowed(by=CLOCK)
    quote.refresh_from_db()
    assert quote.words == ""
    assert actions.clear_what_is_not_allowed(by=CLOCK) == 0


def test_a_participant_decides_for_themself(client, survey, readers):
    person = make(
        Participant, session=make(Session, state="closed", debrief="everybody"), may_quote=True, may_publish=True
    )
    passage = make(Passage, note=make(Note, session=person.session, participant=person, said=SAID))
    shown(passage, survey, *readers)
    assert "kind of [name]" in client.get("/heard/").content.decode()
    change_for_participant(participant=person, by=readers[0], may_read=True, may_quote=True)
    assert "kind of" not in client.get("/heard/").content.decode()


def test_a_note_that_is_nobodys_is_never_quoted(survey, readers):
    row = confirmed(
        make(Passage, note=make(Note, session=make(Session, state="closed", debrief="everybody"), said=SAID)), *readers
    )
    with pytest.raises(ValidationError, match="does not allow"):
        actions.choose_quote(
            redaction=row, finding=make(Finding, survey=survey), place=(0, 6), audience=Audience.REPORTS, by=readers[0]
        )


def test_a_quote_for_reports_stands_on_no_public_page(client, survey, readers):
    shown(text_of(survey), survey, *readers, audience=Audience.REPORTS)
    assert "kind of" not in client.get("/heard/").content.decode()
    client.force_login(make(User, role=roles.COMMISSIONER))
    assert "kind of [name]" in client.get(f"/desk/insight/findings/{Finding.objects.get().pk}/").content.decode()


class NeverWithoutConsent(TestCase):
    @examples(max_examples=20, deadline=None)
    @given(st.sets(st.sampled_from(list(Consent))), st.sampled_from(list(Audience)))
    def test_whatever_is_shown_was_allowed_and_never_holds_what_was_taken_out(self, then, audience):
        survey, readers = make(Survey, opened=True), [make(User, role=roles.RESEARCHER) for _ in range(2)]
        shown(text_of(survey), survey, *readers, audience=audience)
        row, address = Response.objects.get(version__survey=survey), "robin@example.org"
        change_consents(response=row, consents=frozenset(then), address=address, by=PERSON)
        allowed = set(NEEDED[audience]) <= then
        found = Quote.objects.shown().filter(finding__survey=survey)
        assert found.exists() is allowed
        page = self.client.get("/heard/").content.decode()
        assert ("kind of [name]" in page) is (allowed and audience == Audience.EVERYBODY)
        assert "Zebrawood" not in page
        assert "Ann." not in page


def test_notes_that_may_still_be_corrected_are_only_read(readers):
    opened = actions.open_note(
        note=make(Note, session=make(Session, state="held"), said=SAID), by=readers[0], why="To see"
    )
    assert opened.text == SAID
    with pytest.raises(ValidationError, match="still be corrected"):
        actions.keep_parts(passage=opened.passage, parts=[], by=readers[0])


def test_people_are_told_when_what_they_said_is_used_and_no_longer_when_it_is_taken_down(survey, readers):
    finding = make(Finding, survey=survey, what_we_did="We ring back. " * 60)
    response = text_of(survey).words.response
    actions.link_evidence(finding=finding, response=response, by=readers[0])
    finding = actions.move(finding=finding, to=State.PUBLISHED, by=readers[0])
    assert set(Trace.objects.values_list("response", "step")) == {(response.pk, "used"), (response.pk, "action")}
    assert all(len(sentence) <= 300 for sentence in Trace.objects.values_list("sentence", flat=True))
    actions.move(finding=finding, to=State.RETRACTED, by=readers[0])
    assert not Trace.objects.exists()


# Two people at one text


def page_of(client, passage, user):
    """The page on which this person takes words out, and what its form would send."""
    client.cookies.clear()
    client.force_login(user)
    answer = client.get(f"/desk/insight/texts/{passage.pk}/redact/")
    page = answer.content.decode()
    return {
        "seen": re.findall(r'name="seen" value="([^"]*)"', page),
        "keep": re.findall(r'name="keep" type="checkbox" value="([^"]*)"', page),
    }


def send(client, passage, user, form, **typed):
    client.cookies.clear()
    client.force_login(user)
    return client.post(f"/desk/insight/texts/{passage.pk}/redact/", {**form, "reason": "name", **typed})


def test_an_older_page_puts_nothing_back(client, survey, readers):
    first, second = readers
    passage = text_of(survey)
    older = page_of(client, passage, second)
    send(client, passage, first, page_of(client, passage, first), words="Ann", do="keep")
    parts = Redaction.objects.get().parts
    answer = send(client, passage, second, older, words="Zebrawood", do="keep")
    page = answer.content.decode()
    assert Redaction.objects.get().parts == parts
    assert "Somebody changed this after you opened it" in page
    assert 'value="Zebrawood"' in page
    assert len(re.findall('name="keep"', page)) == len(parts)
    again = {"seen": re.findall(r'name="seen" value="([^"]*)"', page), "keep": page_of(client, passage, second)["keep"]}
    send(client, passage, second, again, words="Zebrawood", do="keep")
    assert len(Redaction.objects.get().parts) == len(parts) + 1


def test_two_at_the_same_moment_put_nothing_back(survey, readers):
    passage = text_of(survey)
    seen = actions.seen_of(SAID, None)
    row = actions.keep_parts(passage=passage, parts=[(0, 3, "name")], by=readers[0], seen=seen)
    with pytest.raises(ValidationError, match="changed"):
        actions.keep_parts(passage=passage, parts=[], by=readers[1], seen=seen)
    row.refresh_from_db()
    assert row.parts == [[0, 3, "name"]]


def test_what_was_typed_is_shown_when_a_colleague_proposed_meanwhile(client, survey, readers):
    first, second = readers
    passage = text_of(survey)
    older = page_of(client, passage, second)
    send(client, passage, first, page_of(client, passage, first), words="Ann", do="propose")
    page = send(client, passage, second, older, words="Zebrawood", do="keep").content.decode()
    assert "proposed this after you opened it" in page
    assert "Say why not yet" not in page
    assert 'name="words" value="Zebrawood"' in page
    seen = re.findall(r'name="seen" value="([^"]*)"', page)
    page = send(client, passage, second, {"seen": seen}, words="Zebrawood", do="send_back").content.decode()
    assert "Say why not yet" in page
    assert 'name="words" value="Zebrawood"' in page
    sent = {"seen": seen, "words": "Zebrawood", "why": "more"}
    page = send(client, passage, second, sent, do="send_back").content.decode()
    assert Redaction.objects.get().state == "begun"
    assert "Take out these words" in page
    assert 'value="Zebrawood"' in page


def test_a_decision_that_comes_too_late_takes_nothing_away(client, survey, readers):
    passage = text_of(survey)
    send(client, passage, readers[0], page_of(client, passage, readers[0]), words="Ann", do="propose")
    looked = page_of(client, passage, readers[1])
    actions.send_back(redaction=Redaction.objects.get(), why=SentBack.MORE, by=make(User, role=roles.RESEARCHER))
    parts = Redaction.objects.get().parts
    page = send(client, passage, readers[1], {"seen": looked["seen"]}, do="confirm").content.decode()
    assert "Somebody changed this after you opened it" in page
    assert (Redaction.objects.get().parts, Redaction.objects.get().state) == (parts, "begun")
