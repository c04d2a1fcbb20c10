from datetime import timedelta

from services.cases.models import Case
from services.support.models import SupportLink, SupportText
from tests.factories import make, number, recipe
from tests.factories.shared_ground import NOON


@recipe(SupportText)
def support_text(**fields):
    return SupportText.objects.create(**{"words": "There is help for you.", "source": "Test", **fields})


@recipe(SupportLink)
def support_link(**fields):
    for name, model in (("case", Case), ("text", SupportText)):
        if name not in fields:
            fields[name] = make(model)
    facts = {"token_hash": f"{next(number):064d}", "made_on": NOON.date(), "expires": NOON + timedelta(days=28)}
    return SupportLink.objects.create(**{**facts, **fields})
