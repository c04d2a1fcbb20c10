"""The public pages of the panel: each member reads them in their language, a stranger in the one they ask for."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from derbyvoice.govuk.languages import CATALOGUES
from derbyvoice.office.models import Cohort, District
from surveys.panel import forms
from surveys.panel.links import invitation_token, leave_token
from surveys.panel.models import Invitation, Series, Subscriber, Topic, Visit, Wave
from surveys.panel.models.people import EVERY_DAY
from surveys.panel.pseudonyms import pseudonym_of
from surveys.questionnaires.models import Survey
from surveys.questionnaires.translating import texts_of
from surveys.responses.models import Response
from tests.factories import make
from tests.factories.surveys import six_questions
from tests.surveys.panel.steps import CHOSEN, enter, prepared
from tests.surveys.responses.test_words_of_ours import (
    catalogue,
    english_alone,
    filled_otherwise,
    lines_of,
    marked,
    words_of,
)

LOCALE = Path("surveys/panel/locale")
TEMPLATES = sorted(Path("surveys/panel/templates/panel").glob("*.html"))
PAGES = [page for page in TEMPLATES if '"base_public.html"' in page.read_text() or page.stem == "leave_button"]
SOURCES = [
    *(path for path in Path("surveys/panel").glob("*.py") if path.stem != "staff_forms"),
    *Path("surveys/panel/views").glob("*.py"),
]
IN_ENGLISH = re.compile(r'<(\w+)[^>]*lang="en-GB"[^>]*>.*?</\1>', re.DOTALL)
OTHERS_NAMES = re.compile(r'<(\w+)[^>]*lang="(?:pl|ur|pa)"[^>]*>.*?</\1>', re.DOTALL)
AS_THEY_ARE = {"Shift", "Silent", "Solution", "Relay", "name", "example", "org"}
"""A key, names, and what an address looks like."""


# The words themselves


def said_in(language):
    """What stands for a sentence in this language: Django reads both catalogues as one."""
    catalogues = (catalogue(language, LOCALE), catalogue(language))
    return lambda words: next((one.gettext(words) for one in catalogues if one.gettext(words) != words), words)


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_every_sentence_of_the_panel_is_translated(language):
    said, sentences = said_in(language), set(marked(PAGES, SOURCES))
    assert len(sentences) > 130
    assert sorted(words for words in sentences if said(words) == words) == []


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_the_catalogue_in_use_is_the_one_that_is_read_and_repeats_what_is_filled_in(language):
    said, lines = catalogue(language, LOCALE), lines_of(language, LOCALE)
    assert len(lines) > 130
    assert [one for one, other in lines if said.gettext(one) != other] == []
    assert filled_otherwise(lines) == []


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_no_sentence_is_said_in_two_ways(language):
    elsewhere = dict(lines_of(language))
    assert [one for one, other in lines_of(language, LOCALE) if elsewhere.get(one, other) != other] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_of_a_member_speaks_english_alone(page):
    assert english_alone(page) == []


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["AddressForm", "CodeForm", "PauseForm", "LeaveForm", "ChooseForm", "AboutForm"])
def test_labels_help_and_errors_of_forms_are_translated(form):
    offered = (make(Subscriber),) if form in ("ChooseForm", "AboutForm") else ()
    with translation.override("ur"):
        said = [str(words) for words in words_of(getattr(forms, form)(*offered)) if words]
    assert [words for words in said if words.isascii()] == []


# Pages as they are drawn

pages = pytest.mark.django_db


def left_in_english(answer):
    """Latin words on a page in another script that do not say that they are English."""
    page = answer.content.decode()
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page[page.index("<body") :], flags=re.DOTALL)
    for stays in (IN_ENGLISH, OTHERS_NAMES):
        body = stays.sub("", body)
    heard = re.findall(r'(?:aria-label|placeholder|alt|title)="([^"]*)"', body)
    shown = re.sub(r"<[^>]*>", " ", body)
    return set(re.findall(r"[A-Za-z]{3,}", " ".join([shown, *heard]))) - AS_THEY_ARE


def speaks(answer, language):
    page = answer.content.decode()
    where = {"ur": '<html lang="ur" dir="rtl"', "en": '<html lang="en-GB"'}.get(language, f'<html lang="{language}"')
    return where in page and (language not in ("ur", "pa") or left_in_english(answer) == set())


@pytest.fixture
def survey():
    raw = six_questions()
    raw["translations"] = {"ur": dict.fromkeys(texts_of(raw), "اردو میں")}
    return make(Survey, slug="how-was-it", opened=True, definition=raw)


def come_in(client, language):
    """A member on their own pages, with something in each part of them."""
    make(District, code="T", name="Town")
    make(Cohort, key="adults", plain_name="Adults")
    enter(client)
    chosen = {**CHOSEN, "language": language, "days": ["0", "2"], "topics": [make(Topic, key="told").key]}
    client.post("/list/choose/", chosen)
    client.post("/list/about/", {"district": "T", "cohort": "adults", "age": "25_44"})
    return Subscriber.objects.get()


@pages
@pytest.mark.parametrize("language", ["pl", "ur", "pa"])
def test_somebody_joins_in_the_language_they_ask_for(client, language):
    asked = f"?in={language}"
    first = client.get(f"/join/{asked}")
    assert speaks(first, language)
    assert all(f'href="{link}{asked}"' in first.content.decode() for link in ("/join/back/", "/s/"))
    assert speaks(client.post("/join/", {"email": "", "in": language}), language)
    code_page = client.post(f"/join/{asked}", {"email": "robin@example.org"})["Location"]
    assert code_page.endswith(asked)
    assert speaks(client.get(code_page), language)
    for wrong in ("", "x", "1" * 30, "\x00"):
        assert speaks(client.post(code_page, {"code": wrong}), language)
    letter = prepared("panel.code")
    assert not re.search(r"\byou", letter.text)
    client.post(code_page, {"code": re.search(r"\d{6}", letter.text)[0]})
    assert Subscriber.objects.get().language == language
    assert speaks(client.get("/list/choose/"), language)
    assert speaks(client.post("/list/choose/", {"topics": ["none"]}), language)


@pages
def test_the_language_can_be_changed_on_each_page_before_one_is_known(client):
    code_page = client.post("/join/", {"email": "robin@example.org"})["Location"]
    for address in ("/join/", "/join/back/", code_page, "/q/x/", "/leave-list/x/"):
        page = client.get(address)
        assert speaks(page, "en")
        assert re.findall(r'href="\?in=(\w+)"', page.content.decode()) == ["en", "pl", "ur", "pa"]
        assert speaks(client.get(f"{address}?in=ur"), "ur")
        assert speaks(client.get(f"{address}?in=xx"), "en")


@pages
@pytest.mark.parametrize("typed", ["", "one two", "apple " * 5, "xyzzy apple apple apple apple"])
def test_who_comes_back_with_words_is_answered_in_their_language(client, typed):
    page = client.post("/join/back/", {"return_words": typed, "in": "pl"})
    assert speaks(page, "pl")
    assert "Error:" not in page.content.decode()


@pages
@pytest.mark.parametrize("language", ["pl", "ur", "pa"])
def test_every_page_of_a_member_speaks_their_language(client, survey, language):
    member = come_in(client, language)
    waves = make(Wave, series=make(Series, survey=survey)), make(Wave, state="closed"), make(Wave)
    for wave in waves:
        make(Invitation, wave=wave, subscriber=member)
    make(Response, wave=waves[2].pk, pseudonym=pseudonym_of(member.seed, waves[2].series_id))
    for page in ("list", "list/choose", "list/about", "list/pause", "list/leave", "join/done"):
        answer = client.get(f"/{page}/?in=en")
        assert (answer.status_code, speaks(answer, language)) == (200, True)
    for page in ("choose/", "pause/"):
        assert speaks(client.post(f"/list/{page}", {}), language)
    client.post("/list/words/")
    assert speaks(client.get("/list/"), language)
    client.post("/list/words/", {"noted": "1"})
    client.post("/list/pause/", {"length": "3"})
    assert speaks(client.get("/list/"), language)
    assert speaks(client.post("/list/leave/", {}), language)


@pages
def test_what_the_office_wrote_says_that_it_is_english(client):
    come_in(client, "ur")
    choose, place = (client.get(f"/list/{page}").content.decode() for page in ("choose/", ""))
    name = Topic.objects.get().name
    assert f'<bdi lang="en-GB">{name}</bdi>' in choose
    assert '<bdi lang="pl">Polski</bdi>' in choose
    for words in (name, "Town", "Adults"):
        assert f'<bdi lang="en-GB">{words}</bdi>' in place


@pages
def test_a_member_changes_the_language_and_the_next_page_speaks_it(client):
    come_in(client, "en")
    assert speaks(client.get("/list/"), "en")
    answer = client.post("/list/choose/", {**CHOSEN, "language": "pa"})
    assert speaks(client.get(answer["Location"]), "pa")


@pages
@pytest.mark.parametrize("language", ["en", "pl", "ur", "pa"])
def test_an_invitation_is_read_in_the_members_language(client, survey, language):
    member = make(Subscriber, safe="yes", language=language)
    asked = make(Invitation, wave=make(Wave, series=make(Series, survey=survey)), subscriber=member)
    link = f"/q/{invitation_token(asked, 1)}/"
    page = client.get(link)
    assert speaks(page, language)
    assert (f"<title>{survey.title}" in page.content.decode()) == (language != "ur")
    client.post(link, {"go": "start"})
    assert speaks(Client().get(link), language)
    leave = f"/leave-list/{leave_token(member)}/"
    assert speaks(client.get(leave), language)
    assert speaks(client.post(leave), language)


@pages
def test_the_link_in_a_letter_speaks_even_when_nothing_is_known_any_more(client):
    member = come_in(client, "ur")
    Subscriber.objects.update(days=EVERY_DAY)
    link = re.search(r"http\S+", prepared("panel.welcome").text)[0].split("/", 3)[3]
    assert link.endswith("?in=ur")
    client.post(f"/{link}")
    member.refresh_from_db()
    assert (member.state, member.language) == ("left", "en")
    assert speaks(client.get(f"/{link}"), "ur")


@pages
def test_when_the_visit_is_over_the_way_back_is_in_the_same_language(client):
    come_in(client, "pl")
    assert 'name="in" value="pl"' in client.get("/list/pause/").content.decode()
    Visit.objects.all().delete()
    assert client.post("/list/pause/", {"length": "1", "in": "pl"})["Location"] == "/join/?in=pl"
    assert client.post("/list/close/", {"in": "pl"})["Location"] == "/join/?in=pl"


@pages
def test_a_stranger_who_gives_an_address_does_not_change_its_members_language(client):
    member = come_in(client, "ur")
    Client().post("/join/?in=pl", {"email": "robin@example.org"})
    member.refresh_from_db()
    assert member.language == "ur"
    assert "آپ کا کوڈ" in prepared("panel.code").text


@pages
def test_who_asks_twice_before_joining_is_spoken_to_as_they_asked_last(client):
    for language in ("pl", "pa"):
        client.post(f"/join/?in={language}", {"email": "robin@example.org"})
    assert Subscriber.objects.get().language == "pa"


@pages
@pytest.mark.parametrize(
    ("language", "advice"),
    [("en", "You chose no topic yet"), ("pl", "Wybierz temat"), ("ur", "کوئی موضوع چنیں"), ("pa", "ਕੋਈ ਵਿਸ਼ਾ ਚੁਣੋ")],
)
def test_who_chose_no_topic_is_told_what_to_do(client, language, advice):
    topic = make(Topic, key="told")
    enter(client)
    Subscriber.objects.update(language=language)
    assert advice in client.get("/list/").content.decode()
    Subscriber.objects.get().topics.add(topic)
    assert advice not in client.get("/list/").content.decode()


@pages
def test_nobody_is_sent_to_choose_where_there_is_no_topic(client):
    Topic.objects.all().delete()
    enter(client)
    assert "You chose no topic yet" not in client.get("/list/").content.decode()
