"""The rules by which testimonies are looked through: which there are, changing them, and trying a text."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.access import desk
from surveys.questionnaires.models import Survey, definition_of
from surveys.safeguarding import actions
from surveys.safeguarding.choices import Level, RuleKind
from surveys.safeguarding.clocks import deadline
from surveys.safeguarding.forms import AnswersRuleForm, PhraseRuleForm, TryForm, initial_of, refuse
from surveys.safeguarding.models import Rule
from surveys.safeguarding.phrases import found

KEEPERS = (roles.SAFEGUARDING_LEAD, roles.OFFICE_STAFF)
PER_PAGE = 50


@desk("GET", "POST", roles=KEEPERS)
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule, with how often it was right. POST loads the standard ones."""
    if request.method == "POST":
        actions.load_standard(by=request.user)
        return redirect("safeguarding_rules")
    rows = Rule.objects.with_counts().select_related("survey").order_by("level", "name")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    listed = [(rule, rule.in_force(today)) for rule in page]
    clocks = [(level, deadline(level, now=clock.now())) for level in Level]
    surveys = Survey.objects.filter(current__isnull=False).order_by("title")[:100]
    context = {"page_obj": page, "rules": listed, "clocks": clocks, "surveys": surveys}
    return render(request, "safeguarding/rules.html", context)


@desk("GET", "POST", roles=KEEPERS)
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Rule.objects.select_related("survey"), pk=pk)
    return kept_or_shown(request, row)


@desk("GET", "POST", roles=KEEPERS)
def new_rule(request: HttpRequest) -> HttpResponse:
    """A rule by phrases; with `?survey=` one by the answers to that survey."""
    if slug := request.GET.get("survey"):
        survey = get_object_or_404(Survey.objects.filter(current__isnull=False), slug=slug)
        return kept_or_shown(request, Rule(kind=RuleKind.ANSWERS, survey=survey))
    return kept_or_shown(request, Rule(kind=RuleKind.PHRASES))


def kept_or_shown(request: HttpRequest, row: Rule) -> HttpResponse:
    form = form_for(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and keep(form, row, request):
        return redirect("safeguarding_rules")
    return render(request, "safeguarding/rule.html", {"form": form, "rule": row})


def form_for(row: Rule, data: Any) -> forms.Form:
    if row.kind == RuleKind.PHRASES:
        return PhraseRuleForm(data, initial=initial_of(row))
    if row.survey is None or row.survey.current_id is None:
        raise Http404
    return AnswersRuleForm(definition_of(row.survey.current_id), data, initial=initial_of(row))


def keep(form: forms.Form, row: Rule, request: HttpRequest) -> bool:
    for name, value in form.cleaned_data.items():
        if hasattr(Rule, name):
            setattr(row, name, value)
    if isinstance(form, AnswersRuleForm):
        row.condition = form.condition()
    try:
        actions.keep_rule(rule=row, by=request.user)
    except ValidationError as refused:
        refuse(form, refused)
        return False
    return True


@desk("GET", "POST", roles=KEEPERS)
def try_text(request: HttpRequest) -> HttpResponse:
    """Which rules a text would raise, and by which words. Nothing is kept."""
    form = TryForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context |= {"tried": True, "hits": hits_in(form.cleaned_data["text"], clock.today())}
    return render(request, "safeguarding/try.html", context)


def hits_in(text: str, day: date) -> list[tuple[Rule, list[str]]]:
    rules = Rule.objects.on(day).filter(kind=RuleKind.PHRASES)
    tried = [(rule, found(text, rule.phrases, rule.unless)) for rule in rules]
    return [(rule, hits) for rule, hits in tried if hits]
