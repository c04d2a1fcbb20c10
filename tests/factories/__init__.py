"""Factories: `make(Model, **fields)` gives a saved, valid row of any model. Each room's recipes stand in its own file.

A recipe is registered with `@recipe(Model)` and takes keyword fields; it fills in what the caller left out."""

from collections.abc import Callable
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
recipes: dict[type[models.Model], Callable[..., Any]] = {}
number = count(1)


def recipe(model: type[M]) -> Callable[[Callable[..., M]], Callable[..., M]]:
    def keep(function: Callable[..., M]) -> Callable[..., M]:
        recipes[model] = function
        return function

    return keep


def make(model: type[M], **fields: Any) -> M:
    load_all()
    return recipes[model](**fields)


def load_all() -> dict[type[models.Model], Callable[..., Any]]:
    """Every recipe there is."""
    for file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        import_module(f"tests.factories.{file.stem}")
    return recipes
