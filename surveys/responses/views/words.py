"""Thank you; and return words, for those who want them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.views import too_many
from derbyvoice.lib.envelopes import normalise_email
from derbyvoice.office import clock
from derbyvoice.users.access import anyone
from derbyvoice.users.limits import allow
from surveys.questionnaires.languages import Language, language_of
from surveys.responses import actions
from surveys.responses.actions import DraftGone
from surveys.responses.browser import BrowserKey
from surveys.responses.choices import Teller
from surveys.responses.forms import MailForm
from surveys.responses.kiosks import code_of
from surveys.responses.models import Receipt
from surveys.responses.speaking import language_asked, language_now, speaking
from surveys.responses.views.way import data_of, gone, within_limits


@anyone("GET", "POST")
def done(request: HttpRequest, slug: str) -> HttpResponse:
    """Return words are shown until the person has noted them, and once more if they ask in the same half hour. Who has
    not sent their answers yet is led back to them."""
    key = BrowserKey.of(request)
    receipt = actions.receipt_at(key=key, place=slug) if key else None
    with speaking(language_of_receipt(request, receipt)):
        return done_or_words(request, slug, key, receipt)


def language_of_receipt(request: HttpRequest, receipt: Receipt | None) -> Language:
    """That in which it was answered; without a receipt, that which is asked for."""
    return language_of(receipt.response.language) if receipt else language_asked(request)


def done_or_words(request: HttpRequest, slug: str, key: BrowserKey | None, receipt: Receipt | None) -> HttpResponse:
    if request.method != "POST":
        unsent = key and receipt is None and actions.seen_in(key=key, place=slug, day=clock.today())
        return redirect("responses_start", slug) if unsent else done_page(request, slug, key, receipt)
    if key is None or receipt is None:
        return gone(request, slug)
    match "noted" if request.POST.get("noted") else request.POST.get("go", ""):
        case "again":
            return done_page(request, slug, key, receipt, again=True)
        case "noted":
            actions.note_words(key=key, place=slug, by=PERSON)
        case "forget":
            actions.forget_receipt(key=key, place=slug, by=PERSON)
        case _:
            return words_wanted(request, slug, key)
    return redirect("responses_done", slug)


def done_page(
    request: HttpRequest, slug: str, key: BrowserKey | None, receipt: Receipt | None, *, again: bool = False
) -> HttpResponse:
    words = actions.contents(receipt, key=key)[1] if receipt and key else ""
    shown = words if receipt and (again or not receipt.noted) else ""
    context = {
        "slug": slug,
        "receipt": receipt,
        "words": shown,
        "again": bool(words and not shown),
        "may_ask": bool(receipt and not receipt.response.finder),
        "joins": bool(receipt and receipt.response.may_join),
        "for_someone": bool(receipt and receipt.response.teller != Teller.SELF),
        "on_screen_only": bool(code_of(request)),
    }
    return render(request, "responses/done.html", context)


def words_wanted(request: HttpRequest, slug: str, key: BrowserKey) -> HttpResponse:
    if not within_limits(request, "give-words", most=30):
        return too_many(request)
    try:
        actions.give_words(key=key, place=slug, by=PERSON)
    except DraftGone:
        return gone(request, slug)
    return redirect("responses_done", slug)


@anyone("GET", "POST")
def by_mail(request: HttpRequest, slug: str) -> HttpResponse:
    """Return words to an address, only if asked and only if the person says that nobody else reads it."""
    key = BrowserKey.of(request)
    receipt = actions.receipt_at(key=key, place=slug) if key else None
    words = actions.contents(receipt, key=key)[1] if receipt and key else ""
    with speaking(language_of_receipt(request, receipt)):
        return mail_or_ask(request, slug, words)


def mail_or_ask(request: HttpRequest, slug: str, words: str) -> HttpResponse:
    if not words or code_of(request):
        return gone(request, slug) if request.method == "POST" else redirect("responses_done", slug)
    form = MailForm(data_of(request), auto_id="%s", use_required_attribute=False)
    if request.method != "POST" or not form.is_valid():
        return render(request, "responses/by_mail.html", {"form": form, "slug": slug})
    address = form.cleaned_data["address"]
    to_one = allow("words-by-mail", normalise_email(address), most=3, seconds=3600)
    if not to_one or not within_limits(request, "mail-words", most=10):
        return too_many(request, wait=600)
    actions.mail_words(words=words, address=address, language=language_now().key, by=PERSON)
    return render(request, "responses/mailed.html", {"slug": slug})
