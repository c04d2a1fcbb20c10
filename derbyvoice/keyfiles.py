"""Secrets that a demonstration makes for itself on first start, readable by their owner only."""

import os
import secrets
from pathlib import Path


def secret_in(path: Path) -> str:
    """The secret kept in this file; made on first use, mode 0600."""
    if not path.exists():
        write_secret(path, secrets.token_urlsafe(60).encode())
    return path.read_text().strip()


def write_secret(path: Path, content: bytes) -> None:
    """Write a new secret; an existing file is never replaced."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
