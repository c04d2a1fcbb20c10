"""A provider worker's pages: the returns of their own provider, and of no other."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.access import desk
from services.contracts import actions
from services.contracts.actions.returns import Given
from services.contracts.forms import CommentForm, KpiForm, kpi_forms
from services.contracts.models import Return

A_PAGE = 25


@desk("GET", roles=(roles.PROVIDER_WORKER,))
def returns(request: HttpRequest) -> HttpResponse:
    rows = Return.objects.visible_to(request.user, clock.today()).select_related("contract", "provider")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "contracts/returns.html", {"page_obj": page, "today": clock.today()})


@desk("GET", "POST", roles=(roles.PROVIDER_WORKER,))
def one_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in, keep, and send a return."""
    visible = Return.objects.visible_to(request.user, clock.today()).select_related("contract", "provider")
    row = get_object_or_404(visible, pk=pk)
    kpis = list(row.contract.kpis.asked_in(row.quarter))
    posted = request.POST if request.method == "POST" else None
    forms = kpi_forms(row, kpis, posted)
    comment = CommentForm(posted, initial={"comment": row.comment, "seen_version": row.version})
    if posted is not None and comment.is_valid() and all_valid(forms):
        return keep_and_maybe_send(request, row, forms, comment)
    return show(request, row, forms, comment)


def keep_and_maybe_send(request: HttpRequest, row: Return, forms: list[KpiForm], comment: CommentForm) -> HttpResponse:
    figures = {form.kpi: given(form.cleaned_data) for form in forms}
    facts = comment.cleaned_data
    try:
        kept = actions.keep_figures(
            row, figures, comment=facts["comment"], seen_version=facts["seen_version"], by=request.user
        )
        if "send" in request.POST:
            actions.send_return(kept, at=clock.now(), by=request.user)
    except actions.ReturnChanged:
        return show(request, row, forms, comment, status=409, changed=True)
    except ValidationError as error:
        row.refresh_from_db()
        comment.data = {**request.POST.dict(), "seen_version": row.version}
        return show(request, row, forms, comment, problems=error.messages)
    return redirect("contracts_return_kept", pk=row.pk)


def all_valid(forms: list[KpiForm]) -> bool:
    """Every form is asked, so that every fault is shown at once."""
    return not [form for form in forms if not form.is_valid()]


def given(cleaned: dict[str, Any]) -> Given:
    return Given(cleaned.get("value"), cleaned.get("whole"), cleaned.get("why_unknown", ""))


def show(
    request: HttpRequest, row: Return, forms: list[KpiForm], comment: CommentForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    page = {
        "return": row,
        "forms": forms,
        "comment": comment,
        "all_forms": [*forms, comment],
        "may_change": row.is_for_provider,
        **more,
    }
    return render(request, "contracts/return.html", page, status=status)


@desk("GET", roles=(roles.PROVIDER_WORKER,))
def return_kept(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Return.objects.visible_to(request.user, clock.today()).select_related("contract", "provider")
    return render(request, "contracts/return_kept.html", {"return": get_object_or_404(visible, pk=pk)})
