"""Invented readers work on what invented people wrote: coded, coded a second time, taken out, confirmed, quoted."""

from random import Random

from derbyvoice.audit.actors import PROGRAM
from derbyvoice.lib.passages import occurrences, runs, sentences
from derbyvoice.users import roles
from derbyvoice.users.actions import invite
from derbyvoice.users.demo import person
from derbyvoice.users.models import User
from surveys.insight import actions
from surveys.insight.actions import Opened
from surveys.insight.actions.redacting import remaining
from surveys.insight.choices import Audience, PassedOn, Reason
from surveys.insight.demo_codebook import THEMES
from surveys.insight.models import CareTerms, Finding, Passage, Redaction, Sample, Theme
from surveys.insight.models.quotes import NEEDED
from surveys.questionnaires.choices import Consent
from surveys.responses.models import Response

CODED = 80
SECOND = 24
YOURS = 5
QUOTES = 3
WHY = "To learn from what was sent"
TAKEN_OUT = (("my dog's name", Reason.OTHER), ("support team", Reason.OTHER), ("seven weeks", Reason.DATE))


def load(finding: Finding, *, by: User) -> None:
    """Everything once; loaded again, nothing is added."""
    if Theme.objects.exists():
        return
    first, second = colleague("Rowan"), colleague("River")
    themes = codebook(by=first)
    texts = code_oldest(themes, by=first)
    look_again(themes, coder=second, by=first)
    actions.draw_sample(coder=person(roles.RESEARCHER), size=YOURS, by=first, chance=Random(5))  # noqa: S311
    quote_some(texts, finding, first=first, second=second)
    care(first, by=by)


def colleague(name: str) -> User:
    """A second and a third researcher, so that what takes two people can be seen."""
    address = f"{name.lower()}.researcher@example.org"
    found = User.objects.filter(email=address).first()
    return found or invite(email=address, name=f"{name} Example", roles=(roles.RESEARCHER,), by=PROGRAM)


def codebook(*, by: User) -> dict[str, Theme]:
    made: dict[str, Theme] = {}
    for name, above, definition, include, exclude, _ in THEMES:
        facts = {"definition": definition, "include": include, "exclude": exclude, "parent": made.get(above)}
        made[name] = actions.add_theme(name=name, **facts, by=by)
    return made


def code_oldest(themes: dict[str, Theme], *, by: User) -> list[Opened]:
    """Two of three readable accounts are read and coded; the rest wait to be read."""
    rows = Response.objects.allowing(Consent.READ).with_has_words().filter(has_words=True).order_by("id")
    texts = [
        opened
        for row in rows[: min(CODED, rows.count() * 2 // 3)]
        for _, opened in actions.open_response(response=row, by=by, why=WHY)
    ]
    for opened in texts:
        for name, places in found_in(opened.text).items():
            actions.code(passage=opened.passage, places=places, themes=[themes[name]], by=by)
    return texts


def found_in(text: str) -> dict[str, list[tuple[int, int]]]:
    """The sentences of each theme whose words stand in the text."""
    every, low = sentences(text), text.lower()
    found = {}
    for name, *_, keys in THEMES:
        hits = [at for at, (start, end) in enumerate(every) if any(key in low[start:end] for key in keys)]
        if hits:
            found[name] = runs(every, hits)
    return found


def look_again(themes: dict[str, Theme], *, coder: User, by: User) -> Sample:
    """A second person codes a sample, and sees it a little differently now and then."""
    chance = Random(8)  # noqa: S311 - the same codes each time, not a secret
    sample = actions.draw_sample(coder=coder, size=SECOND, by=by, chance=chance)
    for text in sample.texts.select_related("passage"):
        opened = actions.open_passage(passage=text.passage, by=coder, why=WHY)
        for name, places in found_in(opened.text).items():
            other = chance.choice(list(themes)) if chance.random() < 0.22 else name
            actions.code(passage=text.passage, places=places, themes=[themes[other]], by=coder, sample=sample)
        actions.finish_text(text=text, by=coder)
    return sample


def quote_some(texts: list[Opened], finding: Finding, *, first: User, second: User) -> None:
    """Three quotes that stand on public pages, and one text that waits for a second person."""
    told = set[str]()
    fit = Passage.objects.allowing(*NEEDED[Audience.EVERYBODY]).of_survey(finding.survey_id)
    allowed = set(fit.values_list("pk", flat=True))
    for opened in texts:
        if opened.passage.pk not in allowed or opened.text in told or len(told) > QUOTES:
            continue
        told.add(opened.text)
        row = take_out(opened, by=first)
        if len(told) <= QUOTES:
            publish(row, opened, finding, first=first, second=second)


def take_out(opened: Opened, *, by: User) -> Redaction:
    parts = actions.suggested(opened.text)
    for words, reason in TAKEN_OUT:
        if occurrences(opened.text, words):
            parts = actions.with_words(opened.text, parts, words, reason)
    return actions.propose(redaction=actions.keep_parts(passage=opened.passage, parts=parts, by=by), by=by)


def publish(row: Redaction, opened: Opened, finding: Finding, *, first: User, second: User) -> None:
    row = actions.confirm(redaction=row, seen=row.proposed_at, by=second)
    place = (0, len(remaining(opened.text, row.parts)))
    quote = actions.choose_quote(redaction=row, finding=finding, place=place, audience=Audience.EVERYBODY, by=first)
    actions.show_quote(quote=quote, by=second)


def care(first: User, *, by: User) -> None:
    """Whom staff may ring, and one account that a colleague would rather not read."""
    line = {"line_name": "Staff support line", "line_number": "01632 960 100", "line_hours": "every day, 7am to 11pm"}
    actions.keep_terms(CareTerms(), by=by, **line)
    waiting = Response.objects.visible_to(first).with_was_read().filter(was_read=False).order_by("id").first()
    if waiting:
        to = person(roles.RESEARCHER)
        actions.pass_on(response=waiting, to=to, reason=PassedOn.TOO_CLOSE, by=first)
