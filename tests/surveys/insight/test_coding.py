"""The codebook and its versions, codes and undoing them, a second person, and settling where two differ."""

from random import Random

import pytest
from django.core.exceptions import ValidationError

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight import actions
from surveys.insight.comparing import compare
from surveys.insight.models import CodebookVersion, Coding, Evidence, Finding, Passage, Theme
from surveys.questionnaires.models import Survey
from surveys.responses.models import Recording, Response, Words
from tests.factories import make

pytestmark = pytest.mark.django_db
SAID = "Nobody rang back. The tea was good."


@pytest.fixture
def reader():
    return make(User, role=roles.RESEARCHER)


@pytest.fixture
def second():
    return make(User, role=roles.RESEARCHER)


@pytest.fixture
def themes(reader):
    names = ("Calls", "Kindness", "Letters")
    return [actions.add_theme(name=name, definition=f"About {name}.", by=reader) for name in names]


def passages(number, version=None):
    version = version or make(Survey, opened=True).current
    return [
        make(Passage, words=make(Words, response=make(Response, version=version), said=SAID)) for _ in range(number)
    ]


def test_each_change_is_a_version_that_remembers(reader, themes):
    actions.change_theme(theme=themes[0], definition="Calls that came.", by=reader)
    assert list(CodebookVersion.objects.values_list("number", flat=True)) == [4, 3, 2, 1]
    third, fourth = CodebookVersion.objects.get(number=3), CodebookVersion.objects.get(number=4)
    assert third.themes[0]["definition"] == "About Calls."
    assert fourth.themes[0]["definition"] == "Calls that came."
    assert fourth.made_by == reader
    assert "Changed “Calls”" in str(fourth.change)


def test_a_name_is_used_once_and_themes_stand_in_two_steps(reader, themes):
    with pytest.raises(ValidationError, match="with this name"):
        actions.add_theme(name="calls", definition="Again", by=reader)
    child = actions.add_theme(name="Late", definition="Late calls", parent=themes[0], by=reader)
    with pytest.raises(ValidationError, match="two steps"):
        actions.add_theme(name="Later", definition="x", parent=child, by=reader)
    with pytest.raises(ValidationError, match="two steps"):
        actions.change_theme(theme=themes[0], parent=themes[1], by=reader)


def test_a_parent_that_was_moved_meanwhile_is_asked_as_it_stands_now(reader, themes):
    looked_at = Theme.objects.get(pk=themes[0].pk)
    actions.change_theme(theme=themes[0], parent=themes[1], by=reader)
    with pytest.raises(ValidationError, match="two steps"):
        actions.add_theme(name="Late", definition="Late calls", parent=looked_at, by=reader)


def test_codes_say_who_and_under_which_version(reader, themes):
    passage = passages(1)[0]
    made = actions.code(passage=passage, places=[(0, 17)], themes=themes[:2], by=reader)
    again = actions.code(passage=passage, places=[(0, 17)], themes=themes[:1], by=reader)
    assert (len(made), again) == (2, [])
    assert {(row.coded_by, row.version.number) for row in passage.codings.all()} == {(reader, 3)}


@pytest.mark.parametrize("places", [[], [(0, 0)], [(-1, 4)], [(0, 999)], [(9, 4)]])
def test_a_code_marks_a_part_of_the_text(reader, themes, places):
    with pytest.raises(ValidationError, match="part of the text"):
        actions.code(passage=passages(1)[0], places=places, themes=themes[:1], by=reader)
    with pytest.raises(ValidationError, match="in use"):
        actions.code(passage=passages(1)[0], places=[(0, 4)], themes=[], by=reader)


def test_undone_is_kept_as_undone(reader, themes):
    passage = passages(1)[0]
    code = actions.code(passage=passage, places=[(0, 4)], themes=themes[:1], by=reader)[0]
    assert actions.undo(coding=code, by=reader).undone_by == reader
    actions.undo(coding=code, by=reader)
    assert not Coding.objects.standing().exists()
    assert len(actions.code(passage=passage, places=[(0, 4)], themes=themes[:1], by=reader)) == 1
    assert Coding.objects.count() == 2


def test_a_merged_theme_counts_as_the_other_and_its_codes_stay(reader, themes):
    calls, kindness, letters = themes
    passage = passages(1)[0]
    actions.code(passage=passage, places=[(0, 4)], themes=[calls], by=reader)
    actions.merge_theme(theme=calls, into=kindness, by=reader)
    actions.merge_theme(theme=kindness, into=letters, by=reader)
    code = Coding.objects.with_theme_now().get()
    assert (code.theme, code.theme_now) == (calls, letters.pk)
    assert Coding.objects.about(letters).count() == 1
    assert Theme.objects.in_use().with_texts().get().texts == 1
    with pytest.raises(ValidationError, match="not in use"):
        actions.change_theme(theme=calls, definition="x", by=reader)
    with pytest.raises(ValidationError, match="another"):
        actions.merge_theme(theme=letters, into=letters, by=reader)


def test_a_text_with_two_themes_that_became_one_is_one_text(reader, themes):
    both, only = passages(2)
    actions.code(passage=both, places=[(0, 4)], themes=themes[:3], by=reader)
    actions.code(passage=only, places=[(0, 4)], themes=themes[:1], by=reader)
    for theme in themes[1:]:
        actions.merge_theme(theme=theme, into=themes[0], by=reader)
    assert Theme.objects.in_use().with_texts().get().texts == 2


def test_a_split_theme_leaves_its_codes_to_be_decided(client, reader, themes):
    passage = passages(1)[0]
    actions.code(passage=passage, places=[(0, 4)], themes=themes[:1], by=reader)
    parts = [{"name": "Late calls", "definition": "Late."}, {"name": "Kept calls", "definition": "On the day."}]
    with pytest.raises(ValidationError, match="at least two"):
        actions.split_theme(theme=themes[0], into=parts[:1], by=reader)
    made = actions.split_theme(theme=themes[0], into=parts, by=reader)
    assert {theme.split_from for theme in made} == {themes[0]}
    client.force_login(reader)
    page = client.get("/desk/insight/codebook/").content.decode()
    assert "“Calls” was split" in page
    assert (
        f"/desk/insight/texts/{passage.pk}/code/"
        in client.get(f"/desk/insight/codebook/{themes[0].pk}/").content.decode()
    )
    actions.undo(coding=Coding.objects.get(), by=reader)
    assert "“Calls” was split" not in client.get("/desk/insight/codebook/").content.decode()


def test_nobody_is_asked_to_decide_about_texts_of_a_split_theme_that_they_cannot_open(client, reader, second, themes):
    taken_back, sampled = coded(reader, themes, 2)
    sample = actions.draw_sample(coder=second, size=2, by=reader)
    actions.code(passage=sampled, places=[(0, 4)], themes=themes[:1], by=second, sample=sample)
    parts = [{"name": name, "definition": "x"} for name in ("Late calls", "Kept calls")]
    actions.split_theme(theme=themes[0], into=parts, by=reader)
    Response.objects.filter(words__passage=taken_back).update(may_read=False)
    client.force_login(reader)
    assert "was split" in client.get("/desk/insight/codebook/").content.decode()
    actions.undo(coding=sampled.codings.agreed().get(), by=reader)
    assert "was split" not in client.get("/desk/insight/codebook/").content.decode()


def coded(reader, themes, number):
    texts = passages(number)
    for passage in texts:
        actions.code(passage=passage, places=[(0, 17)], themes=[themes[0]], by=reader)
    return texts


def test_a_sample_is_drawn_from_what_only_others_coded(reader, second, themes):
    texts = coded(reader, themes, 6)
    actions.code(passage=texts[0], places=[(0, 4)], themes=[themes[1]], by=second)
    sample = actions.draw_sample(coder=second, size=4, by=reader, chance=Random(1))
    drawn = set(sample.texts.values_list("passage", flat=True))
    assert len(drawn) == 4
    assert texts[0].pk not in drawn
    assert actions.draw_sample(coder=second, size=50, by=reader).texts.count() == 1
    with pytest.raises(ValidationError, match="only others"):
        actions.draw_sample(coder=second, size=5, by=reader)


def test_the_second_person_does_not_see_the_firsts_codes(client, reader, second, themes):
    coded(reader, themes, 1)
    sample = actions.draw_sample(coder=second, size=1, by=reader)
    text = sample.texts.get()
    client.force_login(second)
    assert client.get(f"/desk/insight/texts/{text.passage_id}/code/")["Location"].endswith(f"/{sample.pk}/{text.pk}/")
    page = client.get(f"/desk/insight/second-look/{sample.pk}/{text.pk}/").content.decode()
    assert "Nobody rang back." in page
    assert "govuk-tag" not in page
    source = text.passage.words.response.reference
    assert "govuk-tag" not in client.get(f"/desk/insight/responses/{source}/").content.decode()
    listed = client.get(f"/desk/insight/codebook/{themes[0].pk}/").content.decode()
    assert f"/texts/{text.passage_id}/" not in listed
    client.force_login(reader)
    assert client.get(f"/desk/insight/second-look/{sample.pk}/{text.pk}/").status_code == 404
    with pytest.raises(ValidationError, match="Somebody else"):
        actions.finish_text(text=text, by=reader)


def test_a_text_that_may_not_be_read_any_more_does_not_wait_for_a_second_look(client, reader, second, themes):
    coded(reader, themes, 3)
    sample = actions.draw_sample(coder=second, size=3, by=reader)
    first, taken_back, last = sample.texts.order_by("id")
    Response.objects.filter(words__passage=taken_back.passage_id).update(may_read=False)
    client.force_login(second)
    assert "2 texts wait" in client.get("/desk/insight/reading/").content.decode()
    there = f"/desk/insight/second-look/{sample.pk}/"
    assert client.post(f"{there}{first.pk}/", {"do": "done"})["Location"] == f"{there}{last.pk}/"
    assert client.post(f"{there}{last.pk}/", {"do": "done"})["Location"] == there
    assert "kappa" in client.get(there).content.decode()


def test_kappa_and_where_two_differ(client, reader, second, themes):
    calls, kindness, _ = themes
    texts = coded(reader, themes, 2) + passages(2)
    for passage in texts[2:]:
        actions.code(passage=passage, places=[(18, 35)], themes=[kindness], by=reader)
    sample = actions.draw_sample(coder=second, size=4, by=reader)
    for text in sample.texts.select_related("passage"):
        theirs = calls if text.passage in texts[:3] else kindness
        actions.code(passage=text.passage, places=[(0, 4)], themes=[theirs], by=second, sample=sample)
        actions.finish_text(text=text, by=second)
    found = compare(sample)
    assert {theme.name: agreement.kappa for theme, agreement in found.rows} == {"Calls": 0.5, "Kindness": 0.5}
    assert found.overall.kappa == 0.5
    assert {(one.text.passage, one.theme, one.first) for one in found.differences} == {
        (texts[2], calls, False),
        (texts[2], kindness, True),
    }
    assert Coding.objects.agreed().about(calls).count() == 2
    client.force_login(reader)
    page = client.get(f"/desk/insight/second-look/{sample.pk}/").content.decode()
    assert "0.50" in page
    assert "Moderate" in page
    odd = sample.texts.get(passage=texts[2])
    for theme, belongs in ((calls, "yes"), (kindness, "no")):
        client.post(f"/desk/insight/second-look/{sample.pk}/", {"text": odd.pk, "theme": theme.pk, "belongs": belongs})
    assert set(Coding.objects.agreed().filter(passage=texts[2]).values_list("theme", flat=True)) == {calls.pk}
    again = compare(sample)
    assert again.overall.kappa == 0.5
    assert {one.belongs for one in again.differences} == {True, False}


@pytest.fixture
def differing(reader, second, themes):
    """A text that the first person found to be about calls, and the second person did not."""
    coded(reader, themes, 1)
    text = actions.draw_sample(coder=second, size=1, by=reader).texts.get()
    return actions.finish_text(text=text, by=second)


def test_what_the_first_undid_since_can_be_settled_as_belonging(client, reader, themes, differing):
    actions.undo(coding=Coding.objects.get(), by=reader)
    client.force_login(reader)
    page = f"/desk/insight/second-look/{differing.sample_id}/"
    client.post(page, {"text": differing.pk, "theme": themes[0].pk, "belongs": "yes"})
    code = Coding.objects.agreed().get()
    assert (code.theme, code.start, code.end) == (themes[0], 0, 17)
    assert [one.belongs for one in compare(differing.sample).differences] == [True]


def test_what_the_second_undid_since_can_be_settled_as_belonging(reader, second, themes):
    coded(reader, themes, 1)
    text = actions.draw_sample(coder=second, size=1, by=reader).texts.get()
    told = {"passage": text.passage, "places": [(18, 35)], "themes": [themes[1]], "by": second}
    (code,) = actions.code(**told, sample=text.sample)
    text = actions.finish_text(text=text, by=second)
    actions.undo(coding=code, by=second)
    actions.settle(text=text, theme=themes[1], belongs=True, by=reader)
    assert Coding.objects.agreed().about(themes[1]).values_list("start", "end").get() == (18, 35)


def test_when_nobody_s_code_says_where_it_is_said_what_to_do(client, reader, themes, differing):
    Coding.objects.all().delete()
    client.force_login(reader)
    page = f"/desk/insight/second-look/{differing.sample_id}/"
    asked = {"text": differing.pk, "theme": themes[0].pk, "belongs": "yes"}
    assert "Code the part that is about this theme" in client.post(page, asked, follow=True).content.decode()
    actions.code(passage=differing.passage, places=[(0, 4)], themes=[themes[0]], by=reader)
    client.post(page, asked)
    assert differing.settlements.get().belongs is True


def test_places_of_words_that_were_corrected_since_are_not_taken(reader, second, themes):
    row = make(Recording, said=SAID)
    passage = make(Passage, recording=row)
    actions.code(passage=passage, places=[(0, 17)], themes=[themes[0]], by=reader)
    text = actions.draw_sample(coder=second, size=1, by=reader).texts.get()
    text = actions.finish_text(text=text, by=second)
    actions.write_transcript(recording=row, words="The tea was good. Nobody.", done=True, by=reader, undoing=True)
    with pytest.raises(ValidationError, match="Code the part"):
        actions.settle(text=text, theme=themes[0], belongs=True, by=reader)
    assert not text.settlements.exists()


def test_a_finding_rests_on_a_theme(reader, themes):
    texts = coded(reader, themes, 3)
    survey = texts[0].words.response.version.survey
    finding = make(Finding, survey=survey)
    assert actions.link_theme(finding=finding, theme=themes[0], by=reader) == 3
    assert actions.link_theme(finding=finding, theme=themes[0], by=reader) == 0
    assert set(Evidence.objects.values_list("theme", flat=True)) == {themes[0].pk}
    assert actions.link_theme(finding=make(Finding), theme=themes[0], by=reader) == 0


def test_sentences_are_ticked_without_script_and_marked_with_it(client, reader, themes):
    passage = passages(1)[0]
    client.force_login(reader)
    address = f"/desk/insight/texts/{passage.pk}/code/"
    page = client.post(address, {"themes": [themes[0].pk]}).content.decode()
    assert "Tick at least one sentence" in page
    assert f'value="{themes[0].pk}" checked' in page
    assert f'value="{themes[1].pk}" checked' not in page
    page = client.post(address, {"sentence": ["1"]}).content.decode()
    assert "Tick a theme" in page
    assert 'value="1" checked' in page
    client.post(address, {"sentence": ["0", "1"], "themes": [themes[0].pk]})
    client.post(address, {"start": "7", "end": "11", "themes": [themes[1].pk]})
    assert list(Coding.objects.values_list("start", "end")) == [(0, 35), (7, 11)]
    code = Coding.objects.first()
    client.post(f"/desk/insight/codes/{code.pk}/undo/")
    assert Coding.objects.standing().count() == 1
