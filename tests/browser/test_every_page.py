"""Every page that a role can walk to, filled with the demonstration: accessible, and no wider than a phone."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Response

from derbyvoice.users import roles
from derbyvoice.users.demo import person
from tests.browser.sight import NARROW, faults

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
FILES = (".csv", ".json", ".xlsx", ".ics", "/feed/", "/csv/", "/xlsx/")
PUBLIC = ("/", "/scrutiny/", "/join/", "/heard/", "/back/")
ADMIN = "/admin/"
NOBODY = None
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')


def name_of(address: str, *, leave_out: tuple[str, ...]) -> str:
    """What kind of page it is, so that one page of each kind is looked at."""
    path = urlsplit(address).path
    try:
        match = resolve(path, urlconf=settings.EVERY_DOOR_URLCONF)
    except Resolver404:
        return ""
    if path.startswith((settings.STATIC_URL, *leave_out)) or path.endswith(FILES):
        return ""
    return "history" if match.view_name.endswith("_history") else match.view_name


def opened(page, address: str) -> Response | None:
    """The answer to looking at this address; None when it is a file to keep."""
    try:
        return page.goto(address)
    except Error as told:
        if "Download is starting" in told.message:
            return None
        raise


def walk(page, starts: list[str], *, looked_at: set[str], leave_out: tuple[str, ...]) -> dict[str, list[str]]:
    """Follow every link from here, one page of each kind. Gives the faults of each page not looked at before."""
    waiting, seen, told = list(starts), set(), {}
    host = urlsplit(starts[0]).netloc
    while waiting:
        address = waiting.pop(0)
        if not (name := name_of(address, leave_out=leave_out)) or name in seen:
            continue
        seen.add(name)
        found, links = read(page, address) if name in looked_at else look_at(page, address)
        looked_at.add(name)
        if found:
            told[f"{name} {urlsplit(address).path}"] = found
        waiting += [link.partition("#")[0] for link in links if urlsplit(link).netloc == host]
    assert len(seen) >= 2, seen
    return told


def look_at(page, address: str) -> tuple[list[str], list[str]]:
    """What is wrong with this page as it is seen, and where it leads."""
    if not (answer := opened(page, address)):
        return [], []
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return faults(page, NARROW, WCAG) + bad(answer.status), links


def read(page, address: str) -> tuple[list[str], list[str]]:
    """The same of a kind of page that was looked at before as somebody else: it is asked for, and not drawn."""
    answer = page.request.get(address)
    if "html" not in answer.headers.get("content-type", ""):
        return bad(answer.status), []
    return bad(answer.status), [urljoin(answer.url, unescape(link)) for link in LINK.findall(answer.text())]


def bad(status: int) -> list[str]:
    return [f"answers {status}"] if status >= 400 else []


def signed_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def test_every_page_of_every_role_is_accessible(open_page, live_server):
    call_command("load_demo", verbosity=0)
    told, looked_at = {}, set()
    for role in (NOBODY, *roles.ROLES.values()):
        page = open_page(width=320)
        starts = ("/desk/",) if role else PUBLIC
        if role:
            signed_in(page, live_server, person(role))
        told |= walk(page, [live_server.url + start for start in starts], looked_at=looked_at, leave_out=(ADMIN,))
    assert not told, said(told)
    assert len(looked_at) > 130, "The walk became shorter: are there pages to which nothing leads any more?"


def test_every_page_of_the_admin_is_accessible(open_page, live_server):
    call_command("load_demo", verbosity=0)
    page = open_page(width=320)
    signed_in(page, live_server, person(roles.OFFICE_STAFF))
    looked_at: set[str] = set()
    told = walk(page, [live_server.url + ADMIN], looked_at=looked_at, leave_out=("/desk/", "/demo/", "/scrutiny/"))
    assert not told, said(told)
    assert len(looked_at) > 180, "The walk became shorter: are there pages to which nothing leads any more?"


def said(told: dict[str, list[str]]) -> str:
    return "\n".join(f"{page}: {found}" for page, found in told.items())
