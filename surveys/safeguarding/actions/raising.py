"""Raising a flag: by the rules when a testimony is sent, or by hand when somebody reads it."""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.office import clock
from derbyvoice.users.models import User
from surveys.questionnaires.definitions import Definition
from surveys.questionnaires.models import Version
from surveys.safeguarding.actions.moving import RAISED, note, sealed, tell_leads
from surveys.safeguarding.choices import Level, RuleKind, Source, What
from surveys.safeguarding.clocks import clock_of
from surveys.safeguarding.contacts import put_contact
from surveys.safeguarding.looking import Answers, Look, look
from surveys.safeguarding.models import Flag, Rule

Told = Sequence[tuple[str, str]]
log = logging.getLogger(__name__)


def look_at(
    *,
    reference: UUID,
    version: int,
    definition: Definition,
    answers: Answers,
    told: Callable[[], Told],
    address: str,
    by: By,
    phrases_only: bool = False,
) -> Flag | None:
    """Look through what somebody is about to send, before it is sealed; gives the flag if one was raised.

    Called inside the transaction of the sending. `told` gives the answers in words, and is asked only for a flag;
    `address` is empty unless the person agreed to be contacted; `phrases_only` for words that come after the sending,
    when rules on answers have been asked. Nothing that goes wrong here stops the sending: then a flag says that a
    person must look. Never raises."""
    facts: dict[str, Any] = {"reference": reference, "version": version, "told": told, "address": address, "by": by}
    try:
        with transaction.atomic():
            rules = Rule.objects.to_ask(survey=definition.survey, day=clock.today())
            asked = [rule for rule in rules if rule.kind == RuleKind.PHRASES or not phrases_only]
            seen = look(asked, definition, answers)
            return raise_by_rules(seen, definition, **facts) if seen.needed else None
    except Exception as error:  # noqa: BLE001 - nobody is refused because our own rules fail
        log.error("a testimony could not be looked through", extra={"error": type(error).__name__})
    with suppress(Exception), transaction.atomic():
        return raise_unchecked(**facts)
    return None


def raise_by_rules(seen: Look, definition: Definition, *, version: int, told: Callable[[], Told], **facts: Any) -> Flag:
    found = [[finding.rule.name, finding.what, text_of(definition, finding.question)] for finding in seen.findings]
    content = {"found": found, "broken": [rule.name for rule in seen.broken], "told": list(told())}
    source = Source.RULES if seen.findings else Source.UNCHECKED
    seen_as: dict[str, Any] = {"source": source, "level": seen.level, "rules": seen.rules, "content": content}
    return raise_flag(survey=survey_of(version), **seen_as, **facts)


def survey_of(version: int) -> int:
    return Version.objects.values_list("survey_id", flat=True).get(pk=version)


def text_of(definition: Definition, question: str) -> str:
    return definition.by_id[question].text if question in definition.by_id else ""


def raise_unchecked(*, version: int, told: Callable[[], Told], address: str, **facts: Any) -> Flag:
    """Not even the rules could be read, or what was found could not be sealed."""
    seen_as: dict[str, Any] = {"source": Source.UNCHECKED, "level": Level.URGENT, "survey": survey_of(version)}
    with suppress(Exception), transaction.atomic():
        content = {"found": [], "broken": [], "told": list(told())}
        return raise_flag(content=content, address=address, **seen_as, **facts)
    return raise_flag(content=None, address="", **seen_as, **facts)


def raise_flag(
    *,
    reference: UUID | None,
    survey: int | None,
    source: Source,
    level: Level,
    content: dict[str, Any] | None,
    address: str,
    by: By,
    rules: Iterable[Rule] = (),
) -> Flag:
    now = clock.now()
    flag = Flag(response=reference, survey_id=survey, source=source, level=level, raised_at=now)
    flag.raised_by = by if isinstance(by, User) else None
    flag.due_at, flag.office_due_at = clock_of(level, now=now).values()
    flag.sealed = sealed("sealed", content) if content is not None else None
    if address:
        put_contact(flag, address)
    flag.save(force_insert=True)
    flag.rules.set(rules)
    note(flag, What.RAISED, by=by)
    record("raised", flag, by=by, level=level, source=source)
    tell_leads(RAISED, flag.pk, stage="raised")
    return flag


@transaction.atomic
def raise_by_hand(
    *,
    reference: UUID | None,
    survey: int | None,
    words: str | Told,
    why: str,
    by: User,
    address: str = "",
    level: Level = Level.URGENT,
) -> Flag:
    """Somebody who works here read or heard something that worries them. They say why; the leads do the rest.

    `address` only if the person agreed to be contacted. Raises `ValidationError` without a reason."""
    if not why.strip():
        raise ValidationError({"why": "Say what worries you, so that they know where to look"})
    told = [("What was said", words)] if isinstance(words, str) else [list(row) for row in words]
    content = {"found": [], "broken": [], "told": told, "why": why.strip()}
    facts: dict[str, Any] = {"reference": reference, "survey": survey, "content": content, "address": address}
    return raise_flag(source=Source.HAND, level=level, by=by, **facts)
