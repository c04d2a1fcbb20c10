"""Key files: `voice.2026-11-21-01.pub` beside `voice.2026-11-21-01.key`; the last name in order is the one in use.

A process is given a folder with just the private keys that it needs. `lookup.key` is the secret of the keyed hash."""

import base64
import secrets
from datetime import date
from pathlib import Path

from derbyvoice.keyfiles import write_secret
from derbyvoice.lib.envelopes import Keyring, PrivateKey, PublicKey, new_pair

LOOKUP = "lookup.key"


def encode(raw: bytes) -> bytes:
    return base64.b64encode(raw) + b"\n"


def read_keyring(folder: Path) -> Keyring:
    """All keys in the folder; an empty folder gives an empty keyring, which can neither seal nor open."""
    public = [PublicKey(*named(path), decode(path)) for path in sorted(folder.glob("*.pub"))]
    private = [PrivateKey(*named(path), decode(path)) for path in sorted(folder.glob("*.*.key"))]
    return Keyring(public=public, private=private)


def named(path: Path) -> tuple[str, str]:
    purpose, key_id, _ = path.name.split(".")
    return purpose, key_id


def decode(path: Path) -> bytes:
    return base64.b64decode(path.read_bytes(), validate=False)


def make_pair(folder: Path, purpose: str, *, day: date) -> str:
    """A new key pair for the purpose, in use from now on; gives its key id. Older keys stay and still open."""
    taken = len(list(folder.glob(f"{purpose}.{day:%Y-%m-%d}-*.pub")))
    key_id = f"{day:%Y-%m-%d}-{taken + 1:02d}"
    pair = new_pair(purpose)
    write_secret(folder / f"{purpose}.{key_id}.key", encode(pair.private.raw))
    write_secret(folder / f"{purpose}.{key_id}.pub", encode(pair.public.raw))
    return key_id


def make_missing(folder: Path, purposes: list[str], *, day: date) -> list[str]:
    """Pairs for purposes that have none, and the look-up secret; gives the names of what was made."""
    made = [
        f"{purpose} {make_pair(folder, purpose, day=day)}"
        for purpose in purposes
        if not any(folder.glob(f"{purpose}.*.pub"))
    ]
    if not (folder / LOOKUP).exists():
        write_secret(folder / LOOKUP, encode(secrets.token_bytes(32)))
        made.append("lookup")
    return made


def lookup_secret(folder: Path) -> bytes:
    return decode(folder / LOOKUP)
