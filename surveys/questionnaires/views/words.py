"""A draft in other languages, in Easy Read and in British Sign Language."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from derbyvoice.users.access import desk
from surveys.questionnaires import actions
from surveys.questionnaires.choices import Did
from surveys.questionnaires.comparing import Part
from surveys.questionnaires.editing import CLIPS, WORDS, Raw
from surveys.questionnaires.forms.fields import revision_in
from surveys.questionnaires.forms.words import WordsForm
from surveys.questionnaires.languages import LANGUAGES, TRANSLATED
from surveys.questionnaires.models import Revision, WorkingCopy
from surveys.questionnaires.origins import outdated
from surveys.questionnaires.translating import texts_of, translations_in
from surveys.questionnaires.views.opening import WORKERS, data_of, draft_at, with_draft

SIGNED = "British Sign Language"


@desk("GET", roles=WORKERS)
@with_draft
def languages(request: HttpRequest, slug: str) -> HttpResponse:
    """How far each language is."""
    copy = draft_at(slug)
    written = texts_of(copy.definition)
    rows = [
        (one, done_in(copy.definition, one.key, written), len(outdated(copy.definition, one.key))) for one in TRANSLATED
    ]
    context = {"draft": copy, "survey": copy.survey, "rows": rows, "of": len(written), "signed": SIGNED}
    return render(request, "questionnaires/languages.html", {**context, "clips": len(copy.definition.get("clips", {}))})


def done_in(raw: Raw, language: str, written: dict[str, str]) -> int:
    return len(translations_in(raw, language).keys() & written.keys())


@desk("GET", "POST", roles=WORKERS)
@with_draft
def words(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Every text of the draft with a field for it in this language."""
    if language not in {CLIPS, *(one.key for one in TRANSLATED)}:
        raise Http404
    copy = draft_at(slug)
    form = WordsForm(data_of(request), raw=copy.definition, language=language, shown=shown_to(request, copy))
    context = {"draft": copy, "survey": copy.survey, "form": form, "seen": copy.revision, "name": name_of(language)}
    if request.method == "POST" and form.is_valid():
        return save(request, copy, form, context)
    return render(request, "questionnaires/words.html", {**context, "signed": language == CLIPS})


def shown_to(request: HttpRequest, copy: WorkingCopy) -> Raw | None:
    """The draft as it stood when this person opened the page, if it has changed since."""
    seen = revision_in(request.POST.get("seen", ""))
    if request.method != "POST" or seen == copy.revision:
        return None
    return Revision.objects.filter(survey=copy.survey, number=seen).values_list("definition", flat=True).first()


def name_of(language: str) -> str:
    return SIGNED if language == CLIPS else LANGUAGES[language].name


def save(request: HttpRequest, copy: WorkingCopy, form: WordsForm, context: Raw) -> HttpResponse:
    facts = {"kind": WORDS, "id": form.language, "what": name_of(form.language), "did": Did.CHANGED}
    seen = revision_in(request.POST.get("seen", ""))
    try:
        actions.change_draft(survey=copy.survey, edit=form.edited, seen=seen, **facts, by=request.user)
    except actions.Changed as changed:
        theirs = both_texts(form, changed.now or {})
        more = {"changed": changed, "theirs": theirs, "seen": changed.revision}
        return render(request, "questionnaires/words.html", {**context, **more}, status=409)
    messages.success(request, f"Saved: {name_of(form.language)}.")
    return redirect("questionnaires_languages", copy.survey.slug)


def both_texts(form: WordsForm, now: Raw) -> tuple[Part, ...]:
    """Where what stands there now differs from what this person typed."""
    typed = {place: form.cleaned_data[name] for name, place in form.places.items()}
    labels = {place: str(form.fields[name].label) for name, place in form.places.items()}
    return tuple(
        Part(labels[place], now.get(place, ""), mine) for place, mine in typed.items() if mine != now.get(place, "")
    )
