"""Find help: open to everybody, without a number, an account or a question that must be answered."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from derbyvoice.office import clock
from derbyvoice.office.models import CrimeGroup, District
from derbyvoice.users.access import anyone
from services.directory.forms import FindHelpForm
from services.directory.models import Service

PAGE = 20


@anyone("GET")
def services(request: HttpRequest) -> HttpResponse:
    """Services for what happened and where. The address holds numbers only: it stays in the browser's history."""
    day = clock.today()
    form = FindHelpForm(request.GET or None, day=day)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = services_for(day, chosen)
    page = Paginator(found.with_everything(), PAGE).get_page(request.GET.get("page"))
    return render(request, "directory/services.html", {"form": form, "page_obj": page, "chosen": any(chosen.values())})


def services_for(day: Any, chosen: dict[str, str]) -> Any:
    found = Service.objects.on(day)
    if chosen.get("what"):
        found = found.for_crime_group(CrimeGroup.objects.on(day).get(pk=chosen["what"]))
    if chosen.get("where"):
        found = found.in_district(District.objects.get(code=chosen["where"]))
    return found


@anyone("GET")
def service(request: HttpRequest, pk: int) -> HttpResponse:
    """One service: what it does, and how to reach it. Made to be printed or read out."""
    offered = get_object_or_404(Service.objects.on(clock.today()).with_everything(), pk=pk)
    return render(request, "directory/service.html", {"service": offered})
