"""Staff pages for devices that are handed round, and the three pages that the device itself shows."""

from contextlib import suppress

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.views import too_many
from derbyvoice.office import clock
from derbyvoice.users.access import anyone, desk
from derbyvoice.users.limits import allow, caller
from surveys.fieldwork.actions import devices as actions
from surveys.fieldwork.forms.devices import DeviceForm
from surveys.fieldwork.handed_round import Sitting, forget
from surveys.fieldwork.models import Device
from surveys.fieldwork.models.entry import TYPISTS
from surveys.fieldwork.views.acting import done as acted
from surveys.fieldwork.views.acting import posted
from surveys.responses.actions import DraftGone, contents, forget_receipt, give_words, receipt_at
from surveys.responses.browser import BrowserKey
from surveys.responses.models import Receipt
from surveys.responses.speaking import asked_of, asking_now, front_page, language_asked, speaking
from surveys.responses.views.words import language_of_receipt

PER_PAGE = 25


@desk("GET", roles=TYPISTS)
def device_list(request: HttpRequest) -> HttpResponse:
    devices = Device.objects.visible_to(request.user).select_related("survey", "made_by")
    page = Paginator(devices.order_by("-id"), PER_PAGE).get_page(request.GET.get("page"))
    now = clock.now()
    rows = [(device, device.works(now)) for device in page]
    return render(request, "fieldwork/devices.html", {"page_obj": page, "rows": rows})


@desk("GET", "POST", roles=TYPISTS)
def new_device(request: HttpRequest) -> HttpResponse:
    """The link is shown in this answer and nowhere else."""
    form = DeviceForm(posted(request))
    made: list[tuple[Device, str]] = []
    if acted(form, lambda: made.append(actions.make_device(**form.cleaned_data, by=request.user))):
        return link_once(request, *made[0])
    return render(request, "fieldwork/new_device.html", {"form": form})


def link_once(request: HttpRequest, device: Device, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("fieldwork_device", args=[token]))
    return render(request, "fieldwork/device_link.html", {"device": device, "link": link}, status=201)


@desk("POST", roles=TYPISTS)
def change_device(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link for the device, or its end."""
    device = get_object_or_404(Device.objects.visible_to(request.user), pk=pk)
    if request.POST.get("do") == "turn" and device.works(clock.now()):
        return link_once(request, device, actions.turn(device=device, by=request.user))
    if request.POST.get("do") == "end":
        actions.end(device=device, by=request.user)
    return redirect("fieldwork_devices")


# On the device


@anyone("GET", "POST")
def device(request: HttpRequest, token: str) -> HttpResponse:
    """Ready for the next person. Opening it spends nothing; the button begins."""
    if not allow("device", caller(request), most=300, seconds=600):
        return too_many(request)
    found = actions.device_with(token)
    if found is None:
        return over(request)
    with speaking(asked_of(request, found.survey.current_id)):
        if request.method != "POST":
            return render(request, "fieldwork/device.html", front_page(found.survey.current_id))
        start = HttpResponseRedirect(reverse("responses_start", args=[found.survey.slug]) + asking_now())
    Sitting(found.pk, token, actions.sit_down(device=found), found.survey.slug).put(response := forget(start))
    return response


def over(request: HttpRequest) -> HttpResponse:
    with speaking(language_asked(request)):
        return render(request, "fieldwork/device_over.html", status=410)


@anyone("GET", "POST")
def device_done(request: HttpRequest) -> HttpResponse:
    """Thank you, on the device: return words for whoever wants to note them, then the next person."""
    sitting, key = Sitting.of(request), BrowserKey.of(request)
    if sitting is None:
        raise Http404
    if request.method == "POST":
        return words_or_next(request, sitting, key)
    receipt = receipt_at(key=key, place=sitting.slug) if key else None
    with speaking(language_of_receipt(request, receipt)):
        return thanks(request, receipt, key)


def thanks(request: HttpRequest, receipt: Receipt | None, key: BrowserKey | None) -> HttpResponse:
    words = contents(receipt, key=key)[1] if receipt and key else ""
    may_ask = bool(receipt and not receipt.response.finder)
    return render(request, "fieldwork/device_done.html", {"words": words, "may_ask": may_ask})


def words_or_next(request: HttpRequest, sitting: Sitting, key: BrowserKey | None) -> HttpResponse:
    if request.POST.get("do") == "words" and key:
        with suppress(DraftGone):
            give_words(key=key, place=sitting.slug, by=PERSON)
        return redirect("fieldwork_device_done")
    if key:
        forget_receipt(key=key, place=sitting.slug, by=PERSON)
    token = actions.next_person(token=sitting.token)
    if token is None:
        return forget(over(request))
    return forget(redirect("fieldwork_device", token))
