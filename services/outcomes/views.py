"""A provider worker records what changed for a person of one of their own referrals."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.access import desk
from services.outcomes import actions
from services.outcomes.actions import Given
from services.outcomes.choices import NoScore
from services.outcomes.forms import ScoresForm
from services.outcomes.models import Outcome, Score
from services.referrals.models import Referral


@desk("GET", "POST", roles=(roles.PROVIDER_WORKER,))
def scores(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What was recorded so far, and a form for today."""
    today = clock.today()
    referral = get_object_or_404(Referral.objects.visible_to(request.user, today), public_id=public_id)
    outcomes = list(Outcome.objects.on(today))
    form = ScoresForm(request.POST or None, outcomes=outcomes)
    if form.is_valid():
        given = {
            outcome: as_given(form.cleaned_data[outcome.key]) for outcome in outcomes if form.cleaned_data[outcome.key]
        }
        moment = form.cleaned_data["moment"]
        actions.record_scores(referral, given, moment=moment, asked_on=today, at=clock.now(), by=request.user)
        return redirect("outcomes_scores", public_id=public_id)
    kept = Score.objects.visible_to(request.user, today).filter(referral=referral).select_related("outcome")
    return render(request, "outcomes/scores.html", {"referral": referral, "form": form, "kept": kept})


def as_given(answer: str) -> Given:
    return Given(no_score=answer) if answer in NoScore.values else Given(value=int(answer))
