"""Sealed envelopes: words that neither a stolen database nor a captured public web process can read.

Each envelope has a data key of its own, drawn at random. The text is encrypted with it
(XChaCha20-Poly1305), and the data key is wrapped once for each reader and kept nowhere else: for a
purpose in a sealed box, for the person with the key from their return words. To change a key only the
wraps are made anew. To destroy what is sealed it is enough to lose the wraps.

The bytes are laid out in `envelope_format.py`. `context` says where the envelope belongs
("responses.answer:41:words"). It is not stored; opening needs the same context, so an envelope moved to another
row does not open. The seal of the slots is keyed with the data key, so that every byte is vouched for and no
other key fits.
"""

import secrets
from collections.abc import Iterator, Sequence
from typing import Final

from nacl import bindings
from nacl.exceptions import CryptoError

from .envelope_format import (
    MAGIC,
    MAX_READERS,
    NONCE_BYTES,
    SEAL_BYTES,
    Envelope,
    Kind,
    Slot,
    pad,
    parse,
    unpad,
)
from .keys import (
    KEY_BYTES,
    EnvelopeError,
    KeyNotHere,
    KeyPair,
    Keyring,
    NotForThisReader,
    PersonKey,
    PrivateKey,
    PublicKey,
    Tampered,
    keyed_hash,
    new_pair,
    normalise_email,
    person_key,
)

__all__ = [
    "PERSON",
    "EnvelopeError",
    "KeyNotHere",
    "KeyPair",
    "Keyring",
    "NotForThisReader",
    "PersonKey",
    "PrivateKey",
    "PublicKey",
    "Tampered",
    "keyed_hash",
    "new_pair",
    "normalise_email",
    "open_as_person",
    "open_envelope",
    "person_key",
    "readers_of",
    "rewrap",
    "seal",
]

PERSON: Final = "person"
"""What `readers_of` calls the person; no purpose may have this name."""

_FOR_TEXT: Final = b"envelope text"
_FOR_SLOTS: Final = b"envelope slots"
_FOR_PERSON: Final = b"envelope person"


def _derive(data_key: bytes, use: bytes, message: bytes = b"") -> bytes:
    tagged = len(use).to_bytes(1, "big") + use + message
    return bindings.crypto_generichash_blake2b_salt_personal(tagged, KEY_BYTES, data_key)


def _encrypt(key: bytes, plaintext: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, bound, nonce, key)


def _decrypt(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    nonce, encrypted = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(encrypted, bound, nonce, key)
    except CryptoError:
        raise Tampered("The envelope has been changed, or belongs to another place.") from None


def _wrap_for(reader: PublicKey, data_key: bytes) -> Slot:
    if reader.purpose == PERSON:
        raise ValueError(f"{PERSON!r} is no purpose.")
    wrapped = bindings.crypto_box_seal(data_key, reader.raw)
    return Slot(Kind.PURPOSE, reader.purpose, reader.key_id, wrapped)


def _wrap_for_person(person: PersonKey, data_key: bytes) -> Slot:
    return Slot(Kind.PERSON, PERSON, "", _encrypt(person.raw, data_key, _FOR_PERSON))


def _assemble(slots: Sequence[Slot], data_key: bytes, body: bytes) -> bytes:
    head = MAGIC + bytes([len(slots)]) + b"".join(slot.to_bytes() for slot in slots)
    return head + _derive(data_key, _FOR_SLOTS, head) + body


def seal(
    plaintext: bytes, *, readers: Sequence[PublicKey], person: PersonKey | None = None, context: bytes = b""
) -> bytes:
    """Seal a text for its readers; the same text gives another envelope each time.

    Raises ValueError when there is no reader, a purpose comes twice, or the text is longer than 256 MiB.
    """
    slots_wanted = len(readers) + (person is not None)
    if not 0 < slots_wanted <= MAX_READERS:
        raise ValueError(f"An envelope has 1 to {MAX_READERS} readers, not {slots_wanted}.")
    if len({reader.purpose for reader in readers}) != len(readers):
        raise ValueError("An envelope is sealed once for each purpose.")
    data_key = secrets.token_bytes(KEY_BYTES)
    slots = [_wrap_for(reader, data_key) for reader in readers]
    if person is not None:
        slots.append(_wrap_for_person(person, data_key))
    return _assemble(slots, data_key, _encrypt(_derive(data_key, _FOR_TEXT), pad(plaintext), _bound(context)))


def _bound(context: bytes) -> bytes:
    return MAGIC + context


def _checked(parsed: Envelope, data_key: bytes) -> bytes:
    """The data key, once the slots are seen to be those that were sealed with it."""
    whole = _assemble(parsed.slots, data_key, b"")
    if len(data_key) != KEY_BYTES or not secrets.compare_digest(whole[-SEAL_BYTES:], parsed.seal):
        raise Tampered("The list of readers has been changed.")
    return data_key


def _open(parsed: Envelope, data_key: bytes, context: bytes) -> bytes:
    return unpad(_decrypt(_derive(data_key, _FOR_TEXT), parsed.body, _bound(context)))


def _unwrap(slot: Slot, private: PrivateKey) -> bytes:
    try:
        return bindings.crypto_box_seal_open(slot.wrapped, private.public.raw, private.raw)
    except CryptoError:
        raise Tampered(f"The key wrapped for {slot.purpose}:{slot.key_id} has been changed.") from None


def _purpose_slots(parsed: Envelope) -> Iterator[Slot]:
    return (slot for slot in parsed.slots if slot.kind is Kind.PURPOSE)


def _data_key(parsed: Envelope, private: PrivateKey | Keyring) -> bytes:
    ring = private if isinstance(private, Keyring) else Keyring(private=[private])
    for slot in _purpose_slots(parsed):
        if ring.holds(slot.purpose, slot.key_id):
            return _checked(parsed, _unwrap(slot, ring.private(slot.purpose, slot.key_id)))
    named = ", ".join(f"{slot.purpose}:{slot.key_id}" for slot in _purpose_slots(parsed)) or PERSON
    if any(slot.purpose in ring.opens for slot in _purpose_slots(parsed)) or not ring.opens:
        raise KeyNotHere(f"The envelope is sealed for {named}; that key is not held here.")
    raise NotForThisReader(f"The envelope is sealed for {named}.")


def open_envelope(envelope: bytes, *, private: PrivateKey | Keyring, context: bytes = b"") -> bytes:
    """The text, for a purpose whose private key is held. Raises NotForThisReader, KeyNotHere, Tampered."""
    parsed = parse(envelope)
    return _open(parsed, _data_key(parsed, private), context)


def open_as_person(envelope: bytes, person_key: PersonKey, context: bytes = b"") -> bytes:
    """The text, for the person who holds the return words.

    Raises NotForThisReader when it was not sealed for a person or these are other words (the two cannot be
    told from a changed wrap), and Tampered.
    """
    parsed = parse(envelope)
    for slot in parsed.slots:
        if slot.kind is Kind.PERSON:
            return _open(parsed, _checked(parsed, _unwrap_as_person(slot, person_key)), context)
    raise NotForThisReader("The envelope was not sealed for a person.")


def _unwrap_as_person(slot: Slot, key: PersonKey) -> bytes:
    try:
        return _decrypt(key.raw, slot.wrapped, _FOR_PERSON)
    except Tampered:
        raise NotForThisReader("The envelope does not open with these words.") from None


def rewrap(envelope: bytes, keyring: Keyring, new_public: PublicKey) -> bytes:
    """The same envelope for a newer key of the same purpose; text and other readers stay as they are.

    Raises NotForThisReader when that purpose was no reader before: rotation never lets anybody new in.
    """
    parsed = parse(envelope)
    if all(slot.purpose != new_public.purpose for slot in _purpose_slots(parsed)):
        raise NotForThisReader(f"The envelope was never sealed for {new_public.purpose!r}.")
    data_key = _data_key(parsed, keyring)
    fresh = _wrap_for(new_public, data_key)
    slots = [fresh if (slot.kind, slot.purpose) == (fresh.kind, fresh.purpose) else slot for slot in parsed.slots]
    return _assemble(slots, data_key, parsed.body)


def readers_of(envelope: bytes) -> tuple[tuple[str, str], ...]:
    """Who an envelope says it is for: (purpose, key id), and ("person", "") for the person. Raises Tampered."""
    return tuple((slot.purpose, slot.key_id) for slot in parse(envelope).slots)
