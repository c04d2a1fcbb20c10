"""Pages of the house as a whole: the front page and its health."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from derbyvoice.readiness import readiness
from derbyvoice.users.access import anyone

PATHS = (
    ("responses_start", "Tell us your experience", "Say what help you got, and what would have made it better."),
    ("directory_services", "Find help", "Free support near you, whether or not you told anybody what happened."),
    ("meetings_list", "See how the force is held to account", "Meetings, questions, figures and promises."),
)


@anyone("GET")
def home(request: HttpRequest) -> HttpResponse:
    """Three clear ways on."""
    return render(request, "home.html", {"paths": [path for path in map(way_on, PATHS) if path["address"]]})


def way_on(path: tuple[str, str, str]) -> dict[str, str]:
    name, title, words = path
    try:
        return {"address": reverse(name), "title": title, "words": words}
    except NoReverseMatch:
        return {"address": "", "title": title, "words": words}


@anyone("GET")
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


@anyone("GET")
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether this process can do its work: 503 only when the database is away."""
    state = readiness()
    return JsonResponse(state, status=503 if state["status"] == "not ready" else 200)
