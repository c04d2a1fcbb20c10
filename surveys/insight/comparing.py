"""Two people coded the same texts: how far they agree, and where they differ."""

from dataclasses import dataclass

from derbyvoice.lib.agreement import Agreement, yes_or_no
from surveys.insight.models import Coding, Sample, SampleText, Settlement, Theme


@dataclass(frozen=True)
class Difference:
    """A text that one of the two found to be about a theme, and the other did not."""

    text: SampleText
    theme: Theme
    first: bool
    belongs: bool | None
    """What was settled; None while it is open."""


@dataclass(frozen=True)
class Comparison:
    """`overall` takes every theme of every text as one choice. `rows` are the themes that either of the two used."""

    overall: Agreement
    rows: list[tuple[Theme, Agreement]]
    differences: list[Difference]
    done: int
    drawn: int


def compare(sample: Sample) -> Comparison:
    """Compare the texts that the second person is done with, before anything was settled."""
    texts = list(sample.texts.select_related("passage").order_by("id"))
    done = [text for text in texts if text.done_at]
    first, second = chosen(sample, done, second=False), chosen(sample, done, second=True)
    used = {theme for themes in (*first.values(), *second.values()) for theme in themes}
    themes = Theme.objects.in_use().filter(pk__in=used).order_by("name")
    empty: set[int] = set()
    pairs = {
        theme: [(theme.pk in first.get(t.passage_id, empty), theme.pk in second.get(t.passage_id, empty)) for t in done]
        for theme in themes
    }
    overall = yes_or_no([pair for every in pairs.values() for pair in every])
    rows = [(theme, yes_or_no(every)) for theme, every in pairs.items()]
    return Comparison(overall, rows, differences(sample, done, pairs), len(done), len(texts))


def chosen(sample: Sample, done: list[SampleText], *, second: bool) -> dict[int, set[int]]:
    """The themes of each text as one of the two sees them. Codes that settling changed are taken as they were."""
    codes = Coding.objects.filter(passage__in=[text.passage_id for text in done]).with_theme_now()
    codes = codes.filter(sample=sample) if second else codes.filter(sample=None)
    finished = {text.passage_id: text.done_at for text in done}
    found: dict[int, set[int]] = {}
    for code in codes:
        then = finished[code.passage_id]
        if code.coded_at <= then and (code.undone_at is None or code.undone_at > then):
            found.setdefault(code.passage_id, set()).add(code.theme_now)
    return found


def differences(
    sample: Sample, done: list[SampleText], pairs: dict[Theme, list[tuple[bool, bool]]]
) -> list[Difference]:
    rows = Settlement.objects.filter(text__sample=sample).values_list("text", "theme", "belongs")
    settled = {(text, theme): belongs for text, theme, belongs in rows}
    return [
        Difference(text, theme, first, settled.get((text.pk, theme.pk)))
        for theme, every in pairs.items()
        for text, (first, second) in zip(done, every, strict=True)
        if first != second
    ]
