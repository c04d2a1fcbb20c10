"""A copy of everything that is held of a person: for themself with return words, and for staff who are asked for it."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.users import roles
from derbyvoice.users.access import anyone, desk
from surveys.questionnaires.languages import ENGLISH
from surveys.responses.browser import BrowserKey
from surveys.responses.models import Response
from surveys.responses.speaking import speaking
from surveys.responses.views.back import came_back
from surveys.retention.copies import copy_of, held_by_address, recordings_of, sounds_of
from surveys.retention.forms import PersonForm


@anyone("GET")
@came_back
def my_copy(request: HttpRequest, response: Response, key: PersonKey) -> HttpResponse:
    """Everything on one page that prints well."""
    with speaking(ENGLISH):
        copy = copy_of(response, key=key, browser=BrowserKey.of(request))
        return render(request, "retention/copy.html", {"copy": copy, "recordings": recordings_of(response)})


@anyone("GET")
@came_back
def my_file(request: HttpRequest, response: Response, key: PersonKey) -> HttpResponse:
    with speaking(ENGLISH):
        copy = copy_of(response, key=key, browser=BrowserKey.of(request))
    return as_folder(copy, sounds_of(response, key=key))


def as_folder(content: dict[str, Any], sounds: dict[str, bytes]) -> HttpResponse:
    """One file with everything in it: what is held in words, and each recording. Made in memory, kept nowhere."""
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as folder:
        folder.writestr("copy.json", as_text(content))
        for name, sound in sounds.items():
            folder.writestr(name, sound)
    answer = HttpResponse(kept.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="copy.zip"'
    return answer


def as_text(content: dict[str, Any]) -> str:
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def as_file(content: dict[str, Any]) -> HttpResponse:
    """One file with a name that tells nothing."""
    answer = HttpResponse(as_text(content), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="copy.json"'
    return answer


@desk("GET", "POST", roles=(roles.OFFICE_STAFF, roles.SAFEGUARDING_LEAD))
def person(request: HttpRequest) -> HttpResponse:
    """What is held under an address. Every look is written down with its reason; a file opens what they told."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        wanted = bool(request.POST.get("file"))
        held = held_by_address(**form.cleaned_data, by=request.user, opened=wanted)
        if wanted:
            return as_file(held)
        context["held"] = held
    return render(request, "retention/person.html", context)
