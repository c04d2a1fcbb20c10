"""A screen in a waiting room: its first page, and the page that wipes it. No sign-in lies on the device."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from derbyvoice.users.access import anyone
from surveys.questionnaires.choices import State
from surveys.responses.kiosks import clean, code_of, kiosk_with, put


@anyone("GET", "POST")
def front(request: HttpRequest, code: str) -> HttpResponse:
    """The screen's first page. Each person begins here with nothing of the one before."""
    kiosk = kiosk_with(code)
    if kiosk is None or kiosk.survey.state != State.OPEN:
        return render(request, "responses/kiosk_off.html", {}, status=404)
    if request.method != "POST":
        return render(request, "responses/kiosk.html", {"survey": kiosk.survey})
    answer = redirect("responses_start", kiosk.survey.slug)
    clean(answer)
    put(answer, code)
    return answer


@anyone("GET")
def wipe(request: HttpRequest) -> HttpResponse:
    """The browser forgets the person and shows the first page again. What they wrote cannot be opened any more:
    its key lay in the cookie that goes here; the sealed row is destroyed with the other old drafts."""
    code = code_of(request)
    answer = HttpResponseRedirect(reverse("responses_kiosk", args=[code]) if code else "/")
    clean(answer)
    return answer
