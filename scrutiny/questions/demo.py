"""The real meeting of July 2023 with its four questions, and two invented questions that wait to be read."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from derbyvoice.lib.facts import Facts
from derbyvoice.office.models import District
from derbyvoice.users.models import User
from scrutiny.questions import actions
from scrutiny.questions.importing import import_asking_rules, import_meeting
from scrutiny.questions.models import Question

FILES = Path(__file__).parent / "demonstration"
INVENTED = (
    ("robin.asker@example.org", "Derby", "How long do people wait, on average, to hear back after they report online?"),
    ("sam.asker@example.org", "Erewash", "My neighbour Jordan Example on 01632 960123 waited weeks. Who checks this?"),
)


def load(*, today: date, by: User) -> None:
    import_asking_rules(Facts.read((FILES / "asking-rules.json").read_bytes()), by=by)
    facts = Facts.read((FILES / "psm-2023-07-11.json").read_bytes())
    import_meeting(facts, by=by, today=today, demonstration=True)
    for days, (email, area, words) in enumerate(INVENTED, start=1):
        at = timezone.make_aware(datetime.combine(today - timedelta(days=days), time(10)))
        if not Question.objects.filter(demonstration=True, state="waiting", district__name=area).exists():
            keep_waiting(email=email, area=area, words=words, at=at)


def keep_waiting(*, email: str, area: str, words: str, at: datetime) -> None:
    """As if somebody had asked and pressed the button."""
    district = District.objects.filter(name=area).first()
    told = {"words": words, "email": email, "at": at, "district": district, "meeting": None}
    question = actions.keep_question(**told, demonstration=True)
    actions.confirm(question, at=at)
