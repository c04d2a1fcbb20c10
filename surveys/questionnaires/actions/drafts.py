"""Writing a draft, alone or together: nothing that anybody wrote is lost, and nobody writes over another unawares."""

from datetime import datetime
from typing import Final

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.office import clock
from derbyvoice.users.models import User
from surveys.questionnaires.actions.publishing import publish
from surveys.questionnaires.checking import ERROR, findings
from surveys.questionnaires.choices import Did
from surveys.questionnaires.editing import QUESTION, SECTION, Edit, Missing, Raw, piece_of, tidy
from surveys.questionnaires.models import Revision, Survey, Version, WorkingCopy
from surveys.questionnaires.origins import remembering
from surveys.questionnaires.starting import new_definition

MOST_KEPT: Final = 200
"""So many changes of a survey's drafts are kept, the newest."""
LONGEST_WHAT: Final = 120


class DraftEnded(LookupError):
    """Somebody published the draft, or threw it away, while this person was writing."""


class Changed(Exception):
    """Somebody else changed the same thing after this person opened it.

    `then` is what this person saw, `now` what stands there; each is None where the thing does not exist."""

    def __init__(self, *, then: Raw | None, now: Raw | None, copy: WorkingCopy) -> None:
        super().__init__("Somebody else changed this.")
        self.then, self.now, self.revision = then, now, copy.revision
        self.by: User = copy.changed_by
        self.at: datetime = copy.changed_at


@transaction.atomic
def begin_draft(*, survey: Survey, by: User, title: str = "") -> WorkingCopy:
    """The survey's draft: the one there is, else one that begins as the current version or with the first things."""
    survey = Survey.objects.select_for_update(of=("self",)).select_related("current").get(pk=survey.pk)
    found = WorkingCopy.objects.filter(survey=survey).first()
    if found:
        return found
    definition = tidy(survey.current.definition) if survey.current else new_definition(title)
    return new_copy(survey, definition, did=Did.BEGAN, by=by)


def new_copy(survey: Survey, definition: Raw, *, did: Did, by: User) -> WorkingCopy:
    last = survey.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    copy = WorkingCopy(survey=survey, revision=last)
    return keep(copy, definition, did=did, what="", by=by)


@transaction.atomic
def change_draft(
    *, survey: Survey, edit: Edit, did: Did, kind: str, id: str = "", what: str = "", seen: int | None = None, by: User
) -> WorkingCopy:
    """Make one change to a question, a section, or what people are told.

    With `seen`, the revision that this person was shown, the thing must be as it was then; others may have changed
    other things meanwhile. Raises `Changed`, `DraftEnded` and `Missing`; nothing has then changed."""
    copy = locked(survey)
    if seen is not None and seen != copy.revision:
        refuse_if_changed(copy, kind, id, seen)
    definition = remembering(copy.definition, edit(copy.definition))
    if definition == copy.definition:
        return copy
    return keep(copy, definition, did=did, what=what, by=by, kind=kind, id=id)


def locked(survey: Survey) -> WorkingCopy:
    """The draft, held until the transaction ends. Raises `DraftEnded`."""
    drafts = WorkingCopy.objects.select_for_update(of=("self",)).select_related("survey", "changed_by")
    found = drafts.filter(survey=survey).first()
    if found is None:
        raise DraftEnded(survey.slug)
    return found


def refuse_if_changed(copy: WorkingCopy, kind: str, id_: str, seen: int) -> None:
    before = Revision.objects.filter(survey=copy.survey, number=seen).first()
    then = piece_or_none(before.definition, kind, id_) if before else None
    now = piece_or_none(copy.definition, kind, id_)
    if before is None or then != now:
        raise Changed(then=then, now=now, copy=copy)


def piece_or_none(raw: Raw, kind: str, id_: str) -> Raw | None:
    try:
        return piece_of(raw, kind, id_)
    except Missing:
        return None


def keep(copy: WorkingCopy, definition: Raw, *, did: Did, what: str, by: User, **facts: str) -> WorkingCopy:
    """Save the draft, what it was changed to, and who did it; forget the oldest of many changes."""
    found = findings(definition, slug=copy.survey.slug, day=clock.today())
    copy.errors = sum(finding.level == ERROR for finding in found)
    copy.warnings = len(found) - copy.errors
    copy.definition, copy.revision = definition, copy.revision + 1
    copy.changed_at, copy.changed_by = clock.now(), by
    copy.save()
    made = {"made_at": copy.changed_at, "made_by": by, "did": did, "what": what[:LONGEST_WHAT]}
    Revision.objects.create(survey=copy.survey, number=copy.revision, definition=definition, **made)
    Revision.objects.filter(survey=copy.survey, number__lte=copy.revision - MOST_KEPT).delete()
    record("changed draft", copy.survey, by=by, did=did.value, revision=copy.revision, **facts)
    return copy


@transaction.atomic
def go_back(*, survey: Survey, number: int, seen: int | None, by: User) -> WorkingCopy:
    """Make the draft what it was after an earlier change. What stands there now stays in the list of changes.

    Without a draft (published or thrown away since) a new one begins so. Raises `Revision.DoesNotExist` and, if
    anybody changed anything since this person looked, `Changed`."""
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    earlier = Revision.objects.get(survey=survey, number=number)
    found = WorkingCopy.objects.select_related("survey", "changed_by").filter(survey=survey).first()
    if found is None:
        return new_copy(survey, earlier.definition, did=Did.WENT_BACK, by=by)
    if seen != found.revision:
        raise Changed(then=None, now=None, copy=found)
    return keep(found, earlier.definition, did=Did.WENT_BACK, what="", by=by)


@transaction.atomic
def throw_away(*, survey: Survey, seen: int | None, by: User) -> None:
    """End the draft without publishing it. Its changes are kept, so that somebody can go back to them.

    Raises `DraftEnded`, and `Changed` if anybody wrote since this person looked."""
    copy = locked(survey)
    if seen != copy.revision:
        raise Changed(then=None, now=None, copy=copy)
    record("threw away draft", copy.survey, by=by, revision=copy.revision)
    copy.delete()


@transaction.atomic
def publish_draft(*, survey: Survey, seen: int | None, by: User) -> Version:
    """Make the draft the survey's next version; the draft ends.

    Raises `DraftEnded`, `Changed` if anybody wrote since this person looked, and `ValidationError` with everything
    that must be mended first."""
    copy = locked(survey)
    if seen != copy.revision:
        raise Changed(then=None, now=None, copy=copy)
    version = publish(survey=copy.survey, definition=copy.definition, by=by)
    copy.delete()
    return version


NAMES: Final = {QUESTION: "question", SECTION: "section"}
"""How the kinds of things in a draft are spoken of."""


def title_of(raw: Raw, kind: str, id_: str) -> str:
    """The question's words or the section's title, for the list of changes."""
    piece = piece_or_none(raw, kind, id_) or {}
    return str(piece.get("text") or piece.get("title") or NAMES.get(kind, "What people are told"))
