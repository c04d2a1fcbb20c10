"""A screen in a waiting room: its first page, and the page that wipes it. No sign-in lies on the device."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from derbyvoice.users.access import anyone
from surveys.questionnaires.choices import State
from surveys.responses.kiosks import clean, code_of, kiosk_with, put
from surveys.responses.speaking import asked_of, asking_now, front_page, language_asked, speaking


@anyone("GET", "POST")
def front(request: HttpRequest, code: str) -> HttpResponse:
    """The screen's first page. Each person begins here with nothing of the one before, in a language they choose."""
    kiosk = kiosk_with(code)
    if kiosk is None or kiosk.survey.state != State.OPEN:
        with speaking(language_asked(request)):
            return render(request, "responses/kiosk_off.html", {}, status=404)
    with speaking(asked_of(request, kiosk.survey.current_id)):
        if request.method != "POST":
            return render(request, "responses/kiosk.html", front_page(kiosk.survey.current_id))
        answer = HttpResponseRedirect(reverse("responses_start", args=[kiosk.survey.slug]) + asking_now())
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
