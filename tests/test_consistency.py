"""Tests that watch the whole repository: what every model, page, address and template must have."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from derbyvoice.vault.fields import SealedField
from tests import exemptions
from tests.factories import load_all

ROOT = settings.BASE_DIR
WINGS = ("derbyvoice", "services", "surveys", "scrutiny")
OWN = [model for model in apps.get_models() if model.__module__.split(".")[0] in WINGS]
OURS = [model for model in OWN if not model.__name__.startswith("Historical")]
SOURCES = [path for wing in WINGS for path in sorted((ROOT / wing).rglob("*.py")) if "migrations" not in path.parts]
FOLDERS = [ROOT / "templates", *(folder for wing in WINGS for folder in sorted((ROOT / wing).rglob("templates")))]
TEMPLATES = {path: folder for folder in FOLDERS for path in sorted(folder.rglob("*")) if path.is_file()}
TELLING = re.compile(
    r"abuse|abus|domestic|violence|violent|victim|survivor|rape\b|sexual|assault|stalk|testimon|crime|police|pcc"
    r"|refuge|harass|perpetrator|safeguard|honour",
    re.IGNORECASE,
)


def label(model: type[models.Model]) -> str:
    return model._meta.label


def addresses(patterns=None, prefix="") -> Iterator[tuple[str, URLPattern]]:
    for entry in get_resolver(settings.EVERY_DOOR_URLCONF).url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def own_addresses() -> list[tuple[str, URLPattern]]:
    """Addresses of our own pages; the admin guards its own."""
    own = [(path, entry) for path, entry in addresses() if entry.lookup_str.split(".")[0] in WINGS]
    return [(path, entry) for path, entry in own if not path.startswith("admin/")]


def public_addresses() -> list[tuple[str, URLPattern]]:
    return [row for row in own_addresses() if getattr(row[1].callback, "opened_to", "") == "anyone"]


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_model_has_a_factory_that_makes_a_saved_row(model, db):
    row = load_all()[model]()
    assert row.pk
    assert str(row)


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_model_has_an_admin_page_or_a_reason(model):
    reason = exemptions.NO_ADMIN.get(label(model))
    assert admin.site.is_registered(model) != bool(reason), reason


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_model_says_what_personal_data_it_holds(model):
    assert len(vars(model).get("personal_data", "")) >= 4


@pytest.mark.parametrize("model", OURS, ids=label)
def test_who_and_when_travel_together(model):
    names = {field.name for field in model._meta.get_fields()}
    moments = {name for name in names if name.endswith("_at")}
    alone = {name for name in moments if f"{name[:-3]}_by" not in names}
    unexplained = {f"{label(model)}.{name}" for name in alone} - set(exemptions.NOBODYS_MOMENT)
    assert not unexplained


def test_reasons_are_given_only_where_they_are_needed():
    known = {label(model) for model in OURS}
    moments = {f"{label(model)}.{field.name}" for model in OURS for field in model._meta.get_fields()}
    assert set(exemptions.NO_ADMIN) <= known
    assert set(exemptions.NOBODYS_MOMENT) <= moments


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_constraint_is_named_and_speaks_to_people(model):
    for constraint in model._meta.constraints:
        assert constraint.name
        if isinstance(constraint, models.CheckConstraint | models.UniqueConstraint):
            told = constraint.violation_error_message != constraint.default_violation_error_message
            assert told or f"{constraint.name}" in exemptions.ONLY_CODE_BREAKS, constraint.name


def test_every_template_is_used():
    everything = "".join(path.read_text() for path in [*SOURCES, *TEMPLATES])
    unused = []
    for path, folder in TEMPLATES.items():
        name = path.relative_to(folder).as_posix()
        if not name.startswith(exemptions.FRAMEWORK_TEMPLATES) and name not in everything:
            unused.append(name)
    assert unused == []


def test_every_address_has_a_name_and_says_to_whom_it_is_open():
    nameless = [path for path, entry in own_addresses() if not entry.name]
    undecided = [
        path
        for path, entry in own_addresses()
        if not getattr(entry.callback, "opened_to", "") and entry.name not in exemptions.OPENED_OTHERWISE
    ]
    assert nameless == []
    assert undecided == []


def test_public_addresses_are_neutral():
    assert [path for path, _ in public_addresses() if TELLING.search(path)] == []


def test_public_titles_are_neutral():
    telling = []
    for path in TEMPLATES:
        text = path.read_text()
        if "base_staff.html" in text or path.parts[-2] == "admin":
            continue
        titles = re.findall(r"{% block title %}(.*?){% endblock", text, re.DOTALL)
        telling += [f"{path.name}: {title}" for title in titles if TELLING.search(title)]
    assert telling == []


def test_cookie_names_are_neutral_and_short():
    names = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    for path in SOURCES:
        names |= set(re.findall(r"set_cookie\(\s*[\"']([^\"']+)", path.read_text()))
    assert all(not TELLING.search(name) and len(name.removeprefix("__Host-")) <= 2 for name in names), names


def list_views() -> list[str]:
    """Names of addresses whose view divides rows into pages."""
    found = []
    for _, entry in own_addresses():
        module = entry.lookup_str.rsplit(".", 1)[0]
        path = ROOT / (module.replace(".", "/") + ".py")
        if path.exists() and entry.name and paginates(path, entry.callback.__name__):
            found.append(entry.name)
    return sorted(set(found))


def paginates(path: Path, function: str) -> bool:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return "Paginator(" in ast.unparse(node) or "page_of(" in ast.unparse(node)
    return False


@pytest.mark.parametrize("name", list_views())
def test_every_list_has_a_literal_query_count_at_1_and_30_rows(name):
    counting = [
        path
        for path in (ROOT / "tests").rglob("test_*.py")
        if ("[1, 30]" in path.read_text() and "num_queries" in path.read_text() and f'"{name}"' in path.read_text())
        or name in exemptions.NOT_ROWS
    ]
    assert counting, f"No test counts the queries of {name} at 1 and at 30 rows."


def confidential_models() -> set[str]:
    return {
        model.__name__
        for model in OURS
        if any(isinstance(field, SealedField) for field in model._meta.get_fields())
        or hasattr(model._default_manager.all(), "visible_to")
    }


READERS = ("views.py", "api.py", "desk.py", "pages.py")


def test_pages_reach_confidential_rows_only_through_what_a_person_may_see():
    """A page starts from `visible_to(user)`, or from what a person proves with a link, a code or return words."""
    starts = "|".join(exemptions.SCOPED_STARTS)
    names = "|".join(sorted(confidential_models()))
    loose = re.compile(rf"\b({names})\.objects\.(?!({starts})\()\w+")
    found = []
    for path in SOURCES:
        if path.name in READERS or "views" in path.parts:
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in loose.finditer(path.read_text())]
    assert found == []


def test_no_room_is_a_junk_drawer():
    drawers = {"services.py", "utils.py", "helpers.py", "common.py", "signals.py"}
    assert [str(path.relative_to(ROOT)) for path in SOURCES if path.name in drawers] == []


def test_files_stay_short():
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in SOURCES}
    assert {path: lines for path, lines in long.items() if lines > 400} == {}


def test_nothing_names_this_areas_office_in_code_or_templates():
    ours = re.compile(r"Derbyshire|Devon|Constabulary", re.IGNORECASE)
    texts = [path for path in [*SOURCES, *TEMPLATES] if "demo" not in path.parts and path.name != "demo.py"]
    allowed = exemptions.MAY_NAME_THE_AREA
    found = {str(path.relative_to(ROOT)) for path in texts if ours.search(path.read_text().replace("derbyvoice", ""))}
    assert found - allowed == set()


def test_nothing_unfinished_is_left():
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b")
    assert [str(path.relative_to(ROOT)) for path in SOURCES if marks.search(path.read_text())] == []


PHYSICAL = re.compile(r"(margin|padding|border)-(left|right)\b|(?<![-\w])(left|right):|text-align:\s*(left|right)")


@pytest.mark.parametrize("path", sorted((ROOT / "static/src").glob("_*.scss")), ids=lambda path: path.name)
def test_styles_name_the_start_of_a_line_and_not_its_left(path):
    """Some people read from the right."""
    assert PHYSICAL.findall(path.read_text()) == []
