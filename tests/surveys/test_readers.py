"""Who reads what somebody told us: all of it is on one list, and nothing opens that was not asked for."""

import ast

import pytest

from derbyvoice.users.models import User
from derbyvoice.users.roles import RESEARCHER
from derbyvoice.vault.sealing import open_bytes
from surveys.fieldwork.models import Note
from surveys.insight.models import Passage, Quote, Redaction
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.uses import NotAskedFor, open_said, open_sound
from surveys.responses.models import Recording, Words
from tests.factories import make
from tests.surveys.readers import ALSO_GATES, GATES, LISTED, READERS
from tests.surveys.reading_code import files, inside, module_of, readers

VOICE = {
    "questionnaires.uses": "the door",
    "responses.actions.named": "a contact for somebody who wishes to be named",
    "insight.actions.extracting": "a copy of closed answers, void as soon as somebody in it takes theirs back",
    "fieldwork.actions.notes": "a facilitator's own notes",
}
"""Where the key of researchers is named."""


def test_every_reader_is_on_the_list():
    found, listed = set(readers()), set(LISTED)
    assert found - listed == set(), "say in tests/surveys/readers.py which consent these make sure of"
    assert listed - found == set(), "these read nothing any more"
    assert sum(len(named.split()) for named in READERS.values()) == len(LISTED), "each stands once"


@pytest.mark.parametrize(("reader", "code"), sorted(readers().items()))
def test_a_reader_under_a_consent_makes_sure_of_it_itself(reader, code):
    gates = [*GATES, ALSO_GATES[reader]] if reader in ALSO_GATES else GATES
    assert not isinstance(LISTED.get(reader), Consent) or any(gate in code for gate in gates), code


@pytest.mark.parametrize(
    "code",
    [
        "def new(): return Words.objects.first()",
        "def new(response): return response.words.all()",
        "def new(response): return response.answers[0]",
        "def new(rows): return rows.values_list('answers', flat=True)",
        "def new(row): return open_words(row, 'sealed', purpose='voice')",
        "class New:\n def rows(self): return Recording._base_manager.all()",
        "rows = Quote.objects.all()",
    ],
)
def test_a_new_reader_is_found(code):
    assert len(list(inside(ast.parse(code), ""))) == 1


def test_only_the_door_holds_the_key_of_researchers():
    named = {module_of(path) for path in files() if 'purpose="voice"' in path.read_text()}
    assert named == set(VOICE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "field"),
    [(Words, "sealed"), (Recording, "sealed"), (Note, "sealed"), (Redaction, "remains"), (Quote, "sealed")],
)
def test_what_nobody_asked_for_stays_shut(model, field):
    made = make(model)
    assert open_bytes(made, field, purpose="voice"), "the key is here"
    for row in (made, model.objects.get(), model.objects.order_by("pk")[0], next(model.objects.iterator())):
        with pytest.raises(NotAskedFor):
            open_sound(row, field, use=Consent.READ)


@pytest.mark.django_db
def test_what_was_asked_for_one_use_opens_for_no_other():
    row = make(Words)
    asked = Words.objects.allowing(Consent.READ)
    assert open_said(asked.get(), use=Consent.READ) == "It was kind."
    assert open_said(next(asked.iterator()), use=Consent.READ) == "It was kind."
    assert open_said(asked.filter(pk=row.pk).order_by("pk").first(), use=Consent.READ) == "It was kind."
    with pytest.raises(NotAskedFor):
        open_said(asked.get(), use=Consent.QUOTE)


@pytest.mark.django_db
def test_a_way_round_through_a_relation_stays_shut():
    passage = make(Passage)
    said = make(Passage, recording=make(Recording, said="It was kind."))
    around = [
        Passage.objects.allowing(Consent.READ).select_related("words").get(pk=passage.pk).words,
        passage.words.response.words.get(),
        Passage.objects.prefetch_related("words").get(pk=passage.pk).words,
    ]
    for row in around:
        with pytest.raises(NotAskedFor):
            open_said(row, use=Consent.READ)
    for row in (said.recording, Passage.objects.visible_to(make(User, role=RESEARCHER)).get(pk=said.pk).recording):
        with pytest.raises(NotAskedFor):
            open_said(row, "transcript", use=Consent.READ)
