"""Envelopes open for their readers, in their place, unchanged; and for nobody else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derbyvoice.lib import keys
from derbyvoice.lib.envelopes import (
    EnvelopeError,
    KeyNotHere,
    Keyring,
    NotForThisReader,
    PersonKey,
    PrivateKey,
    PublicKey,
    Tampered,
    keyed_hash,
    new_pair,
    normalise_email,
    open_as_person,
    open_envelope,
    person_key,
    readers_of,
    rewrap,
    seal,
)

COST_OF_A_GUESS = (keys.ARGON2ID_PASSES, keys.ARGON2ID_MEMORY)
"""As it is in life, before the tests lower it."""
VOICE, CASE, OTHER = new_pair("voice"), new_pair("case"), new_pair("other")
PERSON = PersonKey(b"p" * 32)
SALT = b"0123456789abcdef"
SHORT = seal(b"words", readers=[VOICE.public, CASE.public], person=PERSON, context=b"row:1")


@given(st.binary(max_size=2000), st.binary(max_size=40))
def test_every_reader_reads_the_same(plaintext, context):
    sealed = seal(plaintext, readers=[VOICE.public, CASE.public], person=PERSON, context=context)
    assert open_envelope(sealed, private=VOICE.private, context=context) == plaintext
    assert open_envelope(sealed, private=Keyring(private=[CASE.private]), context=context) == plaintext
    assert open_as_person(sealed, PERSON, context) == plaintext
    assert plaintext not in sealed or len(plaintext) < 6


@pytest.mark.parametrize("position", range(len(SHORT)))
def test_no_byte_can_be_changed(position):
    for flip in (0x01, 0x80, 0xFF):
        changed = bytearray(SHORT)
        changed[position] ^= flip
        for opening in (
            lambda e: open_envelope(e, private=VOICE.private, context=b"row:1"),
            lambda e: open_envelope(e, private=Keyring(private=[CASE.private]), context=b"row:1"),
            lambda e: open_as_person(e, PERSON, b"row:1"),
        ):
            with pytest.raises((Tampered, NotForThisReader)):
                opening(bytes(changed))


@given(st.integers(0, len(SHORT) - 1))
def test_a_cut_envelope_does_not_open(length):
    with pytest.raises(Tampered):
        open_envelope(SHORT[:length], private=VOICE.private, context=b"row:1")


@given(st.binary(min_size=1, max_size=200))
def test_a_lengthened_envelope_does_not_open(more):
    with pytest.raises(Tampered):
        open_envelope(SHORT + more, private=VOICE.private, context=b"row:1")


@given(st.binary(max_size=300))
def test_rubbish_is_refused_in_our_own_words(rubbish):
    for content in (rubbish, b"DVE\x01" + rubbish):
        with pytest.raises(EnvelopeError):
            open_envelope(content, private=VOICE.private)
        with pytest.raises(EnvelopeError):
            open_as_person(content, PERSON)


def test_an_envelope_stays_in_its_row():
    for context in (b"row:2", b"", b"row:1 "):
        with pytest.raises(Tampered, match="another place"):
            open_envelope(SHORT, private=VOICE.private, context=context)


def test_the_same_words_never_look_the_same():
    assert len({seal(b"words", readers=[VOICE.public]) for _ in range(50)}) == 50


@given(st.integers(0, 60), st.integers(0, 60))
def test_short_texts_are_all_the_same_length(one, other):
    lengths = {len(seal(b"x" * n, readers=[VOICE.public])) for n in (one, other)}
    assert len(lengths) == 1


@given(st.integers(0, 100_000))
def test_padding_costs_at_most_an_eighth(length):
    overhead = len(seal(b"x" * length, readers=[VOICE.public])) - length
    assert overhead <= 300 + length // 8


def test_a_stranger_is_told_so():
    with pytest.raises(NotForThisReader) as told:
        open_envelope(SHORT, private=OTHER.private)
    assert not isinstance(told.value, KeyNotHere)
    with pytest.raises(NotForThisReader, match="these words"):
        open_as_person(SHORT, PersonKey(b"q" * 32), b"row:1")
    with pytest.raises(NotForThisReader, match="not sealed for a person"):
        open_as_person(seal(b"", readers=[VOICE.public]), PERSON)


def test_a_process_without_the_key_is_told_so():
    for ring in (Keyring(), Keyring(public=[VOICE.public]), Keyring(private=[new_pair("voice").private])):
        with pytest.raises(KeyNotHere):
            open_envelope(SHORT, private=ring)


def test_an_envelope_for_the_person_alone():
    sealed = seal(b"draft", readers=[], person=PERSON)
    assert open_as_person(sealed, PERSON) == b"draft"
    assert readers_of(sealed) == (("person", ""),)
    with pytest.raises(NotForThisReader):
        open_envelope(sealed, private=VOICE.private)


def test_readers_are_listed_in_order():
    assert readers_of(SHORT) == (
        ("voice", VOICE.public.key_id),
        ("case", CASE.public.key_id),
        ("person", ""),
    )


def test_an_envelope_needs_readers_each_once():
    with pytest.raises(ValueError, match="not 0"):
        seal(b"", readers=[])
    with pytest.raises(ValueError, match="once"):
        seal(b"", readers=[VOICE.public, VOICE.public])
    with pytest.raises(ValueError, match="not 17"):
        seal(b"", readers=[new_pair(f"p{n}").public for n in range(17)])
    with pytest.raises(ValueError, match="no purpose"):
        seal(b"", readers=[new_pair("person").public])


def test_rotation_changes_the_wrap_and_nothing_else():
    newer = new_pair("voice")
    ring = Keyring(private=[VOICE.private, newer.private], current={"voice": newer.public.key_id})
    turned = rewrap(SHORT, ring, ring.public("voice"))
    assert turned[-100:] == SHORT[-100:]
    assert readers_of(turned)[0] == ("voice", newer.public.key_id)
    assert open_envelope(turned, private=newer.private, context=b"row:1") == b"words"
    assert open_envelope(turned, private=CASE.private, context=b"row:1") == b"words"
    assert open_as_person(turned, PERSON, b"row:1") == b"words"
    with pytest.raises(KeyNotHere):
        open_envelope(turned, private=VOICE.private, context=b"row:1")


def test_rotation_lets_nobody_new_in():
    with pytest.raises(NotForThisReader, match="never sealed"):
        rewrap(SHORT, Keyring(private=[VOICE.private]), OTHER.public)
    with pytest.raises(KeyNotHere):
        rewrap(SHORT, Keyring(), VOICE.public)


def test_wraps_cannot_be_carried_to_another_envelope():
    mine = seal(b"mine", readers=[VOICE.public])
    theirs = seal(b"hers", readers=[VOICE.public])
    with pytest.raises(Tampered):
        open_envelope(mine[:200] + theirs[200:], private=VOICE.private)


def test_a_keyring_knows_its_current_key():
    newer = new_pair("voice")
    both = [VOICE.public, newer.public]
    assert Keyring(public=both).public("voice") == newer.public
    assert Keyring(public=both, private=[VOICE.private]).public("voice") == newer.public
    assert Keyring(public=both, current={"voice": VOICE.public.key_id}).public("voice") == VOICE.public
    with pytest.raises(ValueError, match="to be the current"):
        Keyring(public=[VOICE.public], current={"voice": "gone"})
    with pytest.raises(ValueError, match="Two different"):
        Keyring(public=[VOICE.public, PublicKey("voice", VOICE.public.key_id, b"z" * 32)])
    with pytest.raises(KeyNotHere):
        Keyring().public("voice")
    ring = Keyring(public=[VOICE.public, CASE.public], private=[CASE.private])
    assert ring.public("voice") == VOICE.public
    assert ring.opens == {"case"}


def test_a_keyring_can_be_cut_down_to_one_purpose():
    newer = new_pair("voice")
    current = {"voice": VOICE.public.key_id}
    ring = Keyring(private=[VOICE.private, newer.private, CASE.private], current=current)
    assert ring.only("voice").opens == {"voice"}
    assert ring.only("voice").public("voice") == VOICE.public
    assert open_envelope(SHORT, private=ring.only("case"), context=b"row:1") == b"words"
    with pytest.raises(KeyNotHere):
        open_envelope(SHORT, private=ring.only("contact"), context=b"row:1")


def test_no_secret_is_printed():
    for thing in (VOICE.private, PERSON, Keyring(private=[VOICE.private])):
        assert VOICE.private.raw.hex() not in repr(thing)
        assert repr(VOICE.private.raw) not in repr(thing)
        assert "p" * 32 not in repr(thing)


def test_keys_go_through_text():
    assert PrivateKey.from_text(VOICE.private.as_text()) == VOICE.private
    assert PublicKey.from_text(VOICE.public.as_text() + "\n") == VOICE.public
    for text in ("", "voice", "voice:1:???", "voice:1:c2hvcnQ=", "Voice Mail:1:" + "A" * 43 + "="):
        with pytest.raises(ValueError) as told:
            PrivateKey.from_text(text)
        assert text == "" or text not in str(told.value)


def test_a_persons_key_comes_from_words_and_salt():
    first = person_key("apple river stone", SALT)
    assert first == person_key("apple river stone", SALT)
    assert first != person_key("apple river store", SALT)
    assert first != person_key("apple river stone", SALT[::-1])
    assert COST_OF_A_GUESS == (2, 67108864)
    with pytest.raises(ValueError):
        person_key("", SALT)


def test_a_code_is_known_again_by_what_was_kept_of_it():
    kept = keys.hash_of_code("20418837")
    assert "20418837" not in kept
    assert kept.startswith("$argon2id$")
    assert kept != keys.hash_of_code("20418837")
    assert keys.is_code("20418837", kept)
    assert not any(keys.is_code(wrong, kept) for wrong in ("20418838", "", "\x00", "\ud800", "x" * 5000))


def test_wrong_lengths_are_refused():
    with pytest.raises(ValueError):
        PersonKey(b"short")
    with pytest.raises(ValueError):
        PublicKey("voice", "1", b"short")
    with pytest.raises(ValueError):
        keyed_hash(b"short", "email", "a@b.example")


def test_keyed_hashes_differ_by_key_kind_and_value():
    key = b"k" * 32
    first = keyed_hash(key, "email", "a@b.example")
    assert len(first) == 64
    assert first == keyed_hash(key, "email", "a@b.example")
    others = {
        keyed_hash(b"l" * 32, "email", "a@b.example"),
        keyed_hash(key, "crime", "a@b.example"),
        keyed_hash(key, "email", "b@b.example"),
        keyed_hash(key, "emai", "la@b.example"),
    }
    assert len(others | {first}) == 5


@settings(max_examples=50)
@given(st.emails())
def test_an_address_is_found_however_it_is_typed(address):
    assert normalise_email(f"  {address}\n") == normalise_email(address)
    assert normalise_email(normalise_email(address)) == normalise_email(address)


def test_capitals_do_not_matter():
    assert normalise_email(" Sam.Lee@Example.ORG ") == "sam.lee@example.org"
