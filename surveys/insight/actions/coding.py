"""Saying which part of a text is about which theme; a second person on a sample; settling where two differ."""

from collections.abc import Iterable
from datetime import datetime
from random import Random, SystemRandom

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from derbyvoice.audit.actions import record
from derbyvoice.lib.passages import Place
from derbyvoice.office import clock
from derbyvoice.users.models import User
from surveys.insight.actions.reading import words_in
from surveys.insight.actions.redacting import readable
from surveys.insight.choices import ThemeState
from surveys.insight.models import CodebookVersion, Coding, Passage, Sample, SampleText, Settlement, Theme
from surveys.questionnaires.models import Survey

MOST_IN_SAMPLE = 200
NOWHERE = "Nobody's code says where any more. Code the part that is about this theme, then say again that it belongs."


@transaction.atomic
def code(
    *, passage: Passage, places: Iterable[Place], themes: Iterable[Theme], by: User, sample: Sample | None = None
) -> list[Coding]:
    """These parts of the text are about these themes. What is coded so already is left. Raises `ValidationError`."""
    passage, places, themes = readable(passage, by), list(places), list(themes)
    check(passage, places, themes)
    facts = {"version": CodebookVersion.objects.first(), "sample": sample, "coded_at": clock.now(), "coded_by": by}
    standing = passage.codings.standing().filter(sample=sample).values_list("theme", "start", "end")
    there = set(standing)
    new = [
        Coding(passage=passage, theme=theme, start=start, end=end, **facts)
        for theme in themes
        for start, end in places
        if (theme.pk, start, end) not in there
    ]
    Coding.objects.bulk_create(new)
    record("coded", passage, by=by, themes=[theme.pk for theme in themes], places=len(places))
    return new


def check(passage: Passage, places: list[Place], themes: list[Theme]) -> None:
    length = len(words_in(passage))
    if not places:
        raise ValidationError("Choose a part of the text")
    if any(not 0 <= start < end <= length for start, end in places):
        raise ValidationError("Choose a part of the text")
    if not themes or any(theme.state != ThemeState.IN_USE for theme in themes):
        raise ValidationError("Choose a theme that is in use")


@transaction.atomic
def undo(*, coding: Coding, by: User) -> Coding:
    """Take a code back. It is kept as undone. In a sample, only by the one who gave it."""
    readable(coding.passage, by)
    coding = Coding.objects.select_for_update().get(pk=coding.pk)
    if coding.undone_at:
        return coding
    if coding.sample_id and coding.coded_by_id != by.pk:
        raise ValidationError("Somebody else codes this sample.")
    coding.undone_at, coding.undone_by = clock.now(), by
    coding.save(update_fields=["undone_at", "undone_by"])
    record("undid code", coding.passage, by=by, theme=coding.theme_id)
    return coding


# A second person


@transaction.atomic
def draw_sample(
    *, coder: User, size: int, by: User, survey: Survey | None = None, chance: Random | None = None
) -> Sample:
    """Draw texts by chance from those that only others coded. Raises `ValidationError` when there are none."""
    coded = Q(codings__undone_at=None, codings__sample=None, codings__isnull=False)
    texts = Passage.objects.visible_to(coder).filter(coded).exclude(codings__coded_by=coder)
    texts = texts.of_survey(survey.pk) if survey else texts
    found = sorted(set(texts.exclude(sampled__sample__coder=coder).values_list("pk", flat=True)))
    if not found:
        raise ValidationError("There is nothing that only others coded. Code some texts first.")
    chosen = (chance or SystemRandom()).sample(found, min(size, MOST_IN_SAMPLE, len(found)))
    sample = Sample.objects.create(survey=survey, coder=coder, drawn_at=clock.now(), drawn_by=by)
    SampleText.objects.bulk_create(SampleText(sample=sample, passage_id=text) for text in chosen)
    record("drew sample", sample, by=by, texts=len(chosen), out_of=len(found))
    return sample


@transaction.atomic
def finish_text(*, text: SampleText, by: User) -> SampleText:
    """The second person is done with this text, be it with codes or without."""
    text = SampleText.objects.select_for_update().get(pk=text.pk)
    if text.sample.coder_id != by.pk:
        raise ValidationError("Somebody else codes this sample.")
    if not text.done_at:
        text.done_at, text.done_by = clock.now(), by
        text.save(update_fields=["done_at", "done_by"])
        record("finished text", text.sample, by=by)
    return text


@transaction.atomic
def settle(*, text: SampleText, theme: Theme, belongs: bool, by: User) -> Settlement:
    """The two agreed: the text is about the theme, or is not. The codes that count are made to say so.

    Raises `ValidationError` when it belongs and nobody's code says where any more."""
    passage = readable(text.passage, by)
    facts = {"belongs": belongs, "settled_at": clock.now(), "settled_by": by}
    settled = Settlement.objects.update_or_create(text=text, theme=theme, defaults=facts)[0]
    counting = passage.codings.agreed().about(theme)
    if not belongs:
        counting.update(undone_at=clock.now(), undone_by=by)
    elif not counting.exists():
        code(passage=passage, places=places_of(passage, text, theme), themes=[theme], by=by)
    record("settled", text.sample, by=by, theme=theme.pk, belongs=belongs)
    return settled


def places_of(passage: Passage, text: SampleText, theme: Theme) -> list[Place]:
    """Where the second person sees the theme; else where either of the two saw it when they were compared, also if that
    code was undone since. Raises `ValidationError`."""
    codes = passage.codings.filter(Q(sample=None) | Q(sample=text.sample_id)).about(theme)
    second = codes.standing().filter(sample=text.sample_id)
    then = codes.as_of(text.done_at) if text.done_at and not rewritten(passage, text.done_at) else codes.none()
    places = second.values_list("start", "end") or then.values_list("start", "end")
    if not places:
        raise ValidationError(NOWHERE)
    return sorted(set(places))


def rewritten(passage: Passage, since: datetime) -> bool:
    """Whether a transcript was corrected since: places of before lie on other words now."""
    written = passage.recording.written_at if passage.recording else None
    return written is not None and written > since
