"""Staff pages for researchers: what may be read, what the answers say, and what was learned."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.lib.charts import bar_chart
from derbyvoice.lib.tables import Table, to_csv
from derbyvoice.office.links import link_to
from derbyvoice.users import roles
from derbyvoice.users.access import desk
from surveys.insight import actions
from surveys.insight.choices import TRANSITIONS, State
from surveys.insight.forms import FindingForm, LinkForm, ResponseFilter
from surveys.insight.models import Finding
from surveys.insight.reports import evidence_of, results
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.compact import answer_from
from surveys.questionnaires.models import Version, definition_of
from surveys.responses.models import Response
from surveys.responses.shown import consent_labels, shown

READERS = (roles.RESEARCHER,)
LOOKERS = (roles.RESEARCHER, roles.OFFICE_STAFF, roles.COMMISSIONER)
PER_PAGE = 25
WHY = "To learn from what was sent"


@desk("GET", roles=READERS)
def response_list(request: HttpRequest) -> HttpResponse:
    """What this person may read, newest first. No words are opened here."""
    form = ResponseFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = Response.objects.visible_to(request.user).select_related("version__survey").with_was_read().with_has_words()
    rows = rows.filter(version__survey=chosen["survey"]) if chosen.get("survey") else rows
    rows = rows.filter(has_words=True) if chosen.get("words") else rows
    rows = rows.filter(was_read=False) if chosen.get("unread") else rows
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "insight/responses.html", {"form": form, "page_obj": page})


@desk("GET", "POST", roles=READERS)
def response(request: HttpRequest, reference: str) -> HttpResponse:
    """One response with its words opened; that it was read is written down in the same transaction."""
    visible = Response.objects.visible_to(request.user).select_related("version__survey")
    found = get_object_or_404(visible, reference=reference)
    link = LinkForm(found.version.survey, request.POST if request.method == "POST" else None)
    if request.method == "POST" and link.is_valid():
        actions.link_evidence(finding=link.cleaned_data["finding"], response=found, by=request.user)
        return redirect("insight_finding", link.cleaned_data["finding"].pk)
    said = actions.read_words(response=found, by=request.user, why=WHY)
    context = {"response": found, "rows": list(rows_of(found, said)), "form": link}
    return render(request, "insight/response.html", {**context, "agreed": consent_labels(found.consents)})


def rows_of(found: Response, said: dict[str, str]) -> Any:
    definition = definition_of(found.version_id)
    for question, number in zip(definition.questions, found.answers, strict=True):
        answer = Answer(words=said[question.id]) if question.id in said else answer_from(question, number)
        if answer is not None:
            yield question.text, shown(question, answer), question.id in said


@desk("GET", roles=LOOKERS)
def survey_results(request: HttpRequest, slug: str) -> HttpResponse:
    """A chart and the same table for each question, protected against showing anybody."""
    version = chosen_version(slug, request.GET.get("version", ""))
    drawn = [
        {"question": question, "table": Table.from_figures(figures, "Answer"), "figures": figures, "svg": svg}
        for question, figures in results(version)
        for svg in [chart_of(figures, question.position)]
    ]
    versions = version.survey.versions.order_by("number").values_list("number", flat=True)
    return render(request, "insight/results.html", {"version": version, "drawn": drawn, "versions": versions})


def chart_of(figures: Any, position: int) -> str:
    return bar_chart(
        figures, title=figures.caption, description=f"Bars. {figures.note}", id_prefix=f"question-{position}"
    )


def chosen_version(slug: str, number: str) -> Version:
    """The version asked for, else the present one."""
    versions = Version.objects.select_related("survey").filter(survey__slug=slug)
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else None
    return get_object_or_404(versions, number=asked) if asked else get_object_or_404(versions, current_of__slug=slug)


@desk("GET", roles=LOOKERS)
def results_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """All tables of a version as one, ready for a spreadsheet; the same protected figures as on the page."""
    version = chosen_version(slug, request.GET.get("version", ""))
    rows = [
        (question.id, question.text, label, number)
        for question, figures in results(version)
        for label, number in Table.from_figures(figures).rows
    ]
    table = Table(version.survey.title, ("Question", "Words", "Answer", "People"), tuple(rows))
    answer = HttpResponse(to_csv(table, bom=True), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="results-{version.number}.csv"'
    return answer


@desk("GET", roles=LOOKERS)
def finding_list(request: HttpRequest) -> HttpResponse:
    findings = Finding.objects.with_evidence_count().select_related("survey").order_by("-id")
    page = Paginator(findings, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(finding, evidence_of(finding)) for finding in page]
    context = {"page_obj": page, "rows": rows, "heard_url": link_to("public", "insight_heard")}
    return render(request, "insight/findings.html", {**context, "may_write": request.user.has_role(*READERS)})


@desk("GET", "POST", roles=READERS)
def new_finding(request: HttpRequest) -> HttpResponse:
    named = ResponseFilter(request.GET)
    asked = {"survey": named.cleaned_data.get("survey") if named.is_valid() else None}
    form = FindingForm(request.POST if request.method == "POST" else None, initial=asked)
    if request.method == "POST" and form.is_valid():
        finding = actions.write_finding(**form.cleaned_data, by=request.user)
        return redirect("insight_finding", finding.pk)
    return render(request, "insight/new_finding.html", {"form": form})


@desk("GET", "POST", roles=LOOKERS)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding; researchers publish it and take it down."""
    findings = Finding.objects.with_evidence_count().select_related("survey", "written_by", "published_by")
    found = get_object_or_404(findings, pk=pk)
    context: dict[str, Any] = {"finding": found, "evidence": evidence_of(found)}
    may_move = request.user.has_role(*READERS)
    if request.method == "POST" and not may_move:
        raise PermissionDenied
    if request.method == "POST" and request.POST.get("to") in State.values:
        try:
            actions.move(finding=found, to=State(request.POST["to"]), by=request.user)
            return redirect("insight_finding", pk)
        except ValidationError as refused:
            context["refused"] = refused.messages
    context["moves"] = [State(to) for to in sorted(TRANSITIONS[found.state])] if may_move else []
    return render(request, "insight/finding.html", context)
