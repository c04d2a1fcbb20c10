"""How many are on the panel, by topic."""

from django.db.models import Count, Q

from derbyvoice.lib.suppression import FigureTable, Protection, protect_counts
from surveys.panel.choices import State
from surveys.panel.models import Subscriber, Topic


def on_the_panel() -> FigureTable:
    """Members by the topics they chose, one person under each of theirs."""
    joined = Q(subscribers__state=State.JOINED)
    topics = Topic.objects.annotate(people=Count("subscribers", filter=joined)).values_list("name", "people")
    everybody = Subscriber.objects.joined().count()
    counts = dict(topics.order_by("position", "name")) or {"No topic yet": 0}
    return protect_counts(
        counts, caption="Members by topic", protection=Protection.HEIGHTENED, exclusive=False, respondents=everybody
    )
