"""Guidance: open to everybody, neutral outside, dated, and never a film without its words."""

import json
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from derbyvoice.audit.actors import PROGRAM
from derbyvoice.audit.models import Event
from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.guidance import actions
from services.guidance.models import Clip, Guide, Part
from tests.factories import make

pytestmark = pytest.mark.django_db
LOUD = re.compile(r"victim|crime|police|court|witness|abuse|assault|harm", re.IGNORECASE)


@pytest.fixture
def standard():
    actions.load_standard(by=PROGRAM)


def test_everybody_can_read_each_guide(client, standard):
    page = client.get(reverse("guidance_index"))
    assert page.status_code == 200
    for guide in Guide.objects.all():
        assert guide.title in page.content.decode()
        assert client.get(reverse("guidance_guide", args=[guide.slug])).status_code == 200


def test_what_stays_in_a_history_says_nothing(client, standard):
    for name, args in [("guidance_index", []), *(("guidance_guide", [guide.slug]) for guide in Guide.objects.all())]:
        address = reverse(name, args=args)
        title = re.search(r"<title>(.*?)</title>", client.get(address).content.decode(), re.DOTALL)[1]
        assert not LOUD.search(address + title), address


def test_no_browser_keeps_a_page_that_the_exit_could_not_take_away(client, standard):
    for page in (reverse("guidance_index"), reverse("guidance_guide", args=["questions"])):
        assert client.get(page)["Cache-Control"] == "no-store"


def test_loading_again_adds_nothing_and_keeps_what_the_office_changed(standard):
    guide = Guide.objects.get(slug="questions")
    actions.keep(guide, by=PROGRAM, title="What people ask")
    counts = [model.objects.count() for model in (Guide, Part, Clip)]
    actions.load_standard(by=PROGRAM)
    assert [model.objects.count() for model in (Guide, Part, Clip)] == counts
    guide.refresh_from_db()
    assert guide.title == "What people ask"


@pytest.mark.parametrize(
    "words", ["", "[]", '{"guides": [{}]}', '{"guides": 3}', "{"], ids=["empty", "list", "no slug", "number", "broken"]
)
def test_a_file_that_cannot_be_used_is_refused_and_leaves_nothing(tmp_path, words):
    path = tmp_path / "guides.json"
    path.write_text(words)
    with pytest.raises(actions.GuidanceFileError):
        actions.load_standard(by=PROGRAM, path=path)
    assert not Guide.objects.exists()


def test_a_fault_in_the_second_guide_leaves_nothing_of_the_first(tmp_path):
    good = {"slug": "a", "title": "A", "summary": "A", "position": 1, "source": "Us", "parts": []}
    path = tmp_path / "guides.json"
    path.write_text(json.dumps({"guides": [good, {**good, "slug": "not a slug"}]}))
    with pytest.raises(ValidationError):
        actions.load_standard(by=PROGRAM, path=path)
    assert not Guide.objects.exists()


def test_what_is_not_in_force_is_not_shown(client):
    guide = make(Guide, valid_from=date(2020, 1, 1))
    make(Part, guide=guide, heading="Old question", valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1))
    make(Part, guide=guide, heading="New question", valid_from=date(2021, 1, 1))
    page = client.get(reverse("guidance_guide", args=[guide.slug])).content.decode()
    assert "New question" in page
    assert "Old question" not in page
    gone = make(Guide, valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1))
    assert client.get(reverse("guidance_guide", args=[gone.slug])).status_code == 404


def test_a_film_has_captions_a_transcript_and_files_that_are_there(client):
    guide = make(Guide)
    facts = {"title": "Film", "film": "guidance/the-day.mp4", "captions": "guidance/the-day.vtt", "length": "1 minute"}
    with pytest.raises(ValidationError) as refused:
        actions.keep(Clip(guide=guide), by=PROGRAM, **facts, transcript="")
    assert "transcript" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        actions.keep(Clip(guide=guide), by=PROGRAM, **{**facts, "film": "guidance/none.mp4"}, transcript="Words.")
    assert set(refused.value.message_dict) == {"film"}
    actions.keep(Clip(guide=guide), by=PROGRAM, **facts, transcript="What is said there.")
    page = client.get(reverse("guidance_guide", args=[guide.slug])).content.decode()
    assert '<track kind="captions"' in page
    assert "What is said there." in page


def test_words_are_escaped(client):
    part = make(Part, words="<script>alert(1)</script>")
    page = client.get(reverse("guidance_guide", args=[part.guide.slug])).content.decode()
    assert "<script>alert" not in page


def test_a_page_asks_the_same_of_the_database_at_1_and_30_parts(client, django_assert_num_queries):
    guide = make(Guide)
    address = reverse("guidance_guide", args=[guide.slug])
    make(Part, guide=guide)
    client.get(address)
    with django_assert_num_queries(3) as at_one:
        client.get(address)
    for _ in range(29):
        make(Part, guide=guide)
    with django_assert_num_queries(len(at_one.captured_queries)):
        client.get(address)


def test_the_index_asks_the_same_at_1_and_30_guides(client, django_assert_num_queries):
    make(Guide)
    client.get(reverse("guidance_index"))
    with django_assert_num_queries(1):
        client.get(reverse("guidance_index"))
    for _ in range(29):
        make(Guide)
    with django_assert_num_queries(1):
        client.get(reverse("guidance_index"))


def test_the_office_mends_a_part_in_the_admin_and_the_history_keeps_who(client):
    part = make(Part, valid_from=date(2021, 1, 1))
    office = make(User, role=roles.OFFICE_STAFF)
    client.force_login(office)
    address = reverse("admin:guidance_part_change", args=[part.pk])
    facts = {"guide": part.guide_id, "heading": "Who helps?", "words": "We do.", "position": 1}
    answer = client.post(address, {**facts, "valid_from": "2021-01-01", "valid_to": "", "source": ""})
    assert answer.status_code == 302, answer.context["errors"]
    part.refresh_from_db()
    assert (part.heading, part.words) == ("Who helps?", "We do.")
    assert Event.objects.filter(verb="guidance kept", by=office).count() == 1
    assert part.history.first().heading == "Who helps?"


def test_others_cannot_open_the_admin_of_guidance(client):
    client.force_login(make(User, role=roles.PROVIDER_WORKER))
    assert client.get(reverse("admin:guidance_guide_changelist")).status_code in (302, 403)
