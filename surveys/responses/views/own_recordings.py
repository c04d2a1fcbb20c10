"""One's own recordings after sending: hear them again with return words, delete one, or put another in its place."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.views import too_many
from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.lib.recordings import MOST_BYTES
from derbyvoice.users.access import anyone
from derbyvoice.vault.uploads import uploads_in_memory
from surveys.responses import actions
from surveys.responses.models import Recording, Response
from surveys.responses.question_forms import SOUND_FILES, SoundField
from surveys.responses.sounds import sound_answer
from surveys.responses.views.back import came_back
from surveys.responses.views.way import within_limits


class AnotherForm(forms.Form):
    answer = SoundField(
        label=_("A sound file"), help_text=SOUND_FILES, error_messages={"required": _("Choose a sound file first")}
    )


@uploads_in_memory(most=MOST_BYTES)
@anyone("GET", "POST")
@came_back
def recording(request: HttpRequest, response: Response, key: PersonKey, pk: int) -> HttpResponse:
    """Hear it, delete it, or put another in its place. What staff wrote down of it goes with it."""
    found = get_object_or_404(response.recordings.filter(sealed__isnull=False), pk=pk)
    if request.method == "POST" and request.POST.get("go") == "delete":
        actions.delete_recording(recording=found, by=PERSON)
        return redirect("responses_sent")
    posted = (request.POST, request.FILES) if request.method == "POST" else (None,)
    form = AnotherForm(*posted, auto_id="%s", use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        return replaced(request, found, key, form)
    answer = render(request, "responses/own_recording.html", {"form": form, "recording": found})
    answer.may_record = True  # type: ignore[attr-defined]
    return answer


def replaced(request: HttpRequest, found: Recording, key: PersonKey, form: AnotherForm) -> HttpResponse:
    if not within_limits(request, "record-again", most=20):
        return too_many(request)
    sound = form.cleaned_data["answer"]
    actions.replace_recording(recording=found, response_key=key, sound=sound, by=PERSON)
    return redirect("responses_own_recording", found.pk)


@anyone("GET")
@came_back
def hear(request: HttpRequest, response: Response, key: PersonKey, pk: int) -> HttpResponse:
    found = get_object_or_404(response.recordings.filter(sealed__isnull=False), pk=pk)
    return sound_answer(request, actions.own_sound(recording=found, response_key=key))
