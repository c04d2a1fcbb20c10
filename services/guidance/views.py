"""Pages of guidance, open to everybody, and kept in no browser: whoever reads them may be watched."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from derbyvoice.office import clock
from derbyvoice.users.access import anyone
from services.guidance.models import Guide


@anyone("GET")
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "guidance/index.html", {"guides": Guide.objects.on(clock.today())})


@anyone("GET")
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    today = clock.today()
    found = get_object_or_404(Guide.objects.on(today), slug=slug)
    page = {"guide": found, "parts": found.parts.on(today), "clips": found.clips.on(today)}
    return render(request, "guidance/guide.html", page)
