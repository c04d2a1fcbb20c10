"""What staff can do about one response: tell the safeguarding leads that somebody may be in danger."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from derbyvoice.users import roles
from derbyvoice.users.access import desk
from surveys.responses import actions
from surveys.responses.forms import WorryForm
from surveys.responses.models import Response


@desk("GET", "POST", roles=(roles.RESEARCHER,))
def worry(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Ask what is worrying; the leads do the rest, and what they do is not shown here."""
    visible = Response.objects.visible_to(request.user).select_related("version__survey")
    found = get_object_or_404(visible, reference=reference)
    form = WorryForm(request.POST if request.method == "POST" else None)
    told = request.method == "POST" and form.is_valid()
    if told:
        actions.tell_the_leads(response=found, why=form.cleaned_data["why"], by=request.user)
    context = {"response": found, "form": form, "told": told}
    return render(request, "responses/worry.html", context, status=201 if told else 200)
