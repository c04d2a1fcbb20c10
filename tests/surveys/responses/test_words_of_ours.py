"""Our own words on the way of somebody who tells: each can be translated, and is, in every language."""

import gettext
import re
from pathlib import Path

import pytest
from django.utils import translation

from derbyvoice.govuk.dates import SplitDateField
from derbyvoice.govuk.languages import CATALOGUES
from surveys.questionnaires.definitions import parse
from surveys.questionnaires.languages import TRANSLATED
from surveys.responses import forms
from surveys.responses.question_forms import QuestionForm
from tests.survey_kinds import all_kinds

LOCALE = Path("surveys/responses/locale")
BY_STAFF = {"screens", "screen_link", "wishes", "wish_one", "worry", "preview_bar", "preview_start", "preview_question",
            "preview_end"}  # fmt: skip
"""Pages of the desk and of a trial."""
PAGES = [
    *(
        path
        for path in sorted(Path("surveys/responses/templates/responses").glob("*.html"))
        if path.stem not in BY_STAFF
    ),
    *(Path(f"surveys/fieldwork/templates/fieldwork/{page}.html") for page in ("device", "device_done", "device_over")),
    *(path for path in sorted(Path("templates/errors").glob("*.html")) if path.stem != "signed_out"),
    *map(Path, ("templates/base_plain.html", "templates/base_public.html", "templates/partials/emergency.html")),
    Path("templates/staying_private.html"),
    *sorted(Path("derbyvoice/govuk/templates/govuk").glob("exit.html")),
    *sorted(Path("surveys/safeguarding/templates/safeguarding").glob("[nl][oi][wm]*.html")),
]
SOURCES = [
    *Path("surveys/responses").glob("*.py"),
    *Path("surveys/responses/views").glob("*.py"),
    *Path("derbyvoice/govuk").rglob("*.py"),
    Path("surveys/questionnaires/choices.py"),
    Path("surveys/questionnaires/labels.py"),
]
IN_PAGES = re.compile(r'{%\s*translate "([^"]+)"\s*%}|_\("([^"]+)"\)')
IN_BLOCKS = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
IN_SOURCES = re.compile(r'(?:\b_|gettext|noop)\(\s*"([^"]+)"')
ENGLISH = re.compile(r'<(\w+)[^>]*lang="en-GB"[^>]*>.*?</\1>', re.DOTALL)
SPOKEN = re.compile(r'(?:aria-label|alt|title|placeholder)="([^"]*)"')
LETTERS = re.compile(r"[A-Za-z]{2,}")


def marked(pages=PAGES, sources=SOURCES):
    """Every sentence of ours that can be translated."""
    for page in pages:
        text = page.read_text(encoding="utf-8")
        yield from (match[1] or match[2] for match in IN_PAGES.finditer(text))
        yield from (re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", block) for block in IN_BLOCKS.findall(text))
    for source in sources:
        yield from IN_SOURCES.findall(source.read_text(encoding="utf-8"))


def catalogue(language, locale=LOCALE):
    with (locale / language / "LC_MESSAGES/django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def lines_of(language, locale=LOCALE):
    """(English, translated) for each sentence, as it stands in the file that translators read."""
    text = (locale / language / "LC_MESSAGES/django.po").read_text(encoding="utf-8")
    return re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE)


def filled_otherwise(lines):
    """Sentences whose translation does not repeat what is filled in."""
    places = re.compile(r"%\(\w+\)s|%?\{\w+\}|</?\w+")
    return [one for one, other in lines if sorted(places.findall(one)) != sorted(places.findall(other))]


def test_our_pages_know_the_languages_that_surveys_know():
    assert {language.catalogue for language in TRANSLATED} - {"en-gb"} == set(CATALOGUES)


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_every_sentence_of_ours_has_its_translation(language):
    said = catalogue(language)
    assert sorted({words for words in marked() if said.gettext(words) == words}) == []


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_the_catalogue_in_use_is_the_one_that_is_read(language):
    """The `.mo` file is made from the `.po` file (`msgfmt`); here they must agree."""
    said = catalogue(language)
    plain = [tuple(side.replace('\\"', '"') for side in line) for line in lines_of(language)]
    assert len(plain) > 300
    assert [one for one, other in plain if said.gettext(one) != other] == []


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_a_translation_repeats_what_is_filled_in(language):
    assert filled_otherwise(lines_of(language)) == []


def english_alone(page):
    """What of a template can only be read in English. What is the office's says so to a screen reader."""
    text = re.sub(r"{#.*?#}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    bare = re.sub(r"{%.*?%}|{{.*?}}", "", ENGLISH.sub("", IN_BLOCKS.sub("", text)), flags=re.DOTALL)
    heard = [words for words in SPOKEN.findall(bare) if LETTERS.search(words)]
    shown = [line.strip() for line in re.sub(r"<[^>]*>", "", bare, flags=re.DOTALL).split("\n")]
    return [*heard, *(line for line in shown if LETTERS.search(line.replace("&#10;", "")))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_on_the_way_speaks_english_alone(page):
    assert english_alone(page) == []


def words_of(form):
    for field in form.fields.values():
        yield from (field.label, field.help_text, *(field.error_messages or {}).values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "form", ["ConsentForm", "ConsentAgainForm", "ReturnForm", "AdditionForm", "MailForm", "WishForm"]
)
def test_labels_help_and_errors_of_forms_are_translated(form):
    offered = (["count", "contact"],) if form.startswith("Consent") else ()
    with translation.override("ur"):
        said = [str(words) for words in words_of(getattr(forms, form)(*offered)) if words]
    assert [words for words in said if words.isascii()] == []


def test_the_boxes_of_a_month_are_named():
    asked = next(one for one in parse(all_kinds()).questions if one.kind == "month")
    with translation.override("ur"):
        drawn = str(QuestionForm(asked)["answer"].as_field_group())
    assert "مہینہ" in drawn
    assert "سال" in drawn


def test_errors_of_every_kind_of_question_are_translated():
    definition = parse(all_kinds())
    with translation.override("ur"):
        said = {
            str(words)
            for question in definition.questions
            for field in QuestionForm(question).fields.values()
            for words in field.error_messages.values()
        }
    own = {check.words for question in definition.questions for check in question.validation}
    of_a_day = set(SplitDateField.default_error_messages.values())
    assert sorted(words for words in said - own - of_a_day if words.isascii()) == []
