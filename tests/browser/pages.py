"""Addresses for browser tests: the real ones, and a page to write on."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from derbyvoice.govuk.gallery import components
from derbyvoice.urls import handler400, handler403, handler404, handler500
from derbyvoice.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

SOURCE = """{% extends "base_public.html" %}{% load govuk %}
{% block title %}Your answers{% endblock %}{% block heading %}Your answers{% endblock %}
{% block content %}<form method="post" autocomplete="off">{% csrf_token %}{{ form }}
{% govuk "button" text="Continue" %}</form>{% endblock %}"""


class StoryForm(forms.Form):
    story = forms.CharField(label="What was it like?", max_length=500, widget=forms.Textarea)


@login_not_required
def write(request: HttpRequest) -> HttpResponse:
    form = StoryForm(request.POST or None)
    return HttpResponse(engines["django"].from_string(SOURCE).render({"form": form}, request))


write.methods_named = frozenset({"GET", "HEAD", "POST"})

urlpatterns = [
    path("write/", write, name="write"),
    path("gallery/", login_not_required(components), name="gallery"),
    *real,
]
