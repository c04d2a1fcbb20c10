"""What somebody who asks a question finds there."""

import pytest

from derbyvoice.office.models import District
from scrutiny.questions import forms
from scrutiny.questions.models import AskingTerms
from tests.factories import make


@pytest.fixture
def terms():
    return make(AskingTerms, confirm_days=7, asker_kept_days=90, mails_a_day=3, answer_days=20)


@pytest.fixture
def high_peak():
    return make(District, code="E07000037", name="High Peak")


@pytest.fixture
def patient(monkeypatch):
    """Nobody in these tests takes three seconds to fill in a form."""
    monkeypatch.setattr(forms, "SECONDS_TO_THINK", -1)
