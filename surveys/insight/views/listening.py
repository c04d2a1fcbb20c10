"""What people said aloud, for those who may hear it. Each hearing is written down."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.users.access import desk
from derbyvoice.users.models import User
from surveys.insight import actions
from surveys.insight.forms import TranscriptForm
from surveys.insight.models import Passage
from surveys.insight.views.roles import PER_PAGE, READERS
from surveys.insight.views.shown import themes_of
from surveys.questionnaires.models import definition_of
from surveys.responses.models import Recording
from surveys.responses.sounds import sound_answer

WHY = "To hear what was sent"


@desk("GET", roles=READERS)
def recording_list(request: HttpRequest) -> HttpResponse:
    """Recordings that this person may hear; first those that nobody has written down."""
    mine = Recording.objects.visible_to(request.user).select_related("response__version__survey", "written_by")
    rows = mine if request.GET.get("show") == "all" else mine.waiting()
    page = Paginator(rows.order_by("id"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "insight/recordings.html", {"page_obj": page, "all": request.GET.get("show") == "all"})


@desk("GET", "POST", roles=READERS)
def recording(request: HttpRequest, pk: int) -> HttpResponse:
    """A player, and what was written down of it."""
    found = found_for(request, pk)
    if request.method != "POST":
        words = actions.read_transcript(recording=found, by=request.user, why=WHY)
        return drawn(request, found, TranscriptForm(initial={"words": words}))
    form = TranscriptForm(request.POST)
    if form.is_valid():
        undoing = request.POST.get("go") == "undo"
        told = {"words": form.cleaned_data["words"], "done": undoing or request.POST.get("go") == "done"}
        try:
            actions.write_transcript(recording=found, **told, undoing=undoing, by=request.user)
            return redirect(request.path if undoing or not told["done"] else "insight_recordings")
        except ValidationError as refused:
            form.add_error("words", refused)
    return drawn(request, found, form)


def drawn(request: HttpRequest, found: Recording, form: TranscriptForm) -> HttpResponse:
    question = definition_of(found.response.version_id).by_id.get(found.question)
    text = actions.text_of(recording=found, by=request.user)
    context = {"recording": found, "form": form, "question": question, "text": text}
    if text:
        context |= {"names": themes_of([text], request.user).get(text.pk), "worked_on": worked_on(text, request.user)}
    return render(request, "insight/recording.html", context)


def worked_on(text: Passage, user: User) -> bool:
    return Passage.objects.visible_to(user).worked_on().filter(pk=text.pk).exists()


@desk("GET", roles=READERS)
def sound(request: HttpRequest, pk: int) -> HttpResponse:
    return sound_answer(request, actions.hear(recording=found_for(request, pk), by=request.user, why=WHY))


def found_for(request: HttpRequest, pk: int) -> Recording:
    mine = Recording.objects.visible_to(request.user).select_related("response__version__survey", "written_by")
    return get_object_or_404(mine, pk=pk)
