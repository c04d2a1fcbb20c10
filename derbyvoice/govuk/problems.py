"""Pages about what went wrong: no query, no session, and the exit on each of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from derbyvoice.govuk.languages import as_asked
from derbyvoice.govuk.typed import typed

TITLES = {
    400: _("We could not read that"),
    403: _("You cannot see this page"),
    404: _("Page not found"),
    405: _("That did not work"),
    429: _("Please wait a moment"),
    500: _("Sorry, something went wrong"),
    503: _("Sorry, please try again soon"),
}


def problem(request: HttpRequest, status: int, template: str = "", **context: Any) -> HttpResponse:
    """The page for a status; a program that asked is told in its own language."""
    with as_asked(request):
        return problem_page(request, status, template, **context)


def problem_page(request: HttpRequest, status: int, template: str, **context: Any) -> HttpResponse:
    title = gettext(TITLES[status])
    if wants_json(request):
        response: HttpResponse = JsonResponse({"status": status, "title": title}, status=status)
    else:
        page = render_to_string(template or f"errors/{status}.html", {"title": title, **context})
        response = HttpResponse(page, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def giving_back(request: HttpRequest, status: int, template: str = "", **context: Any) -> HttpResponse:
    """The page for a status with what was typed in a form that can be sent again."""
    if request.method == "POST":
        kept = typed(request)
        context |= {
            "texts": [field for field in kept if field.is_text],
            "choices": [field for field in kept if not field.is_text],
            "files": is_upload(request),
            "again": request.get_full_path(),
            "csrf_token": get_token(request),
        }
    return problem(request, status, template, **context)


def is_upload(request: HttpRequest) -> bool:
    return (request.content_type or "").startswith("multipart/")


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or not request.accepts("text/html")
