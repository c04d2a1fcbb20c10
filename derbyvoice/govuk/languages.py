"""Languages into which the words of our own pages are translated, and the one that an address or a form asks for.

Nothing of it is kept on the device: `?in=ur` stands in the address, or `in` in the form, from page to page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from derbyvoice.govuk.typed import UNREADABLE

ASKED: Final = "in"
CATALOGUES: Final = frozenset({"pl", "ur", "pa"})
View = Callable[..., HttpResponse]


def asked_for(request: HttpRequest) -> str:
    """The key of a language, as it stands in the form that was sent or in the address; empty if nowhere."""
    try:
        return str(request.POST.get(ASKED) or request.GET.get(ASKED, ""))[:12]
    except UNREADABLE:
        return ""


@contextmanager
def as_asked(request: HttpRequest) -> Iterator[None]:
    """Speak the language that was asked for, if we do; else go on in the one in which we speak already."""
    key = asked_for(request)
    with translation.override(key if key in CATALOGUES else translation.get_language()):
        yield


def in_their_language(view: View) -> View:
    """A view whose page speaks the language that was asked for."""

    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with as_asked(request):
            return view(request, *args, **kwargs)

    return speaking


def asking() -> str:
    """The end of an address by which the next page speaks as this one does; empty in English."""
    now = translation.get_language()
    return f"?{ASKED}={now}" if now in CATALOGUES else ""
