from services.guidance.models import Clip, Guide, Part
from tests.factories import number, recipe
from tests.factories.contracts import needs


@recipe(Guide)
def guide(**fields):
    n = next(number)
    return Guide.objects.create(**{"slug": f"guide-{n}", "title": f"Guide {n}", "summary": "In short.", **fields})


@recipe(Part)
def part(**fields):
    facts = {"heading": f"Question {next(number)}?", "words": "An answer."}
    return Part.objects.create(**{**facts, **needs(fields, guide=Guide)})


@recipe(Clip)
def clip(**fields):
    files = {"film": "guidance/the-day.mp4", "captions": "guidance/the-day.vtt"}
    facts = {"title": "A film", "transcript": "What is said.", "length": "1 minute", **files}
    return Clip.objects.create(**{**facts, **needs(fields, guide=Guide)})
