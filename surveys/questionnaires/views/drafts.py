"""A draft as a whole: its sections and questions in order, what was done to it, and its publication."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from derbyvoice.office import clock
from derbyvoice.users.access import desk
from surveys.questionnaires import actions
from surveys.questionnaires.actions.drafts import title_of
from surveys.questionnaires.checking import ERROR, WARNING, findings
from surveys.questionnaires.choices import Did, QuestionKind
from surveys.questionnaires.comparing import shown_when
from surveys.questionnaires.editing import LISTS, QUESTION, SECTION, Edit, Missing, blocks, moved, put_back, removed
from surveys.questionnaires.forms.fields import revision_in
from surveys.questionnaires.models import Revision, WorkingCopy
from surveys.questionnaires.sets import duplicated
from surveys.questionnaires.views.opening import WORKERS, definition_on, draft_at, survey_at, with_draft

PER_PAGE = 25
STEPS = {"up": -1, "down": 1}
DELETED = "deleted-here"


@desk("POST", roles=WORKERS)
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    survey = survey_at(slug)
    actions.begin_draft(survey=survey, title=survey.title, by=request.user)
    return redirect("questionnaires_draft", slug)


@desk("GET", roles=WORKERS)
@with_draft
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    return show_draft(request, draft_at(slug))


def show_draft(request: HttpRequest, copy: WorkingCopy, *, status: int = 200, **more: Any) -> HttpResponse:
    raw, definition = copy.definition, definition_on(copy.definition, clock.today())
    found = findings(raw, slug=copy.survey.slug, day=clock.today())
    counted = Counter((one.kind, one.id, one.level) for one in found)
    number = iter(range(1, len(raw["questions"]) + 1))
    context = {
        "draft": copy,
        "survey": copy.survey,
        "blocks": [
            (section, [row_of(next(number), question, definition, counted) for question in questions])
            for section, questions in blocks(raw)
        ],
        "errors": sum(one.level == ERROR for one in found),
        "warnings": sum(one.level == WARNING for one in found),
        "gone": last_deleted(copy),
        **more,
    }
    return render(request, "questionnaires/draft.html", context, status=status)


def row_of(number: int, question: dict[str, Any], definition: Any, counted: Counter[Any]) -> dict[str, Any]:
    """A question as the overview shows it."""
    return {
        "number": number,
        "id": question["id"],
        "text": question["text"],
        "kind": QuestionKind(question["kind"]).label,
        "options": len(question.get("options", ())),
        "when": shown_when(definition, question.get("show_when")),
        "errors": counted[QUESTION, question["id"], ERROR],
        "warnings": counted[QUESTION, question["id"], WARNING],
    }


def last_deleted(copy: WorkingCopy) -> Revision | None:
    """The last change, if it was a deletion: it can be undone with one press."""
    return Revision.objects.filter(survey=copy.survey, number=copy.revision, did=Did.DELETED).first()


@desk("POST", roles=WORKERS)
@with_draft
def act(request: HttpRequest, slug: str) -> HttpResponse:
    """One press of a button in the overview: `up:question:heard`, `delete:section:help`."""
    copy = draft_at(slug)
    verb, _, rest = request.POST.get("act", "").partition(":")
    kind, _, id_ = rest.partition(":")
    edit, did = edit_for(verb, kind, id_)
    seen = revision_in(request.POST.get("seen", "")) if did == Did.DELETED else None
    what = title_of(copy.definition, kind, id_)
    try:
        actions.change_draft(
            survey=copy.survey, edit=edit, did=did, kind=kind, id=id_, what=what, seen=seen, by=request.user
        )
    except Missing:
        return show_draft(request, draft_at(slug), status=409, missing=True)
    except actions.Changed as changed:
        return show_draft(request, draft_at(slug), status=409, changed=changed)
    return to_piece(slug, "" if did == Did.DELETED else id_)


def edit_for(verb: str, kind: str, id_: str) -> tuple[Edit, Did]:
    """What the button does. A button that no page has is answered like an address that there is not."""
    if kind in LISTS:
        if verb in STEPS:
            return lambda raw: moved(raw, kind, id_, STEPS[verb]), Did.MOVED
        if verb == "copy":
            return lambda raw: duplicated(raw, kind, id_), Did.COPIED
        if verb == "delete":
            return lambda raw: removed(raw, kind, id_), Did.DELETED
    raise Http404


def to_piece(slug: str, id_: str) -> HttpResponseRedirect:
    """Back to the overview, at this question or section."""
    anchor = f"#{id_}" if id_ else ""
    return HttpResponseRedirect(reverse("questionnaires_draft", args=[slug]) + anchor)


@desk("POST", roles=WORKERS)
@with_draft
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Put back what a change deleted, whatever was done since."""
    copy = draft_at(slug)
    number = revision_in(request.POST.get("number", ""))
    deleted = get_object_or_404(Revision, survey=copy.survey, number=number, did=Did.DELETED)
    before = get_object_or_404(Revision, survey=copy.survey, number=number - 1)
    kind, id_ = what_went(before, deleted)
    edit: Edit = lambda raw: put_back(raw, before.definition, kind, id_)  # noqa: E731
    facts = {"did": Did.PUT_BACK, "kind": kind, "id": id_, "what": deleted.what}
    actions.change_draft(survey=copy.survey, edit=edit, **facts, by=request.user)
    return to_piece(slug, id_)


def what_went(before: Revision, after: Revision) -> tuple[str, str]:
    """The section or the question that is in one and not in the other."""
    for kind in (SECTION, QUESTION):
        name = LISTS[kind]
        left = {piece["id"] for piece in after.definition.get(name, ())}
        for piece in before.definition.get(name, ()):
            if piece["id"] not in left:
                return kind, piece["id"]
    raise Http404


@desk("GET", "POST", roles=WORKERS)
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that was done to a survey's drafts; POST makes the draft what it was after one of them."""
    survey = survey_at(slug)
    changed = None
    if request.method == "POST":
        try:
            return go_back(request, survey)
        except actions.Changed as found:
            changed = found
    rows = survey.revisions.select_related("made_by").defer("definition")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    copy = WorkingCopy.objects.filter(survey=survey).first()
    context = {"survey": survey, "page_obj": page, "draft": copy, "changed": changed}
    return render(request, "questionnaires/history.html", context, status=409 if changed else 200)


def go_back(request: HttpRequest, survey: Any) -> HttpResponse:
    number, seen = (revision_in(request.POST.get(name, "")) for name in ("number", "seen"))
    try:
        actions.go_back(survey=survey, number=number, seen=seen, by=request.user)
    except Revision.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, "The draft is as it was then. Nothing of what came after is lost: it stands here too.")
    return redirect("questionnaires_draft", survey.slug)


@desk("POST", roles=WORKERS)
@with_draft
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    copy = draft_at(slug)
    try:
        version = actions.publish_draft(
            survey=copy.survey, seen=revision_in(request.POST.get("seen", "")), by=request.user
        )
    except actions.Changed as changed:
        return show_draft(request, draft_at(slug), status=409, changed=changed)
    except ValidationError as refused:
        return show_draft(request, draft_at(slug), status=400, refused=refused.messages)
    messages.success(
        request, f"Version {version.number} is published. People who are answering now finish the old one."
    )
    return redirect("questionnaires_survey", slug)


@desk("GET", "POST", roles=WORKERS)
@with_draft
def throw_away(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks once; then the draft ends, and can be had back from the list of changes."""
    copy = draft_at(slug)
    if request.method != "POST":
        return render(request, "questionnaires/throw_away.html", {"draft": copy, "survey": copy.survey})
    try:
        actions.throw_away(survey=copy.survey, seen=revision_in(request.POST.get("seen", "")), by=request.user)
    except actions.Changed as changed:
        return show_draft(request, draft_at(slug), status=409, changed=changed)
    messages.success(request, "The draft is put away. You can go back to it from the list of changes.")
    return redirect("questionnaires_survey", slug)
