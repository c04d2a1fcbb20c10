"""Forms that were made elsewhere: how they read, bringing them in as a draft, and taking ours out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from derbyvoice.users.access import desk
from surveys.questionnaires.actions import bring_in_form
from surveys.questionnaires.comparing import shown_when
from surveys.questionnaires.definitions import parse
from surveys.questionnaires.forms.importing import FormFile, packed, unpacked
from surveys.questionnaires.forms.settings import SettingsForm
from surveys.questionnaires.views.opening import WORKERS, data_of, edition_at
from surveys.questionnaires.xlsforms.incoming import Incoming
from surveys.questionnaires.xlsforms.outgoing import workbook_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@desk("GET", "POST", roles=WORKERS)
def bring_in(request: HttpRequest) -> HttpResponse:
    """First how the form reads, or the cells that stand in the way; then, with an address, the draft."""
    if request.POST.get("form"):
        return keep(request)
    form = FormFile(data_of(request), request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "questionnaires/bring_in.html", {"form": form})
    incoming: Incoming = form.cleaned_data["file"]
    if incoming.definition is None:
        return render(request, "questionnaires/bring_in.html", {"form": FormFile(), "incoming": incoming})
    settings = SettingsForm()
    settings.initial["slug"] = incoming.slug
    return look(request, incoming.definition, settings, remarks=incoming.remarks)


def look(request: HttpRequest, raw: dict[str, Any], settings: SettingsForm, **more: Any) -> HttpResponse:
    definition = parse(raw)
    questions = [(one, shown_when(definition, one.show_when)) for one in definition.questions]
    context = {"form": settings, "definition": definition, "questions": questions, "packed": packed(raw), **more}
    return render(request, "questionnaires/look_at_form.html", context)


def keep(request: HttpRequest) -> HttpResponse:
    definition = unpacked(request.POST["form"])
    if definition is None:
        return redirect("questionnaires_import")
    settings = SettingsForm(request.POST)
    if settings.is_valid():
        try:
            bring_in_form(definition=definition, **settings.told(), by=request.user)
            return redirect("questionnaires_draft", settings.cleaned_data["slug"])
        except ValidationError as refused:
            settings.add_error(None, refused)
    return look(request, definition, settings)


@desk("GET", roles=WORKERS)
def take_out(request: HttpRequest, slug: str, which: str) -> HttpResponse:
    """A draft or a version as a spreadsheet."""
    edition = edition_at(slug, which)
    data = workbook_of(edition.raw, slug=edition.survey.slug, version=edition.which)
    name = f"{edition.survey.slug}-{edition.which}.xlsx"
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
