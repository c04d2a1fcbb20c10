"""Every page that a role can walk to, filled with the demonstration: accessible, and no wider than a phone."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve

from derbyvoice.users import roles
from derbyvoice.users.demo import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
FILES = (".csv", ".json", ".xlsx", ".ics", "/feed/", "/csv/", "/xlsx/")
PUBLIC = ("/", "/scrutiny/", "/join/", "/heard/", "/back/")
NOBODY = None


def name_of(address: str) -> str:
    """What kind of page it is, so that one page of each kind is looked at. The admin's own pages are left out."""
    path = urlsplit(address).path
    try:
        match = resolve(path, urlconf=settings.EVERY_DOOR_URLCONF)
    except Resolver404:
        return ""
    return "" if path.startswith((settings.STATIC_URL, "/admin/")) or path.endswith(FILES) else match.view_name


def faults_of(page) -> list[str]:
    result = Axe().run(page, options=WCAG)
    found = [f"{one['id']} {one['nodes'][0]['html'][:120]}" for one in result.response["violations"]]
    return [*found, "scrolls sideways"] if page.evaluate(WIDE) else found


def walk(page, starts: list[str]) -> dict[str, list[str]]:
    """Follow every link from here, one page of each kind. Gives the faults of each page."""
    waiting, seen, faults = list(starts), set(), {}
    host = urlsplit(starts[0]).netloc
    while waiting:
        address = waiting.pop(0)
        if not (name := name_of(address)) or name in seen:
            continue
        seen.add(name)
        answer = page.goto(address)
        if found := faults_of(page) + ([] if answer.status < 400 else [f"answers {answer.status}"]):
            faults[f"{name} {urlsplit(address).path}"] = found
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        waiting += [link.partition("#")[0] for link in links if urlsplit(link).netloc == host]
    assert len(seen) >= 2, seen
    return faults


def signed_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def test_every_page_of_every_role_is_accessible(open_page, live_server):
    call_command("load_demo", verbosity=0)
    faults = {}
    for role in (NOBODY, *roles.ROLES.values()):
        page = open_page(width=320)
        page.set_default_timeout(20000)
        starts = ("/desk/",) if role else PUBLIC
        if role:
            signed_in(page, live_server, person(role))
        faults |= walk(page, [live_server.url + start for start in starts])
    assert not faults, "\n".join(f"{page}: {found}" for page, found in faults.items())
