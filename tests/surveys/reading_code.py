"""Finds every function of ours that takes hold of what somebody told us: by a model, a relation, or by opening it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def named(names: str) -> frozenset[str]:
    return frozenset(names.split())


ROWS = named("""
    Response Words Recording NamedWish Trace Receipt Uncounted Tally Release Passage Redaction Quote Coding
    Evidence SampleText Settlement Note EarlierText Carried Entry Flag
""")
"""Models that hold something of a person's content, or lead to it."""
RELATIONS = named("""
    words recordings traces receipts responses passage redactions quotes codings evidence sampled notes earlier
    carried texts named_wish releases tallies uncounted
""")
OPENERS = named("""
    open_words open_bytes open_said open_sound open_as_person open_bytes_as_person
""")
ASKING = named("""
    all filter exclude get first last exists count values values_list standing agreed confirmed open allowing
    visible_to shown for_everybody order_by select_related annotate aggregate iterator
""")
PERSONS = named("""
    response found row earlier kept
""")
"""Names by which functions call a response whose closed answers they look at."""
NOT_READERS = ("migrations", "demo")


def readers() -> dict[str, str]:
    """`insight.care:unread`, with its code, for each function that reads something of a person's."""
    return {f"{module_of(path)}:{name}": code for path in files() for name, code in readers_in(path)}


def files() -> Iterator[Path]:
    """The wing alone: no other wing may import its rows (`.importlinter`)."""
    for path in sorted((settings.BASE_DIR / "surveys").rglob("*.py")):
        if not any(part.startswith(NOT_READERS) for part in path.relative_to(settings.BASE_DIR).parts):
            yield path


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(settings.BASE_DIR / "surveys").with_suffix("").parts)


def readers_in(path: Path) -> Iterator[tuple[str, str]]:
    yield from inside(ast.parse(path.read_text()), "")


def inside(node: ast.AST, within: str) -> Iterator[tuple[str, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from inside(child, f"{within}{child.name}.")
        elif any(map(reads, ast.walk(child))):
            yield f"{within}{getattr(child, 'name', '(module)')}", ast.unparse(child)


def reads(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return takes_rows(node) or asks_relation(node) or looks_at_answers(node)
    if isinstance(node, ast.Call):
        return names_answers(node) or (isinstance(node.func, ast.Name) and node.func.id in OPENERS)
    return False


def takes_rows(node: ast.Attribute) -> bool:
    named = isinstance(node.value, ast.Name) and node.value.id in ROWS
    return named and node.attr in ("objects", "_default_manager", "_base_manager")


def asks_relation(node: ast.Attribute) -> bool:
    return node.attr in ASKING and isinstance(node.value, ast.Attribute) and node.value.attr in RELATIONS


def looks_at_answers(node: ast.Attribute) -> bool:
    told = node.attr == "answers" and isinstance(node.ctx, ast.Load)
    return told and isinstance(node.value, ast.Name) and node.value.id in PERSONS


def names_answers(node: ast.Call) -> bool:
    """Asks a queryset for the closed answers by their name, as in `values_list("answers")`."""
    asked = isinstance(node.func, ast.Attribute) and node.func.attr in ("values", "values_list", "F")
    return asked and any(isinstance(one, ast.Constant) and one.value == "answers" for one in node.args)
