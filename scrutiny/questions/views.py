"""Public pages of questions: the list, one question, the feed, and asking, confirming and following."""

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from derbyvoice.govuk.views import too_many
from derbyvoice.office import clock
from derbyvoice.office.context import office_now
from derbyvoice.users.access import anyone
from derbyvoice.users.limits import allow, allow_everybody, caller
from scrutiny.meetings.reports import taking_questions
from scrutiny.questions import actions, links, reports
from scrutiny.questions.choices import State
from scrutiny.questions.forms import AskForm, SearchForm
from scrutiny.questions.models import AskingRule, AskingTerms, Question
from scrutiny.questions.searching import CappedPaginator, found

PER_PAGE = 10
FEED_ITEMS = 30
HOUR = 3600
ASKED_FROM_ONE_PLACE = 6
ASKED_BY_EVERYBODY = 300
TRIES_FROM_ONE_PLACE = 60


@anyone("GET", keep_seconds=60)
def question_list(request: HttpRequest) -> HttpResponse:
    """Published questions, the newest first, searched by words and area."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "area": ""}
    questions = found(reports.published(), words=asked["q"], area=asked["area"])
    page = CappedPaginator(questions, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = reports.exchanges(page.object_list)
    return render(request, "questions/list.html", {"page_obj": page, "search": form, "asked": asked})


@anyone("GET", keep_seconds=60)
def question_page(request: HttpRequest, reference: str) -> HttpResponse:
    question = get_object_or_404(reports.published(), reference=reference)
    return render(request, "questions/page.html", {"question": reports.exchange(question)})


@anyone("GET", "POST")
def ask(request: HttpRequest) -> HttpResponse:
    """The form, with the rules on it. Sent, it leads to a page that says to look for an e-mail."""
    now, day = clock.now(), clock.today()
    terms, meeting = AskingTerms.objects.on(day).first(), taking_questions(day)
    if terms is None:
        return render(request, "questions/ask_closed.html", {"kept": request.POST.get("question", "")})
    if request.method == "POST" and not allow("ask-tries", caller(request), most=TRIES_FROM_ONE_PLACE, seconds=HOUR):
        return too_many(request, wait=HOUR)
    form = AskForm(request.POST or None, day=day)
    if request.method == "POST" and form.is_valid():
        if not may_ask(request):
            return too_many(request, wait=HOUR)
        told = form.cleaned_data
        sender = {"email": told["email"], "name": told["name"], "district": form.district}
        actions.ask(words=told["question"], at=now, meeting=meeting, **sender)
        return redirect("questions_sent")
    page = {"form": form, "rules": AskingRule.objects.on(day), "terms": terms, "meeting": meeting}
    return render(request, "questions/ask.html", page)


def may_ask(request: HttpRequest) -> bool:
    """Who is refused alone does not count for everybody: one place cannot use up what all may ask."""
    alone = allow("ask", caller(request), most=ASKED_FROM_ONE_PLACE, seconds=HOUR)
    return alone and allow_everybody("ask", most=ASKED_BY_EVERYBODY, seconds=HOUR)


@anyone("GET")
def sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody, whether or not a message could go out: it tells nothing about an address."""
    return render(request, "questions/sent.html", {"terms": AskingTerms.objects.on(clock.today()).first()})


@anyone("GET", "POST")
def confirm(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Reading this changes nothing, since programs open every link in an e-mail; the button confirms."""
    question = links.question_for(links.CONFIRM, reference=reference, code=code)
    if question is None:
        return render(request, "questions/link_ended.html", status=404)
    if request.method == "POST":
        actions.confirm(question, at=clock.now())
        return redirect("questions_follow", reference, links.code_for(links.FOLLOW, question))
    if question.state != State.UNCONFIRMED:
        return render(request, "questions/confirmed_before.html", {"follow": follow_address(question)}, status=410)
    return render(request, "questions/confirm.html", {"question": question})


def follow_address(question: Question) -> str:
    return reverse("questions_follow", args=[question.reference, links.code_for(links.FOLLOW, question)])


@anyone("GET")
def follow(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Where the asker's question stands. Their own words are not shown: nobody can open them in this process."""
    question = links.question_for(links.FOLLOW, reference=reference, code=code)
    if question is None or question.state == State.UNCONFIRMED:
        return render(request, "questions/link_ended.html", status=404)
    page = {"question": question, "steps": question.steps.all(), "state": State(question.state)}
    return render(request, "questions/follow.html", page)


class PublishedFeed(Feed):
    """The latest published questions as Atom. Titles are neutral: feed readers are open on shared screens."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return f"{office_now().service_name}: questions and answers"

    def link(self) -> str:
        return reverse("questions_list")

    def feed_url(self) -> str:
        return reverse("questions_feed")

    def items(self) -> list[reports.Exchange]:
        return reports.latest(FEED_ITEMS)

    def item_title(self, item: reports.Exchange) -> str:
        return item.asked_from

    def item_description(self, item: reports.Exchange) -> str:
        return f"{item.words}\n\n{item.answer}"

    def item_link(self, item: reports.Exchange) -> str:
        return reverse("questions_page", args=[item.reference])

    def item_pubdate(self, item: reports.Exchange) -> object:
        return item.published_at

    item_updateddate = item_pubdate


_feed = PublishedFeed()


@anyone("GET", keep_seconds=300)
def feed(request: HttpRequest) -> HttpResponse:
    return _feed(request)
