"""XLSForms: tables of choices, the words at their ends, and signs that cannot be kept."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from surveys.questionnaires.xlsforms.incoming import read_form
from surveys.questionnaires.xlsforms.outgoing import workbook_of
from tests.xlsform_files import form, q, saved


def table(*choices):
    """A form with one table of two rows, and with one list of choices."""
    rows = (
        q("begin group", "j", "How was it?", appearance="table-list"), q("select_one steps", "j1", "Listened"),
        q("select_one steps", "j2", "Explained"), {"type": "end group"},
    )  # fmt: skip
    return form(*rows, choices=[("steps", *one) for one in choices])


def read_table(*choices):
    return read_form(table(*choices), name="form")


def test_a_table_of_words_comes_in_one_by_one_with_its_words():
    words = [("na", "Does not apply"), ("b", "Never"), ("c", "Sometimes"), ("d", "Often"), ("e", "Always")]
    incoming = read_table(*words)
    assert [one["kind"] for one in incoming.definition["questions"]] == ["single", "single"]
    for question in incoming.definition["questions"]:
        assert [option["text"] for option in question["options"]] == [label for _, label in words]
    assert [section["title"] for section in incoming.definition["sections"]] == ["How was it?"]
    assert any("these come in one by one" in said.words for said in incoming.remarks)


def test_a_table_from_5_down_to_1_is_not_turned_round():
    incoming = read_table(*((str(number), "") for number in range(5, 0, -1)))
    assert [one["kind"] for one in incoming.definition["questions"]] == ["single", "single"]


def test_words_of_a_table_s_ends_stay_and_those_between_are_named():
    incoming = read_table(("1", "Not at all"), ("2", "A little"), ("3", "3"), ("4", "Rather"), ("5", "Very much"))
    (question,) = incoming.definition["questions"]
    assert (question["kind"], question["low_label"], question["high_label"]) == ("matrix", "Not at all", "Very much")
    assert [(said.sheet, said.row, said.column) for said in incoming.remarks] == [
        ("choices", 3, "label"),
        ("choices", 5, "label"),
    ]
    assert "“A little” is left out" in incoming.remarks[0].words


def test_ends_too_long_for_a_matrix_are_not_cut():
    incoming = read_table(("1", "Not at all " * 9), *((str(number), str(number)) for number in range(2, 6)))
    assert [one["kind"] for one in incoming.definition["questions"]] == ["single", "single"]


UNSHOWN = "this holds a sign that cannot be shown or kept; type it again"


@pytest.mark.parametrize(
    ("sheet", "cell", "text", "column"),
    [
        ("survey", "C2", "What\ue000?", "label"),
        ("survey", "M2", "Co\ue000?", "label::Polish (pl)"),
        ("choices", "C2", "Yes\ue000", "label"),
        ("settings", "A2", "A\ue000 form", "form_title"),
        ("settings", "B2", '{"readers": "a\\u0000"}', "voice_1"),
        ("settings", "B2", '{"a\\u0001": []}', "voice_1"),
        ("survey", "N2", '{"id": "a", "kind": "text", "text": "What?", "for_young": "\\ud800"}', "voice"),
    ],
)
def test_a_sign_that_cannot_be_kept_is_named_where_it_stands(sheet, cell, text, column):
    book = load_workbook(BytesIO(form(q("text", "a", **{"label::Polish (pl)": "Co?"}))))
    book["survey"]["N1"], book["settings"]["B1"] = "voice", "voice_1"
    book[sheet][cell] = text
    incoming = read_form(saved(book), name="form")
    assert incoming.definition is None
    assert [(said.sheet, said.row, said.column, said.words) for said in incoming.faults] == [
        (sheet, 2, column, UNSHOWN)
    ]


def test_a_sign_in_the_name_of_the_file_is_named_too():
    assert [said.column for said in read_form(form(q("text", "a"), title=None), name="a\x00").faults] == ["form_title"]


def test_ends_come_in_with_their_translations():
    book = load_workbook(BytesIO(table(("1", "Bad"), *((str(number), str(number)) for number in range(2, 6)))))
    book["choices"]["D1"], book["choices"]["D2"] = "label::Polish (pl)", "Źle"
    definition = read_form(saved(book), name="form").definition
    assert definition["translations"]["pl"] == {"questions.j.low_label": "Źle"}


def test_ends_written_in_a_form_of_ours_come_in():
    raw = {"id": "j", "kind": "matrix", "text": "How?", "low_label": "bad", "options": [{"id": "a", "text": "Calls"}]}
    definition = {"title": "A form", "readers": "Us", "purpose": "To know", "questions": [raw]}
    book = load_workbook(BytesIO(workbook_of(definition, slug="form")))
    assert read_form(saved(book), name="form").definition["questions"][0]["low_label"] == "bad"
    book["choices"]["C2"] = "Awful"
    assert read_form(saved(book), name="form").definition["questions"][0]["low_label"] == "Awful"
