"""Every list of texts, codes and quotes costs the same for one row and for thirty: literal numbers of queries."""

import pytest
from django.urls import reverse

from derbyvoice.office.context import office_now
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.models import CodebookVersion, Coding, Passage, Quote, Redaction, SampleText, Theme
from surveys.responses.models import Recording
from tests.factories import make

pytestmark = pytest.mark.django_db
DESK = 3
"""Queries of any staff page: the browser's session, the sign-in, the roles."""


def fill(rows):
    theme = make(Theme)
    for _ in range(rows):
        said = make(Passage, recording=make(Recording, said="It was kind."))
        make(Redaction, state="proposed")
        make(Redaction, state="proposed", passage=said)
        make(Quote, state="shown")
        make(Coding, theme=theme, version=make(CodebookVersion))
        make(Coding, theme=theme, passage=said)
        make(Theme, parent=theme)
        make(SampleText)
    return theme


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("insight_to_confirm", DESK + 2),
        ("insight_quotes", DESK + 2),
        ("insight_codebook", DESK + 4),
        ("insight_versions", DESK + 2),
        ("insight_samples", DESK + 4),
        ("insight_theme", DESK + 3),
    ],
)
def test_a_list_of_texts(client, django_assert_num_queries, rows, name, queries):
    theme = fill(rows)
    office_now()
    client.force_login(make(User, role=roles.RESEARCHER))
    address = reverse(name, args=[theme.pk] if name == "insight_theme" else [])
    client.get(address)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200
