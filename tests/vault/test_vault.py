"""Words given to the vault can be opened by their readers and by nobody else."""

import stat
from datetime import date

import pytest
from django.db import models

from derbyvoice.lib.envelopes import KeyNotHere, NotForThisReader, Tampered, new_pair, person_key
from derbyvoice.vault import keys
from derbyvoice.vault.fields import Sealed, SealedField
from derbyvoice.vault.files import make_missing, make_pair, read_keyring
from derbyvoice.vault.sealing import field_of, lookup, open_as_person, open_with, open_words, seal_for


class Letter(models.Model):
    """A model of this test only; it has no table."""

    words = SealedField(readers=("voice",))
    number = SealedField(readers=("contact", "case"), null=True)
    title = models.CharField(max_length=10)

    class Meta:
        app_label = "vault_test"


@pytest.fixture
def public_process(settings, tmp_path):
    """A process that was given no private key."""
    folder = tmp_path / "keys"
    folder.mkdir()
    for path in settings.KEYS_DIR.iterdir():
        if path.suffix == ".pub" or path.name == "lookup.key":
            (folder / path.name).write_bytes(path.read_bytes())
    settings.KEYS_DIR = folder
    yield
    keys.forget_keys()


def test_the_reader_opens_what_was_sealed():
    letter = Letter(words=seal_for(Letter, "words", "It rained all day."))
    assert open_words(letter, "words", purpose="voice") == "It rained all day."
    assert b"rained" not in letter.words.envelope
    assert str(letter.words) == "<sealed>"


def test_another_purpose_cannot_open_it():
    letter = Letter(words=seal_for(Letter, "words", "It rained."))
    with pytest.raises(NotForThisReader):
        open_words(letter, "words", purpose="contact")


def test_the_public_process_seals_and_cannot_open(public_process):
    letter = Letter(words=seal_for(Letter, "words", "It rained."))
    with pytest.raises(KeyNotHere):
        open_words(letter, "words", purpose="voice")


def test_each_named_purpose_opens_it():
    letter = Letter(number=seal_for(Letter, "number", "01632 960123"))
    assert {open_words(letter, "number", purpose=p) for p in ("contact", "case")} == {"01632 960123"}


def test_a_sealed_value_cannot_be_moved_to_another_field():
    letter = Letter(words=seal_for(Letter, "number", "01632 960123"))
    with pytest.raises(Tampered):
        open_words(letter, "words", purpose="contact")


def test_the_person_opens_their_own_words():
    own = person_key("apple river cloud button seven", b"0" * 16)
    letter = Letter(words=seal_for(Letter, "words", "It rained.", person=own))
    assert open_as_person(letter, "words", person=own) == "It rained."


def test_words_can_be_sealed_for_one_more_key_beside_the_fields_readers():
    page = new_pair("page")
    letter = Letter(words=seal_for(Letter, "words", "It rained.", also=[page.public]))
    assert open_with(letter, "words", private=page.private) == "It rained."
    assert open_words(letter, "words", purpose="voice") == "It rained."


def test_a_key_that_was_not_named_opens_nothing():
    letter = Letter(words=seal_for(Letter, "words", "It rained.", also=[new_pair("page").public]))
    with pytest.raises(NotForThisReader):
        open_with(letter, "words", private=new_pair("page").private)


def test_one_more_key_does_not_open_another_field():
    page = new_pair("page")
    letter = Letter(words=seal_for(Letter, "number", "01632 960123", also=[page.public]))
    with pytest.raises(Tampered):
        open_with(letter, "words", private=page.private)


def test_an_empty_field_opens_to_nothing():
    assert open_with(Letter(number=None), "number", private=new_pair("page").private) == ""


@pytest.mark.parametrize("plain", ["It rained.", b"It rained."])
def test_plain_words_cannot_be_saved(plain):
    from django.db import connection

    with pytest.raises(TypeError, match="sealed words only"):
        field_of(Letter, "words").get_db_prep_value(plain, connection)


def test_only_sealed_fields_are_sealed_for():
    with pytest.raises(TypeError, match="not a sealed field"):
        seal_for(Letter, "title", "x")


def test_a_new_pair_seals_and_the_old_one_still_opens(settings, tmp_path):
    settings.KEYS_DIR = tmp_path
    keys.forget_keys()
    make_missing(tmp_path, ["voice"], day=date(2026, 1, 1))
    before = Letter(words=seal_for(Letter, "words", "Old."))
    make_pair(tmp_path, "voice", day=date(2026, 2, 1))
    keys.forget_keys()
    after = Letter(words=seal_for(Letter, "words", "New."))
    assert [open_words(letter, "words", purpose="voice") for letter in (before, after)] == ["Old.", "New."]
    assert read_keyring(tmp_path).public("voice").key_id == "2026-02-01-01"
    keys.forget_keys()


def test_key_files_belong_to_their_owner_only(tmp_path):
    make_missing(tmp_path, ["voice"], day=date(2026, 1, 1))
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_making_keys_again_makes_none(tmp_path):
    make_missing(tmp_path, ["voice"], day=date(2026, 1, 1))
    assert make_missing(tmp_path, ["voice"], day=date(2026, 1, 2)) == []


def test_the_same_value_is_found_by_its_keyed_hash_and_kinds_differ():
    assert lookup("email", "robin@example.org") == lookup("email", "robin@example.org")
    assert lookup("email", "robin@example.org") != lookup("reference", "robin@example.org")
    assert "robin" not in lookup("email", "robin@example.org")


def test_an_empty_sealed_value_equals_itself():
    assert Sealed(b"a") == Sealed(b"a") != Sealed(b"b")
