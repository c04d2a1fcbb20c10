"""Topics, and a few invented people on the panel."""

from datetime import date

from django.db import transaction

from derbyvoice.audit.actors import PERSON
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import lookup
from surveys.panel.actions import join, knock, write_topic
from surveys.panel.models import Subscriber, Topic

TOPICS = {
    "told": "Being told what is going on",
    "safe": "Feeling safe",
    "young": "Young people",
    "country": "Life in the country",
}
PEOPLE = {"robin": ("told", "safe"), "sam": ("young",), "alex": ("country", "told"), "kim": ()}


def load(*, today: date, by: User) -> None:
    """Topics and four people, each once. Nobody is sent a code: the address counts as proved."""
    for position, (key, name) in enumerate(TOPICS.items()):
        if not Topic.objects.filter(key=key).exists():
            write_topic(topic=Topic(key=key, name=name, position=position), by=by)
    for name, topics in PEOPLE.items():
        add(f"{name}@example.org", topics)


@transaction.atomic
def add(email: str, topics: tuple[str, ...]) -> None:
    if not Subscriber.objects.filter(finder=lookup("email", email)).exists():
        made = knock(email=email, by=PERSON)
        join(reference=made.reference, topics=Topic.objects.filter(key__in=topics), by=PERSON)
