"""What the views of this room do alike: find the session, call an action, show at the form why it was refused."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from derbyvoice.users import roles
from surveys.fieldwork.models import Session

RESEARCHERS = (roles.RESEARCHER,)


def session_of(request: HttpRequest, pk: int) -> Session:
    """The session, if this person may see it. Raises `Http404`."""
    return get_object_or_404(Session.objects.visible_to(request.user), pk=pk)


def posted(request: HttpRequest) -> Any:
    """What was posted, even if it is nothing; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def done(form: Any, action: Callable[[], Any]) -> bool:
    """Whether the form was sent, is right, and its action was done; if not, the form says why."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        action()
    except ValidationError as refused:
        known = not hasattr(refused, "error_dict") or set(refused.error_dict) <= set(form.fields)
        form.add_error(None, refused if known else refused.messages)
        return False
    return True
