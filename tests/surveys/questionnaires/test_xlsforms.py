"""Surveys as XLSForms: out and in again the same, and what others wrote comes in whole or is named cell by cell."""

import json
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import QuestionKind
from surveys.questionnaires.definitions import parse
from surveys.questionnaires.logic import holds
from surveys.questionnaires.origins import outdated
from surveys.questionnaires.publishing import UNKEPT
from surveys.questionnaires.translating import texts_of
from surveys.questionnaires.xlsforms.book import NotAForm
from surveys.questionnaires.xlsforms.expressions import NotUnderstood, read
from surveys.questionnaires.xlsforms.incoming import read_form
from surveys.questionnaires.xlsforms.languages import key_of
from surveys.questionnaires.xlsforms.outgoing import workbook_of
from surveys.questionnaires.xlsforms.rules import Known, Rules
from surveys.questionnaires.xlsforms.rules_out import relevant_of
from tests.factories.surveys import six_questions
from tests.xlsform_files import COLUMNS, YES_NO, came_in, form, q

# Out and in again

ID = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
TEXT = st.text(min_size=1, max_size=60).map(lambda text: UNKEPT.sub("", text).replace("$", "")).filter(str.strip)
KINDS = st.sampled_from(list(QuestionKind))
LISTED = ("single", "several", "ranking", "matrix")


@st.composite
def questions(draw):
    found = []
    for id_ in draw(st.lists(ID, min_size=1, max_size=8, unique=True)):
        kind = draw(KINDS).value
        question = {"id": id_, "kind": kind, "text": draw(TEXT)}
        if draw(st.booleans()):
            question |= {"help": draw(TEXT), "measures": "satisfaction", "rights": ["informed"]}
        if kind in LISTED:
            ids = draw(st.lists(ID, min_size=2, max_size=5, unique=True))
            question["options"] = [{"id": one, "text": draw(TEXT)} for one in ids]
        if kind == "scale":
            question |= {"low": 1, "high": draw(st.integers(2, 9)), "low_label": draw(TEXT)}
        if kind in ("short", "text"):
            question["max_length"] = draw(st.integers(1, 200))
        if kind == "number" and draw(st.booleans()):
            question["validation"] = [{"op": "at_most", "value": draw(st.integers(0, 99)), "words": draw(TEXT)}]
        if found and draw(st.booleans()):
            question["show_when"] = draw(rules(found))
        found.append(question)
    return found


@st.composite
def rules(draw, earlier, depth=0):
    if depth < 2 and draw(st.booleans()):
        parts = [draw(rules(earlier, depth + 1)) for _ in range(draw(st.integers(1, 3)))]
        return {"op": draw(st.sampled_from(["all", "any", "not"])), "of": parts}
    other = draw(st.sampled_from(earlier))
    plain = {"question": other["id"]}
    if other["kind"] in ("single", "several", "ranking"):
        ids = [option["id"] for option in other["options"]]
        op = draw(st.sampled_from(["is", "is_not", "includes", "includes_any_of", "includes_none_of"]))
        value = ids[:2] if op.endswith("_of") else ids[0]
        return {**plain, "op": op, "value": value}
    if other["kind"] in ("number", "scale"):
        op = draw(st.sampled_from(["at_least", "at_most", "equals", "between"]))
        return {**plain, "op": op, "value": [2, 5] if op == "between" else 3}
    if other["kind"] == "month":
        return {**plain, "op": draw(st.sampled_from(["at_least", "at_most", "equals"])), "value": "2025-03"}
    return {**plain, "op": "answered", "value": draw(st.booleans())}


@st.composite
def definitions(draw):
    asked = draw(questions())
    raw = six_questions(title=draw(TEXT)[:80].strip() or "T", questions=asked)
    for question in asked:
        if draw(st.booleans()):
            question["section"] = "help"
    if languages := draw(st.sets(st.sampled_from(["pl", "ur", "pa", "easy"]), max_size=2)):
        raw["translations"] = {key: {place: draw(TEXT) for place in texts_of(raw)} for key in sorted(languages)}
        raw["made_from"] = {key: {"title": draw(TEXT)} for key in sorted(languages)}
    return raw


@given(definitions())
@settings(max_examples=25)
def test_what_goes_out_comes_in_again_as_it_was(raw):
    incoming = read_form(workbook_of(raw, slug="one"), name="form")
    assert incoming.faults == ()
    again = incoming.definition
    assert {**again, "title": ""} == {**json.loads(json.dumps(raw)), "title": ""}
    assert parse(again).questions == parse(raw).questions


@given(definitions())
@settings(max_examples=25)
def test_a_rule_as_an_expression_means_the_same(raw):
    """Without our own column: the expression alone steers as the rule did, whatever is answered."""
    known = {one["id"]: known_as(place, one) for place, one in enumerate(raw["questions"])}
    for place, question in enumerate(raw["questions"]):
        if rule := question.get("show_when"):
            again = Rules(known).rule(relevant_of(rule), before=place)
            for answers in some_answers(raw["questions"]):
                assert holds(again, answers) == holds(rule, answers), relevant_of(rule)


def known_as(place, question):
    options = {option["id"]: option["id"] for option in question.get("options", ())}
    return Known(question["id"], QuestionKind(question["kind"]), place, options)


def some_answers(asked):
    yield {}
    for number in (1, 3, 5, 24302, 24303):
        yield {
            one["id"]: Answer(chosen=(one["options"][number % 2]["id"],)) if "options" in one else Answer(number=number)
            for one in asked
            if one["kind"] not in ("short", "text", "voice", "matrix", "statement")
        }


def test_other_tools_read_what_we_write():
    data = workbook_of(six_questions(), slug="one")
    assert "Did you feel heard?" in convert(BytesIO(data), validate=False, file_type=".xlsx").xform


def test_a_cell_is_never_a_formula():
    raw = six_questions()
    raw["questions"][0]["text"] = "=1+1"
    cells = load_workbook(BytesIO(workbook_of(raw, slug="one")))["survey"]["C"]
    assert next(cell for cell in cells if cell.value == "=1+1").data_type != "f"


def test_what_was_changed_in_the_spreadsheet_counts():
    book = load_workbook(BytesIO(workbook_of(six_questions(), slug="one")))
    for row in book["survey"].iter_rows():
        if row[1].value == "what_went_wrong":
            row[2].value, row[5].value = "What went badly?", "${helpful} < 3"
    target = BytesIO()
    book.save(target)
    question = read_form(target.getvalue(), name="x").definition["questions"][3]
    assert question["text"] == "What went badly?"
    assert question["show_when"] == {"question": "helpful", "op": "at_most", "value": 2}
    assert question["max_length"] == 2000


# In


def test_every_kind_that_we_have():
    steps = [("steps", str(number), str(number)) for number in range(1, 6)]
    found = came_in(
        q("select_one yn", "a"), q("select_multiple yn", "b"), q("rank yn", "c"), q("integer", "d"), q("text", "e"),
        q("note", "f"), q("date", "g", appearance="month-year"), q("range", "h", parameters="start=0 end=10 step=1"),
        q("audio", "i"), q("begin group", "j", "Care", appearance="table-list"),
        q("select_one steps", "j1", "Listened"),
        q("select_one steps", "j2", "Explained"), {"type": "end group"}, choices=[*YES_NO, *steps],
    )  # fmt: skip
    kinds = ["single", "several", "ranking", "number", "text", "statement", "month", "scale", "voice", "matrix"]
    assert [one["kind"] for one in found] == kinds
    assert [option["text"] for option in found[-1]["options"]] == ["Listened", "Explained"]


def test_names_become_ids_of_ours():
    found = came_in(
        q("select_one list", "Q1-Heard?"), q("text", "1st", relevant="${Q1-Heard?} = '1'"),
        choices=[("list", "1", "Yes"), ("list", "No Way", "No")],
    )  # fmt: skip
    assert [one["id"] for one in found] == ["q1_heard", "question_1st"]
    assert [option["id"] for option in found[0]["options"]] == ["option_1", "no_way"]
    assert found[1]["show_when"] == {"question": "q1_heard", "op": "is", "value": "option_1"}


@pytest.mark.parametrize(
    ("relevant", "rule"),
    [
        ("${a} = 'yes'", {"op": "is", "question": "a", "value": "yes"}),
        ("'yes' = ${a}", {"op": "is", "question": "a", "value": "yes"}),
        ("${a} != 'yes'", {"op": "not", "of": [{"op": "is", "question": "a", "value": "yes"}]}),
        ("selected(${m}, 'no')", {"op": "includes", "question": "m", "value": "no"}),
        ("${n} > 5", {"op": "at_least", "question": "n", "value": 6}),
        ("${n} <= 5", {"op": "at_most", "question": "n", "value": 5}),
        ("5 > ${n}", {"op": "at_most", "question": "n", "value": 4}),
        ("${n} != ''", {"op": "answered", "question": "n", "value": True}),
        (
            "not(${a} = 'no') and (${n} = 3 or ${m} = '')",
            {"op": "all", "of": [
                {"op": "not", "of": [{"op": "is", "question": "a", "value": "no"}]},
                {"op": "any", "of": [{"op": "equals", "question": "n", "value": 3},
                                     {"op": "answered", "question": "m", "value": False}]}]},
        ),
    ],
)  # fmt: skip
def test_an_expression_becomes_a_rule(relevant, rule):
    before = [q("select_one yn", "a"), q("select_multiple yn", "m"), q("integer", "n")]
    assert came_in(*before, q("text", "t", relevant=relevant))[3]["show_when"] == rule


def test_a_groups_condition_holds_for_all_in_it():
    found = came_in(
        q("select_one yn", "a"), q("begin_group", "g", "Part", relevant="${a} = 'yes'"), q("text", "t"),
        q("text", "u", relevant="${t} != ''"), {"type": "end_group"},
    )  # fmt: skip
    assert found[1]["show_when"] == {"op": "is", "question": "a", "value": "yes"}
    assert [part["op"] for part in found[2]["show_when"]["of"]] == ["is", "answered"]
    assert found[2]["section"] == "g"


def test_limits_become_checks_with_their_words():
    rows = [
        q("integer", "n", constraint=". >= 1 and . < 25", constraint_message="A day has 24 hours"),
        q("text", "t", constraint="string-length(.) <= 300"),
        q("select_multiple yn", "m", constraint="count-selected(.) <= 1"),
    ]
    found = came_in(*rows)
    words = "A day has 24 hours"
    assert found[0]["validation"] == [
        {"op": "at_least", "value": 1, "words": words},
        {"op": "at_most", "value": 24, "words": words},
    ]
    assert found[1]["max_length"] == 300
    assert found[2]["validation"][0]["op"] == "choose_at_most"


FAULTS = [
    (q("geopoint", "x"), "type"),
    (q("calculate", "x", calculation="1+1"), "calculation"),
    (q("date", "x"), "appearance"),
    (q("begin repeat", "x"), "type"),
    (q("select_one yn or_other", "x"), "type"),
    (q("select_one none", "x"), "type"),
    (q("select_one yn", "x", choice_filter="a=1"), "choice_filter"),
    (q("text", "x", relevant="${later} = 'a'"), "relevant"),
    (q("text", "x", relevant="${n} = pulldata('a')"), "relevant"),
    (q("text", "x", relevant="${t} = 'secret'"), "relevant"),
    (q("text", "x", relevant="((("), "relevant"),
    (q("text", "x", constraint="regex(., 'a')"), "constraint"),
    (q("range", "x", parameters="start=0 end=100 step=1"), "parameters"),
    (q("text", "", "No name"), "name"),
    (q("text", "x", ""), "label"),
    (q("text", "x", "You said ${t}"), "label"),
    (q("text", "n"), "name"),
]


@pytest.mark.parametrize(("row", "column"), FAULTS, ids=[f"{row['type']} {column}" for row, column in FAULTS])
def test_what_cannot_come_in_is_named_and_nothing_comes(row, column):
    incoming = read_form(form(q("integer", "n"), q("text", "t"), row), name="form")
    assert incoming.definition is None
    assert (incoming.faults[0].sheet, incoming.faults[0].row, incoming.faults[0].column) == ("survey", 4, column)


def test_what_is_left_out_is_named_too():
    rows = [q("start", "started"), q("text", "t", required="yes", **{"label::Polish (pl)": "Co?"})]
    told = [str(one) for one in read_form(form(*rows), name="form").remarks]
    assert any("row 2, column “type”" in one for one in told)
    assert any("row 3, column “required”: nobody has to answer" in one for one in told)


def test_what_becomes_something_else_is_named_too():
    data = form(q("decimal", "weight"), title="A form with a title that goes on and on " * 3)
    told = [str(one) for one in read_form(data, name="form").remarks]
    assert any("row 2, column “type”: numbers here are whole" in one for one in told)
    assert any("sheet “settings”" in one.lower() and "form_title" in one and "80" in one for one in told)


def test_translations_stand_in_columns_that_other_tools_read():
    raw = six_questions()
    raw["questions"][0]["text"] = "Did you feel heard?"
    raw["translations"] = {"pl": {place: f"[pl] {text}" for place, text in texts_of(raw).items()}}
    book = load_workbook(BytesIO(workbook_of(raw, slug="one")))
    survey = list(book["survey"].values)
    column = survey[0].index("label::Polish (pl)")
    assert "[pl] Did you feel heard?" in [row[column] for row in survey]
    assert "[pl] Help" in [row[column] for row in survey]
    choices = list(book["choices"].values)
    assert "[pl] Partly" in [row[choices[0].index("label::Polish (pl)")] for row in choices]
    convert(workbook_of(raw, slug="one"))


def test_a_translation_that_was_changed_in_the_spreadsheet_counts():
    raw = six_questions()
    raw["translations"] = {"pl": {place: f"[pl] {text}" for place, text in texts_of(raw).items()}}
    book = load_workbook(BytesIO(workbook_of(raw, slug="one")))
    for name in ("survey", "choices"):
        for row in book[name].iter_rows():
            for cell in row:
                if cell.value in ("[pl] What helped?", "[pl] A visit"):
                    cell.value = f"{cell.value} Inaczej."
                if cell.value == "[pl] How good was it?":
                    cell.value = None
    target = BytesIO()
    book.save(target)
    incoming = read_form(target.getvalue(), name="form")
    assert incoming.faults == ()
    told = incoming.definition["translations"]["pl"]
    assert told["questions.helped_by.text"] == "[pl] What helped? Inaczej."
    assert told["questions.helped_by.options.visit"] == "[pl] A visit Inaczej."
    assert "questions.helpful.text" not in told
    assert told["questions.helpful.low_label"] == "[pl] Not at all"
    assert told["title"] == f"[pl] {raw['title']}"


def test_a_text_that_was_changed_in_the_spreadsheet_leaves_its_old_translation_marked():
    raw = six_questions()
    raw["translations"] = {"pl": {place: f"[pl] {text}" for place, text in texts_of(raw).items()}}
    raw["made_from"] = {"pl": texts_of(raw)}
    book = load_workbook(BytesIO(workbook_of(raw, slug="one")))
    changed = {
        "Did you feel heard?": "Did anybody listen?",
        "What helped?": "What was of help?",
        "[pl] What helped?": "Co pomogło?",
    }
    for row in book["survey"].iter_rows():
        for cell in row:
            cell.value = changed.get(cell.value, cell.value)
    target = BytesIO()
    book.save(target)
    incoming = read_form(target.getvalue(), name="form")
    assert incoming.faults == ()
    assert outdated(incoming.definition, "pl") == {"questions.heard.text": "Did you feel heard?"}


def test_translations_of_others_come_in():
    polish = "label::Polish (pl)"
    checked = {"constraint": ". < 9", "constraint_message": "Fewer", "constraint_message::Polish (pl)": "Mniej"}
    rows = [
        {"type": "begin_group", "name": "g", "label": "Help", polish: "Pomoc"},
        q("select_one yn", "heard", "Heard?", **{polish: "Wysłuchano?", "hint": "H", "hint::اردو": "مدد"}),
        q("integer", "calls", "You said ${heard}", **{polish: "Odpowiedź: ${heard}", **checked}),
        {"type": "end_group"},
    ]
    columns = (*COLUMNS, "hint::اردو", "constraint_message::Polish (pl)", "label::French (fr)")
    rows[1]["label::French (fr)"] = "Entendu ?"
    incoming = read_form(form(*rows, columns=columns), name="form")
    assert incoming.faults == ()
    assert incoming.definition["translations"] == {
        "pl": {
            "sections.g.title": "Pomoc",
            "questions.heard.text": "Wysłuchano?",
            "questions.calls.text": "Odpowiedź: {heard}",
            "questions.calls.checks.1": "Mniej",
        },
        "ur": {"questions.heard.help": "مدد"},
    }
    french = [str(one) for one in incoming.remarks if "French" in str(one)]
    assert french == [
        "Sheet “survey”, row 1, column “label::French (fr)”: "
        "French (fr) is not a language that a survey here can be read in"
    ]


def test_a_translation_that_names_what_is_not_there_is_a_fault_of_its_cell():
    rows = [q("text", "t", "What?", **{"label::Polish (pl)": "Co ${nothing}?"})]
    fault = read_form(form(*rows), name="form").faults[0]
    assert (fault.sheet, fault.row, fault.column) == ("survey", 2, "label::Polish (pl)")


@pytest.mark.parametrize("heading", ["Polish (pl)", "polski", "pl", "PL", "Polish", "język (pl-PL)"])
def test_a_language_is_known_by_its_name_or_its_short_name(heading):
    assert key_of(heading) == "pl"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"x" * 600, b"a,b\n", b"x" * 3_000_001])
def test_what_is_no_form_is_said(data):
    with pytest.raises(NotAForm):
        read_form(data, name="form")


@given(st.text(alphabet="${}()'\"abn .=<>!and or not selected,1 9", max_size=40))
def test_any_expression_is_read_or_refused(text):
    try:
        read(text)
    except NotUnderstood:
        return


@given(st.text(max_size=200))
@settings(max_examples=15)
def test_our_own_column_may_hold_anything(text):
    row = {**q("text", "t"), "voice": text.replace("\x00", "")}
    safe = "".join(letter for letter in row["voice"] if letter.isprintable())
    incoming = read_form(form({**row, "voice": safe}, columns=(*COLUMNS, "voice")), name="form")
    assert incoming.definition is not None


@pytest.mark.parametrize("own", ["[]", "7", '{"id": "t"}', '{"id": 7, "kind": "text", "text": []}',
                                 '{"id":"t","kind":"text","text":"What?","show_when":{"op":"is"}}',
                                 '{"id":"t","kind":"text","text":"What?","silences":7}',
                                 '{"id":"t","kind":"text","text":"What?","strange":1}'])  # fmt: skip
def test_a_spoilt_column_of_ours_never_breaks_it(own):
    rows = ({**q("text", "t"), "voice": own},)
    incoming = read_form(form(*rows, columns=(*COLUMNS, "voice")), name="form")
    assert incoming.definition is not None or incoming.faults
