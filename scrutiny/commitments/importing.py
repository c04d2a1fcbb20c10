"""Promises and boards from a file of facts."""

from datetime import date, datetime

from django.db import transaction

from derbyvoice.lib.facts import Facts
from derbyvoice.office.models import Office
from derbyvoice.users.models import User
from scrutiny.boards.actions import give_seat, keep_board, keep_workstream
from scrutiny.boards.choices import Body, SeatKind
from scrutiny.commitments import actions
from scrutiny.commitments.choices import Evidence, Owner
from scrutiny.commitments.days import last_day
from scrutiny.commitments.models import Commitment
from scrutiny.meetings.models import Meeting


@transaction.atomic
def import_commitments(facts: Facts, *, at: datetime, by: User, demonstration: bool = False) -> int:
    """Every promise and board in the file; gives how many promises were new. Read again, it changes nothing.

    Raises `FactsError` with the name of the field; then nothing of the file is kept."""
    facts.only("commitments", "boards")
    new = [keep(item, at=at, by=by, demonstration=demonstration) for item in facts.items("commitments")]
    for item in facts.items("boards"):
        keep_board_of(item.only("name", "chairs", "members", "workstreams"), by=by, demonstration=demonstration)
    return sum(new)


def keep(item: Facts, *, at: datetime, by: User, demonstration: bool) -> bool:
    item.only("by", "what", "due", "due_precision", "done", "source", "evidence", "post")
    what = item.text("what", most=300)
    if Commitment.objects.filter(what=what).exists():
        return False
    owner, partner = body_named(item, "by")
    told = {"partner": partner, "post": item.text("post", most=120, needed=False), **source_of(item), **due_of(item)}
    commitment = actions.promise(what=what, owner=owner, at=at, by=by, demonstration=demonstration, **told)
    if item.has("done"):
        keep_done(item, commitment, at=at, by=by)
    return True


def keep_done(item: Facts, commitment: Commitment, *, at: datetime, by: User) -> None:
    """A promise that the file calls done; without evidence of its own, the source is where the owner said so."""
    on, precision = day_of(item, "done")
    evidence = item.text("evidence", most=500, needed=False) or f"Reported at: {item.text('source', most=300)}"
    proof = {"evidence": evidence, "kind": Evidence.TOLD}
    actions.close_as_done(commitment, on=on, precision=precision, at=at, by=by, **proof)


def due_of(item: Facts) -> dict[str, object]:
    if not item.has("due"):
        return {}
    due, precision = day_of(item, "due")
    if item.has("due_precision") and item.text("due_precision", most=10) != precision:
        item.refuse("due_precision", f"is {item.values['due_precision']!r}, but the date is exact to the {precision}.")
    return {"due": due, "due_precision": precision}


def day_of(item: Facts, name: str) -> tuple[date, str]:
    try:
        return last_day(item.text(name, most=40))
    except ValueError:
        item.refuse(name, f"is {item.values[name]!r}; write it as 2022-09-14, September 2022 or 2022.")


def source_of(item: Facts) -> dict[str, object]:
    """The meeting on that day if the source is a day that we know, else the words."""
    words = item.text("source", most=300)
    try:
        meeting = Meeting.objects.filter(date=date.fromisoformat(words)).first()
    except ValueError:
        meeting = None
    return {"source_meeting": meeting, "source": "" if meeting else words}


def body_named(item: Facts, name: str) -> tuple[str, str]:
    """(body, partner's name): the force and the office by their kind or their name, all else as a partner."""
    return body_in(item.text(name, most=120))


def body_in(word: str) -> tuple[str, str]:
    office = Office.objects.first()
    names = {"force": Owner.FORCE, "office": Owner.OFFICE, "the force": Owner.FORCE, "the office": Owner.OFFICE}
    if office:
        names |= {office.force_name.lower(): Owner.FORCE, office.name.lower(): Owner.OFFICE}
    body = names.get(word.lower())
    return (body, "") if body else (Owner.PARTNER, word)


def keep_board_of(item: Facts, *, by: User, demonstration: bool) -> None:
    board = keep_board(name=item.text("name", most=160), by=by, demonstration=demonstration)
    for field, kind in (("chairs", SeatKind.CHAIR), ("members", SeatKind.MEMBER)):
        for word in item.texts(field, most=120):
            body, partner = body_in(word)
            give_seat(board, kind=kind, body=Body(body), partner=partner, by=by)
    for name in item.texts("workstreams", most=160):
        keep_workstream(board, name=name, by=by)
