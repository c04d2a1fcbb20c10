"""Pages of the house as a whole: the front page and its health."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from derbyvoice.readiness import readiness
from derbyvoice.users.access import anyone

PATHS = (
    ("responses_open", "Tell us your experience", "Say what help you got, and what would have made it better."),
    ("directory_services", "Find help", "Free support near you, whether or not you told anybody what happened."),
    ("guidance_index", "Good to know", "What happens next, who keeps you up to date, and what to expect on the day."),
    ("overview_index", "See how the force is held to account", "Meetings, questions, figures and promises."),
)


@anyone("GET", keep_seconds=60)
def home(request: HttpRequest) -> HttpResponse:
    """Four clear ways on."""
    paths = [{"address": reverse(name), "title": title, "words": words} for name, title, words in PATHS]
    return render(request, "home.html", {"paths": paths})


@anyone("GET")
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


@anyone("GET")
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether this process can do its work: 503 only when the database is away."""
    state = readiness()
    return JsonResponse(state, status=503 if state["status"] == "not ready" else 200)
