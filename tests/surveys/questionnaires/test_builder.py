"""Writing a survey on the staff pages: adding, changing, moving, undoing, publishing; alone and two at once."""

import pytest

from derbyvoice.audit.models import Event
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.questionnaires.models import QuestionSet, Revision, Survey, Version, WorkingCopy
from tests.factories import make
from tests.factories.surveys import six_questions

pytestmark = pytest.mark.django_db
DRAFT = "/desk/surveys/one/draft/"


@pytest.fixture
def researcher(client):
    user = make(User, role=roles.RESEARCHER)
    client.force_login(user)
    return user


@pytest.fixture
def copy(researcher):
    return make(WorkingCopy, survey=make(Survey, slug="one"), changed_by=researcher)


def now(slug="one"):
    return WorkingCopy.objects.get(survey__slug=slug).definition


def question(id_, slug="one"):
    return next(one for one in now(slug)["questions"] if one["id"] == id_)


def ids(slug="one"):
    return [one["id"] for one in now(slug)["questions"]]


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def sent(answer):
    return answer.content.decode()


def form_of(answer):
    """The fields of the question's form as a browser would send them back."""
    editor = answer.context["editor"]
    data = {}
    for form in editor.forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False and value not in ("", []):
                data[field.html_name] = value
    return {**data, "seen": answer.context["seen"], "go": "save"}


def save(client, address, **changes):
    return client.post(address, {**form_of(client.get(address)), **changes})


def test_a_new_survey_begins_with_consents_and_a_good_thing_last(client, researcher):
    told = {"title": "How was it?", "slug": "one", "protection": "heightened"}
    assert client.post("/desk/surveys/new/", told).headers["Location"] == DRAFT
    definition = now()
    assert definition["title"] == "How was it?"
    assert len(definition["consents"]) == 7
    assert definition["questions"][-1]["id"] == "good_thing"
    assert Survey.objects.get().state == "prepared"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "Help after a crime", "must not say: crime"),
        ("slug", "victim", "must not say: victim"),
        ("slug", "back", "This address belongs to a page of ours"),
        ("slug", "new", "This address belongs to a page of ours"),
        ("slug", "taken", "Another survey has this address"),
        ("slug", "a b", "Use only letters"),
        ("title", "", "Write a title"),
    ],
)
def test_a_new_survey_with_a_wrong_field_is_told_so_and_not_begun(client, researcher, field, value, said):
    make(Survey, slug="taken")
    told = {"title": "How was it?", "slug": "one", "protection": "heightened", field: value}
    assert said in sent(client.post("/desk/surveys/new/", told))
    assert Survey.objects.count() == 1


def test_a_draft_of_a_published_survey_begins_as_its_current_version(client, researcher):
    make(Survey, slug="one", opened=True)
    client.post(f"{DRAFT}begin/")
    assert ids() == [one["id"] for one in six_questions()["questions"]]
    assert client.post(f"{DRAFT}begin/").status_code == 302
    assert WorkingCopy.objects.count() == 1


def test_a_question_is_added_at_the_end_of_its_section(client, copy):
    address = f"{DRAFT}kinds/single/?section=help"
    data = {
        "text": "Were you told?",
        "section": "help",
        "option-0-text": "Yes",
        "option-2-text": "No",
        "option-1-text": "",
    }
    assert client.post(address, data).status_code == 302
    added = question("were_you_told")
    assert added["options"] == [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]
    assert added["section"] == "help"
    event = Event.objects.latest("id")
    assert (event.verb, event.facts["did"], event.facts["id"]) == ("changed draft", "added", "were_you_told")


def test_an_options_words_change_and_its_short_name_stays(client, copy):
    save(client, f"{DRAFT}questions/heard/", **{"option-0-text": "Yes, very much"})
    assert question("heard")["options"][0] == {"id": "yes", "text": "Yes, very much"}


def test_an_empty_box_takes_an_option_out_and_nothing_else_is_lost(client, copy):
    save(client, f"{DRAFT}questions/heard/", **{"option-1-text": ""})
    assert [option["id"] for option in question("heard")["options"]] == ["yes", "no"]
    assert question("heard")["section"] == "help"


def test_saving_a_question_as_it_is_changes_nothing(client, copy):
    before = now()
    for id_ in ids():
        assert save(client, f"{DRAFT}questions/{id_}/").status_code == 302
    after = now()
    for one in [*before["questions"], *after["questions"]]:
        one.setdefault("silences", ["not_said", "not_applicable"])
    assert after == before


def test_a_condition_is_added_by_plain_buttons(client, copy):
    address = f"{DRAFT}questions/again/"
    first = client.post(address, {**form_of(client.get(address)), "add_rule": "heard", "go": "add-rule"})
    data = {**form_of(first), "rule-0-op": "includes_any_of", "rule-0-options": ["no", "partly"]}
    second = client.post(address, {**data, "add_rule": "helpful", "go": "add-rule"})
    assert second.context["editor"].rules[0]["options"].value() == ["no", "partly"]
    data = {**form_of(second), "rule-1-op": "between", "rule-1-number": "2", "rule-1-upto": "4", "join": "any"}
    assert client.post(address, data).status_code == 302
    assert question("again")["show_when"] == {
        "op": "any",
        "of": [
            {"op": "includes_any_of", "question": "heard", "value": ["no", "partly"]},
            {"op": "between", "question": "helpful", "value": [2, 4]},
        ],
    }
    assert "is from 2 to 4" in page(client, DRAFT)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"rule-0-op": "is", "rule-0-options": ["yes", "no"]}, "looks for one answer"),
        ({"rule-0-op": "is"}, "Tick the answers"),
        ({"rule-0-op": "eval"}, "Select a valid choice"),
        ({"rule-0-op": "is", "rule-0-options": ["nothing"]}, "Select a valid choice"),
    ],
)
def test_a_condition_that_is_not_finished_is_said_at_its_row_and_nothing_is_saved(client, copy, row, said):
    address = f"{DRAFT}questions/again/"
    data = {**form_of(client.get(address)), "text": "Typed anew", "rule-0-question": "heard", **row}
    answer = client.post(address, data)
    assert said in sent(answer)
    assert "Typed anew" in sent(answer)
    assert question("again")["text"] == "Would you ask for help again?"


def test_a_condition_is_taken_out(client, copy):
    address = f"{DRAFT}questions/what_went_wrong/"
    assert 'value="drop-rule-0"' in page(client, address)
    answer = client.post(address, {**form_of(client.get(address)), "go": "drop-rule-0"})
    assert answer.context["editor"].rules == []
    client.post(address, form_of(answer))
    assert "show_when" not in question("what_went_wrong")


def test_a_rule_within_a_rule_is_kept_as_it_is_unless_somebody_lets_it_go(client, researcher):
    raw = six_questions()
    inner = {"op": "not", "of": [{"op": "is", "question": "heard", "value": "yes"}]}
    nested = {"op": "all", "of": [inner, {"op": "answered", "question": "helpful", "value": True}]}
    raw["questions"][4]["show_when"] = nested
    make(WorkingCopy, survey=make(Survey, slug="one"), definition=raw)
    address = f"{DRAFT}questions/again/"
    assert "none of these is true" in page(client, address)
    save(client, address, text="Would you ask again?")
    assert question("again")["show_when"] == nested
    save(client, address, keep_rule="")
    assert "show_when" not in question("again")


def test_a_check_of_the_answer_has_its_own_words(client, copy):
    address = f"{DRAFT}questions/helped_by/"
    answer = client.post(address, {**form_of(client.get(address)), "go": "add-check"})
    data = {**form_of(answer), "check-0-op": "choose_at_most", "check-0-number": "2"}
    assert "Say what people are told" in sent(client.post(address, data))
    client.post(address, {**data, "check-0-words": "Choose up to two"})
    assert question("helped_by")["validation"] == [{"op": "choose_at_most", "words": "Choose up to two", "value": 2}]


def test_the_translation_of_a_check_stays_with_its_check(client, researcher):
    """The first of two checks is dropped: the second must not be told in the words of the first."""
    raw = six_questions()
    checks = [
        {"op": "choose_at_least", "value": 1, "words": "Choose one"},
        {"op": "choose_at_most", "value": 2, "words": "Choose up to two"},
    ]
    raw["questions"][1]["validation"] = checks
    place = f"questions.{raw['questions'][1]['id']}.checks."
    raw["translations"] = {"pl": {f"{place}1": "Wybierz jedno", f"{place}2": "Wybierz najwyżej dwa"}}
    make(WorkingCopy, survey=make(Survey, slug="one"), changed_by=researcher, definition=raw)
    address = f"{DRAFT}questions/helped_by/"
    answer = client.post(address, {**form_of(client.get(address)), "go": "drop-check-0"})
    client.post(address, form_of(answer))
    assert question("helped_by")["validation"] == checks[1:]
    assert now()["translations"] == {"pl": {f"{place}1": "Wybierz najwyżej dwa"}}
    save(client, address, **{"check-0-words": "Choose two at most"})
    assert now()["translations"] == {"pl": {f"{place}1": "Wybierz najwyżej dwa"}}


def test_options_are_raised_and_nothing_typed_is_lost(client, copy):
    address = f"{DRAFT}questions/heard/"
    data = {**form_of(client.get(address)), "option-3-text": "I do not know", "go": "raise-option-3"}
    answer = client.post(address, data)
    assert [row["text"].value() for row in answer.context["editor"].options][:4] == [
        "Yes", "Partly", "I do not know", "No",
    ]  # fmt: skip
    client.post(address, form_of(answer))
    assert [option["id"] for option in question("heard")["options"]] == ["yes", "partly", "i_do_not_know", "no"]


def test_a_question_becomes_another_kind_and_keeps_its_words(client, copy):
    save(client, f"{DRAFT}questions/heard/?kind=several")
    assert question("heard")["kind"] == "several"
    assert len(question("heard")["options"]) == 3
    save(client, f"{DRAFT}questions/heard/?kind=text", max_length="500")
    assert "options" not in question("heard")


def act(client, what, **more):
    return client.post(f"{DRAFT}act/", {"act": what, "seen": WorkingCopy.objects.get().revision, **more})


def test_questions_move_within_a_section_and_over_its_border(client, copy):
    client.post(f"{DRAFT}sections/new/", {"title": "Later"})
    assert [section["id"] for section in now()["sections"]] == ["later", "help"]
    act(client, "down:section:later")
    act(client, "up:question:helped_by")
    assert ids()[:2] == ["helped_by", "heard"]
    act(client, "down:question:good_thing")
    assert question("good_thing")["section"] == "later"
    act(client, "up:question:good_thing")
    assert question("good_thing")["section"] == "help"
    assert ids()[-1] == "good_thing"
    before = now()
    act(client, "up:question:helped_by")
    assert now() == before


def test_what_was_deleted_comes_back_where_it_was_even_after_other_changes(client, copy):
    act(client, "delete:question:helpful")
    assert "helpful" not in ids()
    assert "was deleted" in page(client, DRAFT)
    number = WorkingCopy.objects.get().revision
    save(client, f"{DRAFT}questions/again/", text="And again?")
    client.post(f"{DRAFT}undo/", {"number": number})
    assert ids() == [one["id"] for one in six_questions()["questions"]]
    assert question("again")["text"] == "And again?"


def test_a_deleted_section_comes_back_with_its_questions(client, copy):
    act(client, "delete:section:help")
    assert ids() == []
    client.post(f"{DRAFT}undo/", {"number": WorkingCopy.objects.get().revision})
    assert len(ids()) == 6


def test_a_copy_stands_beside_and_has_a_name_of_its_own(client, copy):
    act(client, "copy:question:heard")
    assert ids()[:2] == ["heard", "heard_2"]
    act(client, "copy:section:help")
    copied = question("what_went_wrong_2")
    assert copied["show_when"]["question"] == "helpful_2"


def test_buttons_that_no_page_has_do_nothing(client, copy):
    for strange in ("", "eval:question:heard", "up:user:1", "up:question:", "delete:question:nobody"):
        assert act(client, strange).status_code in (404, 409)
    assert WorkingCopy.objects.get().revision == 1


def test_the_second_of_two_editors_is_told_sees_both_texts_and_can_save_after_all(client, copy):
    address = f"{DRAFT}questions/heard/"
    mine = form_of(client.get(address))
    save(client, address, text="Did they listen?")
    answer = client.post(address, {**mine, "text": "Did anybody listen?"})
    assert answer.status_code == 409
    assert "Did they listen?" in sent(answer)
    assert sent(answer).count("Did anybody listen?") >= 2
    assert question("heard")["text"] == "Did they listen?"
    assert (
        client.post(address, {**mine, "text": "Did anybody listen?", "seen": answer.context["seen"]}).status_code == 302
    )
    assert question("heard")["text"] == "Did anybody listen?"


def test_two_editors_of_different_questions_do_not_disturb_each_other(client, copy):
    mine = form_of(client.get(f"{DRAFT}questions/heard/"))
    save(client, f"{DRAFT}questions/again/", text="And again?")
    assert client.post(f"{DRAFT}questions/heard/", {**mine, "text": "Did they listen?"}).status_code == 302
    assert (question("heard")["text"], question("again")["text"]) == ("Did they listen?", "And again?")


def test_a_question_deleted_by_another_can_be_put_back_as_written(client, copy):
    address = f"{DRAFT}questions/heard/"
    mine = form_of(client.get(address))
    act(client, "delete:question:heard")
    answer = client.post(address, {**mine, "text": "Mine"})
    assert answer.status_code == 409
    assert "They deleted it" in sent(answer)
    client.post(address, {**mine, "text": "Mine", "seen": answer.context["seen"]})
    assert question("heard")["text"] == "Mine"


def test_nobody_deletes_what_another_has_just_changed(client, copy):
    save(client, f"{DRAFT}questions/heard/", text="Did they listen?")
    assert act(client, "delete:question:heard", seen=1).status_code == 409
    assert "heard" in ids()


def test_a_draft_that_was_published_meanwhile_gives_back_what_was_typed(client, copy, researcher):
    address = f"{DRAFT}about/"
    seen = client.get(address).context["seen"]
    told = {"title": "Mine", "purpose": "P", "readers": "R", "minutes": "5", "consents": ["count"], "seen": seen}
    other = client.post(f"{DRAFT}publish/", {"seen": seen})
    assert other.status_code == 302
    answer = client.post(address, told)
    assert answer.status_code == 409
    assert "no longer there" in sent(answer)
    assert "Mine" in sent(answer)
    client.post(f"{DRAFT}begin/")
    assert client.post(address, told).status_code == 302
    assert now()["title"] == "Mine"


def test_publication_ends_the_draft_and_opens_the_survey(client, copy):
    assert client.post(f"{DRAFT}publish/", {"seen": "1"}).status_code == 302
    survey = Survey.objects.get(slug="one")
    assert (survey.state, survey.current.number, survey.title) == ("open", 1, "How was it for you?")
    assert not WorkingCopy.objects.exists()


def test_a_draft_that_changed_since_it_was_checked_is_not_published(client, copy):
    save(client, f"{DRAFT}questions/heard/", text="Did they listen?")
    assert client.post(f"{DRAFT}publish/", {"seen": "1"}).status_code == 409
    assert not Version.objects.exists()


def test_a_draft_with_something_to_mend_is_not_published(client, researcher):
    raw = six_questions()
    raw["questions"][3]["show_when"] = {"op": "at_most", "question": "again", "value": 1}
    make(WorkingCopy, survey=make(Survey, slug="one"), definition=raw)
    answer = client.post(f"{DRAFT}publish/", {"seen": "1"})
    assert answer.status_code == 400
    assert "not on a scale" in sent(answer)
    assert not Version.objects.exists()


def test_somebody_goes_back_to_an_earlier_draft_and_forth_again(client, copy):
    save(client, f"{DRAFT}questions/heard/", text="Did they listen?")
    assert "Did they listen?" in page(client, "/desk/surveys/one/history/")
    client.post("/desk/surveys/one/history/", {"number": "1", "seen": "2"})
    assert question("heard")["text"] == "Did you feel heard?"
    client.post("/desk/surveys/one/history/", {"number": "2", "seen": "3"})
    assert question("heard")["text"] == "Did they listen?"
    assert client.post("/desk/surveys/one/history/", {"number": "1", "seen": "2"}).status_code == 409
    assert client.post("/desk/surveys/one/history/", {"number": "99", "seen": "4"}).status_code == 404


def test_a_draft_put_away_can_be_had_back(client, copy):
    save(client, f"{DRAFT}questions/heard/", text="Did they listen?")
    assert client.post(f"{DRAFT}throw-away/", {"seen": "1"}).status_code == 409
    assert client.post(f"{DRAFT}throw-away/", {"seen": "2"}).status_code == 302
    assert not WorkingCopy.objects.exists()
    client.post("/desk/surveys/one/history/", {"number": "2", "seen": "0"})
    assert question("heard")["text"] == "Did they listen?"


def test_only_the_newest_changes_are_kept(client, copy, monkeypatch):
    monkeypatch.setattr("surveys.questionnaires.actions.drafts.MOST_KEPT", 3)
    for number in range(5):
        save(client, f"{DRAFT}questions/heard/", text=f"Words {number}?")
    assert list(Revision.objects.values_list("number", flat=True)) == [6, 5, 4]


def test_a_set_is_kept_and_put_into_another_draft_under_free_names(client, copy):
    data = {"name": "Being heard", "section": "", "questions": ["helpful", "what_went_wrong"]}
    assert client.post(f"{DRAFT}keep/", data).status_code == 302
    kept = QuestionSet.objects.get()
    assert "There is a set of this name" in sent(client.post(f"{DRAFT}keep/", data))
    client.post(f"{DRAFT}insert/", {"question_set": kept.pk, "section": "help"})
    assert ids()[-2:] == ["helpful_2", "what_went_wrong_2"]
    assert question("what_went_wrong_2")["show_when"]["question"] == "helpful_2"


def test_a_set_leaves_out_a_rule_that_would_look_at_nothing(client, copy):
    client.post(f"{DRAFT}keep/", {"name": "Alone", "section": "", "questions": ["what_went_wrong"]})
    assert "show_when" not in QuestionSet.objects.get().content["questions"][0]


def test_a_retired_set_is_not_offered(client, copy):
    kept = make(QuestionSet, name="Old one")
    client.post(f"/desk/surveys/sets/{kept.pk}/", {"retired": "yes"})
    assert "Old one" not in page(client, f"{DRAFT}insert/")
    assert "No longer offered" in page(client, "/desk/surveys/sets/")
    assert client.post(f"{DRAFT}insert/", {"question_set": kept.pk, "section": "help"}).status_code == 200
    client.post(f"/desk/surveys/sets/{kept.pk}/", {"retired": "no"})
    assert "Old one" in page(client, f"{DRAFT}insert/")


def test_settings_of_a_published_survey_cannot_take_protection_away(client, researcher):
    make(Survey, slug="one", opened=True, protection="heightened")
    address = "/desk/surveys/one/settings/"
    assert "It can only grow" in sent(client.post(address, {"protection": "standard"}))
    assert client.post(address, {"protection": "heightened", "slug": "elsewhere"}).status_code == 302
    assert Survey.objects.get().slug == "one"


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "\u202eback", "a\x00b", "\ue000words\ue000", "{heard|", "=1+1"]
)
def test_hostile_words_are_refused_or_kept_as_words(client, copy, value):
    answer = save(client, f"{DRAFT}questions/heard/", text=value)
    assert answer.status_code in (200, 302)
    for address in (
        DRAFT,
        "/desk/surveys/one/draft/check/",
        "/desk/surveys/one/draft/paths/",
        "/desk/surveys/one/draft/paper/",
    ):
        assert "<script>alert" not in page(client, address)
    kept = question("heard")["text"]
    assert kept in (value, "Did you feel heard?")


@pytest.mark.parametrize("role", [roles.CASE_OFFICER, roles.COMMISSIONER])
def test_other_roles_write_no_survey(client, copy, role):
    client.force_login(make(User, role=role))
    assert client.get(DRAFT).status_code == 403
    assert act(client, "up:question:helpful").status_code == 403
