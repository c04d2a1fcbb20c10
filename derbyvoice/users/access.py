"""How open a view is, said at the view: to anyone, to a role, or to a program with a key.

A view without one of these is closed: everybody must sign in, and only GET and HEAD are answered."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from derbyvoice.users.roles import Role

View = Callable[..., HttpResponse]


def with_head(methods: tuple[str, ...]) -> frozenset[str]:
    return frozenset({*methods, "HEAD"}) if "GET" in methods else frozenset(methods)


def anyone(*methods: str, keep_seconds: int = 0) -> Callable[[View], View]:
    """Open to everybody without a sign-in. The page is no-store unless it may be kept for some seconds."""

    def decorate(view: View) -> View:
        @wraps(view)
        def open_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if keep_seconds and response.status_code == 200:
                patch_cache_control(response, public=True, max_age=keep_seconds)
            return response

        open_view.methods_named = with_head(methods)  # type: ignore[attr-defined]
        open_view.opened_to = "anyone"  # type: ignore[attr-defined]
        return login_not_required(open_view)

    return decorate


def signed_in(*methods: str) -> Callable[[View], View]:
    """Open to everybody who is signed in, whatever their role: pages about themselves."""

    def decorate(view: View) -> View:
        @wraps(view)
        def own_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        own_view.methods_named = with_head(methods)  # type: ignore[attr-defined]
        own_view.opened_to = "everybody who is signed in"  # type: ignore[attr-defined]
        return own_view

    return decorate


def desk(*methods: str, roles: tuple[Role, ...]) -> Callable[[View], View]:
    """Open to people who hold one of these roles now; everybody else who is signed in is refused (403)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def desk_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        desk_view.methods_named = with_head(methods)  # type: ignore[attr-defined]
        desk_view.opened_to = ", ".join(sorted(role.key for role in roles))  # type: ignore[attr-defined]
        return desk_view

    return decorate
