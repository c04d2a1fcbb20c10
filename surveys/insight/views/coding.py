"""Saying what a text is about."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.users.access import desk
from surveys.insight import actions
from surveys.insight.forms import CodeForm
from surveys.insight.models import Coding, Passage, SampleText
from surveys.insight.views.asked import asked, data_of
from surveys.insight.views.roles import READERS
from surveys.insight.views.shown import sentences_of

WHY_CODE = "To say what it is about"


@desk("GET", "POST", roles=READERS)
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which sentences are about which theme. Who is to code it a second time does so without seeing these."""
    passage = asked(request, pk)
    second = SampleText.objects.filter(sample__coder=request.user, done_at=None, passage=passage).first()
    if second:
        return redirect("insight_sampled", second.sample_id, second.pk)
    return coding_page(request, passage, None)


def coding_page(request: HttpRequest, passage: Passage, text: SampleText | None) -> HttpResponse:
    opened = actions.open_passage(passage=passage, by=request.user, why=WHY_CODE)
    form = CodeForm(opened.text, data_of(request))
    if request.method == "POST" and form.is_valid():
        sample, themes = text.sample if text else None, list(form.cleaned_data["themes"])
        try:
            actions.code(passage=passage, places=form.places, themes=themes, by=request.user, sample=sample)
            return redirect(request.path)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
    codings = passage.codings.standing().filter(sample=text.sample if text else None)
    codings = list(codings.select_related("theme__merged_into", "coded_by", "version"))
    ticked, chosen = (request.POST.getlist(name) for name in ("sentence", "themes"))
    context = {"passage": opened.passage, "form": form, "sampled": text, "chosen": chosen}
    context |= {"codings": [(row, opened.text[row.start : row.end]) for row in codings]}
    context |= {"sentences": sentences_of(opened.text, ticked, codings)}
    return render(request, "insight/code.html", context)


@desk("POST", roles=READERS)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a code back, and go on where one was."""
    coding = get_object_or_404(Coding.objects.visible_to(request.user), pk=pk)
    try:
        actions.undo(coding=coding, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("insight_code", coding.passage_id)
