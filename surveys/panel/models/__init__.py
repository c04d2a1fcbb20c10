"""Members of the panel, the waves in which they are asked, and what both are compared with."""

from surveys.panel.models.area import AreaCount
from surveys.panel.models.people import Knock, Subscriber, Topic, Visit
from surveys.panel.models.waves import Carried, Invitation, Series, Wave

__all__ = ["AreaCount", "Carried", "Invitation", "Knock", "Series", "Subscriber", "Topic", "Visit", "Wave"]
