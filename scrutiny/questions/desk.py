"""The force desk: what waits for an answer, and writing it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.access import desk
from scrutiny.questions import actions
from scrutiny.questions.forms import AnswerForm
from scrutiny.questions.models import Question

PER_PAGE = 30


@desk("GET", roles=(roles.FORCE_DESK,))
def questions(request: HttpRequest) -> HttpResponse:
    """Questions for the force, the most urgent first, then those it has answered."""
    rows = Question.objects.for_force().with_place()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "questions/desk_list.html", {"page_obj": page, "today": clock.today()})


@desk("GET", "POST", roles=(roles.FORCE_DESK,))
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """One question, in the words that the office accepted, and the answer to it."""
    question = get_object_or_404(Question.objects.for_force().with_place(), reference=reference)
    current = question.answers.filter(is_current=True).first()
    form = AnswerForm(request.POST or None, initial={"answer": current.words if current else ""})
    if request.method == "POST" and form.is_valid() and kept(form, question, request):
        messages.success(request, "Your answer was sent to the office. It is not public yet.")
        return redirect("questions_desk")
    page = {"question": question, "answer": current, "form": form, "today": clock.today()}
    return render(request, "questions/desk_answer.html", page)


def kept(form: AnswerForm, question: Question, request: HttpRequest) -> bool:
    try:
        actions.write_answer(question, words=form.cleaned_data["answer"], at=clock.now(), by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return not form.errors
