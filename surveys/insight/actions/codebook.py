"""Changing the codebook. Each change makes a version, so that every code says what its theme meant then."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from derbyvoice.audit.actions import record
from derbyvoice.office import clock
from derbyvoice.users.models import User
from surveys.insight.choices import ThemeState
from surveys.insight.models import CodebookVersion, Theme

GONE = "This theme is not in use any more."
MOST_PARTS = 6
CODEBOOK = "insight.codebook"


def one_at_a_time() -> None:
    """Wait until nobody else is changing the codebook, until the end of this transaction: a version names every theme,
    and two that were made at once would have the same number. There may be no row yet that could be locked."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [CODEBOOK])


@transaction.atomic
def add_theme(*, by: User, **facts: Any) -> Theme:
    """A new theme: name, definition, include, exclude, parent. Raises `ValidationError`."""
    one_at_a_time()
    theme = kept(Theme(added_at=clock.now(), added_by=by), facts)
    new_version(f"Added “{theme.name}”", by=by)
    record("added theme", theme, by=by)
    return theme


@transaction.atomic
def change_theme(*, theme: Theme, by: User, **facts: Any) -> Theme:
    """Say better what it means. What was coded before keeps the version under which it was coded."""
    one_at_a_time()
    theme = kept(in_use(theme), facts)
    new_version(f"Changed “{theme.name}”", by=by)
    record("changed theme", theme, by=by, fields=sorted(facts))
    return theme


@transaction.atomic
def merge_theme(*, theme: Theme, into: Theme, by: User) -> Theme:
    """From now on this theme counts as part of another. Its codes stay as they were given."""
    one_at_a_time()
    theme, into = in_use(theme), in_use(into)
    if theme.pk == into.pk:
        raise ValidationError("Choose another theme.")
    theme.came_into.update(merged_into=into)
    theme.children.update(parent=into if into.parent_id is None else into.parent)
    theme.state, theme.merged_into = ThemeState.MERGED, into
    theme.save(update_fields=["state", "merged_into"])
    new_version(f"“{theme.name}” became part of “{into.name}”", by=by)
    record("merged theme", theme, by=by, into=into.pk)
    return theme


@transaction.atomic
def split_theme(*, theme: Theme, into: list[dict[str, Any]], by: User) -> list[Theme]:
    """Two or more themes in place of one. Its codes stay, and wait for somebody to say which of the new ones fits."""
    one_at_a_time()
    theme = in_use(theme)
    if not 2 <= len(into) <= MOST_PARTS:
        raise ValidationError(f"Say at least two new themes, and at most {MOST_PARTS}.")
    theme.state = ThemeState.SPLIT
    theme.save(update_fields=["state"])
    at = {"added_at": clock.now(), "added_by": by, "split_from": theme, "parent": theme.parent}
    parts = [kept(Theme(**at), facts) for facts in into]
    new_version(f"Split “{theme.name}” into {', '.join(f'“{part.name}”' for part in parts)}", by=by)
    record("split theme", theme, by=by, into=[part.pk for part in parts])
    return parts


def kept(theme: Theme, facts: dict[str, Any]) -> Theme:
    """The theme with these facts, saved. Themes stand in two steps, no more; the parent is asked as it stands now."""
    if facts.get("parent"):
        facts = {**facts, "parent": in_use(facts["parent"])}
    for name, value in facts.items():
        setattr(theme, name, value)
    if theme.parent and (theme.parent.parent_id or (theme.pk and theme.children.exists())):
        raise ValidationError({"parent": "Themes stand in two steps: choose one that stands alone"})
    theme.full_clean()
    theme.save()
    return theme


def in_use(theme: Theme) -> Theme:
    found = Theme.objects.in_use().select_for_update().filter(pk=theme.pk).first()
    if found is None:
        raise ValidationError(GONE)
    return found


def new_version(change: str, *, by: User) -> CodebookVersion:
    """The codebook as it stands now, with the next number."""
    last = CodebookVersion.objects.order_by("-number").first()
    names = ("id", "name", "definition", "include", "exclude", "parent_id")
    themes = list(Theme.objects.in_use().order_by("id").values(*names))
    number = last.number + 1 if last else 1
    facts = {"change": change[:200], "themes": themes, "made_at": clock.now(), "made_by": by}
    return CodebookVersion.objects.create(number=number, **facts)
