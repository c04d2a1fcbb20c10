"""The plainest Django page that asks the same: a form of 22 options with a CSRF token, and no middleware but that."""

from django import forms
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory

PAGE = """<!doctype html><html lang="en"><head><title>Question</title></head><body>
<form method="post">{% csrf_token %}{{ form.as_p }}<button>Continue</button></form></body></html>"""


class Bare(forms.Form):
    answer = forms.ChoiceField(
        choices=[(str(number), f"Option number {number}") for number in range(22)], widget=forms.RadioSelect
    )


plain = DjangoTemplates({"NAME": "bare", "DIRS": [], "APP_DIRS": False, "OPTIONS": {}})
template = plain.from_string(PAGE)
factory = RequestFactory()


def view(request):
    return HttpResponse(template.render({"form": Bare()}, request))


page = CsrfViewMiddleware(view)


def bare_page() -> HttpResponse:
    """One GET of the bare form page."""
    return page(factory.get("/"))
