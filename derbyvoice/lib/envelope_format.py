"""How an envelope is laid out in bytes, taken apart with bounds on everything, and padded.

"DVE" 1 | number of slots | slots | seal of the slots, 32 | nonce, 24 | encrypted, padded text
slot:   kind | length, purpose | length, key id | length (2), wrapped data key
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from nacl import bindings

from .keys import KEY_BYTES, Tampered

MAX_READERS: Final = 16
MAX_PLAINTEXT: Final = 256 * 1024 * 1024
"""Bytes; the recording of a long interview fits."""

MAGIC: Final = b"DVE\x01"
SEAL_BYTES: Final = 32
NONCE_BYTES: Final = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
TAG_BYTES: Final = bindings.crypto_aead_xchacha20poly1305_ietf_ABYTES
SMALLEST_BLOCK: Final = 64
_LENGTH_BYTES: Final = 4


class Kind(IntEnum):
    """What a reader is."""

    PURPOSE = 1
    PERSON = 2


WRAP_BYTES: Final = {
    Kind.PURPOSE: KEY_BYTES + bindings.crypto_box_SEALBYTES,
    Kind.PERSON: NONCE_BYTES + KEY_BYTES + TAG_BYTES,
}


@dataclass(frozen=True)
class Slot:
    """The data key, wrapped for one reader."""

    kind: Kind
    purpose: str
    key_id: str
    wrapped: bytes

    def to_bytes(self) -> bytes:
        """The slot as it stands in the envelope."""
        purpose, key_id = self.purpose.encode("ascii"), self.key_id.encode("ascii")
        head = bytes([self.kind, len(purpose)]) + purpose + bytes([len(key_id)]) + key_id
        return head + len(self.wrapped).to_bytes(2, "big") + self.wrapped


@dataclass(frozen=True)
class Envelope:
    """An envelope taken apart; nothing in it has been checked but its shape."""

    slots: tuple[Slot, ...]
    seal: bytes
    body: bytes


class _Reader:
    """Takes bytes off the front and never past the end."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    def take(self, count: int) -> bytes:
        piece = self._content[self._at : self._at + count]
        if len(piece) != count:
            raise Tampered("The envelope is cut short.")
        self._at += count
        return piece

    def number(self, size: int = 1) -> int:
        return int.from_bytes(self.take(size), "big")

    def text(self) -> str:
        try:
            return self.take(self.number()).decode("ascii")
        except UnicodeDecodeError:
            raise Tampered("The envelope names a reader in strange letters.") from None

    def rest(self) -> bytes:
        return self._content[self._at :]


def parse(envelope: bytes) -> Envelope:
    """Take an envelope apart. Raises Tampered when it has not the shape of one."""
    reader = _Reader(bytes(envelope))
    if reader.take(len(MAGIC)) != MAGIC:
        raise Tampered("This is not an envelope of a kind known here.")
    count = reader.number()
    if not 0 < count <= MAX_READERS:
        raise Tampered(f"An envelope has 1 to {MAX_READERS} readers, not {count}.")
    slots = tuple(_slot(reader) for _ in range(count))
    parsed = Envelope(slots, reader.take(SEAL_BYTES), reader.rest())
    if len(parsed.body) < NONCE_BYTES + TAG_BYTES + SMALLEST_BLOCK:
        raise Tampered("The envelope is cut short.")
    return parsed


def _slot(reader: _Reader) -> Slot:
    number = reader.number()
    if number not in set(Kind):
        raise Tampered("The envelope has a reader of an unknown kind.")
    kind, purpose, key_id, length = Kind(number), reader.text(), reader.text(), reader.number(2)
    if length != WRAP_BYTES[kind]:
        raise Tampered("The envelope holds a wrapped key of the wrong length.")
    return Slot(kind, purpose, key_id, reader.take(length))


def pad(plaintext: bytes) -> bytes:
    """The text with its length in front, filled up so that the length of the envelope says little.

    Blocks are of 64 bytes; of a longer text, between a sixteenth and an eighth of it. Raises ValueError above 256 MiB.
    """
    if len(plaintext) > MAX_PLAINTEXT:
        raise ValueError(f"An envelope holds at most {MAX_PLAINTEXT} bytes.")
    content = len(plaintext).to_bytes(_LENGTH_BYTES, "big") + plaintext
    block = max(SMALLEST_BLOCK, 1 << len(content).bit_length() >> 4)
    return content + bytes(-len(content) % block)


def unpad(padded: bytes) -> bytes:
    """The text that was padded. Raises Tampered."""
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    if length > len(padded) - _LENGTH_BYTES:
        raise Tampered("The envelope holds less than it says.")
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + length]
