"""The demonstration's answers are counted and read, and one finding is told back."""

from datetime import date

from derbyvoice.audit.actors import CLOCK
from derbyvoice.users.models import User
from derbyvoice.users.roles import RESEARCHER
from surveys.insight import demo_aloud, demo_texts
from surveys.insight.actions import choose_public_figures, count_answers, link_evidence, move, write_finding
from surveys.insight.choices import State
from surveys.insight.models import Evidence, Finding
from surveys.questionnaires.choices import CLOSED, Consent
from surveys.questionnaires.demo import SLUG
from surveys.questionnaires.models import Survey, Version, definition_of
from surveys.responses.models import Response

TITLE = "One person who keeps in touch"
SUMMARY = "Many people told us that they had to tell their story again and again, and that nobody rang back."
DID = "We asked the services to name one person for everybody who wants one, and to say when they will call."
EVIDENCE = 22
PUBLIC = 4


def load(*, today: date, by: User) -> None:
    """Count what waits; write the finding once."""
    count_answers(by=CLOCK)
    survey = Survey.objects.get(slug=SLUG)
    if Finding.objects.filter(survey=survey, title=TITLE).exists():
        return
    researcher = User.objects.filter(grants__role=RESEARCHER.key, grants__ended_at=None).first() or by
    finding = write_finding(survey=survey, title=TITLE, summary=SUMMARY, what_we_did=DID, by=by)
    for response in Response.objects.allowing(Consent.READ, Consent.COUNT).filter(version__survey=survey)[:EVIDENCE]:
        link_evidence(finding=finding, response=response, by=researcher)
    if Evidence.objects.filter(finding=finding).exists():
        move(finding=finding, to=State.PUBLISHED, by=by)
    if version := survey.current:
        choose_public_figures(version=version, questions=figures_of(version), by=by)
    demo_texts.load(finding, by=by)
    demo_aloud.load(survey, reader=researcher)


def figures_of(version: Version) -> list[str]:
    """The first closed questions, which everybody may see."""
    asked = [one for one in definition_of(version.pk).questions if one.kind in CLOSED]
    return [one.id for one in asked[:PUBLIC]]
