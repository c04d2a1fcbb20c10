"""Whatever hangs on a response, in whatever room: found by its fields, so that a table to come is not forgotten."""

from collections.abc import Collection, Iterator

from django.db import models

from surveys.responses.models import Response

Hanging = tuple[type[models.Model], "models.ForeignKey[models.Model, models.Model]"]


def hanging() -> Iterator[Hanging]:
    """Each table whose rows point to a response, and the field by which they do; hidden relations too."""
    for relation in Response._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield relation.related_model, relation.field


def let_go(ids: Collection[int], *, kept: Collection[str] = ()) -> None:
    """Destroy what hangs on these responses, or cut what only points to them. `kept` names tables that stay."""
    for model, field in hanging():
        if model._meta.label in kept:
            continue
        rows = model._default_manager.filter(**{f"{field.name}__in": ids})
        if field.remote_field.on_delete is models.SET_NULL:
            rows.update(**{field.name: None})
        else:
            rows.delete()
