"""Pseudonyms: one for each member and series, the same in every wave of it.

Worked out from the member's seed with the installation's secret, and kept only at the response. So the database does
not say which member a response is of; when the seed is destroyed at leaving, nobody can find out any more."""

from uuid import UUID

from derbyvoice.vault.sealing import lookup


def pseudonym_of(seed: str, series: int) -> UUID:
    """The name under which this member answers this series (its id). Raises `ValueError` for somebody who left."""
    if not seed:
        raise ValueError("Who left has no pseudonym.")
    return UUID(hex=lookup("panel pseudonym", f"{series}:{seed}")[:32], version=4)
