"""Recipes for surveys that are being written."""

from surveys.questionnaires.editing import tidy
from surveys.questionnaires.models import QuestionSet, Revision, Survey, WorkingCopy
from surveys.questionnaires.sets import taken_out
from tests.factories import make, number, recipe
from tests.factories.shared_ground import NOON
from tests.factories.surveys import six_questions, someone


@recipe(WorkingCopy)
def working_copy(**fields):
    """A draft with its first change written down, as an action leaves it."""
    someone(fields, "changed_by")
    fields.setdefault("survey", None) or fields.update(survey=make(Survey))
    facts = {"definition": tidy(six_questions()), "revision": 1, "changed_at": NOON}
    copy = WorkingCopy.objects.create(**{**facts, **fields})
    make(Revision, survey=copy.survey, number=copy.revision, definition=copy.definition, made_by=copy.changed_by)
    return copy


@recipe(Revision)
def revision(**fields):
    someone(fields, "made_by")
    fields.setdefault("survey", None) or fields.update(survey=make(Survey))
    facts = {"number": next(number), "definition": six_questions(), "did": "began", "made_at": NOON}
    return Revision.objects.create(**{**facts, **fields})


@recipe(QuestionSet)
def question_set(**fields):
    someone(fields, "saved_by")
    content = taken_out(tidy(six_questions()), questions=frozenset({"heard", "good_thing"}))
    return QuestionSet.objects.create(**{"name": f"Set {next(number)}", "content": content, "saved_at": NOON, **fields})
