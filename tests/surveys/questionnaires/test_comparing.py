"""What changed between two texts of a survey."""

from surveys.questionnaires.comparing import Part, Side, compare
from surveys.questionnaires.definitions import parse
from surveys.questionnaires.editing import added, moved, put_back, removed, replaced, tidy
from tests.factories.surveys import six_questions


def side(raw):
    return Side(raw, parse(raw))


def told(before, after):
    return [(one.what, one.id) for one in compare(side(before), side(after))]


def test_the_same_text_has_no_difference():
    assert told(six_questions(), six_questions()) == []


def test_added_removed_changed_and_moved():
    before = tidy(six_questions())
    after = removed(before, "question", "helped_by")
    after = added(after, "question", {"id": "new", "kind": "text", "text": "New?", "section": "help"})
    after = replaced(after, "question", "again", {**after["questions"][3], "text": "Would you ask again?"})
    after = moved(moved(after, "question", "heard", 1), "question", "heard", 1)
    after["title"] = "How was it?"
    assert told(before, after) == [
        ("Changed", ""), ("Moved", "heard"), ("Changed", "again"), ("Added", "new"), ("Removed", "helped_by"),
    ]  # fmt: skip


def test_the_words_that_changed_are_told_apart():
    assert Part("Question", "Did you feel heard?", "Did you really feel heard?").words == [
        ("same", "Did you "), ("new", "really "), ("same", "feel heard?"),
    ]  # fmt: skip


def test_rules_and_options_are_compared_in_words():
    before, after = six_questions(), six_questions()
    after["questions"][3]["show_when"] = {"op": "at_most", "question": "helpful", "value": 4}
    after["questions"][0]["options"][0] = {"id": "yes", "text": "Yes, very"}
    heard, wrong = compare(side(before), side(after))
    assert [(part.label, part.before.split("\n")[0], part.after.split("\n")[0]) for part in heard.parts] == [
        ("Options", "Yes", "Yes, very")
    ]
    assert wrong.parts[0].after == "Shown when “How good was it?” is 4 or less."


def test_a_rule_that_looks_at_nothing_is_said_to():
    raw = removed(six_questions(), "question", "helpful")
    [gone, changed] = [one for one in compare(side(six_questions()), side(raw)) if one.id != "about"]
    assert (changed.what, changed.id) == ("Removed", "helpful")
    assert "not in the survey" in gone.parts[0].after


def test_a_published_text_is_tidied_without_changing_what_people_see():
    raw = six_questions()
    raw["sections"].append({"id": "later", "title": "Later"})
    raw["questions"][3]["section"] = "later"
    raw["questions"][4]["section"] = "help"
    kept = tidy(raw)
    assert [question["id"] for question in kept["questions"]] == [question["id"] for question in raw["questions"]]
    assert [question.get("section") for question in kept["questions"]] == ["help"] * 3 + ["later"] * 3


def test_what_is_put_back_twice_stands_once():
    before = tidy(six_questions())
    after = removed(before, "question", "heard")
    once = put_back(after, before, "question", "heard")
    assert put_back(once, before, "question", "heard") == once == before
