"""Addresses of the house as a whole."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from derbyvoice import views
from derbyvoice.govuk import gallery
from derbyvoice.govuk import urls as govuk
from derbyvoice.users.access import desk
from derbyvoice.users.roles import ROLES

always_urls: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    *govuk.always_urls,
]


def demo_urls() -> list[URLPattern]:
    """Pages that help a newcomer look round; they exist in the demo mode only."""
    from derbyvoice import demonstration

    return [
        path("demo/", demonstration.people, name="demo_people"),
        path("demo/sign-in/<slug:key>/", demonstration.sign_in, name="demo_sign_in"),
        path("demo/mailbox/", demonstration.messages, name="demo_mailbox"),
    ]


public_urls: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    *(demo_urls() if settings.DEMO else []),
]
staff_urls: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("desk/components/", desk("GET", "POST", roles=tuple(ROLES.values()))(gallery.components), name="components"),
]
api_urls: list[URLPattern | URLResolver] = []
