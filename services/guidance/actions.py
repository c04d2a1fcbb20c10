"""Keeping the guidance, and loading the first version of it."""

import json
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from services.guidance.models import Clip, Guide, Part

STANDARD = Path(__file__).parent / "standard.json"
GUIDE_FACTS = ("slug", "title", "summary", "position", "source")


class GuidanceFileError(ValueError):
    """The file of guidance cannot be used; the message names the guide."""


Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def keep(row: Row, *, by: By, **facts: Any) -> Row:
    """Add a guide, part or clip, or change it. Raises `ValidationError` naming the field."""
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    record("guidance kept", row, by=by)
    return row


@transaction.atomic
def load_standard(*, by: By, path: Path = STANDARD) -> None:
    """The guidance that comes with the product. What the office has changed since is left as it is.

    Raises `GuidanceFileError`; nothing is kept then."""
    for facts in read(path):
        if Guide.objects.filter(slug=facts["slug"]).exists():
            continue
        guide = keep(Guide(), by=by, **{name: facts[name] for name in GUIDE_FACTS})
        for place, part in enumerate(facts["parts"], 1):
            keep(Part(guide=guide, position=place), by=by, **part)
        for place, clip in enumerate(facts.get("clips", []), 1):
            keep(Clip(guide=guide, position=place), by=by, **clip)


def read(path: Path) -> list[dict[str, Any]]:
    try:
        guides = json.loads(path.read_text(encoding="utf-8"))["guides"]
        for place, guide in enumerate(guides, 1):
            if missing := {*GUIDE_FACTS, "parts"} - set(guide):
                raise GuidanceFileError(f"Guide {place} lacks {', '.join(sorted(missing))}.")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GuidanceFileError(f"{path.name} cannot be used: {error}") from error
    return guides
