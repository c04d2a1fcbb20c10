"""What a page about one text starts from."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from surveys.insight.models import Passage


def asked(request: HttpRequest, pk: int) -> Passage:
    return get_object_or_404(Passage.objects.visible_to(request.user), pk=pk)


def data_of(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
