"""A second person codes a sample; how far the two agree; settling where they differ."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.users.access import desk
from surveys.insight import actions
from surveys.insight.comparing import compare
from surveys.insight.forms import SampleForm
from surveys.insight.models import Passage, Sample, SampleText, Theme
from surveys.insight.views.coding import coding_page
from surveys.insight.views.roles import PER_PAGE, READERS
from surveys.insight.views.shown import number


@desk("GET", "POST", roles=READERS)
def samples(request: HttpRequest) -> HttpResponse:
    """Every sample that was drawn, and a form to draw one."""
    form = SampleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("insight_sample", actions.draw_sample(**form.cleaned_data, by=request.user).pk)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
    done = Count("texts", filter=Q(texts__done_at__isnull=False))
    rows = Sample.objects.select_related("coder", "survey").annotate(drawn=Count("texts"), done=done)
    page = Paginator(rows.order_by("-id"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "insight/samples.html", {"form": form, "page_obj": page})


@desk("GET", "POST", roles=READERS)
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose turn it is, or how far the two agree and where they differ."""
    found = get_object_or_404(Sample.objects.select_related("coder", "survey", "drawn_by"), pk=pk)
    if request.method == "POST":
        return settle(request, found)
    readable = Passage.objects.visible_to(request.user)
    texts = found.texts.filter(passage__in=readable).order_by("done_at", "id")
    context = {"sample": found, "texts": texts, "mine": found.coder_id == request.user.pk}
    waiting = context["mine"] and any(text.done_at is None for text in texts)
    return render(request, "insight/sample.html", {**context, "compared": None if waiting else compare(found)})


def settle(request: HttpRequest, found: Sample) -> HttpResponse:
    """What two people agreed about one text and one theme."""
    text = get_object_or_404(found.texts, pk=number(request.POST.get("text")), done_at__isnull=False)
    theme = get_object_or_404(Theme, pk=number(request.POST.get("theme")))
    try:
        actions.settle(text=text, theme=theme, belongs=request.POST.get("belongs") == "yes", by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("insight_sample", found.pk)


@desk("GET", "POST", roles=READERS)
def sampled(request: HttpRequest, sample: int, pk: int) -> HttpResponse:
    """One text of a sample, for the second person alone, without the first one's codes."""
    mine = SampleText.objects.to_code(request.user).filter(sample__pk=sample)
    text = get_object_or_404(mine.select_related("sample", "passage"), pk=pk)
    if request.method == "POST" and request.POST.get("do") == "done":
        actions.finish_text(text=text, by=request.user)
        following = mine.exclude(pk=pk).order_by("id").first()
        return redirect("insight_sampled", sample, following.pk) if following else redirect("insight_sample", sample)
    return coding_page(request, text.passage, text)
