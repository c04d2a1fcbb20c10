"""Told back to the people who said it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from derbyvoice.audit.models import Reading
from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.users.access import anyone
from surveys.insight.models import Finding
from surveys.insight.reports import evidence_of
from surveys.responses.back_views import came_back
from surveys.responses.models import Response

PER_PAGE = 10


@anyone("GET", keep_seconds=60)
def heard(request: HttpRequest) -> HttpResponse:
    """You said, we did: what is published, with how many people said it."""
    findings = (
        Finding.objects.published().with_evidence_count().select_related("survey").order_by("-published_at", "-id")
    )
    page = Paginator(findings, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(finding, evidence_of(finding)) for finding in page]
    return render(request, "insight/heard.html", {"page_obj": page, "rows": rows})


@anyone("GET")
@came_back
def what_happened(request: HttpRequest, response: Response, key: PersonKey) -> HttpResponse:
    """What happened to one response, for the person who sent it: received, counted, read, used."""
    subject = {"subject_type": Response._meta.label_lower, "subject_id": str(response.pk)}
    first_read = Reading.objects.filter(**subject).order_by("id").values_list("at", flat=True).first()
    used = Finding.objects.published().filter(evidence__response=response)
    context = {"response": response, "first_read": first_read, "findings": used}
    return render(request, "insight/what_happened.html", context)
