"""Who answered which wave, without a row that says so: worked out from the member's seed whenever it is asked."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from surveys.panel.models import Carried, Invitation
from surveys.panel.pseudonyms import pseudonym_of
from surveys.responses.models import Response

Place = tuple[int, UUID]
"""A wave and a pseudonym: who answered it, without saying who that is."""


def place_of(invitation: Invitation) -> Place:
    return invitation.wave_id, pseudonym_of(invitation.subscriber.seed, invitation.wave.series_id)


def answered(places: Iterable[Place]) -> set[Place]:
    """Which of these few were answered, anew or by what was told before. Two questions to the database."""
    asked = list(places)
    return answered_anew(asked) | answered_before(asked)


def answered_anew(places: Iterable[Place]) -> set[Place]:
    return among(Response.objects.standing(), set(places))


def answered_before(places: Iterable[Place]) -> set[Place]:
    """Which of these few were answered by what the member had told before."""
    return among(Carried.objects.standing(), set(places))


def among(rows: Any, asked: set[Place]) -> set[Place]:
    waves, names = {wave for wave, _ in asked}, {name for _, name in asked}
    return set(rows.filter(wave__in=waves, pseudonym__in=names).values_list("wave", "pseudonym")) & asked


def all_answered(waves: Iterable[int]) -> set[Place]:
    """Every answered place of these waves (their ids)."""
    every: set[Place] = set()
    for rows in (Response.objects.standing(), Carried.objects.standing()):
        every |= set(rows.filter(wave__in=list(waves), pseudonym__isnull=False).values_list("wave", "pseudonym"))
    return every
