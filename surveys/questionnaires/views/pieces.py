"""One thing of a draft on one page: a question, a section, or what people are told before they begin."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from derbyvoice.office import clock
from derbyvoice.users.access import desk
from surveys.questionnaires import actions
from surveys.questionnaires.actions.drafts import title_of
from surveys.questionnaires.choices import Did, QuestionKind
from surveys.questionnaires.comparing import Part, Side, parts_between, shown_when
from surveys.questionnaires.editing import (
    ABOUT,
    QUESTION,
    SECTION,
    Missing,
    Raw,
    added,
    fresh_id,
    ids_in,
    piece_of,
    place_of,
    put,
    section_order,
)
from surveys.questionnaires.forms.fields import revision_in
from surveys.questionnaires.forms.questions import QuestionEditor
from surveys.questionnaires.forms.settings import AboutForm, SectionForm
from surveys.questionnaires.models import WorkingCopy
from surveys.questionnaires.office_facts import rights_named
from surveys.questionnaires.parts import PARTS, new_question
from surveys.questionnaires.views.drafts import to_piece
from surveys.questionnaires.views.opening import WORKERS, data_of, definition_on, draft_at, with_draft

LOOKED_BACK = 50
"""So many changes are searched for what somebody deleted while this person was writing."""
Show = Callable[..., HttpResponse]


def save(
    request: HttpRequest, copy: WorkingCopy, kind: str, id_: str, piece: Raw, show: Show, *, new: bool = False
) -> HttpResponse:
    """Put the piece into the draft, or show what was typed beside what somebody else wrote meanwhile."""
    edit = (lambda raw: added(raw, kind, piece)) if new else (lambda raw: put(raw, kind, id_, piece))
    what = title_of({"questions": [piece], "sections": [piece]}, kind, piece.get("id", ""))
    seen = None if new else revision_in(request.POST.get("seen", ""))
    facts = {"did": Did.ADDED if new else Did.CHANGED, "kind": kind, "id": id_, "what": what, "seen": seen}
    try:
        actions.change_draft(survey=copy.survey, edit=edit, **facts, by=request.user)
    except actions.Changed as changed:
        return show(status=409, changed=changed, theirs=both_texts(copy, changed, piece), seen=changed.revision)
    messages.success(request, "Saved.")
    return to_piece(copy.survey.slug, piece.get("id", ""))


def both_texts(copy: WorkingCopy, changed: actions.Changed, mine: Raw) -> tuple[Part, ...]:
    """What stands there now (before) against what this person wrote (after)."""
    side = Side(copy.definition, definition_on(copy.definition, clock.today()))
    return parts_between(side.said(changed.now or {}), side.said(mine))


def shown(request: HttpRequest, template: str, copy: WorkingCopy, **context: Any) -> Show:
    """The page, to be drawn now or after somebody else was quicker."""

    def show(*, status: int = 200, **more: Any) -> HttpResponse:
        facts = {"draft": copy, "survey": copy.survey, "seen": copy.revision, **context, **more}
        return render(request, template, facts, status=status)

    return show


@desk("GET", "POST", roles=WORKERS)
@with_draft
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """What people are told before they begin, and what they are asked to allow."""
    copy = draft_at(slug)
    form = AboutForm(data_of(request), piece=piece_of(copy.definition, ABOUT))
    show = shown(request, "questionnaires/about.html", copy, form=form)
    if request.method == "POST" and form.is_valid():
        return save(request, copy, ABOUT, "", form.piece(), show)
    return show()


@desk("GET", "POST", roles=WORKERS)
@with_draft
def new_section(request: HttpRequest, slug: str) -> HttpResponse:
    copy = draft_at(slug)
    form = SectionForm(data_of(request))
    show = shown(request, "questionnaires/section.html", copy, form=form, new=True)
    if request.method == "POST" and form.is_valid():
        id_ = fresh_id(form.cleaned_data["title"], ids_in(copy.definition, SECTION), otherwise=SECTION)
        return save(request, copy, SECTION, id_, form.piece(id_), show, new=True)
    return show()


@desk("GET", "POST", roles=WORKERS)
@with_draft
def section(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    copy = draft_at(slug)
    kept = piece_at(request, copy, SECTION, id)
    form = SectionForm(data_of(request), kept=kept)
    show = shown(request, "questionnaires/section.html", copy, form=form)
    if request.method == "POST" and form.is_valid():
        return save(request, copy, SECTION, id, form.piece(id), show)
    return show()


def piece_at(request: HttpRequest, copy: WorkingCopy, kind: str, id_: str) -> Raw:
    """The question or section at this address. If somebody deleted it while this person was writing, what it was."""
    try:
        return piece_of(copy.definition, kind, id_)
    except Missing as missing:
        seen = revision_in(request.POST.get("seen", ""))
        earlier = copy.survey.revisions.filter(number__lte=seen)[:LOOKED_BACK] if request.method == "POST" else []
        for before in earlier:
            if id_ in ids_in(before.definition, kind):
                return piece_of(before.definition, kind, id_)
        raise Http404 from missing


@desk("GET", roles=WORKERS)
@with_draft
def kinds(request: HttpRequest, slug: str) -> HttpResponse:
    """Which kind of question to add."""
    copy = draft_at(slug)
    rows = [(QuestionKind(kind), parts.fits) for kind, parts in PARTS.items()]
    context = {"draft": copy, "survey": copy.survey, "kinds": rows, "section": section_asked(request, copy)}
    return render(request, "questionnaires/kinds.html", context)


def section_asked(request: HttpRequest, copy: WorkingCopy) -> str:
    """The section in the address; the last but one where there is none, since the last closes the survey."""
    known = [id_ for id_ in section_order(copy.definition) if id_]
    wanted = request.GET.get("section", "")
    return wanted if wanted in known else (known[-2:] or [""])[0]


@desk("GET", "POST", roles=WORKERS)
@with_draft
def new_question_of(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A question that is not in the draft until it is saved."""
    copy = draft_at(slug)
    if kind not in PARTS:
        raise Http404
    blank = new_question(kind, section=section_asked(request, copy))
    place = place_of(added(copy.definition, QUESTION, {**blank, "id": ""}), QUESTION, "")
    return edit_question(request, copy, blank, place=place, new=True)


@desk("GET", "POST", roles=WORKERS)
@with_draft
def question(request: HttpRequest, slug: str, id: str) -> HttpResponse:
    """A question of the draft; `?kind=` shows it as another kind, saved like any other change."""
    copy = draft_at(slug)
    kept = piece_at(request, copy, QUESTION, id)
    there = id in ids_in(copy.definition, QUESTION)
    place = place_of(copy.definition, QUESTION, id) if there else len(copy.definition["questions"])
    return edit_question(request, copy, kept, place=place)


def edit_question(request: HttpRequest, copy: WorkingCopy, kept: Raw, *, place: int, new: bool = False) -> HttpResponse:
    asked = request.GET.get("kind", "")
    definition = definition_on(copy.definition, clock.today())
    if definition is None:
        return redirect("questionnaires_check", copy.survey.slug, "draft")
    kind, rights = asked if asked in PARTS else kept["kind"], rights_named(clock.today())
    editor = QuestionEditor(definition, kept, place=place, kind=kind, revision=copy.revision, rights=rights)
    others = [one for one in QuestionKind if one != kind]
    show = shown(
        request, "questionnaires/question.html", copy, editor=editor, kept=kept, new=new, number=place + 1,
        kind=QuestionKind(kind), fits=PARTS[kind].fits, others=others,
        nested_words=shown_when(definition, editor.nested),
    )  # fmt: skip
    if request.method != "POST":
        return show()
    go = request.POST.get("go", "save")
    if go != "save":
        editor.press(go, request.POST)
        return show()
    editor.send(request.POST)
    if not editor.is_valid():
        return show()
    piece = editor.piece(ids_in(copy.definition, QUESTION))
    return save(request, copy, QUESTION, piece["id"], piece, show, new=new)
