"""The front page and the way round the public pages."""

import pytest
from django.urls import reverse

from derbyvoice.office.models import Office
from tests.factories import make


@pytest.mark.django_db
def test_the_front_page_leads_to_every_part_and_may_be_kept(client):
    make(Office)
    answer = client.get("/")
    page = answer.content.decode()
    for name in ("responses_open", "directory_services", "guidance_index", "overview_index", "responses_back"):
        assert f'href="{reverse(name)}"' in page
    assert "max-age=60" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.django_db
def test_the_head_of_a_page_marks_where_one_is(client):
    page = client.get(reverse("guidance_index")).content.decode()
    assert f'<a href="{reverse("guidance_index")}" aria-current="page">Good to know</a>' in page
    assert page.count('aria-current="page"') == 1
