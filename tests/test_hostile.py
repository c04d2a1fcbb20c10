"""Hostile values in every form, address and list: a plain answer, no markup given back, nothing kept on refusal.

The forms are found by asking every address that takes one, and their fields by reading the page."""

from html import unescape
from html.parser import HTMLParser
from itertools import groupby
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from derbyvoice.office import clock
from tests.access import ANYONE, COOKIE, LINK, NOBODY, OWN, PROGRAM, ROWS, SIGNED_IN
from tests.factories import make
from tests.whole_house import House, put_away

pytestmark = [pytest.mark.django_db, pytest.mark.walks]

MARK = "<script>alert('zq')</script>"
VALUES = {
    "NUL": "a\x00b",
    "long": "y" * 1_000_000,
    "right to left": "\u202egnirts\u2066",
    "emoji": "🙂👩🏽‍🚀" * 40,
    "surrogate": b"a\xed\xa0\x80b",
    "not UTF-8": b"\xff\xfe\xfa",
    "markup": MARK,
    "attribute": f'" autofocus onfocus=alert(1) x="{MARK}',
    "SQL": "'; DROP TABLE users_user; --",
    "number": "9" * 400,
    "negative": "-99999999999999999999",
    "template": "{{ 7|add:7 }}{% debug %}",
    "header": "a@b.example\nBcc: c@d.example",
    "formula": "=1+1",
}
QUERIES = [
    "page=abc", "page=-1", "page=99999999999", "page=" + "9" * 50,
    f"q={quote(MARK)}&survey=%00&next=//attacker.example",
    "q=%ED%A0%80&show=%00&whose=%FF&quarter=x", "area=%00&reference=%00&q=%27%3B--" + "z" * 3000,
]  # fmt: skip
LISTS = [
    f"q={quote(MARK)}&p=abc&o=9.-9.x&_facets=1", "q=%27%22%00&p=-1&all=", "q=%ED%A0%80&p=99999999999&_popup=1",
    "e=1", "id__exact=x", "no_such__field=1", "password__startswith=a", "pk__in=1,2,%00", "_to_field=x",
]  # fmt: skip
MAY_WRITE = (
    "insight_search",
    "django_session",
    "users_signin",
    "audit_",
    "intake_intakerefusal",
    '"tries"',
    '"code_tries"',
)
BUTTONS = {"panel_leave", "witness_care_offer"}  # nothing is asked but the press; the answer is a page
KEEPS = {"contracts_return", "contracts/monitoringmeeting"}  # kept (or undone) first, and the rest refused
REFUSED = {200, 400, 403, 404, 409, 410, 413, 429}


class Fields(HTMLParser):
    """The forms of a page: where each goes, and the names and values of its fields."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.forms, self.open, self.handlers = [], None, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        self.handlers += [name for name in facts if name.startswith("on")]
        if tag == "form":
            self.open = {"to": facts.get("action") or "", "method": facts.get("method", "get").lower(), "fields": {}}
            self.forms.append(self.open)
        elif self.open is not None and facts.get("name") and tag in ("input", "textarea", "select", "button"):
            self.open["fields"].setdefault(facts["name"], (facts.get("type", tag), facts.get("value") or ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None


class Rolled(Exception):
    """Undo."""


@pytest.fixture
def house():
    return House(clock.now())


@pytest.fixture
def client_for(house):
    """A browser of somebody who may: nobody in particular where anyone may."""

    def made(who):
        client = Client(raise_request_exception=False)
        if who in (SIGNED_IN, OWN):
            client.force_login(house.people["office_staff"])
        elif not isinstance(who, str):
            client.force_login(house.somebody(who[0]))
        return client

    return made


def send(client, method, address, body=b""):
    """Status, page and the statements that wrote something; all of it undone."""
    cache.clear()  # limits have tests of their own
    written, told, cookies = [], {}, {name: morsel.value for name, morsel in client.cookies.items()}

    def hear(execute, sql, params, many, context):
        if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE") and not any(name in sql for name in MAY_WRITE):
            written.append(sql[:80])
        return execute(sql, params, many, context)

    try:
        with transaction.atomic(), connection.execute_wrapper(hear):
            answer = client.generic(method, address, body, content_type="application/x-www-form-urlencoded")
            page = b"" if answer.streaming else answer.content
            told = {"status": answer.status_code, "page": page.decode(errors="replace"), "headers": answer.headers}
            put_away(answer)
            raise Rolled
    except Rolled:
        client.cookies.clear()
        client.cookies.load(cookies)
    return told["status"], told["page"], written, str(told["headers"])


def body_of(pairs):
    raw = lambda value: quote_from_bytes(value) if isinstance(value, bytes) else quote(str(value))  # noqa: E731
    return "&".join(f"{quote(name)}={raw(value)}" for name, value in pairs).encode()


def wrong_with(place, status, page, written, headers):
    """What must not be."""
    if status >= 500:
        return f"{place}: {status}"
    if MARK in page or ("onfocus=" in page and Fields(page).handlers):
        return f"{place}: given back as markup"
    if page.count('class="govuk-error-summary"') > 1:
        return f"{place}: the problem is told twice"
    if "attacker.example" in headers or "\nBcc" in headers:
        return f"{place}: in the headers"
    if status in REFUSED and written and not any(name in place for name in BUTTONS | KEEPS):
        return f"{place}: {status}, and wrote {written[0]}"
    return None


def spoilt(fields, value):
    """The form with this value in everything that a person could type or choose; the buttons stay."""
    kept = ("csrfmiddlewaretoken",)
    return [(name, "" if name in kept else value) for name in fields]


def forms_of(client, address, page=None):
    page = page or send(client, "GET", address)[1]
    found = [form for form in Fields(page).forms if form["method"] == "post" and "/leave/" not in form["to"]]
    return [(unescape(form["to"]) or address, form["fields"]) for form in found]


def attack(client, address, fields, label):
    """Every value in every field; then each field alone; nothing; everything twice."""
    named = [name for name in fields if name != "csrfmiddlewaretoken"]
    for kind, value in VALUES.items():
        yield f"{label} all={kind}", body_of(spoilt(fields, value))
    sound = [(name, value) for name, (_, value) in fields.items()]
    for name in named:
        for kind in ("NUL", "not UTF-8", "number", "markup"):
            yield (
                f"{label} {name}={kind}",
                body_of([*(pair for pair in sound if pair[0] != name), (name, VALUES[kind])]),
            )
    yield f"{label} empty", b""
    yield f"{label} twice", body_of([*sound, *sound, *spoilt(fields, "again")])
    yield f"{label} unknown", body_of([("no_such_field", MARK), ("__proto__", "1"), ("id", "1"), ("is_staff", "on")])


def room_of(row):
    return row.name.partition("_")[0]


TAKERS = sorted((row for row in ROWS if row.post not in (NOBODY, PROGRAM, COOKIE)), key=room_of)
ROOMS = {room: list(rows) for room, rows in groupby(TAKERS, room_of)}


def faults_of_forms(row, house, client_for):
    who = row.get if row.post in (ANYONE, LINK) and row.get not in (NOBODY, LINK, COOKIE) else row.post
    client, address = client_for(who), reverse(row.name, kwargs=house.args.get(row.name))
    forms = forms_of(client, address) if row.get != NOBODY else []
    for to, fields in forms or [(address, {"words": ("text", ""), "kind": ("text", ""), "why": ("text", "")})]:
        if to.split("?")[0] != address:
            continue  # another row's form
        for place, body in attack(client, to, fields, row.name):
            yield wrong_with(place, *send(client, "POST", to, body))


@pytest.mark.parametrize("room", ROOMS)
def test_every_form_answers_plainly(house, client_for, room):
    found = [fault for row in ROOMS[room] for fault in faults_of_forms(row, house, client_for)]
    assert not any(found), "\n".join(filter(None, found))


def test_every_page_answers_plainly_whatever_the_query_says(house, client_for):
    found = []
    for row in ROWS:
        if row.get in (NOBODY, PROGRAM):
            continue
        client, address = client_for(row.get), reverse(row.name, kwargs=house.args.get(row.name))
        found += [
            wrong_with(f"{row.name}?{query}"[:90], *send(client, "GET", f"{address}?{query}")) for query in QUERIES
        ]
    assert not any(found), "\n".join(filter(None, found))


PARTS = ["%00", "%ED%A0%80", quote(MARK), "..%2F..%2Fetc", "%E2%80%AE", "'", "9" * 30, "x" * 2000, "-1", "%0d%0aA:b"]


def test_every_address_answers_plainly_whatever_stands_in_its_place(house, client_for):
    found = []
    for row in ROWS:
        args = house.args.get(row.name)
        if not args or row.get in (NOBODY, PROGRAM):
            continue
        client, address = client_for(row.get), reverse(row.name, kwargs=args)
        for value in args.values():
            for part in PARTS:
                spoilt_address = address.replace(quote(str(value)), part, 1)
                found.append(wrong_with(f"GET {spoilt_address}"[:120], *send(client, "GET", spoilt_address)))
    assert not any(found), "\n".join(filter(None, found))


@pytest.fixture
def pages_of_admin(house):
    return [(page, make(model)) for model, page in admin.site._registry.items()]


def test_every_list_of_the_admin_answers_plainly(pages_of_admin, client_for):
    found = []
    for page, _ in pages_of_admin:
        client = client_for(page.roles)
        address = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")
        found += [wrong_with(f"{address}?{query}", *send(client, "GET", f"{address}?{query}")) for query in LISTS]
    assert not any(found), "\n".join(filter(None, found))


ADMIN_VALUES = ("NUL", "surrogate", "number", "markup", "negative", "right to left")


def test_every_form_of_the_admin_answers_plainly(pages_of_admin, client_for):
    found = []
    for page, row in pages_of_admin:
        client, base = client_for(page.roles), f"admin:{page.opts.app_label}_{page.opts.model_name}"
        addresses = [reverse(f"{base}_add")] if page.add_form_action else []
        addresses += [reverse(f"{base}_change", args=[row.pk])] if page.change_form_action else []
        for address in addresses:
            for _, fields in forms_of(client, address)[-1:]:
                bodies = [(kind, body_of(spoilt(fields, VALUES[kind]))) for kind in ADMIN_VALUES]
                bodies += [("empty", b""), ("unknown", urlencode({"id": 7, "no_such": MARK}).encode())]
                found += [
                    wrong_with(f"{address} {kind}", *send(client, "POST", address, body)) for kind, body in bodies
                ]
    assert not any(found), "\n".join(filter(None, found))


def test_the_search_for_forms_finds_them(house, client_for):
    """The crawl must not be quiet because it saw nothing."""
    client = client_for(ANYONE)
    [(to, fields)] = forms_of(client, reverse("questions_ask"))
    assert to == reverse("questions_ask")
    assert {"question", "email", "area", "name"} <= set(fields)


def test_too_many_tries_at_a_private_page_are_answered_plainly_even_when_nothing_is_typed(house):
    address, client = reverse("witness_care_door", kwargs=house.args["witness_care_door"]), Client()
    assert {client.post(address).status_code for _ in range(12)} == {200, 429}
