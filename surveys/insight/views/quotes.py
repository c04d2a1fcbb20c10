"""What others may read in somebody's own words: every quote, and whether it is shown."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.users.access import desk
from derbyvoice.users.models import User
from surveys.insight import actions
from surveys.insight.choices import Audience
from surveys.insight.forms import QuoteForm
from surveys.insight.models import Passage, Quote, Redaction
from surveys.insight.models.quotes import NEEDED
from surveys.insight.views.asked import asked, data_of
from surveys.insight.views.roles import PER_PAGE, READERS
from surveys.insight.views.shown import sentences_of
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.uses import open_said

WHY_QUOTE = "To choose a quote"


@desk("GET", roles=READERS)
def quote_list(request: HttpRequest) -> HttpResponse:
    """Every quote with its state; the words of those alone that others may read now."""
    rows = Quote.objects.visible_to(request.user).select_related("finding__survey", "chosen_by", "shown_by")
    rows = rows.annotate(is_shown=Exists(Quote.objects.visible_to(request.user).shown().filter(pk=OuterRef("pk"))))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "insight/quotes.html", {"page_obj": page})


@desk("POST", roles=READERS)
def move_quote(request: HttpRequest, pk: int) -> HttpResponse:
    """Let others read it, or take it down."""
    row = get_object_or_404(Quote.objects.visible_to(request.user).select_related("passage"), pk=pk)
    try:
        if request.POST.get("do") == "show":
            actions.show_quote(quote=row, by=request.user)
        elif request.POST.get("do") == "take_down":
            actions.take_down(quote=row, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("insight_quote", row.passage_id)


@desk("GET", "POST", roles=READERS)
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose sentences of the confirmed text for a finding, where the person allows it."""
    passage = asked(request, pk)
    row = Redaction.objects.visible_to(request.user).confirmed().filter(passage=passage).first()
    opened = actions.open_passage(passage=passage, by=request.user, why=WHY_QUOTE)
    remains = open_said(row, "remains", use=Consent.READ) if row else ""
    form = QuoteForm(opened.passage, remains, allowed_uses(passage, request.user), data_of(request))
    if request.method == "POST" and row and form.is_valid():
        told = {"finding": form.cleaned_data["finding"], "audience": Audience(form.cleaned_data["audience"])}
        try:
            actions.choose_quote(redaction=row, place=form.places[0], by=request.user, **told)
            return redirect("insight_quote", pk)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
    ticked = request.POST.getlist("sentence") if request.method == "POST" else []
    context = {"passage": opened.passage, "form": form, "row": row, "sentences": sentences_of(remains, ticked)}
    return render(request, "insight/quote.html", {**context, "quotes": quotes_of(passage, request.user)})


def allowed_uses(passage: Passage, user: User) -> list[Audience]:
    rows = Passage.objects.visible_to(user).filter(pk=passage.pk)
    return [Audience(use) for use, consents in NEEDED.items() if rows.allowing(*consents).exists()]


def quotes_of(passage: Passage, user: User) -> list[tuple[Quote, str]]:
    rows = Quote.objects.visible_to(user).filter(passage=passage).select_related("finding", "chosen_by")
    return [(row, open_said(row, use=Consent.READ)) for row in rows]
