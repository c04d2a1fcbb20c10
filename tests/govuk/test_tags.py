from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from derbyvoice.govuk.gallery import EveryField, SampleTable
from tests.govuk.reading import read

HOSTILE = "<script>alert(1)</script>\"'"


def drawn(source, **context):
    return read(Template("{% load govuk %}" + source).render(Context(context)))


def test_the_summary_links_to_the_first_box_of_each_field():
    form = EveryField({})
    page = drawn("{% error_summary form %}{{ form }}", form=form)
    targets = [a.attrs["href"].removeprefix("#") for a in page.all("a")]
    assert len(targets) == len(form.fields)
    assert {page.by_id(target).tag for target in targets} <= {"input", "textarea", "select"}


def test_the_summary_names_what_to_fill_in():
    page = drawn("{% error_summary form %}", form=EveryField({}))
    assert page.all("a")[0].text.strip() == "Fill in “Your name”"


def test_nothing_is_said_when_nothing_is_wrong():
    assert drawn("{% error_summary form %}", form=EveryField()).elements == []
    assert drawn("{% error_summary form %}", form=None).elements == []


def test_components_escape_their_text():
    page = drawn('{% govuk "inset-text" text=text %}{% status_tag text "red" %}{% notice text %}', text=HOSTILE)
    assert not page.all("script")
    assert page.one("strong").text.strip() == HOSTILE


def test_attributes_are_escaped_and_never_a_string():
    page = drawn('{% govuk "button" text="Go" attributes=attributes %}', attributes={"data-x": HOSTILE})
    assert page.one("button").attrs["data-x"] == HOSTILE


def test_rows_with_and_without_a_link():
    page = drawn("{% summary_list rows %}", rows=[("Name", HOSTILE, "/name/"), ("Town", "Buxton")])
    assert next(dd.text.strip() for dd in page.all("dd")) == HOSTILE
    assert page.one("a").attrs["href"] == "/name/"
    assert " ".join(page.one("a").text.split()) == "Change name"


def test_a_table_has_a_caption_and_headers_and_numbers_to_the_right():
    page = drawn("{% govuk_table table %}", table=SampleTable(caption=HOSTILE))
    assert page.one("caption").text == HOSTILE
    assert [th.attrs["scope"] for th in page.all("th")] == ["col"] * 3 + ["row"] * 3
    assert ["numeric" in td.attrs["class"] for td in page.all("td")] == [True] * 6


def test_a_drawing_always_stands_with_its_numbers():
    page = drawn('{% chart "<svg></svg>" table %}', table=SampleTable())
    assert page.one("svg")
    assert "details" in page.one("table").within


def test_pages_keep_the_rest_of_the_address():
    request = RequestFactory().get("/x/", {"topic": "a&b", "page": "3"})
    page_obj = Paginator(range(95), 10).page(3)
    page = drawn("{% pagination page_obj %}", request=request, page_obj=page_obj)
    assert page.one("a", rel="next").attrs["href"] == "?topic=a%26b&page=4"
    assert page.one("a", **{"aria-current": "page"}).text.strip() == "3"


def test_a_single_page_needs_no_links():
    assert drawn("{% pagination page_obj %}", page_obj=Paginator([1], 10).page(1)).elements == []
