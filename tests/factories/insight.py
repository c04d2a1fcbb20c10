"""Recipes for texts that were opened: what was taken out, coded, quoted, and who looked after whom."""

from datetime import timedelta

from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import seal_for
from surveys.insight.models import (
    CareTerms,
    Claim,
    CodebookVersion,
    Coding,
    Extract,
    ExtractPart,
    Finding,
    HandOver,
    Passage,
    PublicFigure,
    Quote,
    Redaction,
    Sample,
    SampleText,
    Search,
    Settlement,
    Theme,
)
from surveys.questionnaires.models import Version
from surveys.responses.models import Response, Words
from tests.factories import make, number, recipe
from tests.factories.shared_ground import NOON
from tests.factories.surveys import someone


def need(fields, **models):
    """Fill in the rows that this one hangs on."""
    for name, model in models.items():
        if fields.get(name) is None:
            fields[name] = make(model)


@recipe(Passage)
def passage(*, said="It was kind.", **fields):
    if not any(map(fields.get, ("words", "recording", "note"))):
        fields["words"] = make(Words, said=said)
    return Passage.objects.create(**fields)


@recipe(Redaction)
def redaction(*, remains="It was [name].", **fields):
    someone(fields, "begun_by")
    need(fields, passage=Passage)
    if fields.get("state", "begun") != "begun":
        someone(fields, "proposed_by")
        fields.setdefault("proposed_at", NOON)
    if fields.get("state") == "confirmed":
        someone(fields, "confirmed_by")
        fields.setdefault("confirmed_at", NOON)
    return Redaction.objects.create(**{"begun_at": NOON, "remains": seal_for(Redaction, "remains", remains), **fields})


@recipe(CodebookVersion)
def codebook_version(**fields):
    someone(fields, "made_by")
    facts = {"number": CodebookVersion.objects.count() + 1, "change": "Added a theme", "themes": [], "made_at": NOON}
    return CodebookVersion.objects.create(**{**facts, **fields})


@recipe(Theme)
def theme(**fields):
    someone(fields, "added_by")
    facts = {"name": f"Theme {next(number)}", "definition": "What people say about it.", "added_at": NOON}
    return Theme.objects.create(**{**facts, **fields})


@recipe(Sample)
def sample(**fields):
    if fields.get("coder") is None:
        fields["coder"] = make(User, role=roles.RESEARCHER)
    someone(fields, "drawn_by")
    return Sample.objects.create(**{"drawn_at": NOON, **fields})


@recipe(SampleText)
def sample_text(**fields):
    need(fields, sample=Sample, passage=Passage)
    return SampleText.objects.create(**fields)


@recipe(Coding)
def coding(**fields):
    someone(fields, "coded_by")
    need(fields, passage=Passage, theme=Theme, version=CodebookVersion)
    return Coding.objects.create(**{"start": 0, "end": 5, "coded_at": NOON, **fields})


@recipe(Settlement)
def settlement(**fields):
    someone(fields, "settled_by")
    need(fields, text=SampleText, theme=Theme)
    return Settlement.objects.create(**{"belongs": True, "settled_at": NOON, **fields})


@recipe(Quote)
def quote(*, said="It was [name].", **fields):
    someone(fields, "chosen_by")
    need(fields, finding=Finding)
    if fields.get("redaction") is None:
        fields["redaction"] = make(
            Redaction, state="confirmed", **({"passage": fields["passage"]} if "passage" in fields else {})
        )
    fields.setdefault("passage", fields["redaction"].passage)
    if fields.get("state") == "shown":
        someone(fields, "shown_by")
        fields = {"words": said, "shown_at": NOON, **fields}
    facts = {"start": 0, "end": len(said), "audience": "everybody", "chosen_at": NOON}
    return Quote.objects.create(**{**facts, "sealed": seal_for(Quote, "sealed", said), **fields})


@recipe(Claim)
def claim(**fields):
    someone(fields, "claimed_by")
    need(fields, response=Response)
    return Claim.objects.create(**{"claimed_at": NOON, "until": NOON + timedelta(hours=1), **fields})


@recipe(HandOver)
def hand_over(**fields):
    someone(fields, "passed_by")
    need(fields, response=Response)
    return HandOver.objects.create(**{"reason": "too_much", "passed_at": NOON, **fields})


@recipe(CareTerms)
def care_terms(**fields):
    someone(fields, "changed_by")
    return CareTerms.objects.create(**{"changed_at": NOON, **fields})


@recipe(Search)
def search(**fields):
    someone(fields, "by")
    return Search.objects.create(**{"at": NOON, "words_hash": "0" * 64, "looked_through": 3, **fields})


@recipe(PublicFigure)
def public_figure(**fields):
    someone(fields, "chosen_by")
    need(fields, version=Version)
    return PublicFigure.objects.create(**{"question": "heard", "chosen_at": NOON, **fields})


@recipe(Extract)
def extract(**fields):
    someone(fields, "asked_by")
    need(fields, version=Version)
    if fields.get("state", "asked") != "asked":
        someone(fields, "decided_by")
        fields.setdefault("decided_at", NOON)
    return Extract.objects.create(**{"reason": "To see what helps whom.", "asked_at": NOON, **fields})


@recipe(ExtractPart)
def extract_part(*, content=b"Answers", **fields):
    need(fields, extract=Extract)
    facts = {"number": fields["extract"].parts.count(), "sealed": seal_for(ExtractPart, "sealed", content)}
    return ExtractPart.objects.create(**{**facts, **fields})
